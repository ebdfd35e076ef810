"""Who is to review what: documents or ranges of segments given to people."""

from dataclasses import dataclass

from sqlalchemy import select, update

from workbench.corpus.database import Database
from workbench.corpus.segments import SECOND_REVIEWER
from workbench.corpus.structure import bump
from workbench.corpus.tables import Document, Segment
from workbench.errors import NotFoundError, StoreError

__all__ = ["Range", "assign", "ranges", "require_second"]


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
    first: int = 0,
    last: int | None = None,
) -> list[Range]:
    """Give segments of a document to somebody, taking them from whoever had them.

    A split segment leaves its assignment to both parts; a merged one takes that of its first.

    Args:
        database: The store.
        document_id: The document.
        person: Who is to review them; empty takes the assignment away.
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
        if session.get(Document, document_id) is None:
            raise NotFoundError(f"there is no document {document_id}")
        query = update(Segment).where(Segment.document_id == document_id, Segment.position >= first)
        if last is not None:
            query = query.where(Segment.position <= last)
        done = session.execute(
            query.values(assignee=person), execution_options={"synchronize_session": False}
        )
        if not done.rowcount:  # type: ignore[attr-defined]
            raise StoreError(
                "no segment lies in this range",
                where=f"document {document_id}",
                fix="The first number is at most the last one",
            )
        bump(session, document_id)
    return ranges(database, document_id)


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


def require_second(database: Database, document_id: int, *, wanted: bool) -> None:
    """Say whether a second person has to approve what a first one reviewed.

    Raises:
        NotFoundError: There is no such document.
    """
    with database.write() as session:
        document = session.get(Document, document_id)
        if document is None:
            raise NotFoundError(f"there is no document {document_id}")
        document.settings = {**document.settings, SECOND_REVIEWER: wanted}
        document.shape += 1
