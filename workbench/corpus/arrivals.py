"""Documents on their way into a project: written in small transactions, shown all at once.

A long import must not keep other people's saves waiting, and nobody may see half of it. So its
documents come into a project of their own that is ``arriving``: nobody is shown it, and whoever
asks for segments of all documents leaves it out (:func:`workbench.corpus.projects.in_sight`).
:func:`publish` moves the documents into their project, which takes a moment however many segments
they have. What an import that died left behind is cleared away by the next one.
"""

import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from workbench.corpus import unit_import
from workbench.corpus.database import Database
from workbench.corpus.document_rows import insert_head, insert_segments
from workbench.corpus.states import ActionKey
from workbench.corpus.tables import Action, Document, Project, Segment
from workbench.corpus.unit_layout import laid_out
from workbench.domain import TranslationUnit
from workbench.errors import StoreError
from workbench.language import LanguagePair

__all__ = ["BATCH", "add", "begin", "drop", "first_segment", "publish"]

BATCH = 200
"""Units in one transaction: others wait that long at most."""

_PAUSE = 0.01
"""Seconds between two transactions, for those who wait to get their turn."""

_DEAD_AFTER = timedelta(minutes=15)


def begin(database: Database, pair: LanguagePair) -> int:
    """Return the number of a new arrival, after clearing away those that died."""
    dead = select(Project.id).where(Project.arriving < datetime.now(UTC) - _DEAD_AFTER)
    with database.read() as session:
        numbers = session.scalars(dead).all()
    for number in numbers:
        drop(database, number)
    now = datetime.now(UTC)
    with database.write() as session:
        project = Project(
            name=f"arriving {uuid.uuid4().hex}",
            source_language=pair.source,
            target_language=pair.target,
            created=now,
            arriving=now,
        )
        session.add(project)
        session.flush()
        return project.id


def add(
    database: Database,
    arrival: int,
    units: Sequence[TranslationUnit],
    *,
    author: str,
    written: Callable[[int], None],
) -> None:
    """Write a document made of units, with all that happened to them; nobody sees it yet.

    Args:
        database: The store.
        arrival: What :func:`begin` returned.
        units: One or more, all of the same document.
        author: Who imports; counts as the author only of what has none.
        written: Called with the number of units after each batch; may raise to stop.
    """
    units = sorted(units, key=lambda unit: unit.segment)
    document = laid_out(units)
    with database.write() as session:
        number = insert_head(session, document, project_id=arrival, author=author)
    actions: dict[ActionKey, int] = {}
    for first in range(0, len(units), BATCH):
        some = units[first : first + BATCH]
        pasts = [unit_import.past_of(unit, author) for unit in some]
        with database.write() as session:
            segments = insert_segments(
                session, number, document.segments[first : first + BATCH], first
            )
            unit_import.enter(
                session,
                dict(zip(segments, some, strict=True)),
                pasts,
                [1] * len(some),
                document_id=number,
                author=author,
                actions=actions,
            )
            touched = update(Project).where(Project.id == arrival)
            session.execute(touched.values(arriving=datetime.now(UTC)))
        written(len(some))
        time.sleep(_PAUSE)


def publish(session: Session, arrival: int, project_id: int) -> None:
    """Show everything of an arrival in a project, in a running transaction.

    Raises:
        StoreError: The project got one of the documents in the meantime.
    """
    there = select(Document.name).where(
        Document.project_id == project_id,
        Document.sha256.in_(select(Document.sha256).where(Document.project_id == arrival)),
    )
    if (name := session.scalar(there.limit(1))) is not None:
        raise StoreError(
            "somebody added the same document while the file was imported",
            where=name,
            fix="Nothing was imported. Import it again",
        )
    quiet = {"synchronize_session": False}
    session.execute(
        update(Document).where(Document.project_id == arrival).values(project_id=project_id),
        execution_options=quiet,
    )
    session.execute(delete(Project).where(Project.id == arrival), execution_options=quiet)


def drop(database: Database, arrival: int) -> None:
    """Take an arrival out of the store again, in small transactions."""
    while True:
        documents = select(Document.id).where(Document.project_id == arrival)
        segments = select(Segment.id).where(Segment.document_id.in_(documents)).limit(BATCH)
        actions = select(Action.id).where(Action.document_id.in_(documents)).limit(BATCH)
        with database.write() as session:
            if some := session.scalars(segments).all():
                session.execute(delete(Segment).where(Segment.id.in_(some)))
            elif some := session.scalars(actions).all():
                session.execute(delete(Action).where(Action.id.in_(some)))
            else:
                session.execute(delete(Project).where(Project.id == arrival))
                return
        time.sleep(_PAUSE)


def first_segment(session: Session) -> int | None:
    """Return the lowest number of a segment that is on its way in, None without any.

    For those who take the newest texts of the store first, and would look only at these.
    """
    if session.scalar(select(Project.id).where(Project.arriving.is_not(None)).limit(1)) is None:
        return None
    return session.scalar(
        select(func.min(Segment.id))
        .join(Document, Document.id == Segment.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(Project.arriving.is_not(None))
    )
