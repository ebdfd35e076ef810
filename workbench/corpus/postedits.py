"""What machines wrote and what people made of it, read out of the revisions.

For each decided segment the last machine text before a person touched it stands beside the text
that is there now. When people worked is told by the times of their actions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from workbench.corpus.database import Database
from workbench.corpus.tables import Action, Document, Project, Revision, Segment, Translation
from workbench.domain import Origin, SegmentStatus

__all__ = ["Deed", "PostEdit", "deeds", "post_edits"]

_DECIDED = (str(SegmentStatus.REVIEWED), str(SegmentStatus.APPROVED))


@dataclass(frozen=True, slots=True)
class PostEdit:
    """A reviewed or approved segment that a machine had translated.

    Attributes:
        document: Number of its document.
        segment: Number of the segment.
        source: Source text.
        machine: The machine's text as the reviewer got it.
        raw: The engine's text before the glossary, empty when it is the same.
        final: The text now.
        engine: Signature of the engine.
        glossary: Version of the glossary, or empty.
        confidence: The engine's confidence in its text, 0 to 1, or None.
        terms: Outcomes of the glossary terms, as JSON objects.
        person: Who decided.
        words: Words of the source.
    """

    document: int
    segment: int
    source: str
    machine: str
    raw: str
    final: str
    engine: str
    glossary: str
    confidence: float | None
    terms: tuple[dict[str, Any], ...]
    person: str
    words: int


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of a person: who, when (UTC), in which document, on how many segments."""

    person: str
    at: datetime
    document: int
    segments: int


def post_edits(database: Database, *, project: str | None = None) -> list[PostEdit]:
    """Return the decided segments with a machine text, by document and position."""
    newest = (
        select(Revision.segment_id, func.max(Revision.version).label("version"))
        .where(Revision.origin == str(Origin.MACHINE))
        .group_by(Revision.segment_id)
        .subquery()
    )
    machine = aliased(Revision)
    query = (
        select(
            Segment.document_id,
            Segment.id,
            Segment.text.label("source"),
            machine.text.label("machine"),
            machine.raw,
            Translation.text.label("final"),
            machine.engine,
            machine.glossary,
            machine.confidence,
            machine.terms,
            Translation.changer,
            Segment.words,
        )
        .join(Translation, Translation.segment_id == Segment.id)
        .join(newest, newest.c.segment_id == Segment.id)
        .join(
            machine,
            (machine.segment_id == Segment.id) & (machine.version == newest.c.version),
        )
        .join(Document, Document.id == Segment.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(Translation.status.in_(_DECIDED), Translation.text != "")
        .order_by(Segment.document_id, Segment.position)
    )
    if project is not None:
        query = query.where(Project.name == project)
    with database.read() as session:
        return [
            PostEdit(
                document=row.document_id,
                segment=row.id,
                source=row.source,
                machine=row.machine,
                raw=row.raw,
                final=row.final,
                engine=row.engine,
                glossary=row.glossary,
                confidence=row.confidence,
                terms=tuple(row.terms),
                person=row.changer,
                words=row.words,
            )
            for row in session.execute(query)
        ]


def deeds(database: Database, *, project: str | None = None) -> Iterator[Deed]:
    """Yield what people did, in the order of time; drafts of machines are left out."""
    query = (
        select(
            Action.author, Action.at, Action.document_id, func.count(Revision.id).label("segments")
        )
        .join(Revision, Revision.action_id == Action.id)
        .join(Document, Document.id == Action.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(Action.kind != "draft")
        .group_by(Action.id, Action.author, Action.at, Action.document_id)
        .order_by(Action.at, Action.id)
    )
    if project is not None:
        query = query.where(Project.name == project)
    with database.read() as session:
        for row in session.execute(query):
            yield Deed(row.author, row.at, row.document_id, row.segments)
