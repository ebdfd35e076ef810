"""The tables of checks: findings that people dismissed, and what was found in each version."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.corpus.tables import Base, Codes, UtcDateTime

__all__ = ["Dismissal", "Verdict"]


class Dismissal(Base):
    """A finding that somebody looked at and let pass, for exactly these two texts."""

    __tablename__ = "dismissals"
    __table_args__ = (UniqueConstraint("segment_id", "key", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Verdict(Base):
    """What the checks said of one version of a target; worthless under other ``rules``."""

    __tablename__ = "verdicts"

    segment_id: Mapped[int] = mapped_column(
        ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    rules: Mapped[str] = mapped_column(String(120))
    checks: Mapped[tuple[str, ...]] = mapped_column(Codes)
    errors: Mapped[int]
    warnings: Mapped[int]
