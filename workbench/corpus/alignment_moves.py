"""What a person does to the grouping of an alignment: merge, split, send, swap, link.

Rows whose grouping a person changed are ``corrected``: the aligner never takes them apart again.
"""

from collections.abc import Sequence
from dataclasses import replace

from workbench.corpus.alignment_actions import Done, Request
from workbench.corpus.alignment_cuts import cut_sentence
from workbench.corpus.alignment_desk import Desk
from workbench.corpus.alignment_edits import BOTH, corrected, perform, row_of
from workbench.corpus.alignment_tables import (
    SOURCE,
    TARGET,
    AlignmentRow,
    AlignmentSentence,
    RowStatus,
)
from workbench.corpus.database import Database
from workbench.errors import StoreError

__all__ = [
    "insert_empty",
    "link",
    "merge",
    "own_row",
    "send",
    "split_row",
    "split_sentence",
    "swap",
]


def merge(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    step: int,
    sides: Sequence[int] = BOTH,
    by: Request,
) -> Done:
    """Take the sentences of the row above (-1) or below (1) into this one; of both sides or one.

    Raises:
        StoreError: There is no row on that side.
    """

    def change(desk: Desk) -> None:
        row = desk.row(row_id)
        other = _neighbour(desk, row, step)
        for side in sides:
            desk.move(desk.cell(other, side), row)
        corrected(row, other)

    return perform(database, alignment_id, change, "merge", by)


def split_row(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    source: int,
    target: int,
    by: Request,
) -> Done:
    """Split a row in two: so many sentences of each side stay, the others go to a row below it.

    Raises:
        StoreError: One of the two rows would be empty.
    """

    def change(desk: Desk) -> None:
        row = desk.row(row_id)
        cells = [desk.cell(row, side) for side in BOTH]
        stay = [
            max(0, min(count, len(c))) for count, c in zip((source, target), cells, strict=True)
        ]
        if not sum(stay) or sum(stay) == len(cells[SOURCE]) + len(cells[TARGET]):
            raise StoreError(
                "there is nothing to split here",
                where=f"row {row_id}",
                fix="To split a sentence, put the cursor inside it",
            )
        below = desk.new_row(above=row, below=desk.beside(row, 1))
        for cell, count in zip(cells, stay, strict=True):
            desk.move(cell[count:], below)
        corrected(row, below)

    return perform(database, alignment_id, change, "split", by)


def split_sentence(
    database: Database,
    alignment_id: int,
    sentence_id: int,
    offset: int,
    *,
    by: Request,
) -> Done:
    """Split a sentence of either side; both halves stay in their row.

    Args:
        database: The store.
        alignment_id: The alignment.
        sentence_id: The sentence.
        offset: Where in its text, in characters; white space around it goes away.
        by: Who asks.

    Raises:
        StoreError: There is no text before or after the offset.
    """

    def change(desk: Desk) -> None:
        sentence = desk.sentence(sentence_id)
        cut_sentence(desk, sentence, offset)
        corrected(row_of(desk, sentence))

    return perform(database, alignment_id, change, "split-sentence", by)


def send(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    side: int,
    step: int,
    sentence_id: int | None = None,
    offset: int | None = None,
    by: Request,
) -> Done:
    """Send part of a cell to the neighbouring row: up what comes first, down what comes last.

    Args:
        database: The store.
        alignment_id: The alignment.
        row_id: The row.
        side: Side of the cell.
        step: To the row above (-1) or below (1).
        sentence_id: Send everything up to this sentence (or from it on); None sends the first
            (last) one only.
        offset: Cut that sentence there and send only what is before (after) the cut.
        by: Who asks.

    Raises:
        StoreError: The cell is empty.
    """

    def change(desk: Desk) -> None:
        row = desk.row(row_id)
        cell = desk.cell(row, side)
        if not cell:
            raise StoreError("this side of the row is empty", where=f"row {row_id}")
        if sentence_id is None:
            sent = cell[:1] if step < 0 else cell[-1:]
        else:
            sent = _up_to(desk, cell, desk.sentence(sentence_id), step, offset)
        other = desk.beside(row, step)
        if other is None:
            above, below = (None, row) if step < 0 else (row, None)
            other = desk.new_row(above=above, below=below)
        desk.move(sent, other)
        corrected(row, other)

    return perform(database, alignment_id, change, "send", by)


