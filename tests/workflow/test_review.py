"""What grid and command line ask for: selections, bulk changes, remarks."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.exchange.conftest import make_unit
from tests.workflow.review_kit import document, row_at
from workbench.corpus import comments, history, memory_import, rows
from workbench.corpus.database import Database
from workbench.corpus.memory import Memory
from workbench.domain import (
    SegmentStatus,
)
from workbench.errors import FindingsError, NotFoundError, SettingsError, StaleEditError
from workbench.workflow import bulk, checks, review, review_history, selection, teamwork

__all__ = ["document"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"show": "work"}, [0, 1, 2, 3, 4, 5]),
        ({"show": "untranslated"}, [5]),
        ({"statuses": ["draft"], "text": "minister"}, [1]),
        ({"pattern": r"\d\d", "within": "source"}, [0, 4]),
        ({"repeats": True}, [2, 3]),
        ({"below": 0.5}, [1]),
        ({"term": "minister"}, [1]),
        ({"check": "control-characters"}, [4]),
        ({"severity": "error", "statuses": ["draft"]}, [4]),
        ({"order": "confidence"}, [1, 2, 3, 4, 0, 5]),
        ({"order": "effort"}, [5, 1, 4, 0, 2, 3]),
    ],
)
def test_a_wish_with_all_its_conditions(
    database: Database, document: int, wish: dict[str, Any], expected: list[int]
) -> None:
    assert selection.positions(database, document, wish) == expected


@pytest.mark.parametrize(
    "wish",
    [
        {"colour": "red"},
        {"statuses": ["done"]},
        {"statuses": "draft"},
        {"show": "nothing"},
        {"below": "much"},
        {"below": 7},
        {"order": "random"},
        {"text": 5},
        {"pattern": "(open"},
    ],
)
def test_wishes_that_can_not_be_understood(
    database: Database, document: int, wish: dict[str, Any]
) -> None:
    with pytest.raises(SettingsError):
        selection.positions(database, document, wish)


def test_errors_block_approval_but_not_saving(database: Database, document: int) -> None:
    row = row_at(database, document, 4)
    wrong = {"text": "There were 15 soldi\ufffdrs.", "version": row.version, "author": "anna"}
    with pytest.raises(FindingsError, match="approved"):
        review.save(database, row.id, status="approved", **wrong)  # type: ignore[arg-type]
    saved = review.save(database, row.id, **wrong)  # type: ignore[arg-type]
    assert saved["status"] == "draft"
    right = "There were 15 soldiers."
    saved = review.save(
        database, row.id, text=right, version=saved["version"], author="anna", status="approved"
    )
    assert saved["status"] == "approved"


def test_repeats_come_back_with_the_save(database: Database, document: int) -> None:
    row = row_at(database, document, 2)
    saved = review.save(
        database, row.id, text="Aye.", version=row.version, author="anna", status="approved"
    )
    assert [each["position"] for each in saved["also"]] == [3]
    assert saved["repeats"] == 1
    undone = review_history.undo(database, document, author="anna")
    assert undone["message"] == "The changes of 2 segments are undone."


def test_a_status_for_many_with_preview_and_one_undo(database: Database, document: int) -> None:
    shown = bulk.preview_status(database, document, range(6), status="approved", author="anna")
    assert [each["position"] for each in shown["skipped"]] == [4, 5]
    assert shown["skipped"][0]["reason"]
    assert shown["skipped"][1]["reason"] == "has no translation yet"
    changed = bulk.set_status(database, shown["targets"], status="approved", author="anna")
    assert [each["status"] for each in changed] == ["approved"] * 4
    assert len(history.undo(database, document, author="anna").rows) == 4
    with pytest.raises(StaleEditError):
        bulk.set_status(database, shown["targets"], status="approved", author="bert")


def test_bulk_approval_can_not_slip_past_the_checks(database: Database, document: int) -> None:
    row = row_at(database, document, 4)
    with pytest.raises(FindingsError):
        bulk.set_status(database, [(row.id, row.version)], status="approved", author="anna")


def test_find_and_replace_with_preview_and_one_undo(database: Database, document: int) -> None:
    before = [row.target for row in rows.rows(database, document)]
    wish: dict[str, Any] = {"find": r"\bThe (\w+)", "replacement": r"A \1", "regex": True}
    found = bulk.preview_replace(database, document, None, **wish)
    assert [(each["position"], each["after"], each["spans"]) for each in found] == [
        (0, "A debate begins at 10.", [[0, 10]]),
        (1, "A minister spoke.", [[0, 12]]),
    ]
    targets = [(each["id"], each["version"]) for each in found]
    changed = bulk.replace(database, targets, author="anna", **wish)
    assert [(each["target"], each["origin"]) for each in changed] == [
        ("A debate begins at 10.", "human"),
        ("A minister spoke.", "human"),
    ]
    history.undo(database, document, author="anna")
    assert [row.target for row in rows.rows(database, document)] == before
    only = bulk.preview_replace(database, document, [1], find="THE", replacement="a", words=True)
    assert [each["position"] for each in only] == [1]
    none = bulk.preview_replace(database, document, None, find="THE", replacement="a", case=True)
    assert none == []


def test_replacing_keeps_a_status_only_when_told(database: Database, document: int) -> None:
    row = row_at(database, document, 1)
    review.save(
        database,
        row.id,
        text=row.target,
        version=row.version,
        author="anna",
        status="approved",
    )
    wish: dict[str, Any] = {"find": "spoke", "replacement": "talked"}
    targets = [
        (each["id"], each["version"])
        for each in bulk.preview_replace(database, document, None, **wish)
    ]
    (kept,) = bulk.replace(database, targets, author="anna", keep_status=True, **wish)
    assert kept["status"] == "approved"
    history.undo(database, document, author="anna")
    row = row_at(database, document, 1)
    (draft,) = bulk.replace(database, [(row.id, row.version)], author="anna", **wish)
    assert draft["status"] == "draft"


def test_nothing_stays_approved_with_errors(database: Database, document: int) -> None:
    row = row_at(database, document, 1)
    review.save(
        database, row.id, text=row.target, version=row.version, author="anna", status="approved"
    )
    row = row_at(database, document, 1)
    wish: dict[str, Any] = {"find": row.target, "replacement": "In 1987 he paid 45 euros."}
    target = (row.id, row.version)
    (now,) = bulk.replace(database, [target], author="anna", keep_status=True, **wish)
    assert checks.blocking(database, row.id)
    assert now["status"] == "draft"


def test_outline_and_changes_tell_of_remarks_and_assignments(
    database: Database, document: int
) -> None:
    seen = review.outline(database, document)
    assert (seen["assignments"], seen["remarks"], seen["second_reviewer"]) == ([], [], False)
    row = row_at(database, document, 1)
    teamwork.hand_back(database, row.id, version=row.version, note="Tense.", author="bert")
    teamwork.assign(database, document, person="carla", author="anna", first=2, last=3)
    teamwork.require_second(database, document, wanted=True, author="anna")
    changed = review.changes(database, document, since=seen["revision"])
    assert [each["position"] for each in changed["rows"]] == [1]
    assert changed["remarks"] == [{"position": 1, "open": 1, "all": 1}]
    assert changed["shape"] > seen["shape"]
    now = review.outline(database, document)
    assert now["assignments"] == [{"first": 2, "last": 3, "person": "carla"}]
    assert now["second_reviewer"]


def test_split_and_merge_over_json(database: Database, document: int) -> None:
    row = row_at(database, document, 0)
    done = teamwork.split(
        database, row.id, source_at=9, target_at=10, version=row.version, author="anna"
    )
    assert [each["target"] for each in done["rows"]] == ["The debate", "begins at 10."]
    whole = teamwork.merge(
        database, [(each["id"], each["version"]) for each in done["rows"]], author="anna"
    )
    assert whole["rows"][0]["target"] == row.target
    entries = review_history.history(database, whole["rows"][0]["id"])
    assert entries[0]["action"] == "merged"
    assert entries[-1]["action"] == "machine translation"


def test_any_revision_comes_back_with_its_status_and_origin(
    database: Database, document: int
) -> None:
    row = row_at(database, document, 1)
    review.save(
        database, row.id, text="Approved.", version=row.version, author="anna", status="approved"
    )
    review.save(database, row.id, text="In 1999 another.", version=row.version + 1, author="bert")
    versions = [each["version"] for each in review_history.history(database, row.id)]
    assert versions == [4, 3, 2]
    wish: dict[str, Any] = {"version": 4, "author": "carla"}
    machine = review_history.revert(database, row.id, to_version=2, **wish)
    (now,) = machine["rows"]
    assert (now["target"], now["status"], now["origin"]) == (row.target, "draft", "machine")
    assert machine["message"] == "Segment 2 is as it was at version 2."
    with pytest.raises(StaleEditError):
        review_history.revert(database, row.id, to_version=3, **wish)
    assert review_history.undo(database, document, author="carla")["rows"][0]["version"] == 6
    wish["version"] = 6
    (again,) = review_history.revert(database, row.id, to_version=3, **wish)["rows"]
    assert (again["target"], again["status"]) == ("Approved.", "approved")
    with pytest.raises(NotFoundError, match="no version 99"):
        review_history.revert(database, row.id, to_version=99, version=7, author="carla")


def test_remarks_over_json(database: Database, document: int) -> None:
    row = row_at(database, document, 0)
    (one,) = teamwork.comment(database, row.id, text="Why?", author="bert")
    assert (one["author"], one["kind"], one["settled"]) == ("bert", "remark", None)
    (settled,) = teamwork.settle(database, one["id"], author="anna")
    assert settled["settler"] == "anna"
    assert comments.per_segment(database, document)[0].open == 0
    assert row_at(database, document, 0).status == SegmentStatus.DRAFT


def test_a_match_says_where_it_comes_from(database: Database, document: int) -> None:
    changed = datetime(2024, 5, 6, tzinfo=UTC)
    unit = replace(
        make_unit("De minister sprak.", "The Minister spoke."), changer="bert", changed=changed
    )
    memory_import.add(database, "Klant", [unit])
    ja = row_at(database, document, 2)
    review.save(database, ja.id, text="Yes.", version=ja.version, author="carla", status="approved")
    memory = Memory(database)
    (foreign,) = review.matches(database, memory, row_at(database, document, 1).id)
    assert (foreign["memory"], foreign["author"]) == ("Klant", "bert")
    assert (foreign["status"], foreign["changed"][:10]) == ("", "2024-05-06")
    (own,) = review.matches(database, memory, row_at(database, document, 3).id)
    assert (own["memory"], own["document"], own["segment"]) == ("", "d.txt", 3)
    assert (own["status"], own["author"], own["percent"]) == ("approved", "carla", 100)


def test_where_a_segment_is_now(database: Database, document: int) -> None:
    last = row_at(database, document, 5)
    first = row_at(database, document, 0)
    teamwork.split(
        database, first.id, source_at=8, target_at=3, version=first.version, author="bert"
    )
    moved = review.current(database, last.id)
    assert moved is not None and moved["position"] == 6
    assert review.current(database, first.id) is None
