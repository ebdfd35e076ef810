"""Who is to review what: documents or ranges of segments given to people.

Giving is an action as any other: whoever did it can undo and redo it. So is asking for a second
reviewer.
"""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workbench.corpus.amendments import Key, State, Subject, amend
from workbench.corpus.database import Database
from workbench.corpus.review_tables import Reassignment
from workbench.corpus.segments import SECOND_REVIEWER
from workbench.corpus.states import chunks, record
from workbench.corpus.structure import bump
from workbench.corpus.tables import Action, Document, Segment
from workbench.errors import NotFoundError, StoreError

__all__ = ["KIND", "SECOND", "Range", "assign", "give_back", "ranges", "require_second"]

KIND = "assign"
"""Kind of the actions that :func:`give_back` undoes and redoes."""


@dataclass(frozen=True, slots=True)
class Range:
    """Neighbouring segments that one person is to review; positions from 0, both included."""

    first: int
    last: int
    person: str


def assign(
    database: Database,
    document_id: int,
    *,
    person: str,
    author: str,
    first: int = 0,
    last: int | None = None,
) -> list[Range]:
    """Give segments of a document to somebody, taking them from whoever had them.

    A split segment leaves its assignment to both parts; a merged one takes that of its first.

    Args:
        database: The store.
        document_id: The document.
        person: Who is to review them; empty takes the assignment away.
        author: Who gives them.
        first: Position of the first segment.
        last: Position of the last one, or None for the last of the document.

    Returns:
        All assignments of the document.

    Raises:
        NotFoundError: There is no such document.
        StoreError: No segment lies in the range.
    """
    person = person.strip()[:200]
    with database.write() as session:
        if session.get(Document, document_id, with_for_update=True) is None:
            raise NotFoundError(f"there is no document {document_id}")
        query = select(Segment.id, Segment.assignee).where(
            Segment.document_id == document_id, Segment.position >= first
        )
        if last is not None:
            query = query.where(Segment.position <= last)
        before: dict[str, list[int]] = {}
        for number, had in session.execute(query.with_for_update()):
            before.setdefault(had, []).append(number)
        if not before:
            raise StoreError(
                "no segment lies in this range",
                where=f"document {document_id}",
                fix="The first number is at most the last one",
            )
        before.pop(person, None)
        if before:
            action = record(
                session, [], document_id=document_id, kind=KIND, author=author, always=True
            )
            session.add(Reassignment(action_id=action, person=person, before=before))
            for had, numbers in before.items():
                _give(session, numbers, had, person)
            bump(session, document_id)
    return ranges(database, document_id)


def give_back(session: Session, action: Action, *, redo: bool) -> tuple[list[int], list[int]]:
    """Undo (or redo) an assignment inside a running transaction.

    Returns:
        The segments that changed hands, and those left alone since they are somebody else's by now
        or were split or merged.
    """
    entry = session.get_one(Reassignment, action.id)
    given: list[int] = []
    kept: list[int] = []
    for person, numbers in entry.before.items():
        old, new = (person, entry.person) if redo else (entry.person, person)
        moved = _give(session, numbers, old, new)
        given += moved
        kept += sorted(set(numbers) - set(moved))
    if given:
        bump(session, action.document_id)
    return given, kept


def _give(session: Session, numbers: list[int], old: str, new: str) -> list[int]:
    """Give those of some segments that still are one person's to another; return which."""
    found: list[int] = []
    for some in chunks(numbers):
        mine = (
            Segment.id.in_(some),
            Segment.assignee == old,
            Segment.document_id.is_not(None),
        )
        found += session.scalars(select(Segment.id).where(*mine))
        session.execute(
            update(Segment).where(*mine).values(assignee=new),
            execution_options={"synchronize_session": False},
        )
    return found


def ranges(database: Database, document_id: int) -> list[Range]:
    """Return the assignments of a document, by position."""
    query = (
        select(Segment.position, Segment.assignee)
        .where(Segment.document_id == document_id, Segment.assignee != "")
        .order_by(Segment.position)
    )
    found: list[Range] = []
    with database.read() as session:
        for position, person in session.execute(query):
            if found and found[-1].last == position - 1 and found[-1].person == person:
                found[-1] = Range(found[-1].first, position, person)
            else:
                found.append(Range(position, position, person))
    return found


def require_second(database: Database, document_id: int, *, wanted: bool, author: str) -> None:
    """Say whether a second person has to approve what a first one reviewed.

    Args:
        database: The store.
        document_id: The document.
        wanted: Whether it takes a second person from now on.
        author: Who says so.

    Raises:
        NotFoundError: There is no such document.
    """
    with database.write() as session:
        if session.get(Document, document_id) is None:
            raise NotFoundError(f"there is no document {document_id}")
        amend(
            session,
            SECOND,
            {"document": document_id},
            wanted,
            document_id=document_id,
            kind=SECOND.name,
            author=author,
        )


def _document(session: Session, key: Key) -> Document:
    return session.get_one(Document, key["document"], with_for_update=True)


def _read(session: Session, key: Key) -> State:
    return bool(_document(session, key).settings.get(SECOND_REVIEWER))


def _write(session: Session, key: Key, state: State) -> None:
    document = _document(session, key)
    document.settings = {**document.settings, SECOND_REVIEWER: state}
    document.shape += 1


SECOND = Subject(SECOND_REVIEWER, _read, _write, lambda _session, _key: None)
"""Whether a document takes a second reviewer, as undo knows it."""
