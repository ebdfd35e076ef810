"""What people change beside targets, as actions that undo takes back.

A remark, a dismissed finding, a setting of a document: each has a state, a JSON value, None where
there is none. An action keeps the state before it and the one after it. Undo puts the former back,
unless the state is another by now: then somebody changed it later, and it is left alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from workbench.corpus.review_tables import Amendment
from workbench.corpus.states import record

__all__ = ["Key", "State", "Subject", "amend", "attach", "fits", "put"]

Key = Mapping[str, Any]
"""Which one it is, for JSON."""

State = Any


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that can be amended.

    Attributes:
        name: What actions call it.
        read: Gives the state of one of them, and keeps others from changing it until the
            transaction ends.
        write: Gives it another state.
        segment: Says which segment it is on now; None for one on no segment of a document.
    """

    name: str
    read: Callable[[Session, Key], State]
    write: Callable[[Session, Key, State], None]
    segment: Callable[[Session, Key], int | None]


def amend(
    session: Session,
    subject: Subject,
    key: Key,
    state: State,
    *,
    document_id: int,
    kind: str,
    author: str,
) -> bool:
    """Give something another state, as an action of its own; return whether it had another."""
    if subject.read(session, key) == state:
        return False
    action = record(session, [], document_id=document_id, kind=kind, author=author, always=True)
    attach(session, action, subject, key, state)
    return True


def attach(session: Session, action: int | None, subject: Subject, key: Key, state: State) -> None:
    """Give something another state as a part of an action, which has one such part at most."""
    before = subject.read(session, key)
    subject.write(session, key, state)
    session.add(
        Amendment(action_id=action, subject=subject.name, key=dict(key), before=before, after=state)
    )
    session.flush()


def fits(session: Session, subject: Subject, entry: Amendment, *, redo: bool) -> bool:
    """Whether an action's part can be undone (or redone): nobody has changed it since."""
    expected = entry.before if redo else entry.after
    return bool(subject.read(session, entry.key) == expected)


def put(session: Session, subject: Subject, entry: Amendment, *, redo: bool) -> None:
    """Give back the state before an action (or, to redo it, after it)."""
    subject.write(session, entry.key, entry.after if redo else entry.before)
    session.flush()
