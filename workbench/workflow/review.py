"""Reviewing, as values that go over JSON: the same for the app's routes and the command line.

Every function opens its own transaction and says who acts; none of them can overwrite what its
caller has not seen.
"""

import dataclasses
from typing import Any

from workbench.corpus import concordance as searching
from workbench.corpus import documents, segments
from workbench.corpus import history as revisions
from workbench.corpus import rows as reading
from workbench.corpus.database import Database
from workbench.corpus.history import Undone
from workbench.corpus.memory import Memory
from workbench.corpus.outline import outline as read_outline
from workbench.corpus.rows import Filters, SegmentRow
from workbench.domain import SegmentStatus
from workbench.errors import SettingsError

__all__ = [
    "changes",
    "concordance",
    "history",
    "matches",
    "outline",
    "positions",
    "redo",
    "row",
    "rows",
    "save",
    "undo",
]

Json = dict[str, Any]

NEEDS_WORK = (SegmentStatus.UNTRANSLATED, SegmentStatus.DRAFT, SegmentStatus.REJECTED)
"""Statuses that wait for a reviewer."""


def outline(database: Database, document_id: int) -> Json:
    """Return the shape of a document (see :class:`workbench.corpus.outline.Outline`).

    Raises:
        NotFoundError: There is no such document.
    """
    documents.get(database, document_id)
    shape = dataclasses.asdict(read_outline(database, document_id))
    return {**shape, "revision": shape.pop("moment")}


def rows(database: Database, document_id: int, *, start: int, limit: int) -> list[Json]:
    """Return a window of segments by position."""
    return [_json(row) for row in reading.rows(database, document_id, start=start, limit=limit)]


def row(database: Database, segment_id: int) -> Json:
    """Return one segment.

    Raises:
        NotFoundError: There is no such segment.
    """
    return _json(reading.find(database, [segment_id])[0])


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
    if show == "work":
        filters = Filters(statuses=NEEDS_WORK, translatable=True, text=text)
    elif show == "flagged":
        filters = Filters(problems=True, text=text)
    elif not show:
        filters = Filters(text=text)
    elif show in list(SegmentStatus):
        filters = Filters(statuses=(SegmentStatus(show),), translatable=True, text=text)
    else:
        raise SettingsError(f"there is no filter {show!r}")
    return reading.positions(database, document_id, filters=filters)


def changes(database: Database, document_id: int, *, since: int) -> Json:
    """Return the segments that anybody changed since a revision, and the revision now."""
    changed, moment = reading.changes(database, document_id, after=since)
    return {"rows": [_json(row) for row in changed], "revision": moment}


def save(
    database: Database,
    segment_id: int,
    *,
    text: str,
    version: int,
    author: str,
    status: str | None = None,
) -> Json:
    """Save a text and, if given, its status; return the segment as it is stored.

    Raises:
        StaleEditError: Somebody saved since ``version``; it carries both texts.
        StoreError: The status does not fit, such as an empty text that is to be approved.
        SettingsError: There is no such status.
    """
    if status is not None and status not in list(SegmentStatus):
        raise SettingsError(f"there is no status {status!r}")
    stored = segments.save(
        database,
        segment_id,
        text=text,
        version=version,
        author=author,
        status=SegmentStatus(status) if status else None,
    )
    return _json(stored)


def undo(database: Database, document_id: int, *, author: str) -> Json:
    """Take back the author's last action in a document."""
    return _travelled(revisions.undo(database, document_id, author=author), "undone", "undo")


def redo(database: Database, document_id: int, *, author: str) -> Json:
    """Do again what was undone last."""
    return _travelled(revisions.redo(database, document_id, author=author), "done again", "redo")


def history(database: Database, segment_id: int) -> list[Json]:
    """Return the revisions of a segment, newest first."""
    return [
        {
            "version": entry.version,
            "time": entry.at.isoformat(),
            "author": entry.author,
            "action": _ACTIONS.get(entry.action, entry.action),
            "text": entry.text,
            "origin": str(entry.origin or ""),
            "status": str(entry.status),
        }
        for entry in reversed(revisions.history(database, segment_id))
    ]


def matches(database: Database, memory: Memory, segment_id: int, *, limit: int = 3) -> list[Json]:
    """Return what the translation memory knows for a segment, best first.

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
        exclude=segment_id,
        limit=limit,
    )
    return [
        {
            "percent": match.percent,
            "source": match.unit.source.text,
            "target": match.unit.target.text,
            "differences": list(match.differences),
            "place": f"{match.unit.document}, {match.unit.segment}",
            "author": match.unit.changer,
        }
        for match in found
    ]


def concordance(database: Database, phrase: str, *, limit: int = 50) -> list[Json]:
    """Return the segments with a phrase in either language, approved ones first.

    Raises:
        SettingsError: The phrase is too short.
    """
    return [
        {**dataclasses.asdict(line), "status": str(line.status)}
        for line in searching.concordance(database, phrase, limit=limit)
    ]


_ACTIONS = {
    "draft": "machine translation",
    "edit": "edited",
    "status": "status changed",
    "bulk-edit": "edited together with others",
    "bulk-status": "status changed together with others",
    "revert": "reverted",
    "undo": "undone",
    "redo": "done again",
}


def _travelled(result: Undone, word: str, wish: str) -> Json:
    if not result.kind:
        return {"rows": [], "message": f"There is nothing to {wish}."}
    message = f"The changes of {len(result.rows)} segments are {word}."
    if len(result.rows) == 1:
        message = f"The change of segment {result.rows[0].position + 1} is {word}."
    if result.kept:
        kept = f"{len(result.kept)} changed by somebody else since: left alone."
        message = f"{message} {kept}" if result.rows else kept
    return {"rows": [_json(row) for row in result.rows], "message": message}


def _json(row: SegmentRow) -> Json:
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
    }
