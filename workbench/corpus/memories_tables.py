"""The tables of imported memories: each with its units, as they stood in the file."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbench.corpus.tables import NEVER_AGAIN, Base, UtcDateTime

__all__ = ["READY", "ImportedMemory", "MemoryUnit"]

READY = "ready"
"""State of a memory that people see; any other is on its way in or out."""


class ImportedMemory(Base):
    """A memory by its name.

    ``state`` is ``importing`` until the last unit is in, then ``ready``, and ``leaving`` while it
    is deleted: only ready ones are ever seen. ``touched`` says when an import last wrote, so that
    one that died can be cleared away. Its units have the numbers ``first`` to ``last``, with
    perhaps some of another memory between them.
    """

    __tablename__ = "memories"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    source_language: Mapped[str] = mapped_column(String(20))
    target_language: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    enabled: Mapped[bool]
    file: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String(20))
    units: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    imported: Mapped[datetime] = mapped_column(UtcDateTime)
    importer: Mapped[str] = mapped_column(String(200))
    touched: Mapped[datetime] = mapped_column(UtcDateTime)


class MemoryUnit(Base):
    """A unit of a memory; ``details`` holds what is not searched, by the names of the domain."""

    __tablename__ = "memory_units"
    __table_args__ = (
        Index("ix_memory_units_memory_id_id", "memory_id", "id"),
        Index("ix_memory_units_memory_id_source_hash", "memory_id", "source_hash"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    memory_id: Mapped[int] = mapped_column(ForeignKey("memories.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    source_hash: Mapped[str] = mapped_column(String(32), index=True)
    status: Mapped[str] = mapped_column(String(20))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
