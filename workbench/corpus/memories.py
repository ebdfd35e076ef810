"""Imported memories: units of other tools under a name, to be searched beside the own corpus.

An import writes in batches, so that other people's saves never wait long, and nobody sees any of
it before the last unit is in: what was interrupted never shows, and the next import clears it.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import delete as delete_from
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from workbench.corpus.database import Database
from workbench.corpus.documents import source_hash, storable
from workbench.corpus.memories_tables import ImportedMemory, MemoryUnit
from workbench.corpus.tables import Segment, Translation
from workbench.corpus.unit_json import details_of, unit_from_details
from workbench.domain import SegmentStatus, TranslationUnit, Variant
from workbench.errors import Cancelled, NotFoundError, SettingsError, StoreError
from workbench.language import NL_EN, LanguagePair

__all__ = [
    "MemoryInfo",
    "add",
    "delete",
    "find",
    "known_targets",
    "listing",
    "rename",
    "set_enabled",
    "stream",
    "stream_all",
]

READY = "ready"
_IMPORTING = "importing"
_LEAVING = "leaving"

_BATCH = 2000
_DEAD_AFTER = timedelta(minutes=15)
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
        return [_info(memory) for memory in session.scalars(query)]


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


def add(
    database: Database,
    name: str,
    units: Iterable[TranslationUnit],
    *,
    pair: LanguagePair = NL_EN,
    file: str = "",
    format: str = "",  # noqa: A002
    author: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> MemoryInfo:
    """Add units to a memory, which is made when it is not there; all of them, or none.

    Args:
        database: The store.
        name: Name of the memory.
        units: What to add; read one by one.
        pair: Its languages.
        file: Name of the file they come from.
        format: Name of its format.
        author: Who imports.
        progress: Called with the number of units that are in.
        cancelled: Asked now and then; True stops and leaves nothing.

    Raises:
        SettingsError: The name is empty or too long.
        StoreError: The memory is there with other languages.
        Cancelled: Stopped by ``cancelled``.
    """
    name = " ".join(storable(name).split())
    if not name or len(name) > _LONGEST_NAME:
        raise SettingsError("a memory needs a name of at most 200 characters", where="memory")
    _clear_dead(database)
    number = _begin(database, pair, file=file, format=format, author=author)
    try:
        _fill(database, number, iter(units), pair, progress, cancelled)
        return _finish(database, number, name)
    except BaseException:
        delete(database, number)
        raise


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
        return _info(memory)


def rename(database: Database, memory_id: int, name: str) -> MemoryInfo:
    """Give a memory another name.

    Raises:
        NotFoundError: There is no such memory.
        SettingsError: The name is empty, too long or another memory's.
    """
    name = " ".join(storable(name).split())
    if not name or len(name) > _LONGEST_NAME:
        raise SettingsError("a memory needs a name of at most 200 characters", where="memory")
    try:
        with database.write() as session:
            memory = session.get(ImportedMemory, memory_id)
            if memory is None or memory.state != READY:
                raise _missing(memory_id)
            memory.name = name
            session.flush()
            return _info(memory)
    except StoreError as error:
        if isinstance(error.__cause__, IntegrityError):
            raise SettingsError(f"another memory is called {name!r}", where="memory") from error
        raise


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
    _take_out(database, memory_id)


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
            .limit(_BATCH)
        )
        with database.read() as session:
            batch = session.execute(query).all()
        for row in batch:
            sides = Variant(languages[0], row.source), Variant(languages[1], row.target)
            yield unit_from_details(row.details, sides, row.status)
        if len(batch) < _BATCH:
            return
        after = batch[-1].id


def stream_all(database: Database, names: Collection[str]) -> Iterator[TranslationUnit]:
    """Yield the units of several memories, one memory after the other.

    Raises:
        NotFoundError: One of them is not there.
    """
    chosen = [find(database, name) for name in names]
    for memory in chosen:
        yield from stream(database, memory.id)


def known_targets(database: Database, sources: Collection[str]) -> dict[str, set[str]]:
    """Return the targets that the store has for these source texts.

    Those of approved and reviewed segments count, and those of the memories that are on.
    """
    by_hash = {source_hash(text): storable(text) for text in sources}
    found: dict[str, set[str]] = {}
    own = (
        select(Segment.source_hash, Translation.text)
        .join(Translation, Translation.segment_id == Segment.id)
        .where(Translation.status.in_(_COUNTED), Translation.text != "")
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


def _begin(
    database: Database,
    pair: LanguagePair,
    *,
    file: str,
    format: str,  # noqa: A002
    author: str,
) -> int:
    now = datetime.now(UTC)
    with database.write() as session:
        memory = ImportedMemory(
            name=f"{_IMPORTING} {uuid.uuid4().hex}",
            source_language=pair.source,
            target_language=pair.target,
            state=_IMPORTING,
            enabled=True,
            file=storable(file),
            format=format,
            units=0,
            first=0,
            last=0,
            imported=now,
            importer=author,
            touched=now,
        )
        session.add(memory)
        session.flush()
        return memory.id


def _fill(
    database: Database,
    number: int,
    units: Iterator[TranslationUnit],
    pair: LanguagePair,
    progress: Callable[[int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    done = 0
    while batch := list(islice(units, _BATCH)):
        rows = [
            {
                "memory_id": number,
                "source": (source := storable(unit.source.text)),
                "target": storable(unit.target.text),
                "source_hash": source_hash(source),
                "status": str(unit.status),
                "details": details_of(unit, pair.source, pair.target),
            }
            for unit in batch
        ]
        with database.write() as session:
            memory = session.get_one(ImportedMemory, number)
            session.connection().execute(insert(MemoryUnit.__table__), rows)  # type: ignore[arg-type]
            newest = select(func.max(MemoryUnit.id)).where(MemoryUnit.memory_id == number)
            memory.last = session.scalar(newest) or 0
            if not memory.first:
                oldest = select(func.min(MemoryUnit.id)).where(MemoryUnit.memory_id == number)
                memory.first = session.scalar(oldest) or 0
            memory.units += len(rows)
            memory.touched = datetime.now(UTC)
        done += len(batch)
        if progress is not None:
            progress(done)
        if cancelled is not None and cancelled():
            raise Cancelled("the import was stopped; nothing of it was kept")


def _finish(database: Database, number: int, name: str) -> MemoryInfo:
    """Show what came in: under its new name, or within the memory that has the name."""
    with database.write() as session:
        memory = session.get_one(ImportedMemory, number)
        wanted = func.lower(ImportedMemory.name) == name.lower()
        old = session.scalars(select(ImportedMemory).where(wanted).limit(1)).one_or_none()
        if old is None:
            memory.name, memory.state = name, READY
            session.flush()
            return _info(memory)
        if (old.source_language, old.target_language) != (
            memory.source_language,
            memory.target_language,
        ):
            raise StoreError(
                f"the memory holds {old.source_language}-{old.target_language}",
                where=old.name,
                fix="Give this import a name of its own",
            )
        session.execute(
            update(MemoryUnit).where(MemoryUnit.memory_id == number).values(memory_id=old.id),
            execution_options={"synchronize_session": False},
        )
        if memory.units:
            old.first = min(old.first or memory.first, memory.first)
            old.last = max(old.last, memory.last)
            old.units += memory.units
            old.imported, old.importer = memory.imported, memory.importer
            old.file, old.format = memory.file, memory.format
        session.delete(memory)
        session.flush()
        return _info(old)


def _take_out(database: Database, number: int) -> None:
    while True:
        with database.write() as session:
            some = session.scalars(
                select(MemoryUnit.id)
                .where(MemoryUnit.memory_id == number)
                .order_by(MemoryUnit.id)
                .limit(_BATCH)
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


def _clear_dead(database: Database) -> None:
    """Clear away imports and deletions whose program died."""
    query = select(ImportedMemory.id).where(
        ImportedMemory.state != READY, ImportedMemory.touched < datetime.now(UTC) - _DEAD_AFTER
    )
    with database.read() as session:
        dead = session.scalars(query).all()
    for number in dead:
        _take_out(database, number)


def _portions(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(digests), 500):
        yield digests[first : first + 500]


def _info(memory: ImportedMemory) -> MemoryInfo:
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
