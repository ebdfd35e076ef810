"""Several people in one document: remarks, hand-back, assignments, splitting and merging.

As everything in ``workflow.review``, these are values that go over JSON, for the app's routes and
the command line alike.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from workbench.corpus import assignments as assigning
from workbench.corpus import comments as remarks
from workbench.corpus import structure
from workbench.corpus.comments import CommentInfo
from workbench.corpus.database import Database
from workbench.workflow.review import row, row_json, shown

__all__ = [
    "assign",
    "assignments",
    "comment",
    "comments",
    "hand_back",
    "merge",
    "require_second",
    "settle",
    "split",
]

Json = dict[str, Any]


def comments(database: Database, segment_id: int) -> list[Json]:
    """Return the remarks on a segment, oldest first.

    Raises:
        NotFoundError: There is no such segment.
    """
    return [_comment(entry) for entry in remarks.listing(database, segment_id)]


def comment(database: Database, segment_id: int, *, text: str, author: str) -> list[Json]:
    """Add a remark to a segment; return all remarks on it.

    Raises:
        NotFoundError: There is no such segment.
        StoreError: The remark is empty or too long.
    """
    remarks.add(database, segment_id, text=text, author=author)
    return comments(database, segment_id)


def settle(database: Database, comment_id: int, *, author: str, settled: bool = True) -> list[Json]:
    """Settle a remark or open it again; return all remarks on its segment.

    Raises:
        NotFoundError: There is no such remark.
    """
    found = remarks.settle(database, comment_id, author=author, settled=settled)
    return [_comment(entry) for entry in found]


def hand_back(database: Database, segment_id: int, *, version: int, note: str, author: str) -> Json:
    """Reject a segment with a remark that says why; return the segment.

    Raises:
        NotFoundError, StaleEditError, StoreError: As ``comments.hand_back``.
    """
    remarks.hand_back(database, segment_id, version=version, note=note, author=author)
    return row(database, segment_id)


def assign(
    database: Database,
    document_id: int,
    *,
    person: str,
    author: str,
    first: int = 0,
    last: int | None = None,
) -> list[Json]:
    """Give a document or a range of it to somebody; return all its assignments.

    ``author`` gives it, and can undo that.

    Raises:
        NotFoundError, StoreError: As ``assignments.assign``.
    """
    found = assigning.assign(
        database, document_id, person=person, author=author, first=first, last=last
    )
    return [dataclasses.asdict(entry) for entry in found]


def assignments(database: Database, document_id: int) -> list[Json]:
    """Return the assignments of a document: ``first``, ``last`` (from 0) and ``person``."""
    return [dataclasses.asdict(entry) for entry in assigning.ranges(database, document_id)]


def require_second(database: Database, document_id: int, *, wanted: bool, author: str) -> None:
    """Say whether somebody else has to approve what was reviewed; ``author`` can undo that.

    Raises:
        NotFoundError: There is no such document.
    """
    assigning.require_second(database, document_id, wanted=wanted, author=author)


def split(
    database: Database,
    segment_id: int,
    *,
    source_at: int,
    target_at: int,
    version: int,
    author: str,
) -> Json:
    """Split a segment in two; return ``rows`` and a ``message``.

    Raises:
        NotFoundError, StaleEditError, StoreError: As ``structure.split``.
    """
    rows = structure.split(
        database,
        segment_id,
        source_at=source_at,
        target_at=target_at,
        version=version,
        author=author,
    )
    message = f"Segment {rows[0].position + 1} was split in two."
    return {"rows": shown(database, rows), "message": message}


def merge(database: Database, segments: Sequence[tuple[int, int]], *, author: str) -> Json:
    """Merge neighbouring segments into one; return ``rows`` and a ``message``.

    Raises:
        NotFoundError, StaleEditError, StoreError: As ``structure.merge``.
    """
    whole = structure.merge(database, segments, author=author)
    message = f"{len(segments)} segments were merged into segment {whole.position + 1}."
    return {"rows": [row_json(whole)], "message": message}


def _comment(entry: CommentInfo) -> Json:
    return {
        "id": entry.id,
        "author": entry.author,
        "time": entry.at.isoformat(),
        "text": entry.text,
        "kind": entry.kind,
        "settled": entry.settled.isoformat() if entry.settled else None,
        "settler": entry.settler,
    }
