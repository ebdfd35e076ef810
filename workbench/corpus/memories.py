"""Imported memories: units of other tools under a name, to be searched beside the own corpus."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete as delete_from
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbench.corpus.database import Database
from workbench.corpus.memories_tables import READY, ImportedMemory, MemoryUnit
from workbench.corpus.projects import in_sight
from workbench.corpus.stored_text import source_hash, storable
from workbench.corpus.tables import Segment, Translation
from workbench.corpus.unit_json import unit_from_details
from workbench.domain import SegmentStatus, TranslationUnit, Variant
from workbench.errors import NotFoundError, SettingsError, StoreError
from workbench.language import LanguagePair

__all__ = [
    "BATCH",
    "MemoryInfo",
    "delete",
    "find",
    "has",
    "info_of",
    "kept",
    "known_targets",
    "listing",
    "of_name",
    "proper_name",
    "rename",
    "set_enabled",
    "stream",
    "take_out",
]

_LEAVING = "leaving"

BATCH = 2000
"""Units that are written or taken out in one transaction."""

_LONGEST_NAME = 200
_COUNTED = (str(SegmentStatus.APPROVED), str(SegmentStatus.REVIEWED))


@dataclass(frozen=True, slots=True)
class MemoryInfo:
    """An imported memory.

    Attributes:
        id: Its number in the store.
        name: Its name, unique.
        pair: Its languages.
        enabled: Whether matches and concordance use it.
        file: Name of the file it came from.
        format: Name of that file's format.
        units: Units in it.
        imported: When it came (UTC).
        importer: Who imported it.
    """

    id: int
    name: str
    pair: LanguagePair
    enabled: bool
    file: str
    format: str
    units: int
    imported: datetime
    importer: str


def listing(database: Database) -> list[MemoryInfo]:
    """Return the memories by name."""
    query = (
        select(ImportedMemory)
        .where(ImportedMemory.state == READY)
        .order_by(func.lower(ImportedMemory.name))
    )
    with database.read() as session:
        return [info_of(memory) for memory in session.scalars(query)]


def find(database: Database, name: str) -> MemoryInfo:
    """Return the memory of a name, in any case of its letters.

    Raises:
        NotFoundError: There is none.
    """
    known = listing(database)
    for memory in known:
        if memory.name.lower() == name.strip().lower():
            return memory
    names = ", ".join(memory.name for memory in known) or "none"
    raise NotFoundError(f"there is no memory {name!r}", fix=f"Memories: {names}")


def set_enabled(database: Database, memory_id: int, enabled: bool) -> MemoryInfo:
    """Say whether matches and concordance use a memory.

    Raises:
        NotFoundError: There is no such memory.
    """
    with database.write() as session:
        memory = session.get(ImportedMemory, memory_id)
        if memory is None or memory.state != READY:
            raise _missing(memory_id)
        memory.enabled = enabled
        session.flush()
        return info_of(memory)


def rename(database: Database, memory_id: int, name: str) -> MemoryInfo:
    """Give a memory another name.

    Raises:
        NotFoundError: There is no such memory.
        SettingsError: The name is empty, too long or another memory's.
    """
    name = proper_name(name)
    try:
        with database.write() as session:
            memory = session.get(ImportedMemory, memory_id)
            if memory is None or memory.state != READY:
                raise _missing(memory_id)
            memory.name = name
            session.flush()
            return info_of(memory)
    except StoreError as error:
        if isinstance(error.__cause__, IntegrityError):
            raise SettingsError(f"another memory is called {name!r}", where="memory") from error
        raise


def proper_name(name: str) -> str:
    """Return a name as memories have it, without spaces around it or two in a row.

    Raises:
        SettingsError: It is empty or too long.
    """
    name = " ".join(storable(name).split())
    if not name or len(name) > _LONGEST_NAME:
        raise SettingsError(
            f"a memory needs a name of at most {_LONGEST_NAME} characters", where="memory"
        )
    return name


def delete(database: Database, memory_id: int) -> None:
    """Delete a memory with its units. It is gone at once; its units leave in batches.

    Raises:
        NotFoundError: There is no such memory.
    """
    with database.write() as session:
        memory = session.get(ImportedMemory, memory_id)
        if memory is None:
            raise _missing(memory_id)
        memory.state = _LEAVING
        # Its name is free for another one at once.
        memory.name = f"{_LEAVING} {uuid.uuid4().hex}"
        memory.touched = datetime.now(UTC)
    take_out(database, memory_id)


def stream(database: Database, memory_id: int) -> Iterator[TranslationUnit]:
    """Yield the units of a memory in the order they came.

    Raises:
        NotFoundError: There is no such memory.
    """
    with database.read() as session:
        memory = session.get(ImportedMemory, memory_id)
        if memory is None or memory.state != READY:
            raise _missing(memory_id)
        languages = memory.source_language, memory.target_language
    after = 0
    while True:
        query = (
            select(MemoryUnit.__table__)
            .where(MemoryUnit.memory_id == memory_id, MemoryUnit.id > after)
            .order_by(MemoryUnit.id)
            .limit(BATCH)
        )
        with database.read() as session:
            batch = session.execute(query).all()
        for row in batch:
            sides = Variant(languages[0], row.source), Variant(languages[1], row.target)
            yield unit_from_details(row.details, sides, row.status)
        if len(batch) < BATCH:
            return
        after = batch[-1].id


def known_targets(database: Database, sources: Collection[str]) -> dict[str, set[str]]:
    """Return the targets that the store has for these source texts.

    Those of approved and reviewed segments count, and those of the memories that are on.
    """
    by_hash = {source_hash(text): storable(text) for text in sources}
    found: dict[str, set[str]] = {}
    own = (
        select(Segment.source_hash, Translation.text)
        .join(Translation, Translation.segment_id == Segment.id)
        .where(
            in_sight(),
            Translation.status.in_(_COUNTED),
            Translation.text != "",
        )
    )
    imported = (
        select(MemoryUnit.source_hash, MemoryUnit.target)
        .join(ImportedMemory, ImportedMemory.id == MemoryUnit.memory_id)
        .where(ImportedMemory.state == READY, ImportedMemory.enabled)
    )
    with database.read() as session:
        for some in _portions(list(by_hash)):
            for query in (
                own.where(Segment.source_hash.in_(some)),
                imported.where(MemoryUnit.source_hash.in_(some)),
            ):
                for digest, target in session.execute(query):
                    found.setdefault(by_hash[digest], set()).add(target)
    return found


def has(database: Database, name: str, units: Sequence[TranslationUnit]) -> list[bool]:
    """Tell of each unit whether the memory of a name has it, with the same texts and status.

    An import into that memory leaves these out. A name that no memory has gives False for all.
    """
    keys = [
        (storable(unit.source.text), storable(unit.target.text), str(unit.status)) for unit in units
    ]
    with database.read() as session:
        memory = of_name(session, name.strip())
        digests = {source_hash(source) for source, _, _ in keys}
        found = kept(session, memory.id, digests) if memory is not None else set()
    return [key in found for key in keys]


def of_name(session: Session, name: str) -> ImportedMemory | None:
    """Return the stored memory of a name, in any case of its letters."""
    wanted = func.lower(ImportedMemory.name) == name.lower()
    return session.scalars(select(ImportedMemory).where(wanted).limit(1)).one_or_none()


def kept(session: Session, memory_id: int, digests: Collection[str]) -> set[tuple[str, str, str]]:
    """Return source, target and status of a memory's units whose sources have these digests."""
    found: set[tuple[str, str, str]] = set()
    for some in _portions(sorted(digests)):
        query = select(MemoryUnit.source, MemoryUnit.target, MemoryUnit.status).where(
            MemoryUnit.memory_id == memory_id, MemoryUnit.source_hash.in_(some)
        )
        found.update((source, target, status) for source, target, status in session.execute(query))
    return found


