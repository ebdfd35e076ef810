"""What a person does to the rows of an alignment: each operation one action with one undo.

Every function names the versions of the rows that the person saw (the row itself and those it
touches) and is refused as a whole when one of them changed since. A ``token`` marks a request, so
that one sent twice, because its answer got lost, is done once. Rows whose grouping a person
changed are ``corrected``: the aligner never takes them apart again.
"""

from collections.abc import Callable, Mapping, Sequence

from workbench.corpus.alignment_cuts import cut_sentence
from workbench.corpus.alignment_states import Desk, Done, joined, known_request
from workbench.corpus.alignment_tables import (
    SOURCE,
    TARGET,
    AlignmentRow,
    AlignmentSentence,
    RowStatus,
)
from workbench.corpus.alignment_units import publish
from workbench.corpus.database import Database
from workbench.corpus.segments import clean_target
from workbench.errors import SettingsError, StoreError

__all__ = [
    "UNALIGNED_REASONS",
    "edit_text",
    "insert_empty",
    "link",
    "merge",
    "own_row",
    "send",
    "set_note",
    "set_status",
    "split_row",
    "split_sentence",
    "swap",
    "unalign",
]

UNALIGNED_REASONS = ("not translated", "added", "furniture")
"""Why a sentence has no partner; a person may also write another reason."""

BOTH = (SOURCE, TARGET)

Versions = Mapping[int, int] | None


def set_status(
    database: Database,
    alignment_id: int,
    row_ids: Sequence[int],
    status: RowStatus,
    *,
    author: str,
    versions: Versions = None,
    moment: int | None = None,
    token: str | None = None,
) -> Done:
    """Give rows a status: accept them, send them to somebody's review, reject them.

    Raises:
        StoreError: A row with an empty side can't be accepted.
        StaleEditError: A row changed since; nothing is written.
    """

    def change(desk: Desk) -> None:
        for row in desk.rows(row_ids):
            if status is RowStatus.ACCEPTED and not all(joined(desk.cell(row, s)) for s in BOTH):
                raise StoreError(
                    "a row with an empty side can't be accepted",
                    where=f"row {row.id}",
                    fix="Find its partner, or mark it as unaligned",
                )
            row.status = str(status)
            row.reason = row.reason if status is RowStatus.UNALIGNED else ""

    kind = "accept" if status is RowStatus.ACCEPTED else "status"
    return _do(database, alignment_id, change, kind, author, versions, token, moment=moment)


def set_note(
    database: Database,
    alignment_id: int,
    row_id: int,
    note: str,
    *,
    author: str,
    versions: Versions = None,
    token: str | None = None,
) -> Done:
    """Write a note on a row; an empty one takes it away."""

    def change(desk: Desk) -> None:
        desk.row(row_id).note = clean_target(note)

    return _do(database, alignment_id, change, "note", author, versions, token)


