"""Drafts that a newer glossary leaves as they are: only their version is brought up to date.

Each draft says under which version of the glossary it was made. When one concept changes, most
drafts come out of the new version exactly as they are; noting that saves translating them again.
No target is changed by this, so it makes no revision, and nobody's save is refused for it.

The log of concepts keeps a mark of each version: what was recorded behind it is what changed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from workbench.corpus.concept_tables import ConceptRevision, NoticedFile
from workbench.corpus.concepts import BY_HAND, VERSION, Cells
from workbench.corpus.database import Database
from workbench.corpus.projects import in_sight
from workbench.corpus.states import chunks
from workbench.corpus.tables import Segment, Translation
from workbench.domain import Origin, SegmentStatus
from workbench.glossary.files import GlossaryFile

__all__ = ["Since", "confirm", "of_drafts", "remember", "since"]

_MANY = 500
_FILES = "files"
_ORDER = "order"


@dataclass(frozen=True, slots=True)
class Since:
    """What the log knows of a version of the glossary.

    Attributes:
        order: What was remembered of the order of its concepts.
        states: Cells that the concepts which were recorded later had in it, by id; empty for a
            concept that was not there.
    """

    order: str
    states: Mapping[str, Cells]


def confirm(
    database: Database,
    *,
    before: str,
    after: str,
    concerned: Collection[int] = (),
    only: Collection[int] | None = None,
) -> int:
    """Note on untouched drafts that a newer version of the glossary does not concern them.

    Args:
        database: The store.
        before: The version they were made under; drafts of other versions are left alone.
        after: The newer version.
        concerned: Segments that the change concerns.
        only: Segments to look at; None for all.

    Returns:
        How many drafts are up to date by this.
    """
    if not before or before == after:
        return 0
    concerned = frozenset(concerned)
    wanted = None if only is None else frozenset(only)
    query = (
        select(Translation.segment_id)
        .join(Segment, Segment.id == Translation.segment_id)
        .where(
            # Who looked for what the change concerns was shown no others.
            in_sight(),
            Translation.glossary == before,
            Translation.origin == str(Origin.MACHINE),
            Translation.status == str(SegmentStatus.DRAFT),
        )
        .order_by(Translation.segment_id)
    )
    with database.write() as session:
        ids = [
            number
            for number in session.scalars(query)
            if number not in concerned and (wanted is None or number in wanted)
        ]
        for some in chunks(ids):
            session.execute(
                update(Translation)
                .where(Translation.segment_id.in_(some), Translation.glossary == before)
                .values(glossary=after),
                execution_options={"synchronize_session": False},
            )
    return len(ids)


def of_drafts(database: Database) -> list[str]:
    """Return the glossary versions under which untouched machine drafts were made."""
    query = (
        select(Translation.glossary)
        .join(Segment, Segment.id == Translation.segment_id)
        .where(
            in_sight(),
            Segment.translatable,
            Translation.status == str(SegmentStatus.DRAFT),
            Translation.origin == str(Origin.MACHINE),
            Translation.glossary != "",
        )
        .distinct()
        .order_by(Translation.glossary)
    )
    with database.read() as session:
        return list(session.scalars(query))


def remember(
    database: Database, files: Sequence[GlossaryFile], version: str, *, order: str
) -> bool:
    """Mark in the log that the glossary has this version now, if it isn't marked already.

    Args:
        database: The store.
        files: The files of the glossary, as the log has noticed them.
        version: Its version.
        order: What shall be known of the order of its concepts.

    Returns:
        Whether the version is marked; not if a file was changed in this moment.
    """
    names = {file.path.name: file.sha256 for file in files}
    noticed = select(NoticedFile).where(NoticedFile.name.in_(names))
    with database.read() as session:
        # Nearly always so, and nobody who only looks waits for a writer.
        if _hashes(session, noticed) == names and _is_last(session, version):
            return True
    with database.write() as session:
        if _hashes(session, noticed.with_for_update()) != names:
            return False
        if not _is_last(session, version):
            session.add(
                ConceptRevision(
                    file="",
                    concept=version,
                    action=VERSION,
                    author=BY_HAND,
                    at=datetime.now(UTC),
                    batch="",
                    cells={_FILES: "/".join(names), _ORDER: order},
                )
            )
    return True


def since(database: Database, version: str, files: Sequence[GlossaryFile]) -> Since | None:
    """Return what was recorded of concepts since the glossary had a version; None if unknown.

    Args:
        database: The store.
        version: The version.
        files: The files of the glossary now; concepts of files that came or went count too.
    """
    with database.read() as session:
        mark = session.scalars(_mark(version)).first()
        if mark is None:
            return None
        then = set(mark.cells.get(_FILES, "").split("/")) - {""}
        moved = then ^ {file.path.name for file in files}
        later = (
            select(ConceptRevision.concept)
            .where(
                (ConceptRevision.id > mark.id) | ConceptRevision.file.in_(moved),
                ConceptRevision.action != VERSION,
            )
            .distinct()
        )
        states: dict[str, Cells] = {name: {} for name in session.scalars(later)}
        named = list(states)
        for first in range(0, len(named), _MANY):
            some = named[first : first + _MANY]
            newest = (
                select(func.max(ConceptRevision.id))
                .where(
                    ConceptRevision.concept.in_(some),
                    ConceptRevision.file.in_(then),
                    ConceptRevision.id <= mark.id,
                    ConceptRevision.action != VERSION,
                )
                .group_by(ConceptRevision.concept)
            )
            query = select(ConceptRevision).where(ConceptRevision.id.in_(newest))
            states.update((row.concept, row.cells) for row in session.scalars(query))
        return Since(mark.cells.get(_ORDER, ""), states)


def _hashes(session: Session, noticed: Select[NoticedFile]) -> dict[str, str]:
    return {row.name: row.sha256 for row in session.scalars(noticed)}


def _is_last(session: Session, version: str) -> bool:
    """Tell whether a version is marked and nothing was recorded behind its mark.

    One that comes back is to be marked again: what came in between is undone in it.
    """
    marked = session.scalars(_mark(version)).first()
    last = session.scalar(
        select(func.max(ConceptRevision.id)).where(ConceptRevision.action != VERSION)
    )
    return marked is not None and marked.id >= (last or 0)


def _mark(version: str) -> Select[ConceptRevision]:
    return (
        select(ConceptRevision)
        .where(ConceptRevision.concept == version, ConceptRevision.action == VERSION)
        .order_by(ConceptRevision.id.desc())
        .limit(1)
    )
