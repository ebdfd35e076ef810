"""Concordance: where a word or phrase occurs in the store, in either language.

Everything is searched: sources, translations of any status, documents that are only read (English
ones beside the Dutch) and the imported memories that are on. Texts are compared without regard to
upper and lower case. The text index finds the candidates, so a million units take milliseconds;
when a phrase occurs thousands of times, the newest occurrences and the newest approved ones count.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, text, true
from sqlalchemy.orm import Session

from workbench.corpus import text_index
from workbench.corpus.arrivals import first_segment
from workbench.corpus.database import Database
from workbench.corpus.memories_tables import READY, ImportedMemory, MemoryUnit
from workbench.corpus.memory_search import enabled_spans
from workbench.corpus.tables import Document, Project, Segment, Translation
from workbench.domain import SegmentStatus
from workbench.errors import SettingsError

__all__ = ["ConcordanceLine", "concordance"]

SHORTEST = 2
"""Characters a search needs; one alone would find everything."""

INDEXED = 3
"""Characters from which on the text index helps."""

_WINDOW = 2000
"""Most candidates that are looked at one by one."""

_APPROVED = str(SegmentStatus.APPROVED)
_REVIEWED = str(SegmentStatus.REVIEWED)

_GROUPS: tuple[ColumnElement[bool], ...] = (
    Translation.status == _APPROVED,
    Translation.status == _REVIEWED,
    # Documents that are only read are people's own text; drafts are a machine's.
    and_(Segment.translatable.is_(False), Translation.status.not_in((_APPROVED, _REVIEWED))),
    and_(Segment.translatable.is_(True), Translation.status.not_in((_APPROVED, _REVIEWED))),
)
"""The order in which lines are wanted; imported memories come behind the second group."""

_MEMORIES_AFTER = 2


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A segment or imported unit in which the phrase occurs.

    Attributes:
        segment: Number of the segment in the store, 0 for an imported unit.
        document: Name of its document, or what an imported unit says its document was.
        position: Its place in the document (or the imported memory), from 0.
        language: Language of the source.
        source: Source text.
        target: Target text, empty for documents that are only read.
        status: Review status.
        memory: Name of the imported memory, empty for segments.
    """

    segment: int
    document: str
    position: int
    language: str
    source: str
    target: str
    status: SegmentStatus
    memory: str = ""


def concordance(database: Database, phrase: str, *, limit: int = 50) -> list[ConcordanceLine]:
    """Return where a phrase occurs in source or target, approved segments first.

    Args:
        database: The store.
        phrase: What to look for, at least two characters.
        limit: Most lines to return.

    Raises:
        SettingsError: The phrase is too short.
    """
    phrase = " ".join(phrase.split())
    if len(phrase) < SHORTEST:
        raise SettingsError("a concordance needs a word of at least two letters")
    with database.read() as session:
        indexed = len(phrase) >= INDEXED and session.get_bind().dialect.name == "sqlite"
        own = _indexed(session, phrase, limit) if indexed else _scanned(session, phrase, limit)
        before = [line for rank, line in own if rank < _MEMORIES_AFTER]
        after = [line for rank, line in own if rank >= _MEMORIES_AFTER]
        if len(before) < limit:
            before += _imported(session, phrase, limit - len(before), indexed=indexed)
    return (before + after)[:limit]


