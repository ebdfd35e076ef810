"""Bringing a database's schema up to date, once, also when two programs start together."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, inspect, pool, text

from workbench.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

    from workbench.corpus.database import Database

__all__ = ["HEAD", "KNOWN", "downgrade", "migrate"]

KNOWN = (
    *("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010"),
    *("0011",),
)
"""All schema versions, oldest first. Kept here so that a start needs no Alembic."""

HEAD = KNOWN[-1]

_LOCK = 0x776F726B
"""Key of the PostgreSQL advisory lock that lets one program migrate at a time."""


def migrate(database: "Database") -> None:
    """Upgrade the schema to :data:`HEAD`; does nothing when it is there already.

    Raises:
        StoreError: The schema is from a newer version of the workbench.
    """
    with database.engine.connect() as connection:
        if _version(connection, database) == HEAD:
            return
    engine = create_engine(database.url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        if database.is_sqlite:
            # Batch mode rebuilds tables; with foreign keys on, dropping the old table would
            # delete all rows that refer to it.
            connection.connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
            connection.exec_driver_sql("PRAGMA busy_timeout = 60000")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if _version(connection, database) != HEAD:
            _upgrade(connection)
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
        connection.commit()


def downgrade(database: "Database", version: str) -> None:
    """Take an empty store back to an earlier schema, so that an old backup can be put in."""
    from alembic import command

    with database.write() as session:
        command.downgrade(_config(session.connection()), version)


def _version(connection: Connection, database: "Database") -> str:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(
                "the database holds tables of another program",
                where=database.name,
                fix="Choose another database",
            )
        return ""
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    if version and version not in KNOWN:
        raise StoreError(
            f"the database was made by a newer version of the workbench (schema {version})",
            where=database.name,
            fix="Update the workbench",
        )
    return str(version)


def _upgrade(connection: Connection) -> None:
    from alembic import command

    from workbench.corpus import text_index

    command.upgrade(_config(connection), HEAD)
    # Afterwards, since a step that rebuilds a table takes the triggers on it away.
    text_index.install(connection)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
