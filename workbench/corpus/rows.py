"""Reading a document's segments with their targets: windows, filters, positions, changes.

The grid of the editor shows a window of perhaps 60 of 50 000 segments. So :func:`rows` reads a
window by position without touching what lies before it, and :func:`positions` gives only the
numbers that a filter leaves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workbench.corpus import documents
from workbench.corpus.database import Database
from workbench.corpus.filters import Filters, narrow, reads_texts, text_test
from workbench.corpus.states import chunks, terms_from
from workbench.corpus.tables import Revision, Segment, Translation
from workbench.domain import Origin, SegmentKind, SegmentStatus, TermOutcome
from workbench.errors import NotFoundError
from workbench.language import EN_NL, ENGLISH, NL_EN, LanguagePair, primary

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
    "translatable",
]

_PAGE = 500


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
        assignee: Who is to review it, or empty.
        alone: Repeats of its source neither give it their target nor take its own.
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
    assignee: str = ""
    alone: bool = False

    @property
    def pair(self) -> LanguagePair:
        """Direction in which it is translated: out of English, or else out of Dutch."""
        return EN_NL if primary(self.language) == ENGLISH else NL_EN


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
    if filters is None or filters.is_all():
        # Positions have no gaps, so the window starts at its index without a scan.
        query = query.where(Segment.position >= start, Segment.position < start + limit)
    elif reads_texts(filters):
        chosen = positions(database, document_id, filters=filters)[start : start + limit]
        query = query.where(Segment.position.in_(chosen))
    else:
        query = narrow(query, filters).offset(start).limit(limit)
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
    if filters is not None and reads_texts(filters):
        return len(positions(database, document_id, filters=filters))
    query = _matching(select(func.count(Segment.id)), document_id, filters)
    with database.read() as session:
        return int(session.scalar(query) or 0)


def positions(database: Database, document_id: int, *, filters: Filters | None = None) -> list[int]:
    """Return the positions of the segments that a filter leaves, ascending.

    Raises:
        SettingsError: The filter's pattern is no regular expression, or takes too long.
    """
    if filters is not None and reads_texts(filters):
        test = text_test(filters)
        texts = (
            select(
                Segment.position, Segment.text.label("source"), Translation.text, Translation.terms
            )
            .join(Translation, Translation.segment_id == Segment.id)
            .where(Segment.document_id == document_id)
            .order_by(Segment.position)
        )
        with database.read() as session:
            found = session.execute(narrow(texts, filters))
            return [row.position for row in found if test(row.source, row.text, row.terms)]
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
        Segment.assignee,
        Segment.alone,
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
        assignee=row.assignee,
        alone=row.alone,
    )


def _matching(
    query: Select[*tuple[Any, ...]], document_id: int, filters: Filters | None
) -> Select[*tuple[Any, ...]]:
    query = query.where(Segment.document_id == document_id)
    if filters is None or filters.is_all():
        return query
    query = query.join(Translation, Translation.segment_id == Segment.id)
    return narrow(query, filters)


def translatable(database: Database, *, first: int = 0) -> Iterator[SegmentRow]:
    """Yield the Dutch segments of all documents that are to be translated, a page at a time.

    Args:
        database: The store.
        first: The document that comes before all others; 0 takes them as they came.
    """
    for document in sorted(documents.listing(database), key=lambda info: info.id != first):
        if document.translatable and document.pair != EN_NL:
            for start in range(0, document.segments, _PAGE):
                window = rows(database, document.id, start=start, limit=_PAGE)
                yield from (row for row in window if row.translatable)
