"""The table of what came with an imported unit and has no other place: which sentences it joins."""

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workbench.corpus.tables import Base

__all__ = ["UnitBead"]


class UnitBead(Base):
    """The bead of a unit that was aligned in another store, whose texts are not here.

    ``source`` and ``target`` are the indices of the sentences, ``probability`` is 0 to 1.
    """

    __tablename__ = "unit_beads"

    segment_id: Mapped[int] = mapped_column(
        ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True
    )
    source: Mapped[list[int]] = mapped_column(JSON)
    target: Mapped[list[int]] = mapped_column(JSON)
    probability: Mapped[float]
