"""Connections to the store: sessions, durability, and errors that people understand.

SQLite is the default (WAL: readers never wait for the writer, and a writer waits up to
``BUSY_SECONDS`` for another). ``synchronous=FULL`` makes each commit reach the disk before it is
acknowledged: an acknowledged save survives ``kill -9`` and a power cut. PostgreSQL
(``postgresql+psycopg://``) is the database for teams.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.orm import Session

from workbench.errors import SettingsError, StoreError, UnavailableError

__all__ = ["BUSY_SECONDS", "Database"]

BUSY_SECONDS = 20
"""How long a writer waits for another one before it gives up."""

_WAIT = f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}"

_LATER = "Try again in a moment"

_ASKED_EVERY = 0.005
"""Seconds between two tries of a writer to get the lock."""


class Database:
    """The store behind one URL.

    Makes no connection until the first session; ``Database.open(url)`` also brings the schema
    up to date. Safe to share between threads.

    Args:
        url: SQLAlchemy URL, ``sqlite:///FILE`` or ``postgresql+psycopg://...``.

    Raises:
        SettingsError: The URL can't be understood.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
            if self.url.get_backend_name() == "postgresql":
                self.url = self.url.set(drivername="postgresql+psycopg")
            self.engine = _make_engine(self.url.render_as_string(hide_password=False))
        except (ArgumentError, NoSuchModuleError) as error:
            raise SettingsError(
                f"{url!r} is no database URL",
                where="database",
                fix="Write it like sqlite:////folder/workbench.db",
            ) from error
        # Same pool, but a write transaction takes its lock at once: two writers then queue,
        # instead of failing half-way when both have read and want to write.
        self._writer = self.engine.execution_options(workbench_write=True)
        # As SQLite does by itself: what others commit meanwhile is not seen.
        self._reader = self.engine
        if not self.is_sqlite:
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ")

    @classmethod
    def open(cls, url: str) -> "Database":
        """Return the database with its schema up to date; makes it when it is not there."""
        database = cls(url)
        database.migrate()
        return database

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is an SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def name(self) -> str:
        """The URL without its password, for messages."""
        return self.url.render_as_string(hide_password=True)

    def migrate(self) -> None:
        """Bring the schema up to date; a current schema costs one query.

        Raises:
            StoreError: The database can't be reached, is damaged, or is from a newer version.
        """
        from workbench.corpus.migrations.run import migrate

        if self.is_sqlite and self.url.database not in (None, "", ":memory:"):
            try:
                Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(
                    f"the folder of the database can't be made ({error.strerror})",
                    where=self.name,
                    fix="Choose another WORKBENCH_HOME",
                ) from error
        with self._explained():
            migrate(self)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees one consistent state and writes nothing."""
        with self._explained(), Session(self._reader) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose work is committed as a whole, or not at all.

        Raises:
            UnavailableError: The database is busy for too long, full or out of reach.
            StoreError: It is damaged, or refuses what is written.
        """
        with self._explained(), Session(self._writer) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except NoConnectionLeft as error:
            raise UnavailableError(
                "the database is asked too much at once", where=self.name, fix=_LATER
            ) from error
        except DBAPIError as error:
            raise _explain(error, self.name) from error


def _make_engine(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not begin transactions by itself (it would begin them too late, after the
    # first read): _begin_sqlite does. See "Pysqlite" in SQLAlchemy's dialect documentation.
    connection.isolation_level = None
    connection.execute(_WAIT)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    # SQLite's own lower() knows only ASCII; searches must find "België" by "BELGIË".
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: str | None) -> str | None:
    return value.lower() if isinstance(value, str) else None


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("workbench_write", False):
        connection.exec_driver_sql("BEGIN")
    else:
        _begin_writing(connection)


def _begin_writing(connection: Connection) -> None:
    """Begin a write transaction as soon as the lock is free.

    SQLite itself asks every tenth of a second only, and whoever writes batch after batch would
    take the lock again and again in between.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    until = time.monotonic() + BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    break
                time.sleep(_ASKED_EVERY)
            else:
                return
        # Once more through SQLAlchemy, whose errors are explained.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(_WAIT)


_PASSING = (
    ("locked", "another program keeps the database busy", _LATER),
    ("deadlock", "another program keeps the database busy", _LATER),
    ("full", "the disk is full", "Make room and try again; nothing was half saved"),
    ("readonly", "the database can't be written", "Check the rights of the file"),
    ("unable to open", "the database file can't be opened", "Check the folder and its rights"),
    ("disk I/O", "the disk of the database fails", "Look at the disk, then try again"),
)
"""Signs in the database's words of what is over when somebody has seen to it, or by itself."""

_LASTING = (
    ("not a database", "the file is no workbench database", "Choose another file"),
    ("malformed", "the database file is damaged", "Put back a backup"),
)


def _explain(error: DBAPIError, where: str) -> StoreError:
    cause = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no reason"
    for kind, signs in ((StoreError, _LASTING), (UnavailableError, _PASSING)):
        for sign, what, fix in signs:
            if sign in cause:
                return kind(what, where=where, fix=fix)
    if error.connection_invalidated or "connect" in cause:
        return UnavailableError(
            f"the database can't be reached ({cause})",
            where=where,
            fix="Check that its server runs and that the URL is right",
        )
    # What PostgreSQL calls operational is its own trouble: no memory, stopped by an administrator.
    passing = isinstance(error, OperationalError) and not isinstance(error.orig, sqlite3.Error)
    kind = UnavailableError if passing else StoreError
    return kind(f"the database refused: {cause}", where=where)
