"""Rows of a table as lines of JSON, equal whichever database holds them, and rows of such lines.

The lines are canonical: keys in their order, times in UTC, bytes in Base64. So a table has one
checksum in SQLite and in PostgreSQL.
"""

import base64
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    collate,
    insert,
    select,
    text,
)
from sqlalchemy.exc import SAWarning

from workbench.errors import FormatError

__all__ = ["VERSION_TABLE", "fill", "lines_of", "tables_of"]

VERSION_TABLE = "alembic_version"
"""Where the version of the schema stands; it is told apart from the tables."""

_BATCH = 500


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables as they are in the database, those referred to first.

    They are read from the database, not from the mapped classes: so a table that this version
    has no class for is not lost, and an old schema can be filled. A text index that SQLite
    keeps in virtual tables is left out: its triggers fill it again.
    """
    metadata = MetaData()
    skipped = {VERSION_TABLE}
    if connection.dialect.name == "sqlite":
        listed = connection.execute(text("PRAGMA table_list")).all()
        skipped |= {row.name for row in listed if row.type in ("virtual", "shadow")}
        skipped |= {row.name for row in listed if row.name.startswith("sqlite_")}
    with warnings.catch_warnings():
        # Indexes over expressions can't be reflected; they are not needed here.
        warnings.simplefilter("ignore", SAWarning)
        metadata.reflect(connection, only=lambda name, _: name not in skipped)
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = bool(column.nullable)
    return list(metadata.sorted_tables)


def lines_of(
    connection: Connection, table: Table, step: Callable[[int], None] | None
) -> Iterator[bytes]:
    """Yield the rows of a table by primary key, each as a line of JSON.

    Args:
        connection: In a transaction.
        table: The table.
        step: Called with the number of rows after each batch.
    """
    columns = sorted(_stored(table), key=lambda column: column.name)
    # Text sorts by its bytes, as in SQLite, not by the language of the server.
    order = [
        collate(column, "C")
        if isinstance(column.type, String) and connection.dialect.name == "postgresql"
        else column
        for column in (table.primary_key.columns or columns)
    ]
    result = connection.execute(
        select(*columns).order_by(*order).execution_options(yield_per=_BATCH)
    )
    names = [column.name for column in columns]
    for rows in result.partitions():
        for row in rows:
            values = {name: _out(value) for name, value in zip(names, row, strict=True)}
            yield (
                json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
            ).encode("utf-8", "surrogatepass")
        if step is not None:
            step(len(rows))


def _stored(table: Table) -> list[Any]:
    return [column for column in table.columns if column.computed is None]


def _out(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value


def fill(
    connection: Connection,
    table: Table,
    lines: Iterable[bytes],
    step: Callable[[int], None] | None,
) -> None:
    """Put lines that :func:`lines_of` gave into an empty table.

    Raises:
        FormatError: A line is no row of it.
    """
    kinds = {column.name: _kind(column.type) for column in _stored(table)}
    batch: list[dict[str, Any]] = []

    def write() -> None:
        if batch:
            connection.execute(insert(table), batch)
            if step is not None:
                step(len(batch))
            batch.clear()

    for number, line in enumerate(lines, 1):
        batch.append(_row(line, kinds, f"{table.name}, line {number}"))
        if len(batch) >= _BATCH:
            write()
    write()


def _kind(type_: Any) -> str:
    if isinstance(type_, DateTime):
        return "time"
    if isinstance(type_, LargeBinary):
        return "bytes"
    return "json" if isinstance(type_, JSON) else ""


def _row(line: bytes, kinds: Mapping[str, str], where: str) -> dict[str, Any]:
    try:
        values = json.loads(line.decode("utf-8", "surrogatepass"))
        if set(values) != set(kinds):
            raise KeyError
        for name, kind in kinds.items():
            if values[name] is None:
                continue
            if kind == "time":
                values[name] = datetime.fromisoformat(values[name])
            elif kind == "bytes":
                values[name] = base64.b64decode(values[name], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FormatError("the backup has a row that is none", where=where) from error
    return dict(values)
