"""Remarks of reviewers on segments, such as why one was rejected."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from workbench.corpus.database import Database
from workbench.corpus.segments import document_of
from workbench.corpus.tables import Comment
from workbench.errors import StoreError

__all__ = ["CommentInfo", "add", "listing"]


@dataclass(frozen=True, slots=True)
class CommentInfo:
    """A remark on a segment."""

    id: int
    author: str
    at: datetime
    text: str


def add(database: Database, segment_id: int, *, text: str, author: str) -> CommentInfo:
    """Add a remark to a segment; the newest one goes along as the note of its unit.

    Raises:
        NotFoundError: There is no such segment.
        StoreError: The remark is empty.
    """
    text = text.replace("\0", "").strip()
    if not text:
        raise StoreError("an empty remark says nothing", where=f"segment {segment_id}")
    with database.write() as session:
        document_of(session, [segment_id])
        comment = Comment(segment_id=segment_id, author=author, at=datetime.now(UTC), text=text)
        session.add(comment)
        session.flush()
        return CommentInfo(comment.id, comment.author, comment.at, comment.text)


def listing(database: Database, segment_id: int) -> list[CommentInfo]:
    """Return the remarks on a segment, oldest first.

    Raises:
        NotFoundError: There is no such segment.
    """
    query = select(Comment).where(Comment.segment_id == segment_id).order_by(Comment.id)
    with database.read() as session:
        document_of(session, [segment_id])
        return [
            CommentInfo(comment.id, comment.author, comment.at, comment.text)
            for comment in session.scalars(query)
        ]
