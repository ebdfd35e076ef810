"""Drafts that a newer glossary leaves as they are: only their version is brought up to date.

Each draft says under which version of the glossary it was made. When one concept changes, most
drafts come out of the new version exactly as they are; noting that saves translating them again.
No target is changed by this, so it makes no revision, and nobody's save is refused for it.
"""

from collections.abc import Collection

from sqlalchemy import select, update

from workbench.corpus.database import Database
from workbench.corpus.states import chunks
from workbench.corpus.tables import Segment, Translation
from workbench.domain import Origin, SegmentStatus

__all__ = ["confirm"]


def confirm(database: Database, *, before: str, after: str, concerned: Collection[int]) -> int:
    """Note on untouched drafts that a newer version of the glossary does not concern them.

    Args:
        database: The store.
        before: The version they were made under; drafts of other versions are left alone.
        after: The newer version.
        concerned: Segments that the change concerns.

    Returns:
        How many drafts are up to date by this.
    """
    if not before or before == after:
        return 0
    concerned = frozenset(concerned)
    query = (
        select(Translation.segment_id)
        .join(Segment, Segment.id == Translation.segment_id)
        .where(
            Translation.glossary == before,
            Translation.origin == str(Origin.MACHINE),
            Translation.status == str(SegmentStatus.DRAFT),
        )
        .order_by(Translation.segment_id)
    )
    with database.write() as session:
        ids = [number for number in session.scalars(query) if number not in concerned]
        for some in chunks(ids):
            session.execute(
                update(Translation)
                .where(Translation.segment_id.in_(some), Translation.glossary == before)
                .values(glossary=after),
                execution_options={"synchronize_session": False},
            )
    return len(ids)
