"""The tables of alignments: two texts, their sentences, the rows that group these, and history.

Every sentence is in exactly one row, by the column that says which: so no operation can lose or
double one, and a row may hold any sentences of either side, also crossing or discontiguous ones.
Nothing is ever deleted by an operation: rows and sentences that are gone are no longer ``alive``,
and each action keeps the state before and after it of all that it touched.

Positions are integers with gaps of :data:`GAP`, so that a row or half a sentence finds a place
between two others without a change of these.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from workbench.corpus.tables import NEVER_AGAIN, Base, Codes, UtcDateTime

__all__ = [
    "GAP",
    "PINNED",
    "SOURCE",
    "TARGET",
    "AlignmentAction",
    "AlignmentPair",
    "AlignmentRevision",
    "AlignmentRow",
    "AlignmentSentence",
    "AlignmentText",
    "RowStatus",
]

GAP = 2**30
"""Between neighbours at first; halved by each split in between, and exact in JavaScript."""

SOURCE, TARGET = 0, 1
"""The two sides."""


class RowStatus(StrEnum):
    """Where a row is: who decided, and what for."""

    AUTOMATIC = "automatic"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    NEEDS_REVIEW = "needs-review"
    REJECTED = "rejected"
    UNALIGNED = "unaligned"


PINNED = (RowStatus.ACCEPTED, RowStatus.CORRECTED, RowStatus.REJECTED, RowStatus.UNALIGNED)
"""Rows that a person decided on: the aligner never takes them apart."""


class AlignmentPair(Base):
    """Two texts that are aligned; ``moment`` goes up by one with every action.

    ``document_id`` is the document of the corpus that holds the units of the accepted rows.
    """

    __tablename__ = "alignments"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    project: Mapped[str] = mapped_column(String(200))
    source_language: Mapped[str] = mapped_column(String(20))
    target_language: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    creator: Mapped[str] = mapped_column(String(200))
    moment: Mapped[int]
    aligned: Mapped[datetime | None] = mapped_column(UtcDateTime)
    engine: Mapped[str] = mapped_column(Text)
    warning: Mapped[str] = mapped_column(Text)
    gold: Mapped[datetime | None] = mapped_column(UtcDateTime)
    measured: Mapped[dict[str, Any]] = mapped_column(JSON)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"))


class AlignmentText(Base):
    """One side as it was read; the sentences' offsets point into ``raw``."""

    __tablename__ = "alignment_texts"

    alignment_id: Mapped[int] = mapped_column(
        ForeignKey("alignments.id", ondelete="CASCADE"), primary_key=True
    )
    side: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(20))
    raw: Mapped[str] = mapped_column(Text, deferred=True)


class AlignmentRow(Base):
    """A group of sentences of both sides, in the order of the editor.

    ``flags``, the hashes and ``judged`` are derived from the texts; no history keeps them.
    """

    __tablename__ = "alignment_rows"
    __table_args__ = (
        Index("ix_alignment_rows_order", "alignment_id", "alive", "position"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alignment_id: Mapped[int] = mapped_column(ForeignKey("alignments.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(BigInteger)
    alive: Mapped[bool]
    status: Mapped[str] = mapped_column(String(20))
    probability: Mapped[float | None]
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(200))
    changed: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int]
    segment_id: Mapped[int | None] = mapped_column(
        ForeignKey("segments.id", ondelete="SET NULL"), index=True
    )
    judged: Mapped[bool]
    flags: Mapped[tuple[str, ...]] = mapped_column(Codes)
    source_hash: Mapped[str] = mapped_column(String(32), index=True)
    target_hash: Mapped[str] = mapped_column(String(32))


class AlignmentSentence(Base):
    """A sentence of one side: its text as read, and as a person corrected it.

    ``number`` is its place in the text as it was read, from 1; both halves of a split sentence
    keep it. ``translation`` is a machine's, for source sentences.
    """

    __tablename__ = "alignment_sentences"
    __table_args__ = (
        Index("ix_alignment_sentences_order", "alignment_id", "side", "position"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alignment_id: Mapped[int] = mapped_column(ForeignKey("alignments.id", ondelete="CASCADE"))
    row_id: Mapped[int | None] = mapped_column(
        ForeignKey("alignment_rows.id", ondelete="CASCADE"), index=True
    )
    side: Mapped[int]
    position: Mapped[int] = mapped_column(BigInteger)
    alive: Mapped[bool]
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    paragraph: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    original: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    translation: Mapped[str] = mapped_column(Text)


class AlignmentAction(Base):
    """What somebody did in one go; ``token`` makes a repeated request harmless.

    ``state`` is as in :class:`workbench.corpus.tables.Action`: done, undone or void.
    """

    __tablename__ = "alignment_actions"
    __table_args__ = (
        Index("ix_alignment_actions_undo", "alignment_id", "author", "state", "id"),
        UniqueConstraint("alignment_id", "token"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alignment_id: Mapped[int] = mapped_column(ForeignKey("alignments.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    token: Mapped[str | None] = mapped_column(String(64))


class AlignmentRevision(Base):
    """The state of a row (or, with ``sentence_id``, a sentence) before and after an action.

    Rows are only ever added. ``row_id`` of a sentence is the row it is in afterwards; ``texts``
    of a row are both its texts afterwards, to be shown in its history.
    """

    __tablename__ = "alignment_revisions"
    __table_args__ = (NEVER_AGAIN,)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(
        ForeignKey("alignment_actions.id", ondelete="CASCADE"), index=True
    )
    row_id: Mapped[int] = mapped_column(
        ForeignKey("alignment_rows.id", ondelete="CASCADE"), index=True
    )
    sentence_id: Mapped[int | None] = mapped_column(
        ForeignKey("alignment_sentences.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    texts: Mapped[list[str]] = mapped_column(JSON)
