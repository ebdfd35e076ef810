"""The tables behind the glossary: what became of each concept, and which proposals were refused."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.corpus.tables import NEVER_AGAIN, Base, UtcDateTime

__all__ = ["ConceptRevision", "NoticedFile", "RejectedTerm"]


class ConceptRevision(Base):
    """The row of a concept after one change; ``cells`` is empty when it was deleted.

    Rows are only ever added. ``batch`` is the same for all that was changed in one go, such as
    an import, and else empty.
    """

    __tablename__ = "concept_revisions"
    __table_args__ = (Index("ix_concept_revisions_concept", "concept", "id"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(200), index=True)
    concept: Mapped[str] = mapped_column(String(400))
    action: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    batch: Mapped[str] = mapped_column(String(32), index=True)
    cells: Mapped[dict[str, str]] = mapped_column(JSON)


class NoticedFile(Base):
    """A glossary file as the log knows it; another digest on disk means somebody edited it."""

    __tablename__ = "glossary_files"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    noticed: Mapped[datetime] = mapped_column(UtcDateTime)


class RejectedTerm(Base):
    """A proposed term that somebody refused; it is not proposed again."""

    __tablename__ = "rejected_terms"

    source: Mapped[str] = mapped_column(String(300), primary_key=True)
    target: Mapped[str] = mapped_column(String(300), primary_key=True)
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
