"""What the checks find in a whole document, kept so that filters answer at once.

What each segment was found to have is kept for each version of its text (``corpus.findings``);
only what changed since is judged anew. What comparing segments finds is kept in this process
until a text of the document changes.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from workbench.corpus import documents
from workbench.corpus import findings as stored
from workbench.corpus import rows as reading
from workbench.corpus.database import Database
from workbench.corpus.findings import Judged
from workbench.corpus.outline import outline
from workbench.corpus.rows import SegmentRow
from workbench.glossary.concepts import Glossary
from workbench.quality.checks.base import Finding, Severity
from workbench.quality.checks.registry import check_document, rules_version
from workbench.workflow.checks import catalogue, dismissal, findings_of, pair_of

__all__ = ["positions_with", "summary"]

Json = dict[str, Any]

_BATCH = 200


def summary(
    database: Database,
    document_id: int,
    *,
    glossary: Glossary | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Json]:
    """Return how many segments of a document each check marks, those with none left out.

    Args:
        database: The store.
        document_id: The document.
        glossary: Whose terms are checked; None for none.
        progress: Told segments checked and to be checked.

    Returns:
        Objects with ``check``, ``title``, ``severity`` and ``segments``, in catalogue order.

    Raises:
        NotFoundError: There is no such document.
    """
    marks = _marks(database, document_id, glossary, progress)
    counts: dict[str, int] = {}
    for names, _, _ in marks.values():
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return [
        {key: entry[key] for key in ("check", "title", "severity")}
        | {"segments": counts[entry["check"]]}
        for entry in catalogue()
        if entry["check"] in counts
    ]


def positions_with(
    database: Database,
    document_id: int,
    check: str = "",
    *,
    severity: str = "",
    glossary: Glossary | None = None,
) -> list[int]:
    """Return the positions of the segments with findings that nobody dismissed, ascending.

    Args:
        database: The store.
        document_id: The document.
        check: Name of a check; empty for any.
        severity: ``error`` for segments with errors, ``warning`` for those with errors or
            warnings; empty for any.
        glossary: Whose terms are checked; None for none.

    Raises:
        NotFoundError: There is no such document.
    """
    found = []
    for position, (names, errors, warnings) in _marks(database, document_id, glossary).items():
        if check and check not in names:
            continue
        if severity == Severity.ERROR and not errors:
            continue
        if severity == Severity.WARNING and not errors + warnings:
            continue
        found.append(position)
    return sorted(found)


Mark = tuple[frozenset[str], int, int]

_LOCK = threading.Lock()
_DOCUMENTS: OrderedDict[tuple[str, int, int], list[tuple[SegmentRow, list[Finding]]]] = (
    OrderedDict()
)
_KEPT = 8


def _marks(
    database: Database,
    document_id: int,
    glossary: Glossary | None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[int, Mark]:
    """Return the names of the checks with open findings, errors and warnings, by position."""
    documents.get(database, document_id)
    rules = f"{rules_version()}-{glossary.version if glossary else ''}"[:120]
    waiting = stored.stale(database, document_id, rules=rules)
    for start in range(0, len(waiting), _BATCH):
        batch = reading.find(database, waiting[start : start + _BATCH])
        judged = [
            _judged(row, found)
            for row, found in zip(
                batch, findings_of(database, batch, glossary=glossary).values(), strict=True
            )
        ]
        stored.put_verdicts(database, judged, rules=rules)
        if progress is not None:
            progress(min(start + _BATCH, len(waiting)), len(waiting))
    marks = {
        entry.position: (frozenset(entry.checks), entry.errors, entry.warnings)
        for entry in stored.marked(database, document_id)
    }
    for position, found in _document_findings(database, document_id).items():
        names, errors, warnings = marks.get(position, (frozenset[str](), 0, 0))
        marks[position] = (
            names | {finding.check for finding in found},
            errors,
            warnings + sum(finding.severity is Severity.WARNING for finding in found),
        )
    return marks


def _judged(row: SegmentRow, found: Sequence[Json]) -> Judged:
    open_ = [finding for finding in found if finding["dismissed"] is None]
    severities = [finding["severity"] for finding in open_]
    return Judged(
        row.id,
        row.version,
        tuple(sorted({finding["check"] for finding in open_})),
        severities.count(Severity.ERROR),
        severities.count(Severity.WARNING),
    )


def _document_findings(database: Database, document_id: int) -> dict[int, list[Finding]]:
    """Return what comparing a document's segments finds and nobody dismissed, by position."""
    compared = _compared(database, document_id)
    known = stored.dismissals(database, [row.id for row, _ in compared])
    placed = {}
    for row, entries in compared:
        left = [
            finding
            for finding in entries
            if dismissal(known.get(row.id), finding, row.source, row.target) is None
        ]
        if left:
            placed[row.position] = left
    return placed


def _compared(database: Database, document_id: int) -> list[tuple[SegmentRow, list[Finding]]]:
    """Return the rows that comparing a document's segments marks; kept until a text changes."""
    key = (database.name, document_id, outline(database, document_id).moment)
    with _LOCK:
        if key in _DOCUMENTS:
            return _DOCUMENTS[key]
    rows = [
        row
        for row in reading.rows(database, document_id, limit=10**9)
        if row.translatable and row.target
    ]
    found = check_document([pair_of(row, row.target) for row in rows])
    compared = [(rows[index], entries) for index, entries in found.items()]
    with _LOCK:
        _DOCUMENTS[key] = compared
        while len(_DOCUMENTS) > _KEPT:
            _DOCUMENTS.popitem(last=False)
    return compared
