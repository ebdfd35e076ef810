"""The two texts of an alignment: their sentences as they were read, and a machine's translation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from workbench.corpus.alignment_tables import GAP, AlignmentPair, AlignmentSentence, AlignmentText
from workbench.corpus.database import Database
from workbench.corpus.states import chunks
from workbench.corpus.stored_text import storable
from workbench.domain import Document
from workbench.errors import NotFoundError

__all__ = ["Sentence", "add_text", "put_translations", "sentences", "sentences_in"]

_COLUMNS = (
    AlignmentSentence.id,
    AlignmentSentence.row_id,
    AlignmentSentence.number,
    AlignmentSentence.text,
    AlignmentSentence.translation,
    AlignmentSentence.kind,
)
"""What :class:`Sentence` holds, in its order."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the aligner sees it.

    Attributes:
        id: Number of the sentence in the store.
        row: Number of its row, or None before the first alignment.
        number: Its place in the text as it was read, from 1.
        text: Its text, corrections included.
        translation: A machine's translation, or empty.
        kind: A :class:`~workbench.domain.SegmentKind`.
    """

    id: int
    row: int | None
    number: int
    text: str
    translation: str
    kind: str


def add_text(session: Session, alignment_id: int, side: int, text: Document) -> None:
    """Store one side of a new alignment."""
    session.add(
        AlignmentText(
            alignment_id=alignment_id,
            side=side,
            name=text.name,
            media_type=text.media_type,
            sha256=text.sha256,
            language=text.language,
            raw=storable(text.raw),
        )
    )
    session.flush()
    kept = [segment for segment in text.segments if segment.text]
    session.connection().execute(
        insert(AlignmentSentence.__table__),  # type: ignore[arg-type]
        [
            {
                "alignment_id": alignment_id,
                "row_id": None,
                "side": side,
                "position": (index + 1) * GAP,
                "alive": True,
                "number": index + 1,
                "kind": str(segment.kind),
                "paragraph": segment.paragraph,
                "start": segment.start,
                "end": segment.end,
                "original": storable(segment.text),
                "text": storable(segment.text),
                "translation": "",
            }
            for index, segment in enumerate(kept)
        ],
    )


def sentences(database: Database, alignment_id: int, side: int) -> list[Sentence]:
    """Return the sentences of one side, in order.

    Raises:
        NotFoundError: There is no such alignment.
    """
    query = select(*_COLUMNS).where(
        AlignmentSentence.alignment_id == alignment_id,
        AlignmentSentence.side == side,
        AlignmentSentence.alive,
    )
    with database.read() as session:
        if session.get(AlignmentPair, alignment_id) is None:
            raise NotFoundError(
                f"there is no alignment {alignment_id}",
                fix="`workbench alignments list` lists them",
            )
        found = session.execute(query.order_by(AlignmentSentence.position)).all()
    return [Sentence(*entry) for entry in found]


def sentences_in(database: Database, rows: Sequence[int]) -> tuple[list[Sentence], list[Sentence]]:
    """Return the source and the target sentences of some rows of one alignment, in order.

    They are found by their rows alone: a condition on alignment or side would have the store go
    through the whole of a long text.
    """
    query = select(*_COLUMNS, AlignmentSentence.side, AlignmentSentence.position).where(
        AlignmentSentence.alive
    )
    with database.read() as session:
        found = [
            entry
            for some in chunks(rows)
            for entry in session.execute(query.where(AlignmentSentence.row_id.in_(some)))
        ]
    found.sort(key=lambda entry: entry.position)
    sides: tuple[list[Sentence], list[Sentence]] = [], []
    for entry in found:
        sides[entry.side].append(Sentence(*entry[:-2]))
    return sides


def put_translations(database: Database, texts: Mapping[int, str]) -> None:
    """Keep a machine's translations of source sentences, by their numbers."""
    if not texts:
        return
    with database.write() as session:
        session.execute(
            update(AlignmentSentence),
            [{"id": number, "translation": storable(text)} for number, text in texts.items()],
        )
