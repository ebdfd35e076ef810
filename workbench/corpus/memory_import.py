"""Bringing units of other tools into a memory: all of them, or none.

An import writes in batches, so that other people's saves never wait long, and nobody sees any of
it before the last unit is in: what was interrupted never shows, and the next import clears it.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypeAlias

from sqlalchemy import exists, func, insert, select, text, update
from sqlalchemy.orm import Session, aliased

from workbench.corpus.database import Database
from workbench.corpus.memories import (
    BATCH,
    MemoryInfo,
    delete,
    info_of,
    kept,
    of_name,
    proper_name,
    take_out,
)
from workbench.corpus.memories_tables import READY, ImportedMemory, MemoryUnit
from workbench.corpus.stored_text import source_hash, storable
from workbench.corpus.unit_json import details_of
from workbench.domain import TranslationUnit
from workbench.errors import Cancelled, StoreError
from workbench.language import NL_EN, LanguagePair, direction

__all__ = ["add"]

_Row: TypeAlias = dict[str, Any]

_IMPORTING = "importing"
_DEAD_AFTER = timedelta(minutes=15)


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
    there: Callable[[int], None] | None = None,
) -> MemoryInfo:
    """Add units to a memory, which is made when it is not there; all of them, or none.

    What the memory has already, with the same texts and status, is not added again.

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
        there: Called with the number of units that the memory had already.

    Raises:
        SettingsError: The name is empty or too long.
        StoreError: The memory is there with other languages, or was deleted or renamed
            meanwhile and had some of the units.
        Cancelled: Stopped by ``cancelled``.
    """
    name = proper_name(name)
    _clear_dead(database)
    number = _begin(database, pair, file=file, format=format, author=author)
    try:
        old_id, known = _fill(database, number, name, iter(units), pair, progress, cancelled)
        memory, beside = _finish(database, number, name, old_id=old_id if known else None)
    except BaseException:
        delete(database, number)
        raise
    known += beside
    if memory.id != number:
        take_out(database, number)
    if there is not None:
        there(known)
    return memory


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
    name: str,
    units: Iterator[TranslationUnit],
    pair: LanguagePair,
    progress: Callable[[int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[int | None, int]:
    """Write units out of sight, but for those that the memory of this name has already.

    Returns that memory, None without one, and how many units it has already.
    """
    done = known = 0
    with database.read() as session:
        old = of_name(session, name)
        old_id = None if old is None else old.id
    while batch := list(islice(units, BATCH)):
        rows: list[_Row] = [
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
        if old_id is not None:
            fresh = _without_known(database, old_id, rows)
            known += len(rows) - len(fresh)
            rows = fresh
        with database.write() as session:
            memory = session.get_one(ImportedMemory, number)
            memory.touched = datetime.now(UTC)
            if rows:
                session.connection().execute(insert(MemoryUnit.__table__), rows)  # type: ignore[arg-type]
            newest = select(func.max(MemoryUnit.id)).where(MemoryUnit.memory_id == number)
            memory.last = session.scalar(newest) or 0
            if not memory.first:
                oldest = select(func.min(MemoryUnit.id)).where(MemoryUnit.memory_id == number)
                memory.first = session.scalar(oldest) or 0
            memory.units += len(rows)
        done += len(batch)
        if progress is not None:
            progress(done)
        if cancelled is not None and cancelled():
            raise Cancelled("the import was stopped; nothing of it was kept")
    return old_id, known


def _without_known(database: Database, memory_id: int, rows: list[_Row]) -> list[_Row]:
    """Return the rows that a memory does not have yet with the same texts and status."""
    with database.read() as session:
        stored = kept(session, memory_id, {row["source_hash"] for row in rows})
    return [row for row in rows if (row["source"], row["target"], row["status"]) not in stored]


def _finish(
    database: Database, number: int, name: str, *, old_id: int | None
) -> tuple[MemoryInfo, int]:
    """Show what came in: under its new name, or within the memory that has the name now.

    Args:
        database: The store.
        number: The memory that came in.
        name: Name that it is to have.
        old_id: The memory that has what was left out of it; None where nothing was.

    Returns:
        The memory with the units, and how many of them it got meanwhile from somebody else. These
        stay in the one that came in, which nobody sees, and which is to be taken out.
    """
    with database.write() as session:
        if not database.is_sqlite:
            # Names are compared in any case of their letters: no constraint keeps two imports
            # from making the same memory, nor a deletion from coming in between.
            session.execute(text("LOCK TABLE memories IN SHARE ROW EXCLUSIVE MODE"))
        memory = session.get_one(ImportedMemory, number)
        old = of_name(session, name)
        if old_id is not None and (old is None or old.id != old_id):
            raise StoreError(
                "somebody deleted or renamed the memory while the file was imported",
                where=name,
                fix="Nothing was imported. Import it again",
            )
        if old is None:
            memory.name, memory.state = name, READY
            session.flush()
            return info_of(memory), 0
        if (old.source_language, old.target_language) != (
            memory.source_language,
            memory.target_language,
        ):
            raise StoreError(
                f"the memory holds {direction(old.source_language, old.target_language)}",
                where=old.name,
                fix="Give this import a name of its own",
            )
        moved = _move(session, number, old.id)
        if moved:
            old.first = min(old.first or memory.first, memory.first)
            old.last = max(old.last, memory.last)
            old.units += moved
            old.imported, old.importer = memory.imported, memory.importer
            old.file, old.format = memory.file, memory.format
        memory.touched = datetime.now(UTC)
        session.flush()
        return info_of(old), memory.units - moved


def _move(session: Session, number: int, old_id: int) -> int:
    """Move units into another memory, but for those that it has; return how many moved."""
    there = aliased(MemoryUnit)
    known = exists().where(
        there.memory_id == old_id,
        there.source_hash == MemoryUnit.source_hash,
        there.source == MemoryUnit.source,
        there.target == MemoryUnit.target,
        there.status == MemoryUnit.status,
    )
    moved = session.connection().execute(
        update(MemoryUnit).where(MemoryUnit.memory_id == number, ~known).values(memory_id=old_id)
    )
    return moved.rowcount


def _clear_dead(database: Database) -> None:
    """Clear away imports and deletions whose program died."""
    query = select(ImportedMemory.id).where(
        ImportedMemory.state != READY, ImportedMemory.touched < datetime.now(UTC) - _DEAD_AFTER
    )
    with database.read() as session:
        dead = session.scalars(query).all()
    for number in dead:
        take_out(database, number)
