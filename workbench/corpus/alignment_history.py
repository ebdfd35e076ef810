"""What happened to an alignment, and undoing it, as often as one likes, also after a restart.

Undo brings back the state before an action as a new action, so the history only ever grows. It is
all or nothing: when somebody else changed one of the rows since, half of a merge can't be undone,
and the whole action is left alone.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workbench.corpus.alignment_actions import Done, Request, known_request
from workbench.corpus.alignment_desk import Desk
from workbench.corpus.alignment_states import commit
from workbench.corpus.alignment_tables import AlignmentAction, AlignmentRevision, AlignmentRow
from workbench.corpus.alignment_units import publish
from workbench.corpus.database import Database

__all__ = ["ACTIONS", "Entry", "changes", "history", "newest", "redo", "undo"]

ACTIONS = {
    "align": "aligned by the machine",
    "realign": "aligned again",
    "accept": "accepted",
    "status": "status changed",
    "note": "note written",
    "merge": "rows merged",
    "split": "row split",
    "split-sentence": "sentence split",
    "send": "text sent to a neighbour",
    "insert-empty": "empty cell inserted",
    "swap": "cells swapped",
    "link": "partner chosen",
    "own-row": "taken out of its row",
    "unalign": "marked as unaligned",
    "edit": "text corrected",
    "undo": "undone",
    "redo": "done again",
}
"""Kinds of actions and how people call them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one row.

    Attributes:
        action: Number of the action.
        kind: What was done, a key of :data:`ACTIONS`.
        author: Who did it.
        at: When (UTC).
        status: Status of the row after it.
        note: Note on the row after it.
        source: Source text after it, or empty where history keeps no texts.
        target: Target text after it, likewise.
        alive: Whether the row was there after it.
    """

    action: int
    kind: str
    author: str
    at: datetime
    status: str
    note: str
    source: str
    target: str
    alive: bool


def history(database: Database, alignment_id: int, row_id: int) -> list[Entry]:
    """Return all changes of a row, oldest first."""
    query = (
        select(AlignmentRevision, AlignmentAction)
        .join(AlignmentAction, AlignmentAction.id == AlignmentRevision.action_id)
        .where(
            AlignmentRevision.row_id == row_id,
            AlignmentRevision.sentence_id.is_(None),
            AlignmentAction.alignment_id == alignment_id,
        )
        .order_by(AlignmentRevision.id)
    )
    with database.read() as session:
        return [
            Entry(
                action.id,
                action.kind,
                action.author,
                action.at,
                revision.after["status"],
                revision.after["note"],
                revision.texts[0] if revision.texts else "",
                revision.texts[1] if revision.texts else "",
                alive=revision.after["alive"],
            )
            for revision, action in session.execute(query)
        ]


def newest(database: Database, alignment_id: int) -> int:
    """Return the number of the newest action, 0 without any."""
    query = select(func.max(AlignmentAction.id)).where(AlignmentAction.alignment_id == alignment_id)
    with database.read() as session:
        return int(session.scalar(query) or 0)


def changes(
    database: Database, alignment_id: int, *, after: int
) -> tuple[list[int], list[int], int]:
    """Return the rows that changed since an action, those that are gone, and the newest action."""
    query = (
        select(AlignmentRow.id, AlignmentRow.alive)
        .where(
            AlignmentRow.id.in_(
                select(AlignmentRevision.row_id)
                .join(AlignmentAction, AlignmentAction.id == AlignmentRevision.action_id)
                .where(AlignmentAction.alignment_id == alignment_id, AlignmentAction.id > after)
            )
        )
        .order_by(AlignmentRow.position)
    )
    moment = newest(database, alignment_id)
    if moment <= after:
        return [], [], moment
    with database.read() as session:
        found = session.execute(query).all()
    return (
        [row.id for row in found if row.alive],
        [row.id for row in found if not row.alive],
        moment,
    )


def undo(database: Database, alignment_id: int, by: Request) -> Done:
    """Undo the author's newest action that is not undone yet."""
    return _step(database, alignment_id, by, redo=False)


def redo(database: Database, alignment_id: int, by: Request) -> Done:
    """Do again what the author undid last, if nothing new was done since."""
    return _step(database, alignment_id, by, redo=True)


def _step(database: Database, alignment_id: int, by: Request, *, redo: bool) -> Done:
    kind = "redo" if redo else "undo"
    with database.write() as session:
        desk = Desk(session, alignment_id)
        known = known_request(session, alignment_id, by)
        if known is not None:
            return known
        action = session.scalars(
            select(AlignmentAction)
            .where(
                AlignmentAction.alignment_id == alignment_id,
                AlignmentAction.author == by.author,
                AlignmentAction.state == ("undone" if redo else "done"),
            )
            # Undone actions are all newer than those still done: the last undone is the oldest.
            .order_by(AlignmentAction.id if redo else AlignmentAction.id.desc())
            .limit(1)
        ).one_or_none()
        if action is None:
            return Done("", message=f"There is nothing to {kind}.")
        revisions = session.scalars(
            select(AlignmentRevision)
            .where(AlignmentRevision.action_id == action.id)
            .order_by(AlignmentRevision.id)
        ).all()
        desk.load(
            number
            for revision in revisions
            for number in (
                revision.row_id,
                revision.before.get("row_id"),
                revision.after.get("row_id"),
            )
            if number is not None
        )
        for revision in revisions:
            if desk.state_of(revision) != (revision.before if redo else revision.after):
                return Done(
                    "",
                    message=f"“{ACTIONS.get(action.kind, action.kind)}” can't be "
                    f"{ACTIONS[kind]}: somebody changed these rows since.",
                )
        for revision in revisions:
            desk.restore(revision, revision.after if redo else revision.before)
        action.state = "done" if redo else "undone"
        session.flush()
        done = commit(desk, kind, by, publish=publish)
        message = f"“{ACTIONS.get(action.kind, action.kind)}” is {ACTIONS[kind]}."
        return Done(kind, done.rows, done.removed, message)
