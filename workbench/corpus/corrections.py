"""What people made of the machine's translations: pairs of the last draft and the text now."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from workbench.corpus.database import Database
from workbench.corpus.projects import in_sight
from workbench.corpus.tables import Revision, Segment, Translation
from workbench.domain import Origin

__all__ = ["Correction", "corrections"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A segment whose machine draft a person changed.

    Attributes:
        segment: Number of the segment.
        source: Its source text.
        machine: The machine's last text for it.
        person: The text as it is now.
        author: Who wrote that.
    """

    segment: int
    source: str
    machine: str
    person: str
    author: str


def corrections(database: Database) -> Iterator[Correction]:
    """Yield the segments whose text is a person's and was a machine's before, in order."""
    machine = str(Origin.MACHINE)
    last = (
        select(Revision.segment_id, func.max(Revision.version).label("version"))
        .where(Revision.origin == machine, Revision.text != "")
        .group_by(Revision.segment_id)
        .subquery()
    )
    query = (
        select(
            Segment.id,
            Segment.text,
            Revision.text.label("machine"),
            Translation.text.label("person"),
            Translation.author,
        )
        .join(Translation, Translation.segment_id == Segment.id)
        .join(last, last.c.segment_id == Segment.id)
        .join(
            Revision,
            and_(Revision.segment_id == last.c.segment_id, Revision.version == last.c.version),
        )
        .where(
            in_sight(),
            Translation.origin == str(Origin.HUMAN),
            Translation.text != "",
        )
        .order_by(Segment.id)
    )
    with database.read() as session:
        for row in session.execute(query):
            yield Correction(row.id, row.text, row.machine, row.person, row.author)
