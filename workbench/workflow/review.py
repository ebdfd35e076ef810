"""Reviewing, as values that go over JSON: the same for the app's routes and the command line.

Every function opens its own transaction and says who acts; none of them can overwrite what its
caller has not seen.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from workbench.corpus import comments, documents, repeats
from workbench.corpus import concordance as searching
from workbench.corpus import rows as reading
from workbench.corpus.assignments import ranges
from workbench.corpus.database import Database
from workbench.corpus.memory import Memory
from workbench.corpus.outline import outline as read_outline
from workbench.corpus.rows import SegmentRow
from workbench.corpus.segments import SECOND_REVIEWER
from workbench.corpus.structure import shape
from workbench.domain import Match, SegmentStatus
from workbench.errors import SettingsError
from workbench.glossary.concepts import Glossary
from workbench.workflow import checks
from workbench.workflow.confidence import calibration, calibration_json
from workbench.workflow.selection import positions as select_positions

__all__ = [
    "changes",
    "concordance",
    "current",
    "matches",
    "outline",
    "positions",
    "remarks",
    "row",
    "row_json",
    "rows",
    "save",
    "shown",
]

Json = dict[str, Any]


def outline(database: Database, document_id: int) -> Json:
    """Return the shape of a document (see :class:`workbench.corpus.outline.Outline`).

    With it come ``shape`` (a number that goes up when segments are split, merged or assigned),
    ``assignments``, ``second_reviewer``, ``remarks`` by position, and ``calibration``
    (see :func:`workbench.workflow.confidence.calibration_json`).

    Raises:
        NotFoundError: There is no such document.
    """
    info = documents.get(database, document_id)
    # Before the rest: whoever sees an older number only reads once too often.
    number = shape(database, document_id)
    found = dataclasses.asdict(read_outline(database, document_id))
    return {
        **found,
        "revision": found.pop("moment"),
        "shape": number,
        "assignments": [dataclasses.asdict(each) for each in ranges(database, document_id)],
        "second_reviewer": bool(info.settings.get(SECOND_REVIEWER)),
        "remarks": remarks(database, document_id),
        "calibration": calibration_json(calibration(database, info.project)),
    }


def rows(database: Database, document_id: int, *, start: int, limit: int) -> list[Json]:
    """Return a window of segments by position."""
    return shown(database, reading.rows(database, document_id, start=start, limit=limit))


def row(database: Database, segment_id: int) -> Json:
    """Return one segment.

    Raises:
        NotFoundError: There is no such segment.
    """
    return shown(database, reading.find(database, [segment_id]))[0]


def current(database: Database, segment_id: int) -> Json | None:
    """Return one segment, or None if it was split or merged and is in no document any more.

    Raises:
        NotFoundError: There never was such a segment.
    """
    (found,) = reading.find(database, [segment_id])
    return shown(database, [found])[0] if found.document else None


def positions(database: Database, document_id: int, *, show: str = "", text: str = "") -> list[int]:
    """Return the positions of the segments to show.

    Args:
        database: The store.
        document_id: The document.
        show: A status, ``work`` for all that wait for a reviewer, ``flagged``, or empty for all.
        text: To be found in source or target.

    Raises:
        SettingsError: ``show`` is none of these.
    """
    return select_positions(database, document_id, {"show": show, "text": text})


def changes(database: Database, document_id: int, *, since: int) -> Json:
    """Return the segments that anybody changed since a revision, and the revision now.

    ``shape`` and ``remarks`` are those of :func:`outline`.
    """
    number = shape(database, document_id)
    changed, moment = reading.changes(database, document_id, after=since)
    return {
        "rows": shown(database, changed),
        "revision": moment,
        "shape": number,
        "remarks": remarks(database, document_id),
    }


def save(
    database: Database,
    segment_id: int,
    *,
    text: str,
    version: int,
    author: str,
    status: str | None = None,
    alone: bool | None = None,
    glossary: Glossary | None = None,
) -> Json:
    """Save a text and, if given, its status; return the segment as it is stored.

    When the segment is reviewed or approved, open repeats of it follow; they are in ``also``.

    Args:
        database: The store.
        segment_id: The segment.
        text: The whole target text.
        version: The version that the author saw.
        author: Who saves.
        status: New status, or None.
        alone: True: this one only, now and later; False: repeats again; None: as it is.
        glossary: Whose terms are checked before the segment is approved; None for none.

    Raises:
        FindingsError: It has errors that nobody dismissed and was to be approved.
        StaleEditError: Somebody saved since ``version``; it carries both texts.
        StoreError: The status does not fit, such as an empty text that is to be approved.
        SettingsError: There is no such status.
    """
    if status is not None and status not in list(SegmentStatus):
        raise SettingsError(f"there is no status {status!r}")
    if status == SegmentStatus.APPROVED and text.strip():
        checks.require_clean(database, segment_id, text=text, glossary=glossary)
    stored = repeats.save(
        database,
        segment_id,
        text=text,
        version=version,
        author=author,
        status=SegmentStatus(status) if status else None,
        alone=alone,
    )
    mine, *also = shown(database, stored)
    return {**mine, "also": also}


def matches(database: Database, memory: Memory, segment_id: int, *, limit: int = 3) -> list[Json]:
    """Return what the translation memory knows for a segment, best first.

    ``memory`` names the imported memory that a match comes from; one of the own corpus has none,
    but a ``status``. ``author`` and ``changed`` (ISO 8601) are empty where a memory says neither.

    Raises:
        NotFoundError: There is no such segment.
    """
    (segment,) = reading.find(database, [segment_id])
    around = {
        row.position: row.source
        for row in reading.rows(
            database, segment.document, start=max(0, segment.position - 1), limit=3
        )
    }
    memory.refresh()
    found = memory.find(
        segment.source,
        before=around.get(segment.position - 1, ""),
        after=around.get(segment.position + 1, ""),
        language=segment.language,
        exclude=segment_id,
        limit=limit,
    )
    return [_match(match) for match in found]


def _match(match: Match) -> Json:
    unit = match.unit
    return {
        "percent": match.percent,
        "source": unit.source.text,
        "target": unit.target.text,
        "differences": list(match.differences),
        "memory": match.memory,
        "document": unit.document,
        "segment": unit.segment,
        "status": "" if match.memory else str(unit.status),
        "author": unit.changer or unit.creator,
        "changed": unit.changed.isoformat() if unit.changed else None,
    }


def concordance(database: Database, phrase: str, *, limit: int = 50) -> list[Json]:
    """Return the segments with a phrase in either language, approved ones first.

    Raises:
        SettingsError: The phrase is too short.
    """
    return [
        {**dataclasses.asdict(line), "status": str(line.status)}
        for line in searching.concordance(database, phrase, limit=limit)
    ]


def remarks(database: Database, document_id: int) -> list[Json]:
    """Return how many remarks segments have: ``position``, ``open`` and ``all``."""
    return [dataclasses.asdict(each) for each in comments.per_segment(database, document_id)]


def shown(database: Database, rows: Sequence[SegmentRow]) -> list[Json]:
    """Return rows for JSON; ``repeats`` says how many others have the same source."""
    again = repeats.counts(database, [row.id for row in rows])
    return [row_json(row, repeats=again.get(row.id, 0)) for row in rows]


def row_json(row: SegmentRow, *, repeats: int | None = None) -> Json:
    """Return a row for JSON; ``repeats`` is left out when it is not known."""
    known = {} if repeats is None else {"repeats": repeats}
    return {
        "id": row.id,
        "position": row.position,
        "kind": str(row.kind),
        "language": row.language,
        "translatable": row.translatable,
        "segment_flags": list(row.flags),
        "source": row.source,
        "target": row.target,
        "status": str(row.status),
        "version": row.version,
        "origin": str(row.origin or ""),
        "raw": row.raw,
        "confidence": row.confidence,
        "flags": list(row.problems),
        "terms": [
            {
                "source": term.source,
                "start": term.start,
                "end": term.end,
                "target": term.target,
                "strategy": str(term.strategy),
                "suggestion": term.suggestion,
            }
            for term in row.terms
        ],
        "author": row.author,
        "changed": row.changed.isoformat() if row.changed else None,
        "changer": row.changer,
        "assignee": row.assignee,
        "alone": row.alone,
        "words": row.words,
        **known,
    }
