"""Dismissals that hold for two texts, and verdicts that hold for one version."""

import pytest

from workbench.corpus import findings, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.findings import Judged
from workbench.errors import NotFoundError, StoreError


def test_dismiss_restore(database: Database, document: DocumentInfo) -> None:
    (row,) = rows.rows(database, document.id, limit=1)
    digest = findings.text_digest(row.source, "x")
    for reason in ("first", "second"):
        findings.dismiss(
            database, row.id, key="numbers:1", digest=digest, reason=reason, author="anna"
        )
    kept = findings.dismissals(database, [row.id])[row.id]
    assert [(key, value.by, value.reason) for key, value in kept.items()] == [
        (("numbers:1", digest), "anna", "second")
    ]
    assert findings.restore(database, row.id, key="numbers:1", digest=digest, author="bo")
    assert not findings.restore(database, row.id, key="numbers:1", digest=digest, author="bo")
    assert findings.dismissals(database, [row.id]) == {}


def test_a_dismissal_needs_a_reason_and_a_segment(
    database: Database, document: DocumentInfo
) -> None:
    (row,) = rows.rows(database, document.id, limit=1)
    with pytest.raises(StoreError, match="with a reason"):
        findings.dismiss(database, row.id, key="k", digest="d", reason=" \0", author="anna")
    with pytest.raises(NotFoundError):
        findings.dismiss(database, 999, key="k", digest="d", reason="r", author="anna")


def test_verdicts_hold_for_a_version_and_rules(database: Database, document: DocumentInfo) -> None:
    first, second, *_ = rows.rows(database, document.id)
    for row in (first, second):
        segments.save(database, row.id, text="A text.", version=row.version, author="anna")
    assert findings.stale(database, document.id, rules="r1") == [first.id, second.id]
    judged = [Judged(row.id, row.version + 1, ("numbers",), 1, 0) for row in (first, second)]
    findings.put_verdicts(database, [*judged, Judged(999, 1, (), 0, 0)], rules="r1")
    findings.put_verdicts(database, judged, rules="r1")
    assert findings.stale(database, document.id, rules="r1") == []
    assert findings.stale(database, document.id, rules="r2") == [first.id, second.id]
    segments.save(database, first.id, text="Another.", version=first.version + 1, author="bo")
    assert findings.stale(database, document.id, rules="r1") == [first.id]
    assert [mark.position for mark in findings.marked(database, document.id)] == [1]
