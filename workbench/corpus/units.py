"""Translation units of a selection, streamed from the store in constant memory."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, func, select

from workbench.corpus.database import Database
from workbench.corpus.states import TargetState
from workbench.corpus.tables import Comment, Document, Project, Segment, Translation
from workbench.domain import SegmentStatus, TranslationUnit, Variant

__all__ = ["count", "stream", "unit_from"]

_BATCH = 1000


def stream(
    database: Database,
    *,
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
) -> Iterator[TranslationUnit]:
    """Yield the units with one of these statuses, by document and position.

    Segments without a target and those that are only passed through are left out.

    Args:
        database: The store.
        statuses: Statuses wanted.
        documents: Only these documents; None takes all.
        project: Only this project; None takes all.
        source_language: Code to give the source sides instead of the project's.
        target_language: Code to give the target sides instead of the project's.
    """
    # Batches by key instead of one open cursor: no transaction stays open while the units are
    # written, and every driver keeps only one batch in memory.
    after = (0, -1)
    while True:
        query = _units(statuses, documents, project).where(
            (Segment.document_id > after[0])
            | ((Segment.document_id == after[0]) & (Segment.position > after[1]))
        )
        with database.read() as session:
            batch = session.execute(
                query.order_by(Segment.document_id, Segment.position).limit(_BATCH)
            ).all()
        for row in batch:
            yield unit_from(
                row,
                source_language=source_language,
                target_language=target_language,
                note=row.note or "",
            )
        if len(batch) < _BATCH:
            return
        after = (batch[-1].document_id, batch[-1].position)


def unit_from(
    row: Any,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    note: str = "",
) -> TranslationUnit:
    """Make a unit of a row of translations joined with segment, document and project."""
    return TranslationUnit(
        uid=f"{row.sha256[:12]}-{row.segment_id}",
        source=Variant(source_language or row.source_language, row.source),
        target=Variant(target_language or row.target_language, row.text),
        status=SegmentStatus(row.status),
        provenance=TargetState.of(row).provenance(),
        document=row.name,
        segment=row.position + 1,
        created=row.created,
        changed=row.changed,
        creator=row.creator,
        changer=row.changer,
        note=note,
    )


def count(
    database: Database,
    *,
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
) -> int:
    """Return how many units :func:`stream` would yield."""
    units = _units(statuses, documents, project).subquery()
    with database.read() as session:
        return int(session.scalar(select(func.count()).select_from(units)) or 0)


def _units(
    statuses: Collection[SegmentStatus], documents: Collection[int] | None, project: str | None
) -> Select[*tuple[Any, ...]]:
    note = (
        select(Comment.text)
        .where(Comment.segment_id == Segment.id)
        .order_by(Comment.id.desc())
        .limit(1)
        .correlate(Segment)
        .scalar_subquery()
    )
    query = (
        select(
            Translation.__table__,
            Segment.document_id,
            Segment.position,
            Segment.text.label("source"),
            Document.name,
            Document.sha256,
            Project.source_language,
            Project.target_language,
            note.label("note"),
        )
        .join(Segment, Segment.id == Translation.segment_id)
        .join(Document, Document.id == Segment.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(
            Translation.status.in_([str(status) for status in statuses]),
            Translation.text != "",
            Segment.translatable,
        )
    )
    if documents is not None:
        query = query.where(Segment.document_id.in_(list(documents)))
    if project is not None:
        query = query.where(Project.name == project)
    return query