def _indexed(session: Session, phrase: str, limit: int) -> list[tuple[int, ConcordanceLine]]:
    candidates: set[int] = set()
    arriving = first_segment(session)
    within = None if arriving is None else (1, arriving - 1)
    for index in (text_index.SEGMENTS, text_index.TRANSLATIONS):
        hits = text_index.rowids(session, index, phrase, limit=_WINDOW, within=within)
        candidates.update(hits)
        if len(hits) == _WINDOW:
            for status in (_APPROVED, _REVIEWED):
                newest = (
                    select(Translation.segment_id)
                    .where(Translation.status == status)
                    .where(true() if arriving is None else Translation.segment_id < arriving)
                    .order_by(Translation.segment_id.desc())
                    .limit(_WINDOW)
                )
                candidates.update(session.scalars(newest))
    if not candidates:
        return []
    rank = case(*((group, number) for number, group in enumerate(_GROUPS)), else_=len(_GROUPS))
    among = text("SELECT value FROM json_each(:candidates)").bindparams(
        candidates=json.dumps(sorted(candidates))
    )
    query = (
        _lines()
        .add_columns(rank.label("rank"))
        .where(Segment.id.in_(among), _contains(session, phrase, Segment.text, Translation.text))
        .order_by(rank, Segment.id)
        .limit(limit)
    )
    return [(row.rank, _line(row)) for row in session.execute(query)]


def _scanned(session: Session, phrase: str, limit: int) -> list[tuple[int, ConcordanceLine]]:
    """Read through the texts, group by group, and stop when there are enough."""
    found: list[tuple[int, ConcordanceLine]] = []
    for rank, group in enumerate(_GROUPS):
        query = (
            _lines()
            .where(group, _contains(session, phrase, Segment.text, Translation.text))
            .order_by(Segment.id)
            .limit(limit - len(found))
        )
        found += [(rank, _line(row)) for row in session.execute(query)]
        if len(found) >= limit:
            break
    return found


def _imported(session: Session, phrase: str, limit: int, *, indexed: bool) -> list[ConcordanceLine]:
    found: list[ConcordanceLine] = []
    for number, first, last in enabled_spans(session):
        query = (
            select(
                MemoryUnit.source,
                MemoryUnit.target,
                MemoryUnit.status,
                (MemoryUnit.id - first).label("position"),
                MemoryUnit.details,
                ImportedMemory.name,
                ImportedMemory.source_language,
            )
            .join(ImportedMemory, ImportedMemory.id == MemoryUnit.memory_id)
            .where(
                MemoryUnit.memory_id == number,
                ImportedMemory.state == READY,
                _contains(session, phrase, MemoryUnit.source, MemoryUnit.target),
            )
            .order_by(MemoryUnit.id.desc())
        )
        for part in _parts(session, phrase, (first, last)) if indexed else (None,):
            some = query if part is None else query.where(MemoryUnit.id.in_(part))
            rows = session.execute(some.limit(limit - len(found)))
            found += [_memory_line(row) for row in rows]
            if len(found) >= limit:
                return found
    return found


def _parts(session: Session, phrase: str, within: tuple[int, int]) -> Iterator[Sequence[int]]:
    hits = text_index.rowids(session, text_index.MEMORIES, phrase, limit=_WINDOW, within=within)
    # The first few hundred nearly always hold enough.
    for first in range(0, len(hits), 250):
        yield hits[first : first + 250]


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Segment.id,
            Document.name,
            Segment.position,
            Segment.language,
            Segment.text.label("source"),
            Translation.text.label("target"),
            Translation.status,
        )
        .join(Translation, Translation.segment_id == Segment.id)
        .join(Document, Document.id == Segment.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(Project.arriving.is_(None))
    )


def _contains(session: Session, phrase: str, *columns: Any) -> ColumnElement[bool]:
    # SQLite's own LIKE knows upper and lower case of ASCII only, but is many times as fast as
    # lower(), which it has to ask of Python.
    if phrase.isascii() and session.get_bind().dialect.name == "sqlite":
        return or_(*(column.contains(phrase, autoescape=True) for column in columns))
    return or_(*(column.icontains(phrase, autoescape=True) for column in columns))


def _line(row: Any) -> ConcordanceLine:
    return ConcordanceLine(
        row.id,
        row.name,
        row.position,
        row.language,
        row.source,
        row.target,
        SegmentStatus(row.status),
    )


def _memory_line(row: Any) -> ConcordanceLine:
    return ConcordanceLine(
        0,
        row.details.get("document", ""),
        row.position,
        row.source_language,
        row.source,
        row.target,
        SegmentStatus(row.status),
        row.name,
    )
