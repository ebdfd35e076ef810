"""A document on its way into the store: all its segments with empty targets, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, literal, select
from sqlalchemy.orm import Session

from workbench import domain
from workbench.corpus import text_index
from workbench.corpus.stored_text import source_hash, storable
from workbench.corpus.tables import Document, Segment, Translation
from workbench.corpus.target_state import TargetState

__all__ = ["insert_document", "insert_head", "insert_segments"]

_BATCH = 5000
"""Segments written at once, a tenth of a second of work."""


def insert_document(
    session: Session,
    document: domain.Document,
    *,
    project_id: int,
    author: str,
    settings: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Store a document that is not there yet, in a running transaction; return its number.

    ``progress`` is told the segments written and all of them.
    """
    number = insert_head(session, document, project_id=project_id, author=author, settings=settings)
    # Few are not worth a change of the schema, which makes every connection read it again.
    many = len(document.segments) > _BATCH
    with text_index.at_once(session, text_index.SEGMENTS) if many else nullcontext():
        for first in range(0, len(document.segments), _BATCH):
            some = document.segments[first : first + _BATCH]
            _add_segments(session, number, some, first)
            if progress is not None:
                progress(min(first + _BATCH, len(document.segments)), len(document.segments))
    _add_translations(session, Segment.document_id == number)
    return number


def insert_head(
    session: Session,
    document: domain.Document,
    *,
    project_id: int,
    author: str,
    settings: Mapping[str, Any] | None = None,
) -> int:
    """Store a document without its segments, in a running transaction; return its number."""
    stored = Document(
        project_id=project_id,
        name=document.name,
        media_type=document.media_type,
        sha256=document.sha256,
        language=document.language,
        imported=datetime.now(UTC),
        importer=author,
        settings=dict(settings or {}),
        raw=storable(document.raw),
    )
    session.add(stored)
    session.flush()
    return stored.id


def insert_segments(
    session: Session, document_id: int, segments: Sequence[domain.Segment], first: int
) -> list[int]:
    """Store some segments of a document; return their numbers.

    Args:
        session: A write transaction.
        document_id: The document whose head is there.
        segments: Some of its segments.
        first: Position of the first of them.
    """
    _add_segments(session, document_id, segments, first)
    these = (Segment.document_id == document_id) & Segment.position.between(
        first, first + len(segments) - 1
    )
    _add_translations(session, these)
    return list(session.scalars(select(Segment.id).where(these).order_by(Segment.position)))


def _add_segments(
    session: Session,
    document_id: int,
    segments: Sequence[domain.Segment],
    first: int,
) -> None:
    """Write segments, the first of which is at the position `first`."""
    session.connection().execute(
        insert(Segment.__table__),  # type: ignore[arg-type]
        [
            {
                "document_id": document_id,
                "position": position,
                "kind": str(segment.kind),
                "paragraph": segment.paragraph,
                "start": segment.start,
                "end": segment.end,
                "language": segment.language,
                "translatable": segment.translatable,
                "flags": segment.flags,
                "text": storable(segment.text),
                "words": len(segment.text.split()),
                "source_hash": source_hash(segment.text),
            }
            for position, segment in enumerate(segments, first)
        ],
    )


def _add_translations(session: Session, these: ColumnElement[bool]) -> None:
    """Write an empty translation for each of these segments."""
    table = Translation.__table__
    empty = {**TargetState().columns(), "version": 1, "root": 1, "creator": "", "changer": ""}
    every = select(
        Segment.id, *(literal(value, table.c[name].type) for name, value in empty.items())
    ).where(these)
    session.execute(insert(Translation).from_select(["segment_id", *empty], every))
