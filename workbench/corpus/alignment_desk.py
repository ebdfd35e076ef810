"""What one operation on an alignment works on: its rows and sentences, taken and then changed.

The alignment's own row is locked first, so that operations on one alignment queue. What was taken
is remembered as it was; ``alignment_states`` writes what differs from that in the end.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.corpus.alignment_actions import row_state, sentence_state
from workbench.corpus.alignment_tables import (
    GAP,
    AlignmentPair,
    AlignmentRevision,
    AlignmentRow,
    AlignmentSentence,
    RowStatus,
)
from workbench.corpus.states import chunks
from workbench.errors import NotFoundError, StoreError

__all__ = ["Desk", "between"]


class Desk:
    """The rows and sentences that one operation works on.

    Args:
        session: A running write transaction.
        alignment_id: The alignment; its row stays locked until the transaction ends.

    Raises:
        NotFoundError: There is no such alignment.
    """

    def __init__(self, session: Session, alignment_id: int) -> None:
        self.session = session
        pair = session.scalars(
            select(AlignmentPair).where(AlignmentPair.id == alignment_id).with_for_update()
        ).one_or_none()
        if pair is None:
            raise NotFoundError(
                f"there is no alignment {alignment_id}",
                fix="`workbench alignments list` lists them",
            )
        self.pair = pair
        self._rows: dict[int, AlignmentRow] = {}
        self._sentences: dict[int, AlignmentSentence] = {}
        self._members: dict[int, list[AlignmentSentence]] = {}
        self._row_before: dict[int, dict[str, Any]] = {}
        self._sentence_before: dict[int, dict[str, Any]] = {}
        self._fresh: set[int] = set()

    # --- taking things onto the desk ----------------------------------------------------------

    def row(self, row_id: int) -> AlignmentRow:
        """Return a row that is there.

        Raises:
            NotFoundError: It never was, or it is gone.
        """
        (row,) = self.rows([row_id])
        return row

    def rows(self, row_ids: Sequence[int]) -> list[AlignmentRow]:
        """Return rows that are there, in the order of the editor.

        Raises:
            NotFoundError: One never was, or is gone.
        """
        self.load(row_ids)
        for number in row_ids:
            row = self._rows.get(number)
            if row is None or not row.alive:
                raise NotFoundError(
                    f"row {number} is not there any more", fix="Somebody may have merged it"
                )
        return sorted({self._rows[number] for number in row_ids}, key=lambda row: row.position)

    def load(self, row_ids: Iterable[int]) -> None:
        """Take rows, dead ones too, with their sentences."""
        wanted = [number for number in dict.fromkeys(row_ids) if number not in self._rows]
        for some in chunks(wanted):
            # With a condition on the alignment, SQLite would go through all of its rows.
            loaded = self.session.scalars(select(AlignmentRow).where(AlignmentRow.id.in_(some)))
            rows = [row for row in loaded if row.alignment_id == self.pair.id]
            for row in rows:
                self._rows[row.id] = row
                self._row_before[row.id] = row_state(row)
                self._members[row.id] = []
            found = self.session.scalars(
                select(AlignmentSentence).where(
                    AlignmentSentence.row_id.in_([row.id for row in rows])
                )
            ).all()
            for sentence in found:
                self._take(sentence)

    def _take(self, sentence: AlignmentSentence) -> None:
        self._sentences[sentence.id] = sentence
        self._sentence_before[sentence.id] = sentence_state(sentence)
        if sentence.row_id is not None:
            self._members[sentence.row_id].append(sentence)

    def unassigned(self) -> list[AlignmentSentence]:
        """Take the sentences that no aligner has grouped yet, in order."""
        found = self.session.scalars(
            select(AlignmentSentence)
            .where(
                AlignmentSentence.alignment_id == self.pair.id, AlignmentSentence.row_id.is_(None)
            )
            .order_by(AlignmentSentence.side, AlignmentSentence.position)
        ).all()
        for sentence in found:
            self._take(sentence)
        return list(found)

    def beside(self, row: AlignmentRow, step: int) -> AlignmentRow | None:
        """Return the row above (-1) or below (1), or None at the end."""
        column = AlignmentRow.position
        query = select(AlignmentRow.id).where(
            AlignmentRow.alignment_id == self.pair.id,
            AlignmentRow.alive,
            column < row.position if step < 0 else column > row.position,
        )
        query = query.order_by(column.desc() if step < 0 else column).limit(1)
        number = self.session.scalar(query)
        return None if number is None else self.row(number)

    def sentence(self, sentence_id: int) -> AlignmentSentence:
        """Return a sentence that is there, with its row on the desk.

        Raises:
            NotFoundError: It never was, or it is gone.
        """
        if sentence_id not in self._sentences:
            row_id = self.session.scalar(
                select(AlignmentSentence.row_id).where(
                    AlignmentSentence.id == sentence_id,
                    AlignmentSentence.alignment_id == self.pair.id,
                )
            )
            if row_id is not None:
                self.load([row_id])
        sentence = self._sentences.get(sentence_id)
        if sentence is None or not sentence.alive:
            raise NotFoundError(f"sentence {sentence_id} is not there any more")
        return sentence

    def cell(self, row: AlignmentRow, side: int) -> list[AlignmentSentence]:
        """Return the sentences of one side of a row, in order."""
        return sorted(
            (one for one in self._members[row.id] if one.side == side and one.alive),
            key=lambda one: one.position,
        )

    # --- changing them ------------------------------------------------------------------------

    def new_row(self, *, above: AlignmentRow | None, below: AlignmentRow | None) -> AlignmentRow:
        """Return a new, empty row between two neighbours (None: the end of the text).

        Raises:
            StoreError: There is no room left between them.
        """
        (row,) = self.new_rows([between(above, below)])
        return row

    def new_rows(self, positions: Sequence[int]) -> list[AlignmentRow]:
        """Return new, empty rows at these positions."""
        now = datetime.now(UTC)
        rows = [
            AlignmentRow(
                alignment_id=self.pair.id,
                position=position,
                alive=False,
                status=str(RowStatus.CORRECTED),
                probability=None,
                reasons={},
                note="",
                reason="",
                author="",
                changed=now,
                version=0,
                segment_id=None,
                judged=False,
                flags=(),
                source_hash="",
                target_hash="",
            )
            for position in positions
        ]
        self.session.add_all(rows)
        self.session.flush()
        for row in rows:
            self._rows[row.id] = row
            self._row_before[row.id] = row_state(row)
            self._members[row.id] = []
            self._fresh.add(row.id)
            row.alive = True
        return rows

    def new_sentence(self, like: AlignmentSentence, position: int) -> AlignmentSentence:
        """Return a new sentence in the row of another one, at a position of the same side."""
        sentence = AlignmentSentence(
            alignment_id=self.pair.id,
            row_id=like.row_id,
            side=like.side,
            position=position,
            alive=False,
            number=like.number,
            kind=like.kind,
            paragraph=like.paragraph,
            start=like.start,
            end=like.end,
            original=like.original,
            text=like.text,
            translation="",
        )
        self.session.add(sentence)
        self.session.flush()
        self._take(sentence)
        sentence.alive = True
        return sentence

    def move(self, sentences: Iterable[AlignmentSentence], row: AlignmentRow) -> None:
        """Put sentences into a row."""
        for sentence in list(sentences):
            if sentence.row_id == row.id:
                continue
            if sentence.row_id is not None:
                self._members[sentence.row_id].remove(sentence)
            self._members[row.id].append(sentence)
            sentence.row_id = row.id

    def restore(self, revision: AlignmentRevision, state: Mapping[str, Any]) -> None:
        """Give a row or sentence the state it had at a revision."""
        if revision.sentence_id is None:
            for name, value in state.items():
                setattr(self._rows[revision.row_id], name, value)
            return
        sentence = self._sentences[revision.sentence_id]
        if sentence.row_id is not None:
            self._members[sentence.row_id].remove(sentence)
        for name, value in state.items():
            setattr(sentence, name, value)
        if sentence.row_id is not None:
            self._members[sentence.row_id].append(sentence)

    def state_of(self, revision: AlignmentRevision) -> dict[str, Any] | None:
        """Return the state now of what a revision is about, or None when it is not there."""
        if revision.sentence_id is None:
            row = self._rows.get(revision.row_id)
            return None if row is None else row_state(row)
        sentence = self._sentences.get(revision.sentence_id)
        return None if sentence is None else sentence_state(sentence)

    # --- what changed -------------------------------------------------------------------------

    def before(self, entry: AlignmentRow | AlignmentSentence) -> Mapping[str, Any]:
        """Return the state of a row or sentence when it was taken."""
        if isinstance(entry, AlignmentRow):
            return self._row_before[entry.id]
        return self._sentence_before[entry.id]

    def is_new(self, row: AlignmentRow) -> bool:
        """Whether the row was made on this desk."""
        return row.id in self._fresh

    def changed_sentences(self) -> list[AlignmentSentence]:
        """Return the sentences that are not as they were taken."""
        return [one for one in self._sentences.values() if sentence_state(one) != self.before(one)]

    def changed_rows(self) -> list[AlignmentRow]:
        """Return the rows that are not as they were taken; those without sentences are ended."""
        touched = {
            number
            for sentence in self.changed_sentences()
            for number in (sentence.row_id, self.before(sentence)["row_id"])
            if number is not None
        }
        for number in touched:
            row = self._rows[number]
            if row.alive and not any(one.alive for one in self._members[number]):
                row.alive = False
        return [
            row
            for number, row in self._rows.items()
            if (number in touched or row_state(row) != self.before(row))
            and (row.alive or self.before(row)["alive"])
        ]


def between(
    above: AlignmentRow | AlignmentSentence | None, below: AlignmentRow | AlignmentSentence | None
) -> int:
    """Return a position between two neighbours.

    Raises:
        StoreError: There is no room left between them.
    """
    if above is None:
        return GAP if below is None else below.position - GAP
    if below is None:
        return above.position + GAP
    middle = (above.position + below.position) // 2
    if middle in (above.position, below.position):
        raise StoreError("this place was split too often", fix="Undo some of the splits")
    return middle
