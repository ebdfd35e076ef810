"""Remarks of reviewers on segments: a thread for each, settled and opened again, and hand-back.

To make a remark and to settle one are actions as any other: whoever did it can undo and redo it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.corpus.amendments import Key, State, Subject, amend, attach
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow, read_rows
from workbench.corpus.segments import Edit, changed, document_of, needs_second
from workbench.corpus.states import lock, record
from workbench.corpus.tables import Comment, Segment
from workbench.domain import SegmentStatus
from workbench.errors import NotFoundError, StoreError

__all__ = [
    "HAND_BACK",
    "REMARK",
    "SUBJECT",
    "CommentInfo",
    "Remarks",
    "add",
    "hand_back",
    "listing",
    "per_segment",
    "settle",
]

REMARK = "remark"
HAND_BACK = "hand-back"
"""The remark that says why a segment was rejected."""

LONGEST = 10_000
"""Characters of a remark."""


@dataclass(frozen=True, slots=True)
class CommentInfo:
    """A remark on a segment.

    Attributes:
        id: Its number.
        author: Who made it.
        at: When (UTC).
        text: What it says, with its line ends.
        kind: ``remark`` or ``hand-back``.
        settled: When somebody settled it (UTC), or None while it is open.
        settler: Who settled it, or empty.
    """

    id: int
    author: str
    at: datetime
    text: str
    kind: str = REMARK
    settled: datetime | None = None
    settler: str = ""


@dataclass(frozen=True, slots=True)
class Remarks:
    """How many remarks a segment has, and how many of them are open."""

    position: int
    open: int
    all: int


def add(database: Database, segment_id: int, *, text: str, author: str) -> CommentInfo:
    """Add a remark to a segment; the newest one goes along as the note of its unit.

    Raises:
        NotFoundError: There is no such segment.
        StoreError: The remark is empty or too long.
    """
    with database.write() as session:
        lock(session, [segment_id])
        document_id = document_of(session, [segment_id])
        comment = _new(session, segment_id, text, author, REMARK)
        key = {"remark": comment.id}
        amend(session, SUBJECT, key, _OPEN, document_id=document_id, kind=REMARK, author=author)
        return _info(comment)


def settle(
    database: Database, comment_id: int, *, author: str, settled: bool = True
) -> list[CommentInfo]:
    """Settle a remark, or open it again; return all remarks on its segment.

    Raises:
        NotFoundError: There is no such remark.
    """
    with database.write() as session:
        # The document before its remarks, as a split takes them: else each waits for the other.
        place = select(Comment.segment_id).where(Comment.id == comment_id)
        lock(session, session.scalars(place).all())
        comment = session.get(Comment, comment_id, with_for_update=True)
        if comment is None or comment.withdrawn:
            raise NotFoundError(f"there is no remark {comment_id}")
        if settled != (comment.settled is not None):
            now = datetime.now(UTC).isoformat()
            amend(
                session,
                SUBJECT,
                {"remark": comment.id},
                {"settled": now, "settler": author} if settled else _OPEN,
                document_id=document_of(session, [comment.segment_id]),
                kind="settle" if settled else "reopen",
                author=author,
            )
        return _of(session, comment.segment_id)


def hand_back(
    database: Database, segment_id: int, *, version: int, note: str, author: str
) -> SegmentRow:
    """Reject a segment and say why: both, or nothing.

    The remark stays open until somebody settles it; undo takes back both, or nothing.

    Raises:
        NotFoundError: There is no such segment.
        StaleEditError: Somebody else saved in between.
        StoreError: The note is empty, or the segment is passed through.
    """
    with database.write() as session:
        locked = lock(session, [segment_id])
        document_id = document_of(session, [segment_id], to_change=True)
        second = needs_second(session, document_id)
        current = locked[segment_id]
        edit = Edit(segment_id, version, current.state.text, SegmentStatus.REJECTED)
        change = changed(edit, current, author, second=second)
        comment = _new(session, segment_id, note, author, HAND_BACK)
        action = record(
            session,
            [change],
            document_id=document_id,
            kind=HAND_BACK,
            author=author,
            always=True,
        )
        attach(session, action, SUBJECT, {"remark": comment.id}, _OPEN)
        return read_rows(session, [segment_id])[0]


def listing(database: Database, segment_id: int) -> list[CommentInfo]:
    """Return the remarks on a segment, oldest first.

    Raises:
        NotFoundError: There is no such segment.
    """
    with database.read() as session:
        document_of(session, [segment_id])
        return _of(session, segment_id)


def per_segment(
    database: Database, document_id: int, *, segments: Sequence[int] | None = None
) -> list[Remarks]:
    """Return how many remarks the segments of a document have; those without are left out."""
    query = (
        select(
            Segment.position,
            (func.count(Comment.id) - func.count(Comment.settled)).label("open"),
            func.count(Comment.id).label("every"),
        )
        .join(Comment, Comment.segment_id == Segment.id)
        .where(Segment.document_id == document_id, Comment.withdrawn.is_(False))
        .group_by(Segment.id)
        .order_by(Segment.position)
    )
    if segments is not None:
        query = query.where(Segment.id.in_(segments))
    with database.read() as session:
        return [Remarks(row.position, row.open, row.every) for row in session.execute(query)]


def _new(session: Session, segment_id: int, text: str, author: str, kind: str) -> Comment:
    """Store a remark that is there once an action has opened it."""
    text = text.replace("\0", "").strip()
    where = f"segment {segment_id}"
    if not text:
        raise StoreError("an empty remark says nothing", where=where, fix="Write what is wrong")
    if len(text) > LONGEST:
        raise StoreError(f"a remark has at most {LONGEST} characters", where=where)
    comment = Comment(
        segment_id=segment_id,
        author=author,
        at=datetime.now(UTC),
        text=text,
        kind=kind,
        settler="",
        withdrawn=True,
    )
    session.add(comment)
    session.flush()
    return comment


def _of(session: Session, segment_id: int) -> list[CommentInfo]:
    there = (Comment.segment_id == segment_id, Comment.withdrawn.is_(False))
    query = select(Comment).where(*there).order_by(Comment.id)
    return [_info(comment) for comment in session.scalars(query)]


def _info(comment: Comment) -> CommentInfo:
    return CommentInfo(
        comment.id,
        comment.author,
        comment.at,
        comment.text,
        comment.kind,
        comment.settled,
        comment.settler,
    )


_OPEN: State = {"settled": None, "settler": ""}


def _remark(session: Session, key: Key) -> Comment:
    return session.get_one(Comment, key["remark"], with_for_update=True)


def _read(session: Session, key: Key) -> State:
    comment = _remark(session, key)
    if comment.withdrawn:
        return None
    settled = comment.settled.isoformat() if comment.settled else None
    return {"settled": settled, "settler": comment.settler}


def _write(session: Session, key: Key, state: State) -> None:
    comment = _remark(session, key)
    comment.withdrawn = state is None
    if state is not None:
        comment.settled = datetime.fromisoformat(state["settled"]) if state["settled"] else None
        comment.settler = state["settler"]


SUBJECT = Subject("remark", _read, _write, lambda session, key: _remark(session, key).segment_id)
"""Remarks, as undo knows them: not there, open, or settled. They move when segments are split."""
