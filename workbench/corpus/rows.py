"""Reading a document's segments with their targets: windows, filters, positions, changes.

The grid of the editor shows a window of perhaps 60 of 50 000 segments. So :func:`rows` reads a
window by position without touching what lies before it, and :func:`positions` gives only the
numbers that a filter leaves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from workbench.corpus.database import Database
from workbench.corpus.states import chunks, terms_from
from workbench.corpus.tables import Revision, Segment, Translation
from workbench.domain import Origin, SegmentKind, SegmentStatus, TermOutcome
from workbench.errors import NotFoundError, SettingsError

__all__ = [
    "Filters",
    "SegmentRow",
    "changes",
    "count",
    "find",
    "positions",
    "read_rows",
    "row_from",
    "rows",
    "select_rows",
]


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment with its current target, as a row of the editor.

    Attributes:
        id: Number of the segment in the store.
        document: Number of its document.
        position: Its place in the document, from 0.
        kind: What the segment is.
        paragraph: Index of its paragraph.
        language: Language of the source.
        translatable: False for text that is passed through.
        flags: What ingestion noted about the source.
        source: Source text.
        target: Target text, empty when there is none.
        status: Review status.
        version: To be given back when saving; goes up with every change.
        origin: Where the target came from, or None without a target.
        engine: Signature of the engine that wrote it.
        glossary: Version of the glossary that was applied.
        raw: The engine's text before the glossary was applied.
        confidence: Mean token probability, 0 to 1, or None.
        problems: Problems detected in the machine's text.
        terms: Glossary terms and what became of them.
        author: Who wrote the target.
        changed: When target or status last changed (UTC).
        changer: Who changed it last.
        words: Words of the source.
    """

    id: int
    document: int
    position: int
    kind: SegmentKind
    paragraph: int
    language: str
    translatable: bool
    flags: tuple[str, ...]
    source: str
    target: str
    status: SegmentStatus
    version: int
    origin: Origin | None
    engine: str
    glossary: str
    raw: str
    confidence: float | None
    problems: tuple[str, ...]
    terms: tuple[TermOutcome, ...]
    author: str
    changed: datetime | None
    changer: str
    words: int


@dataclass(frozen=True, slots=True)
class Filters:
    """Which segments of a document to show; all that are set must hold.

    Attributes:
        statuses: Any of these statuses.
        kinds: Any of these kinds.
        origins: Any of these origins.
        flags: Any of these codes, noted on the source or detected in the target.
        text: Found in source or target, upper and lower case alike.
        pattern: Regular expression found in source or target.
        author: Last changed by this person.
        translatable: True leaves only what is to be translated, False only the rest.
        below: Confidence known and below this, 0 to 1.
        problems: True leaves only targets in which a problem was detected, False only the others.
    """

    statuses: tuple[SegmentStatus, ...] = ()
    kinds: tuple[SegmentKind, ...] = ()
    origins: tuple[Origin, ...] = ()
    flags: tuple[str, ...] = ()
    text: str = ""
    pattern: str = ""
    author: str = ""
    translatable: bool | None = None
    below: float | None = None
    problems: bool | None = None


def rows(
    database: Database,
    document_id: int,
    *,
    start: int = 0,
    limit: int = 200,
    filters: Filters | None = None,
) -> list[SegmentRow]:
    """Return a window of a document's segments.

    Args:
        database: The store.
        document_id: The document.
        start: How many of the (filtered) segments come before the window.
        limit: Most segments to return.
        filters: Which segments to show; None shows all.

    Raises:
        SettingsError: The filter's pattern is no regular expression.
    """
    query = select_rows().where(Segment.document_id == document_id).order_by(Segment.position)
    if filters is None or filters == Filters():
        # Positions have no gaps, so the window starts at its index without a scan.
        query = query.where(Segment.position >= start, Segment.position < start + limit)
    else:
        query = _filtered(query, filters).offset(start).limit(limit)
    with database.read() as session:
        return [row_from(row) for row in session.execute(query)]


def find(database: Database, segment_ids: Sequence[int]) -> list[SegmentRow]:
    """Return the rows of these segments, in this order.

    Raises:
        NotFoundError: One of them is not there.
    """
    with database.read() as session:
        return read_rows(session, segment_ids)


def read_rows(session: Session, segment_ids: Sequence[int]) -> list[SegmentRow]:
    """Do as :func:`find`, inside a running transaction."""
    found: dict[int, SegmentRow] = {}
    for some in chunks(segment_ids):
        query = select_rows().where(Segment.id.in_(some))
        found.update((row.id, row_from(row)) for row in session.execute(query))
    for number in segment_ids:
        if number not in found:
            raise NotFoundError(f"there is no segment {number}")
    return [found[number] for number in segment_ids]


