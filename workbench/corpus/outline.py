"""The shape of a whole document in a few numbers a segment.

The grid draws a scroll bar over 50 000 segments, and knows which ones still need work, before it
has read the text of any of them.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from workbench.corpus.database import Database
from workbench.corpus.tables import Revision, Segment, Translation

__all__ = ["Outline", "outline", "people"]


@dataclass(frozen=True, slots=True)
class Outline:
    """One entry a segment, by position.

    Attributes:
        source_lengths: Characters of the source.
        target_lengths: Characters of the target.
        statuses: Review status.
        translatable: Whether it is to be translated.
        flagged: Whether a problem was detected in its target.
        moment: To ask for later changes with :func:`workbench.corpus.rows.changes`.
    """

    source_lengths: list[int]
    target_lengths: list[int]
    statuses: list[str]
    translatable: list[bool]
    flagged: list[bool]
    moment: int


def outline(database: Database, document_id: int) -> Outline:
    """Return the shape of a document; empty when there is no such document."""
    query = (
        select(
            func.length(Segment.text),
            func.length(Translation.text),
            Translation.status,
            Segment.translatable,
            (Translation.flags != ()).label("flagged"),
        )
        .join(Translation, Translation.segment_id == Segment.id)
        .where(Segment.document_id == document_id)
        .order_by(Segment.position)
    )
    newest = (
        select(Revision.id)
        .join(Segment, Segment.id == Revision.segment_id)
        .where(Segment.document_id == document_id)
        .order_by(Revision.id.desc())
        .limit(1)
    )
    with database.read() as session:
        moment = session.scalar(newest) or 0
        rows = session.execute(query).all()
    return Outline(
        source_lengths=[row[0] for row in rows],
        target_lengths=[row[1] for row in rows],
        statuses=[row[2] for row in rows],
        translatable=[bool(row[3]) for row in rows],
        flagged=[bool(row[4]) for row in rows],
        moment=moment,
    )


def people(database: Database, document_id: int) -> list[str]:
    """Return everybody who changed or is to review something in a document, by name."""
    changers = (
        select(Translation.changer)
        .join(Segment, Segment.id == Translation.segment_id)
        .where(Segment.document_id == document_id)
        .distinct()
    )
    assignees = select(Segment.assignee).where(Segment.document_id == document_id).distinct()
    with database.read() as session:
        names = {*session.scalars(changers), *session.scalars(assignees)}
    return sorted(name for name in names if name)
