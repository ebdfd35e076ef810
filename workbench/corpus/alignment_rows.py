"""Reading an alignment: the shape of the whole, and the rows that are in sight.

The editor holds a few numbers for each row (:func:`outline`), so that counts, queue, filters and
the dot-plot need no round trip, and asks for texts only of the rows it shows (:func:`read`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from workbench.corpus.alignment_tables import (
    SOURCE,
    TARGET,
    AlignmentPair,
    AlignmentRow,
    AlignmentSentence,
    RowStatus,
)
from workbench.corpus.database import Database
from workbench.corpus.states import chunks
from workbench.errors import NotFoundError

__all__ = [
    "RowView",
    "SentenceView",
    "Shape",
    "mark",
    "order",
    "outline",
    "read",
    "search",
    "stream",
    "unjudged",
]

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence as the editor shows it.

    Attributes:
        id: Number of the sentence in the store.
        number: Its place in the text as it was read, from 1.
        text: Its text.
        original: Its text as it was read.
        translation: A machine's translation, or empty.
        kind: A :class:`~workbench.domain.SegmentKind`.
    """

    id: int
    number: int
    text: str
    original: str
    translation: str
    kind: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as the editor shows it.

    Attributes:
        id: Number of the row in the store.
        position: Where it stands; only the order counts.
        version: To be given back with an operation.
        status: Where it is.
        probability: That the aligner's grouping is right, 0 to 1; None for a person's.
        reasons: What speaks for it.
        note: A person's note.
        reason: Why it has no partner.
        author: Who changed it last.
        changed: When (UTC).
        flags: What checks found.
        source: Its source sentences.
        target: Its target sentences.
        segment: Its unit in the corpus, or None.
    """

    id: int
    position: int
    version: int
    status: RowStatus
    probability: float | None
    reasons: Mapping[str, Any]
    note: str
    reason: str
    author: str
    changed: datetime
    flags: tuple[str, ...]
    source: tuple[SentenceView, ...]
    target: tuple[SentenceView, ...]
    segment: int | None

    @property
    def source_text(self) -> str:
        """The whole source text."""
        return " ".join(sentence.text for sentence in self.source)

    @property
    def target_text(self) -> str:
        """The whole target text."""
        return " ".join(sentence.text for sentence in self.target)


@dataclass(frozen=True, slots=True)
class Shape:
    """One row in a few numbers.

    Attributes:
        id: Number of the row.
        position: Where it stands.
        version: Its version.
        status: Where it is.
        probability: Of the aligner, or None.
        flags: What checks found.
        lengths: Characters of the two sides.
        numbers: Numbers of the sentences of the two sides, in their order.
        doubled: Whether another row has the same two texts.
        torn: Whether another row has the same source with another target.
    """

    id: int
    position: int
    version: int
    status: RowStatus
    probability: float | None
    flags: tuple[str, ...]
    lengths: tuple[int, int]
    numbers: tuple[tuple[int, ...], tuple[int, ...]]
    doubled: bool
    torn: bool


def outline(database: Database, alignment_id: int) -> list[Shape]:
    """Return the shape of all rows, in their order."""
    rows_query = (
        select(
            AlignmentRow.id,
            AlignmentRow.position,
            AlignmentRow.version,
            AlignmentRow.status,
            AlignmentRow.probability,
            AlignmentRow.flags,
            AlignmentRow.source_hash,
            AlignmentRow.target_hash,
        )
        .where(AlignmentRow.alignment_id == alignment_id, AlignmentRow.alive)
        .order_by(AlignmentRow.position)
    )
    sentences_query = (
        select(
            AlignmentSentence.row_id,
            AlignmentSentence.side,
            AlignmentSentence.number,
            func.length(AlignmentSentence.text).label("length"),
        )
        .where(AlignmentSentence.alignment_id == alignment_id, AlignmentSentence.alive)
        .order_by(AlignmentSentence.side, AlignmentSentence.position)
    )
    with database.read() as session:
        rows = session.execute(rows_query).all()
        numbers: dict[int, tuple[list[int], list[int]]] = {row.id: ([], []) for row in rows}
        lengths: dict[int, list[int]] = {row.id: [0, 0] for row in rows}
        for row_id, side, number, length in session.execute(sentences_query):
            if row_id in numbers:
                numbers[row_id][side].append(number)
                lengths[row_id][side] += length
    both = [row for row in rows if row.source_hash and row.target_hash]
    pairs = Counter((row.source_hash, row.target_hash) for row in both)
    sources = Counter(source for source, _ in pairs)
    return [
        Shape(
            id=row.id,
            position=row.position,
            version=row.version,
            status=RowStatus(row.status),
            probability=row.probability,
            flags=row.flags,
            lengths=(lengths[row.id][SOURCE], lengths[row.id][TARGET]),
            numbers=(tuple(numbers[row.id][SOURCE]), tuple(numbers[row.id][TARGET])),
            doubled=pairs[row.source_hash, row.target_hash] > 1,
            torn=bool(row.target_hash) and sources[row.source_hash] > 1,
        )
        for row in rows
    ]


def order(database: Database, alignment_id: int) -> list[int]:
    """Return the numbers of all rows, in their order."""
    query = (
        select(AlignmentRow.id)
        .where(AlignmentRow.alignment_id == alignment_id, AlignmentRow.alive)
        .order_by(AlignmentRow.position)
    )
    with database.read() as session:
        return list(session.scalars(query))


def read(database: Database, alignment_id: int, row_ids: Sequence[int]) -> list[RowView]:
    """Return rows that are there, in the order of the numbers given; others are left out."""
    rows: dict[int, Any] = {}
    cells: dict[tuple[int, int], list[SentenceView]] = {}
    with database.read() as session:
        for some in chunks(row_ids):
            # With a condition on the alignment, SQLite would go through all of its rows.
            query = select(AlignmentRow.__table__).where(AlignmentRow.id.in_(some))
            rows.update(
                (row.id, row)
                for row in session.execute(query)
                if row.alive and row.alignment_id == alignment_id
            )
            sentences = (
                select(AlignmentSentence.__table__)
                .where(AlignmentSentence.row_id.in_(some), AlignmentSentence.alive)
                .order_by(AlignmentSentence.position)
            )
            for one in session.execute(sentences):
                view = SentenceView(
                    one.id, one.number, one.text, one.original, one.translation, one.kind
                )
                cells.setdefault((one.row_id, one.side), []).append(view)
    return [
        RowView(
            id=row.id,
            position=row.position,
            version=row.version,
            status=RowStatus(row.status),
            probability=row.probability,
            reasons=row.reasons,
            note=row.note,
            reason=row.reason,
            author=row.author,
            changed=row.changed,
            flags=row.flags,
            source=tuple(cells.get((row.id, SOURCE), ())),
            target=tuple(cells.get((row.id, TARGET), ())),
            segment=row.segment_id,
        )
        for row in (rows[number] for number in row_ids if number in rows)
    ]


def stream(database: Database, alignment_id: int) -> Iterator[RowView]:
    """Yield all rows in their order, a batch in memory at a time.

    Raises:
        NotFoundError: There is no such alignment.
    """
    with database.read() as session:
        if session.get(AlignmentPair, alignment_id) is None:
            raise NotFoundError(f"there is no alignment {alignment_id}")
    ids = order(database, alignment_id)
    for first in range(0, len(ids), _BATCH):
        yield from read(database, alignment_id, ids[first : first + _BATCH])


def search(database: Database, alignment_id: int, text: str) -> list[int]:
    """Return the rows in whose texts or notes a phrase occurs, without regard to case."""
    found = (
        select(AlignmentSentence.row_id)
        .where(
            AlignmentSentence.alignment_id == alignment_id,
            AlignmentSentence.alive,
            AlignmentSentence.text.icontains(text, autoescape=True),
        )
        .distinct()
    )
    query = select(AlignmentRow.id).where(
        AlignmentRow.alignment_id == alignment_id,
        AlignmentRow.alive,
        AlignmentRow.id.in_(found) | AlignmentRow.note.icontains(text, autoescape=True),
    )
    with database.read() as session:
        return list(session.scalars(query.order_by(AlignmentRow.position)))


def unjudged(database: Database, alignment_id: int) -> list[int]:
    """Return the rows that no check has seen since they changed."""
    query = (
        select(AlignmentRow.id)
        .where(
            AlignmentRow.alignment_id == alignment_id,
            AlignmentRow.alive,
            AlignmentRow.judged.is_(False),
        )
        .order_by(AlignmentRow.position)
    )
    with database.read() as session:
        return list(session.scalars(query))


def mark(database: Database, found: Mapping[tuple[int, int], tuple[str, ...]]) -> None:
    """Keep what checks found, by row and the version of it that they saw."""
    if not found:
        return
    alike: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for (row_id, version), flags in found.items():
        alike.setdefault((version, flags), []).append(row_id)
    with database.write() as session:
        for (version, flags), row_ids in alike.items():
            for some in chunks(row_ids):
                session.execute(
                    update(AlignmentRow)
                    .where(AlignmentRow.id.in_(some), AlignmentRow.version == version)
                    .values(flags=flags, judged=True),
                    execution_options={"synchronize_session": False},
                )