def insert_empty(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    side: int,
    by: Request,
) -> Done:
    """Make a cell empty by moving it and those below it down by one row.

    The move ends at the first empty cell of that side, or before the first row that a person
    accepted; there a new row takes what is left over.
    """

    def change(desk: Desk) -> None:
        row: AlignmentRow | None = desk.row(row_id)
        carried = desk.cell(desk.row(row_id), side)
        if not carried:
            raise StoreError("this side of the row is empty already", where=f"row {row_id}")
        last = desk.row(row_id)
        corrected(last)
        while carried:
            row = desk.beside(last, 1)
            if row is None or row.status == str(RowStatus.ACCEPTED):
                row = desk.new_row(above=last, below=row)
            here = desk.cell(row, side)
            desk.move(carried, row)
            corrected(row)
            carried, last = here, row

    return perform(database, alignment_id, change, "insert-empty", replace(by, versions=None))


def swap(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    side: int,
    step: int,
    by: Request,
) -> Done:
    """Exchange one side's cell with that of the row above (-1) or below (1)."""

    def change(desk: Desk) -> None:
        row = desk.row(row_id)
        other = _neighbour(desk, row, step)
        mine, theirs = desk.cell(row, side), desk.cell(other, side)
        desk.move(mine, other)
        desk.move(theirs, row)
        corrected(row, other)

    return perform(database, alignment_id, change, "swap", by)


def link(
    database: Database,
    alignment_id: int,
    row_id: int,
    sentence_ids: Sequence[int],
    *,
    by: Request,
) -> Done:
    """Take sentences from anywhere into a row: a partner far away, a crossing or broken link."""

    def change(desk: Desk) -> None:
        row = desk.row(row_id)
        for number in sentence_ids:
            sentence = desk.sentence(number)
            corrected(row_of(desk, sentence))
            desk.move([sentence], row)
        corrected(row)

    return perform(database, alignment_id, change, "link", by)


def own_row(
    database: Database,
    alignment_id: int,
    sentence_ids: Sequence[int],
    *,
    by: Request,
) -> Done:
    """Take sentences of one row out of it, into a row of their own below it.

    Raises:
        StoreError: They are all that the row has, or of several rows.
    """

    def change(desk: Desk) -> None:
        taken = [desk.sentence(number) for number in sentence_ids]
        if len({sentence.row_id for sentence in taken}) != 1:
            raise StoreError("these sentences are not in one row")
        row = row_of(desk, taken[0])
        if len(taken) == len(desk.cell(row, SOURCE)) + len(desk.cell(row, TARGET)):
            raise StoreError("these sentences have a row of their own already")
        below = desk.new_row(above=row, below=desk.beside(row, 1))
        desk.move(taken, below)
        corrected(row, below)

    return perform(database, alignment_id, change, "own-row", by)


def _neighbour(desk: Desk, row: AlignmentRow, step: int) -> AlignmentRow:
    other = desk.beside(row, step)
    if other is None:
        word = "above" if step < 0 else "below"
        raise StoreError(f"there is no row {word} this one", where=f"row {row.id}")
    return other


def _up_to(
    desk: Desk,
    cell: list[AlignmentSentence],
    sentence: AlignmentSentence,
    step: int,
    offset: int | None,
) -> list[AlignmentSentence]:
    """Return what is sent, after a cut at the offset; a cut at an edge is none."""
    if sentence not in cell:
        raise StoreError("this sentence is in another row now", where=f"sentence {sentence.id}")
    index = cell.index(sentence)
    before, after = cell[: index + 1], cell[index:]
    if offset is not None:
        if not sentence.text[:offset].strip():
            before, after = cell[:index], cell[index:]
        elif not sentence.text[offset:].strip():
            before, after = cell[: index + 1], cell[index + 1 :]
        else:
            rest = cut_sentence(desk, sentence, offset)
            before, after = cell[: index + 1], [rest, *cell[index + 1 :]]
    sent = before if step < 0 else after
    if not sent:
        raise StoreError("there is no text on that side of the cursor")
    return sent