def count(database: Database, document_id: int, *, filters: Filters | None = None) -> int:
    """Return how many segments of a document a filter leaves."""
    query = _matching(select(func.count(Segment.id)), document_id, filters)
    with database.read() as session:
        return int(session.scalar(query) or 0)


def positions(database: Database, document_id: int, *, filters: Filters | None = None) -> list[int]:
    """Return the positions of the segments that a filter leaves, ascending."""
    query = _matching(select(Segment.position), document_id, filters).order_by(Segment.position)
    with database.read() as session:
        return list(session.scalars(query))


def changes(
    database: Database, document_id: int, *, after: int, limit: int = 1000
) -> tuple[list[SegmentRow], int]:
    """Return the segments of a document that changed since a moment, and the moment now.

    Two people in one document see each other's changes by asking this every few seconds.

    Args:
        database: The store.
        document_id: The document.
        after: The moment that the last call returned; -1 asks only for the moment now.
        limit: Most revisions to look at in one call; ask again for the rest.
    """
    query = (
        select(Revision.id, Revision.segment_id)
        .join(Segment, Segment.id == Revision.segment_id)
        .where(Segment.document_id == document_id)
    )
    with database.read() as session:
        if after < 0:
            newest = session.execute(query.order_by(Revision.id.desc()).limit(1)).first()
            return [], newest.id if newest else 0
        found = session.execute(
            query.where(Revision.id > after).order_by(Revision.id).limit(limit)
        ).all()
    ids = sorted({row.segment_id for row in found})
    return find(database, ids), found[-1].id if found else after


def select_rows() -> Select[*tuple[Any, ...]]:
    """Return the query behind every :class:`SegmentRow`; read its rows with :func:`row_from`."""
    return select(
        Segment.id,
        Segment.document_id,
        Segment.position,
        Segment.kind,
        Segment.paragraph,
        Segment.language,
        Segment.translatable,
        Segment.flags,
        Segment.text.label("source"),
        Segment.words,
        Translation.text.label("target"),
        Translation.status,
        Translation.version,
        Translation.origin,
        Translation.engine,
        Translation.glossary,
        Translation.raw,
        Translation.confidence,
        Translation.flags.label("problems"),
        Translation.terms,
        Translation.author,
        Translation.changed,
        Translation.changer,
    ).join(Translation, Translation.segment_id == Segment.id)


def row_from(row: Any) -> SegmentRow:
    """Read one row of :func:`select_rows`."""
    return SegmentRow(
        id=row.id,
        document=row.document_id,
        position=row.position,
        kind=SegmentKind(row.kind),
        paragraph=row.paragraph,
        language=row.language,
        translatable=row.translatable,
        flags=row.flags,
        source=row.source,
        target=row.target,
        status=SegmentStatus(row.status),
        version=row.version,
        origin=Origin(row.origin) if row.origin else None,
        engine=row.engine,
        glossary=row.glossary,
        raw=row.raw,
        confidence=row.confidence,
        problems=row.problems,
        terms=terms_from(row.terms),
        author=row.author,
        changed=row.changed,
        changer=row.changer,
        words=row.words,
    )


def _matching(
    query: Select[*tuple[Any, ...]], document_id: int, filters: Filters | None
) -> Select[*tuple[Any, ...]]:
    query = query.where(Segment.document_id == document_id)
    if filters is None or filters == Filters():
        return query
    query = query.join(Translation, Translation.segment_id == Segment.id)
    return _filtered(query, filters)


def _filtered(query: Select[*tuple[Any, ...]], filters: Filters) -> Select[*tuple[Any, ...]]:
    for column, wanted in (
        (Translation.status, filters.statuses),
        (Segment.kind, filters.kinds),
        (Translation.origin, filters.origins),
    ):
        if wanted:
            query = query.where(column.in_([str(value) for value in wanted]))
    if filters.flags:
        query = query.where(
            or_(
                *(
                    type_coerce(column, Text).contains(f" {flag} ", autoescape=True)
                    for flag in filters.flags
                    for column in (Segment.flags, Translation.flags)
                )
            )
        )
    if filters.text:
        query = query.where(
            or_(
                Segment.text.icontains(filters.text, autoescape=True),
                Translation.text.icontains(filters.text, autoescape=True),
            )
        )
    if filters.pattern:
        query = query.where(
            or_(
                Segment.text.regexp_match(_pattern(filters.pattern)),
                Translation.text.regexp_match(_pattern(filters.pattern)),
            )
        )
    if filters.author:
        query = query.where(Translation.changer == filters.author)
    if filters.translatable is not None:
        query = query.where(Segment.translatable.is_(filters.translatable))
    if filters.problems is not None:
        query = query.where((Translation.flags != ()).is_(filters.problems))
    if filters.below is not None:
        query = query.where(Translation.confidence < filters.below)
    return query


def _pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise SettingsError(
            f"{pattern!r} is no regular expression ({error})", where="filter"
        ) from error
    return pattern