def merge(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    step: int,
    sides: Sequence[int] = BOTH,
    author: str,
    versions: Versions = None,
    token: str | None = None,
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
        _corrected(row, other)

    return _do(database, alignment_id, change, "merge", author, versions, token)


def split_row(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    source: int,
    target: int,
    author: str,
    versions: Versions = None,
    token: str | None = None,
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
        _corrected(row, below)

    return _do(database, alignment_id, change, "split", author, versions, token)


def split_sentence(
    database: Database,
    alignment_id: int,
    sentence_id: int,
    offset: int,
    *,
    author: str,
    versions: Versions = None,
    token: str | None = None,
) -> Done:
    """Split a sentence of either side; both halves stay in their row.

    Args:
        database: The store.
        alignment_id: The alignment.
        sentence_id: The sentence.
        offset: Where in its text, in characters; white space around it goes away.
        author: Who splits.
        versions: Of the rows that the author saw.
        token: Of the request.

    Raises:
        StoreError: There is no text before or after the offset.
    """

    def change(desk: Desk) -> None:
        sentence = desk.sentence(sentence_id)
        cut_sentence(desk, sentence, offset)
        _corrected(_row_of(desk, sentence))

    return _do(database, alignment_id, change, "split-sentence", author, versions, token)


def send(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    side: int,
    step: int,
    sentence_id: int | None = None,
    offset: int | None = None,
    author: str,
    versions: Versions = None,
    token: str | None = None,
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
        author: Who does it.
        versions: Of the rows that the author saw.
        token: Of the request.

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
        _corrected(row, other)

    return _do(database, alignment_id, change, "send", author, versions, token)


def insert_empty(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    side: int,
    author: str,
    moment: int | None = None,
    token: str | None = None,
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
        _corrected(last)
        while carried:
            row = desk.beside(last, 1)
            if row is None or row.status == str(RowStatus.ACCEPTED):
                row = desk.new_row(above=last, below=row)
            here = desk.cell(row, side)
            desk.move(carried, row)
            _corrected(row)
            carried, last = here, row

    return _do(database, alignment_id, change, "insert-empty", author, None, token, moment=moment)


def swap(
    database: Database,
    alignment_id: int,
    row_id: int,
    *,
    side: int,
    step: int,
    author: str,
    versions: Versions = None,
    token: str | None = None,
) -> Done:
    """Exchange one side's cell with that of the row above (-1) or below (1)."""

    def change(desk: Desk) -> None:
        row = desk.row(row_id)
        other = _neighbour(desk, row, step)
        mine, theirs = desk.cell(row, side), desk.cell(other, side)
        desk.move(mine, other)
        desk.move(theirs, row)
        _corrected(row, other)

    return _do(database, alignment_id, change, "swap", author, versions, token)


def link(
    database: Database,
    alignment_id: int,
    row_id: int,
    sentence_ids: Sequence[int],
    *,
    author: str,
    versions: Versions = None,
    token: str | None = None,
) -> Done:
    """Take sentences from anywhere into a row: a partner far away, a crossing or broken link."""

    def change(desk: Desk) -> None:
        row = desk.row(row_id)
        for number in sentence_ids:
            sentence = desk.sentence(number)
            _corrected(_row_of(desk, sentence))
            desk.move([sentence], row)
        _corrected(row)

    return _do(database, alignment_id, change, "link", author, versions, token)


def own_row(
    database: Database,
    alignment_id: int,
    sentence_ids: Sequence[int],
    *,
    author: str,
    versions: Versions = None,
    token: str | None = None,
) -> Done:
    """Take sentences of one row out of it, into a row of their own below it.

    Raises:
        StoreError: They are all that the row has, or of several rows.
    """

    def change(desk: Desk) -> None:
        taken = [desk.sentence(number) for number in sentence_ids]
        if len({sentence.row_id for sentence in taken}) != 1:
            raise StoreError("these sentences are not in one row")
        row = _row_of(desk, taken[0])
        if len(taken) == len(desk.cell(row, SOURCE)) + len(desk.cell(row, TARGET)):
            raise StoreError("these sentences have a row of their own already")
        below = desk.new_row(above=row, below=desk.beside(row, 1))
        desk.move(taken, below)
        _corrected(row, below)

    return _do(database, alignment_id, change, "own-row", author, versions, token)


def unalign(
    database: Database,
    alignment_id: int,
    row_id: int,
    reason: str,
    *,
    author: str,
    versions: Versions = None,
    token: str | None = None,
) -> Done:
    """Mark a row as unaligned; one with both sides becomes two rows, one for each side.

    Args:
        database: The store.
        alignment_id: The alignment.
        row_id: The row.
        reason: One of :data:`UNALIGNED_REASONS`, or what a person writes.
        author: Who says so.
        versions: Of the rows that the author saw.
        token: Of the request.

    Raises:
        SettingsError: There is no reason.
    """
    reason = clean_target(reason)
    if not reason:
        raise SettingsError("say why these sentences have no partner")

    def change(desk: Desk) -> None:
        row = desk.row(row_id)
        rows = [row]
        if all(desk.cell(row, side) for side in BOTH):
            below = desk.new_row(above=row, below=desk.beside(row, 1))
            desk.move(desk.cell(row, TARGET), below)
            rows.append(below)
        for each in rows:
            _corrected(each)
            each.status = str(RowStatus.UNALIGNED)
            each.reason = reason

    return _do(database, alignment_id, change, "unalign", author, versions, token)


def edit_text(
    database: Database,
    alignment_id: int,
    sentence_id: int,
    text: str,
    *,
    author: str,
    versions: Versions = None,
    token: str | None = None,
) -> Done:
    """Correct the text of a sentence; the text as it was read stays beside it.

    Raises:
        StoreError: The text is empty.
    """
    text = clean_target(text)
    if not text:
        raise StoreError(
            "a sentence can't be empty", fix="Mark it as unaligned when it has no partner"
        )

    def change(desk: Desk) -> None:
        sentence = desk.sentence(sentence_id)
        if sentence.text != text:
            sentence.text = text
            row = _row_of(desk, sentence)
            if row.status == str(RowStatus.AUTOMATIC):
                row.status = str(RowStatus.CORRECTED)

    return _do(database, alignment_id, change, "edit", author, versions, token)


def _do(
    database: Database,
    alignment_id: int,
    change: Callable[[Desk], None],
    kind: str,
    author: str,
    versions: Versions,
    token: str | None,
    *,
    moment: int | None = None,
) -> Done:
    with database.write() as session:
        desk = Desk(session, alignment_id)
        known = known_request(session, alignment_id, token)
        if known is not None:
            return known
        change(desk)
        return desk.commit(
            kind, author=author, publish=publish, token=token, versions=versions, moment=moment
        )


def _corrected(*rows: AlignmentRow) -> None:
    for row in rows:
        row.status = str(RowStatus.CORRECTED)
        # The aligner's probability was for what stood here before.
        row.probability = None
        row.reasons = {}
        row.reason = ""


def _neighbour(desk: Desk, row: AlignmentRow, step: int) -> AlignmentRow:
    other = desk.beside(row, step)
    if other is None:
        word = "above" if step < 0 else "below"
        raise StoreError(f"there is no row {word} this one", where=f"row {row.id}")
    return other


def _row_of(desk: Desk, sentence: AlignmentSentence) -> AlignmentRow:
    if sentence.row_id is None:
        raise StoreError("this pair is not aligned yet", where=desk.pair.name)
    return desk.row(sentence.row_id)


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
