"""Matches out of imported memories of any size, found through the text index.

Comparing a text with a million others takes seconds, so the index first gives the units that share
words with it: each word asks for a few hundred, words that are everywhere ask in groups, and only
the few hundred units with most votes are compared letter by letter. That is how large memories are
searched elsewhere too (Lucene in OmegaT; Bloodgood and Strauss 2014, section 2).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workbench.corpus import text_index
from workbench.corpus.database import Database
from workbench.corpus.memories_tables import READY, ImportedMemory, MemoryUnit
from workbench.corpus.stored_text import source_hash
from workbench.corpus.unit_json import unit_from_details
from workbench.domain import SegmentStatus, TranslationUnit, Variant

__all__ = ["Found", "enabled_spans", "search"]

_WORD = re.compile(r"\w{3,}")
_WORDS = 14
_HITS = 250
"""Units that one word brings in at most; a word with that many is one that is everywhere."""

_COMPARED = 600
_RARE, _COMMON = 3, 1
"""What sharing a rare and a common word counts; a group counts as its words."""

_NOT_REJECTED = MemoryUnit.status != str(SegmentStatus.REJECTED)
"""The native form holds rejected pairs too; nobody wants one offered as a match."""


@dataclass(frozen=True, slots=True)
class Found:
    """An imported unit that may match.

    Attributes:
        id: Its number in the store.
        memory: Name of its memory.
        unit: The unit.
        score: Similarity of the lower-cased sources, 0 to 100; 100 also when only case differs.
        context: Source texts before and after it in its memory.
    """

    id: int
    memory: str
    unit: TranslationUnit
    score: float
    context: tuple[str, str]


def search(database: Database, source: str, *, cutoff: int, limit: int) -> list[Found]:
    """Return the units of the enabled memories that are most similar to a source text.

    Args:
        database: The store.
        source: The text to be translated.
        cutoff: Least similarity, 0 to 100.
        limit: Most units to return.
    """
    from rapidfuzz import fuzz, process

    with database.read() as session:
        spans = enabled_spans(session)
        if not spans or not source.strip():
            return []
        same = select(MemoryUnit.id).where(MemoryUnit.source_hash == source_hash(source))
        scores: dict[int, float] = dict.fromkeys(
            session.scalars(_enabled(same).order_by(MemoryUnit.id.desc()).limit(limit)), 100.0
        )
        votes = _votes(session, source, spans)
        wanted = [number for number, _ in votes.most_common(_COMPARED)]
        texts = _sources(session, wanted)
        folded = source.lower()
        for _, score, number in process.extract(
            folded,
            {number: found.lower() for number, found in texts.items()},
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            limit=limit,
        ):
            scores.setdefault(number, score)
        return _units(session, scores)


def enabled_spans(session: Session) -> list[tuple[int, int, int]]:
    """Return number, first and last unit of each memory that is searched."""
    query = (
        select(ImportedMemory.id, ImportedMemory.first, ImportedMemory.last)
        .where(ImportedMemory.state == READY, ImportedMemory.enabled, ImportedMemory.units > 0)
        .order_by(ImportedMemory.id.desc())
    )
    return [(row.id, row.first, row.last) for row in session.execute(query)]


def _votes(session: Session, source: str, spans: Sequence[tuple[int, int, int]]) -> Counter[int]:
    votes: Counter[int] = Counter()
    words = list(dict.fromkeys(_WORD.findall(source)))
    # Longer words are rarer ones.
    words = sorted(sorted(words, key=len, reverse=True)[:_WORDS], key=words.index)
    common: list[str] = []
    for word in words:
        hits = _having(session, (word,), spans)
        if len(hits) >= _HITS:
            common.append(word)
        for number in hits:
            votes[number] += _COMMON if len(hits) >= _HITS else _RARE
    for group in _groups(common):
        # Beginning and end of each word are enough to ask for: votes decide, not hits.
        ends = [end for word in group for end in (word[:3], word[-3:])]
        for number in _having(session, ends, spans):
            votes[number] += len(group)
    return votes


def _groups(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return groups of words, of which one at least stays whole when a few words change."""
    count = len(words)
    third = -(-count // 3)
    groups = [
        *(words[start : start + third] for start in range(0, count, third or 1)),
        words[::2],
        words[1::2],
    ]
    return [group for group in dict.fromkeys(map(tuple, groups)) if len(group) > 1]


def _having(
    session: Session, phrases: Sequence[str], spans: Iterable[tuple[int, int, int]]
) -> Sequence[int]:
    if session.get_bind().dialect.name != "sqlite":
        query = select(MemoryUnit.id).where(
            *(MemoryUnit.source.icontains(phrase, autoescape=True) for phrase in phrases)
        )
        return session.scalars(_enabled(query).limit(_HITS)).all()
    found: list[int] = []
    for _, first, last in spans:
        if len(found) >= _HITS:
            break
        found += text_index.rowids(
            session,
            text_index.MEMORIES,
            *phrases,
            limit=_HITS - len(found),
            within=(first, last),
        )
    return found


def _enabled(query: Select[int]) -> Select[int]:
    return query.join(ImportedMemory, ImportedMemory.id == MemoryUnit.memory_id).where(
        ImportedMemory.state == READY, ImportedMemory.enabled, _NOT_REJECTED
    )


def _sources(session: Session, numbers: Sequence[int]) -> dict[int, str]:
    query = (
        select(MemoryUnit.id, MemoryUnit.source)
        .join(ImportedMemory, ImportedMemory.id == MemoryUnit.memory_id)
        .where(
            MemoryUnit.id.in_(numbers),
            ImportedMemory.state == READY,
            ImportedMemory.enabled,
            _NOT_REJECTED,
        )
    )
    return {row.id: row.source for row in session.execute(query)}


def _units(session: Session, scores: dict[int, float]) -> list[Found]:
    near = {number + step for number in scores for step in (-1, 0, 1)}
    rows = {
        row.id: row
        for row in session.execute(
            select(MemoryUnit.__table__).where(MemoryUnit.id.in_(sorted(near)))
        )
    }
    memories = {
        row.id: row
        for row in session.execute(
            select(
                ImportedMemory.id,
                ImportedMemory.name,
                ImportedMemory.source_language,
                ImportedMemory.target_language,
            )
        )
    }
    found = []
    for number, score in scores.items():
        row = rows[number]
        memory = memories[row.memory_id]
        sides = (
            Variant(memory.source_language, row.source),
            Variant(memory.target_language, row.target),
        )

        def neighbour(step: int, number: int = number, memory_id: int = row.memory_id) -> str:
            other = rows.get(number + step)
            return other.source if other is not None and other.memory_id == memory_id else ""

        found.append(
            Found(
                number,
                memory.name,
                unit_from_details(row.details, sides, row.status),
                score,
                (neighbour(-1), neighbour(1)),
            )
        )
    return found
