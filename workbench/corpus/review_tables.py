"""The tables of review work: what actions did beside targets, and what each person prefers."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.corpus.tables import Base

__all__ = ["Amendment", "Preference", "Reassignment", "Restructuring"]


class Restructuring(Base):
    """What an action did to the segments of a document: some retired, others in their place.

    ``comments`` says for each remark that moved (key: its number) which segment it was on.
    """

    __tablename__ = "restructurings"

    action_id: Mapped[int] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    retired: Mapped[list[int]] = mapped_column(JSON)
    made: Mapped[list[int]] = mapped_column(JSON)
    comments: Mapped[dict[str, int]] = mapped_column(JSON)


class Reassignment(Base):
    """Segments that an action gave to a person (empty: to nobody).

    ``before`` says who had them: segments by person.
    """

    __tablename__ = "reassignments"

    action_id: Mapped[int] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[str] = mapped_column(String(200))
    before: Mapped[dict[str, list[int]]] = mapped_column(JSON)


class Amendment(Base):
    """Something beside targets that an action changed; see :mod:`workbench.corpus.amendments`.

    ``key`` says which one of its ``subject``, ``before`` and ``after`` are its states.
    """

    __tablename__ = "amendments"

    action_id: Mapped[int] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    subject: Mapped[str] = mapped_column(String(20))
    key: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)


class Preference(Base):
    """One thing that one person has set, such as the keys."""

    __tablename__ = "preferences"

    person: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
