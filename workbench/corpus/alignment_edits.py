"""What a person says of the rows of an alignment: each operation one action with one undo.

Every function takes a :class:`Request`: it is refused as a whole when a row that it changes is not
as the person saw it, and done once when it is sent twice because its answer got lost.
"""

from collections.abc import Callable, Sequence

from workbench.corpus.alignment_actions import Done, Request, joined, known_request
from workbench.corpus.alignment_desk import Desk
from workbench.corpus.alignment_states import commit
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
    "BOTH",
    "corrected",
    "edit_text",
    "perform",
    "row_of",
    "set_note",
    "set_status",
    "unalign",
]

BOTH = (SOURCE, TARGET)


def perform(
    database: Database,
    alignment_id: int,
    change: Callable[[Desk], None],
    kind: str,
    by: Request,
) -> Done:
    """Do a change of an alignment as one action, unless this request did it before.

    Args:
        database: The store.
        alignment_id: The alignment.
        change: Changes what is on the desk.
        kind: A key of :data:`workbench.corpus.alignment_history.ACTIONS`.
        by: Who asks.

    Raises:
        NotFoundError: There is no such alignment.
        StaleEditError: A row changed since; nothing is written.
    """
    with database.write() as session:
        desk = Desk(session, alignment_id)
        known = known_request(session, alignment_id, by)
        if known is not None:
            return known
        change(desk)
        return commit(desk, kind, by, publish=publish)


def set_status(
    database: Database,
    alignment_id: int,
    row_ids: Sequence[int],
    status: RowStatus,
    *,
    by: Request,
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
    return perform(database, alignment_id, change, kind, by)


def set_note(
    database: Database,
    alignment_id: int,
    row_id: int,
    note: str,
    *,
    by: Request,
) -> Done:
    """Write a note on a row; an empty one takes it away."""

    def change(desk: Desk) -> None:
        desk.row(row_id).note = clean_target(note)

    return perform(database, alignment_id, change, "note", by)


def unalign(
    database: Database,
    alignment_id: int,
    row_id: int,
    reason: str,
    *,
    by: Request,
) -> Done:
    """Mark a row as unaligned; one with both sides becomes two rows, one for each side.

    Args:
        database: The store.
        alignment_id: The alignment.
        row_id: The row.
        reason: ``not translated``, ``added``, ``furniture``, or what a person writes.
        by: Who asks.

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
            corrected(each)
            each.status = str(RowStatus.UNALIGNED)
            each.reason = reason

    return perform(database, alignment_id, change, "unalign", by)


def edit_text(
    database: Database,
    alignment_id: int,
    sentence_id: int,
    text: str,
    *,
    by: Request,
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
            row = row_of(desk, sentence)
            if row.status == str(RowStatus.AUTOMATIC):
                row.status = str(RowStatus.CORRECTED)

    return perform(database, alignment_id, change, "edit", by)


def corrected(*rows: AlignmentRow) -> None:
    """Mark rows whose grouping a person changed: the aligner never takes them apart again."""
    for row in rows:
        row.status = str(RowStatus.CORRECTED)
        # The aligner's probability was for what stood here before.
        row.probability = None
        row.reasons = {}
        row.reason = ""


def row_of(desk: Desk, sentence: AlignmentSentence) -> AlignmentRow:
    """Return the row that a sentence is in.

    Raises:
        StoreError: The pair is not aligned yet.
    """
    if sentence.row_id is None:
        raise StoreError("this pair is not aligned yet", where=desk.pair.name)
    return desk.row(sentence.row_id)
