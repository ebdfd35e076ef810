"""The highest id that each table ever gave, so that the id of a deleted row never comes back.

SQLite keeps it in ``sqlite_sequence`` (for tables with AUTOINCREMENT), PostgreSQL in a sequence of
each table. A copy of a store has to take it along: the rows alone do not tell it.
"""

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Table, func, select, text

__all__ = ["lasts", "set_lasts"]


def lasts(connection: Connection, tables: Iterable[Table]) -> dict[str, int]:
    """Return the highest id that each table ever gave, where the database keeps it."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {name: int(last) for name, last in rows}
    found = {}
    for table, sequence in _sequences(connection, tables):
        last = connection.execute(
            text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")
        ).scalar()
        found[table.name] = int(last or 0)
    return found


def set_lasts(connection: Connection, tables: Iterable[Table], wanted: Mapping[str, int]) -> None:
    """Let each table go on behind its rows and behind the id that it gave last elsewhere.

    Args:
        connection: In the transaction that filled the tables.
        tables: The tables.
        wanted: What :func:`lasts` told of them where they come from.
    """
    if connection.dialect.name == "sqlite":
        _set_sqlite(connection, wanted)
        return
    for table, sequence in _sequences(connection, tables):
        column = next(iter(table.primary_key.columns))
        highest = connection.execute(select(func.max(column))).scalar() or 0
        last = max(int(highest), wanted.get(table.name, 0))
        if last:
            connection.execute(
                text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last}
            )


def _set_sqlite(connection: Connection, wanted: Mapping[str, int]) -> None:
    # A table without rows is not in sqlite_sequence yet; one without AUTOINCREMENT never is.
    counting = set(
        connection.execute(
            text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
        ).scalars()
    )
    for name, last in wanted.items():
        if last and name in counting:
            values = {"name": name, "last": last}
            changed = connection.execute(
                text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :name"), values
            )
            if not changed.rowcount:
                connection.execute(
                    text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), values
                )


def _sequences(connection: Connection, tables: Iterable[Table]) -> list[tuple[Table, str]]:
    found = []
    for table in tables:
        if len(table.primary_key.columns) != 1:
            continue
        column = next(iter(table.primary_key.columns))
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": f'"{table.name}"', "column": column.name},
        ).scalar()
        if sequence and re.fullmatch(r'[\w."]+', sequence):
            found.append((table, str(sequence)))
    return found
