"""All tables of a store as lines of JSON, the same from SQLite and PostgreSQL, and back.

Rows go out by table and primary key from one consistent state: of SQLite a copy made by its
online backup (https://sqlite.org/backup.html), of PostgreSQL one read-only transaction at the
isolation level *repeatable read*. A restored store is verified by writing it out once more.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from workbench.corpus import sequences
from workbench.corpus.backup_rows import VERSION_TABLE, fill, lines_of, tables_of
from workbench.corpus.database import BUSY_SECONDS, Database
from workbench.corpus.migrations.run import HEAD, KNOWN, downgrade
from workbench.errors import FormatError, StoreError

__all__ = ["Contents", "TableInfo", "check", "dump", "is_empty", "load", "snapshot"]


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table as it was written.

    Attributes:
        name: Its name.
        rows: Number of its rows.
        sha256: Of its lines, in hexadecimal.
        last: Highest id ever given, where ids never come back; 0 for other tables.
    """

    name: str
    rows: int
    sha256: str
    last: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What a dump holds: the schema's version, and its tables, those referred to first."""

    schema: str
    tables: tuple[TableInfo, ...]


@contextmanager
def snapshot(database: Database, folder: Path) -> Iterator[Connection]:
    """Give a connection that sees one state, whatever people write meanwhile.

    Args:
        database: The store.
        folder: Where SQLite's copy is made; it is gone afterwards.

    Raises:
        StoreError: The store is damaged, or the copy can't be written.
    """
    database.migrate()
    if not database.is_sqlite:
        with database.read() as session:
            connection = session.connection(
                execution_options={
                    "isolation_level": "REPEATABLE READ",
                    "postgresql_readonly": True,
                }
            )
            yield connection
        return
    copy = folder / "snapshot.db"
    try:
        with (
            closing(sqlite3.connect(str(database.url.database), timeout=BUSY_SECONDS)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            # All pages in one step: a writer waits a moment, and the copy never begins anew.
            source.backup(target)
            (verdict,) = target.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise StoreError(
            f"the store {database.name} can't be copied ({error})",
            where=str(folder.parent),
            fix="Check that folder, its rights and the free space",
        ) from error
    if verdict != "ok":
        raise StoreError(
            f"the database file is damaged ({verdict})",
            where=database.name,
            fix="Put back an earlier backup",
        )
    copied = Database(f"sqlite:///{copy}")
    try:
        with copied.read() as session:
            yield session.connection()
    finally:
        copied.close()
        for leftover in folder.glob("snapshot.db*"):
            leftover.unlink()


def dump(
    connection: Connection,
    sink: Callable[[str, Iterable[bytes]], None],
    *,
    step: Callable[[int], None] | None = None,
) -> Contents:
    """Hand out every table as lines and return what there was.

    Args:
        connection: In a transaction that sees one state.
        sink: Gets each table's name and its lines, and takes them all.
        step: Called with the number of rows after each batch.
    """
    infos = []
    stored = tables_of(connection)
    lasts = sequences.lasts(connection, stored)
    for table in stored:
        counter = _Counter(lines_of(connection, table, step))
        sink(table.name, counter)
        infos.append(TableInfo(table.name, counter.rows, counter.sha256, lasts.get(table.name, 0)))
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return Contents(str(version), tuple(infos))


def is_empty(database: Database) -> bool:
    """Whether a store holds nothing, or is not there yet."""
    if database.is_sqlite and not Path(str(database.url.database)).exists():
        return True
    database.migrate()
    with database.read() as session:
        connection = session.connection()
        return not any(
            connection.execute(select(func.count()).select_from(table)).scalar()
            for table in tables_of(connection)
        )


def check(database: Database, contents: Contents) -> None:
    """Find out whether a dump may be put into a store, without touching it.

    Raises:
        StoreError: The store is not empty, or the dump is of a newer version.
    """
    if contents.schema not in KNOWN:
        raise StoreError(
            f"the backup was made by a newer version of the workbench (schema {contents.schema})",
            fix="Update the workbench",
        )
    if not is_empty(database):
        raise StoreError(
            "there is work in this store already",
            where=database.name,
            fix="Restore into a new home: set WORKBENCH_HOME to a new folder",
        )


def load(
    database: Database,
    contents: Contents,
    lines: Callable[[str], Iterable[bytes]],
    *,
    before_commit: Callable[[], None] | None = None,
    step: Callable[[int], None] | None = None,
) -> None:
    """Fill an empty store, in one transaction that is verified before it counts.

    A dump of an earlier version of the workbench goes into a schema of that version, which is
    then brought up to date.

    Args:
        database: An empty store, or none yet.
        contents: What the dump holds.
        lines: Gives the lines of a table by its name.
        before_commit: Called when all is there and verified; what it raises undoes everything.
        step: Called with the number of rows after each batch.

    Raises:
        StoreError: The store is not empty, the dump is of a newer version, or what was written
            is not what the dump says.
        FormatError: A line can't be understood.
    """
    check(database, contents)
    database.migrate()
    if contents.schema != HEAD:
        downgrade(database, contents.schema)
    with database.write() as session:
        connection = session.connection()
        tables = {table.name: table for table in tables_of(connection)}
        if {info.name for info in contents.tables} != set(tables):
            raise FormatError(
                "the backup has other tables than its version of the workbench",
                fix="Use an undamaged backup",
            )
        for info in contents.tables:
            fill(connection, tables[info.name], lines(info.name), step)
        sequences.set_lasts(
            connection, tables.values(), {info.name: info.last for info in contents.tables}
        )
        found = dump(connection, lambda _, rows: _exhaust(rows), step=step)
        for wanted, got in zip(
            sorted(contents.tables, key=_name), sorted(found.tables, key=_name), strict=True
        ):
            if (wanted.name, wanted.rows, wanted.sha256) != (got.name, got.rows, got.sha256):
                raise StoreError(
                    f"the table {wanted.name!r} did not arrive as it was",
                    where=database.name,
                    fix="Nothing was restored. Use an undamaged backup",
                )
        if before_commit is not None:
            before_commit()
    if contents.schema != HEAD:
        database.migrate()


def _name(info: TableInfo) -> str:
    return info.name


class _Counter:
    """Lines that pass through, counted and summed."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._digest = hashlib.sha256()
        self.rows = 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.rows += 1
            self._digest.update(line)
            yield line

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def _exhaust(lines: Iterable[bytes]) -> None:
    for _ in lines:
        pass
