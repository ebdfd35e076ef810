"""A document on its way into the store: all its segments with empty targets, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from workbench import domain
from workbench.corpus import text_index
from workbench.corpus.stored_text import source_hash, storable
from workbench.corpus.tables import Document, Segment, Translation
from workbench.corpus.target_state import TargetState

__all__ = ["insert_document"]

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
    # Few are not worth a change of the schema, which makes every connection read it again.
    many = len(document.segments) > _BATCH
    with text_index.at_once(session, text_index.SEGMENTS) if many else nullcontext():
        for first in range(0, len(document.segments), _BATCH):
            _add_segments(session, stored.id, document.segments[first : first + _BATCH], first)
            if progress is not None:
                progress(min(first + _BATCH, len(document.segments)), len(document.segments))
    _add_translations(session, stored.id)
    return stored.id


def _add_segments(
    session: Session, document_id: int, segments: Sequence[domain.Segment], first: int
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


def _add_translations(session: Session, document_id: int) -> None:
    """Write an empty translation for each segment."""
    table = Translation.__table__
    empty = {**TargetState().columns(), "version": 1, "root": 1, "creator": "", "changer": ""}
    every = select(
        Segment.id, *(literal(value, table.c[name].type) for name, value in empty.items())
    ).where(Segment.document_id == document_id)
    session.execute(insert(Translation).from_select(["segment_id", *empty], every))
