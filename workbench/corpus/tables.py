"""The tables, as SQLAlchemy mapped classes.

A segment has one translation row: its *current* target state, with a version that goes up by
one with every change. Each change also appends a revision that holds the whole state *after* it
under the same version number, so revision ``n`` of a segment can always be restored, the state
before revision ``n`` is revision ``n - 1`` (version 1 is the untranslated state, which has no
row), and two writers can never both write the same version. Revisions are grouped in actions:
what a person did in one go and can undo in one go.

Only portable types are used; the same schema runs on SQLite and PostgreSQL.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = [
    "Action",
    "Base",
    "Codes",
    "Comment",
    "Document",
    "Job",
    "Project",
    "Revision",
    "Segment",
    "Translation",
    "UtcDateTime",
]


NEVER_AGAIN = {"sqlite_autoincrement": True}
"""SQLite would give the id of a deleted row to the next one, and an edit that a browser still
holds for the old segment would land in the new one."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC times, also on databases that forget the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back aware times."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Codes(TypeDecorator[tuple[str, ...]]):
    """Short codes as `` one two ``: ``LIKE '% one %'`` finds one on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """Join with spaces, one at each end."""
        return f" {' '.join(value)} " if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Split again."""
        return tuple((value or "").split())


class Base(DeclarativeBase):
    """Common base; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Project(Base):
    """Documents that belong together.

    ``arriving`` is set while an import writes documents that nobody sees yet, and says when it
    last wrote; see :mod:`workbench.corpus.arrivals`.
    """

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    source_language: Mapped[str] = mapped_column(String(20))
    target_language: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    arriving: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Document(Base):
    """A file as it was read; the segments' offsets point into ``raw``.

    ``shape`` goes up whenever segments are split, merged or assigned: who shows the document then
    reads it anew.
    """

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("project_id", "sha256"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(20))
    imported: Mapped[datetime] = mapped_column(UtcDateTime)
    importer: Mapped[str] = mapped_column(String(200))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    shape: Mapped[int] = mapped_column(server_default="0")
    raw: Mapped[str] = mapped_column(Text, deferred=True)


class Segment(Base):
    """A source segment. Positions count from 0 without gaps in each document.

    One that was split or merged stays in the table with its history, but belongs to no document
    any more (``document_id`` is NULL, ``retired_from`` says where it was), so that no query for the
    segments of a document finds it and undo can bring it back.
    """

    __tablename__ = "segments"
    __table_args__ = (
        Index("ix_segments_document_id_position", "document_id", "position"),
        # With both columns, so that whoever asks for the repeats in a document never walks
        # through all of it, whichever index the database holds for the better one.
        Index("ix_segments_source_hash_document_id", "source_hash", "document_id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), nullable=True
    )
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    paragraph: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    language: Mapped[str] = mapped_column(String(20))
    translatable: Mapped[bool]
    flags: Mapped[tuple[str, ...]] = mapped_column(Codes)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[int]
    source_hash: Mapped[str] = mapped_column(String(32))
    assignee: Mapped[str] = mapped_column(String(200), server_default="")
    alone: Mapped[bool] = mapped_column(server_default=false())
    retired_from: Mapped[int | None] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), index=True
    )


class _TargetState:
    """The columns that a revision keeps and that undo brings back."""

    text: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(20))
    engine: Mapped[str] = mapped_column(Text)
    glossary: Mapped[str] = mapped_column(String(100))
    raw: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float | None]
    flags: Mapped[tuple[str, ...]] = mapped_column(Codes)
    terms: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(200))


class Translation(_TargetState, Base):
    """The current target state of a segment; every segment has exactly one."""

    __tablename__ = "translations"
    __table_args__ = (Index("ix_translations_status", "status"),)

    segment_id: Mapped[int] = mapped_column(
        ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    root: Mapped[int]
    created: Mapped[datetime | None] = mapped_column(UtcDateTime)
    creator: Mapped[str] = mapped_column(String(200))
    changed: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changer: Mapped[str] = mapped_column(String(200))


class Action(Base):
    """What somebody did in one go: one edit, a bulk change, an undo.

    ``state`` is ``done`` or ``undone``, or ``void`` for what was undone and then replaced by a
    new action, and for undo and redo themselves.
    """

    __tablename__ = "actions"
    __table_args__ = (
        Index("ix_actions_undo", "document_id", "author", "state", "id"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))


class Revision(_TargetState, Base):
    """The state of a translation after one change. Rows are only ever added.

    ``root`` is the version whose state this one has: its own version, or the version it
    brought back when it came from an undo, a redo or a revert.
    """

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("segment_id", "version"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segments.id", ondelete="CASCADE"))
    version: Mapped[int]
    root: Mapped[int]


class Comment(Base):
    """A remark on a segment, such as why it was rejected; open until somebody settles it.

    One that was taken back with undo is ``withdrawn``: nobody sees it, and redo brings it back.
    """

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[int] = mapped_column(
        ForeignKey("segments.id", ondelete="CASCADE"), index=True
    )
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20), server_default="remark")
    settled: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settler: Mapped[str] = mapped_column(String(200), server_default="")
    withdrawn: Mapped[bool] = mapped_column(server_default=false())


class Job(Base):
    """Long work in some process; ``owner`` is ``host:pid``."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_document_id_state", "document_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(20))
    done: Mapped[int]
    total: Mapped[int]
    message: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(300))
    cancel: Mapped[bool]
    started: Mapped[datetime] = mapped_column(UtcDateTime)
    heartbeat: Mapped[datetime] = mapped_column(UtcDateTime)
    finished: Mapped[datetime | None] = mapped_column(UtcDateTime)