def take_out(database: Database, number: int) -> None:
    """Take the units of a memory that nobody sees out of the store in batches, then itself."""
    while True:
        with database.write() as session:
            some = session.scalars(
                select(MemoryUnit.id)
                .where(MemoryUnit.memory_id == number)
                .order_by(MemoryUnit.id)
                .limit(BATCH)
            ).all()
            if some:
                session.execute(
                    delete_from(MemoryUnit).where(
                        MemoryUnit.memory_id == number,
                        MemoryUnit.id.between(min(some), max(some)),
                    ),
                    execution_options={"synchronize_session": False},
                )
            else:
                session.execute(delete_from(ImportedMemory).where(ImportedMemory.id == number))
                return


def _portions(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(digests), 500):
        yield digests[first : first + 500]


def info_of(memory: ImportedMemory) -> MemoryInfo:
    """Return what people see of a stored memory."""
    return MemoryInfo(
        id=memory.id,
        name=memory.name,
        pair=LanguagePair(memory.source_language, memory.target_language),
        enabled=memory.enabled,
        file=memory.file,
        format=memory.format,
        units=memory.units,
        imported=memory.imported,
        importer=memory.importer,
    )


def _missing(number: int) -> NotFoundError:
    return NotFoundError(f"there is no memory {number}", fix="It was deleted in the meantime")
