"""What machines wrote and what people made of it, read out of the revisions.

For each decided segment the last machine text before a person touched it stands beside the text
that is there now. When people worked is told by the times of their actions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from workbench.corpus.database import Database
from workbench.corpus.tables import Action, Document, Project, Revision, Segment, Translation
from workbench.domain import Origin, SegmentStatus

__all__ = ["Deed", "PostEdit", "deeds", "moment", "post_edits", "words_left"]

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
    """An action of a person.

    Attributes:
        person: Who.
        at: When (UTC).
        document: Number of the document.
        segments: How many segments it changed.
        words: Source words of the text that was read and decided with it; a text that stands
            several times counts once, and a bulk change counts nothing, since nobody need have
            read what it changed.
    """

    person: str
    at: datetime
    document: int
    segments: int
    words: int = 0


_READ = ("edit", "status", "repeat")
"""Kinds of actions that decide one text."""


def moment(database: Database) -> int:
    """Return a number that goes up with every change of any target; 0 for none."""
    with database.read() as session:
        return session.scalar(select(func.max(Revision.id))) or 0


def post_edits(
    database: Database, *, project: str | None = None, newest: int | None = None
) -> list[PostEdit]:
    """Return the decided segments with a machine text.

    Args:
        database: The store.
        project: Only this project.
        newest: Only so many, those decided last first; None for all, by document and position.
    """
    drafted = (
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
        .join(drafted, drafted.c.segment_id == Segment.id)
        .join(
            machine,
            (machine.segment_id == Segment.id) & (machine.version == drafted.c.version),
        )
        .join(Document, Document.id == Segment.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(Translation.status.in_(_DECIDED), Translation.text != "", Project.arriving.is_(None))
    )
    if newest is None:
        query = query.order_by(Segment.document_id, Segment.position)
    else:
        query = query.order_by(Translation.changed.desc(), Segment.id).limit(newest)
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
    read = Action.kind.in_(_READ) & Revision.status.in_(_DECIDED)
    query = (
        select(
            Action.author,
            Action.at,
            Action.document_id,
            func.count(Revision.id).label("segments"),
            # Repeats have the same source: the longest is each of them.
            func.max(case((read, Segment.words), else_=0)).label("words"),
        )
        .join(Revision, Revision.action_id == Action.id)
        .join(Segment, Segment.id == Revision.segment_id)
        .join(Document, Document.id == Action.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(Action.kind != "draft", Project.arriving.is_(None))
        .group_by(Action.id, Action.author, Action.at, Action.document_id)
        .order_by(Action.at, Action.id)
    )
    if project is not None:
        query = query.where(Project.name == project)
    with database.read() as session:
        for row in session.execute(query):
            yield Deed(row.author, row.at, row.document_id, row.segments, row.words)


def words_left(database: Database, *, project: str | None = None) -> tuple[int, int]:
    """Return the segments that are not reviewed or approved yet, and the words of their sources."""
    query = (
        select(func.count(Segment.id), func.coalesce(func.sum(Segment.words), 0))
        .join(Translation, Translation.segment_id == Segment.id)
        .join(Document, Document.id == Segment.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(
            Segment.translatable,
            Translation.status.not_in(_DECIDED),
            Project.arriving.is_(None),
        )
    )
    if project is not None:
        query = query.where(Project.name == project)
    with database.read() as session:
        segments, words = session.execute(query).one()
    return segments, int(words)
