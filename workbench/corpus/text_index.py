"""The text index: which segments, translations and imported units hold a string, in milliseconds.

On SQLite these are FTS5 tables of trigrams (https://sqlite.org/fts5.html, "The Trigram Tokenizer")
over the texts of the store. Triggers keep them in step inside the transaction that changes a
text, whoever changes it. They hold no positions, which makes them a third of the size: a hit has
the trigrams of the string, and who asks compares the text itself. On PostgreSQL trigram
indexes serve the same comparison where its ``pg_trgm`` can be had; without it, and for strings of
fewer than three characters, the texts are read through.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

__all__ = [
    "MEMORIES",
    "SEGMENTS",
    "TRANSLATIONS",
    "at_once",
    "expression",
    "install",
    "remove",
    "rowids",
]

SEGMENTS = "segment_index"
TRANSLATIONS = "translation_index"
MEMORIES = "memory_index"

_INDEXES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    SEGMENTS: ("segments", "id", ("text",)),
    TRANSLATIONS: ("translations", "segment_id", ("text",)),
    MEMORIES: ("memory_units", "id", ("source", "target")),
}
"""Name of an index: its table, that table's key and the columns with the texts."""

_GRAM = 3
_SHORT = 10
"""Characters of a phrase of which every trigram counts."""


def install(connection: Connection) -> None:
    """Make the index and what keeps it in step, where they are not there yet."""
    if connection.dialect.name == "sqlite":
        for name, (table, key, columns) in _INDEXES.items():
            known = connection.exec_driver_sql(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)
            ).scalar()
            if not known:
                connection.exec_driver_sql(
                    f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(columns)},"
                    f" content='{table}', content_rowid='{key}', tokenize='trigram',"
                    " detail=none, columnsize=0)"
                )
                connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
            for trigger in _triggers(name, table, key, columns):
                connection.exec_driver_sql(trigger)
    elif connection.dialect.name == "postgresql":
        try:
            with connection.begin_nested():
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
                for name, (table, _, columns) in _INDEXES.items():
                    for column in columns:
                        connection.execute(
                            text(
                                f"CREATE INDEX IF NOT EXISTS {name}_{column} ON {table}"
                                f" USING gin (lower({column}) gin_trgm_ops)"
                            )
                        )
        except DBAPIError:
            # No such extension, or no right to it: everything works without, only slower.
            return


def remove(connection: Connection) -> None:
    """Take the index away; the texts stay."""
    for name, (table, key, columns) in _INDEXES.items():
        if connection.dialect.name == "sqlite":
            for trigger in _triggers(name, table, key, columns):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.split()[5]}")
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        else:
            for column in columns:
                connection.execute(text(f"DROP INDEX IF EXISTS {name}_{column}"))


@contextmanager
def at_once(session: Session, name: str) -> Iterator[None]:
    """Enter the texts that are put in by the block in one statement when it ends.

    A trigger makes FTS5 write out what it has collected after every row, which takes eight times
    as long. The lock of the write transaction keeps everybody else's rows out meanwhile. Keys
    must grow, as SQLite's do for the tables of this module.

    Args:
        session: A running write transaction.
        name: One of the indexes of this module.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    table, key, columns = _INDEXES[name]
    entering = _triggers(name, table, key, columns)[0]
    newest = connection.exec_driver_sql(f"SELECT max({key}) FROM {table}").scalar() or 0
    connection.exec_driver_sql(f"DROP TRIGGER {name}_insert")
    yield
    listed, some = ", ".join(columns), " OR ".join(f"{column} <> ''" for column in columns)
    connection.exec_driver_sql(
        f"INSERT INTO {name}(rowid, {listed}) SELECT {key}, {listed} FROM {table}"
        f" WHERE {key} > ? AND ({some})",
        (newest,),
    )
    connection.exec_driver_sql(entering)


def expression(*phrases: str) -> str:
    """Return the FTS5 question for texts with the trigrams of all phrases, empty for short ones.

    All trigrams of a short phrase are asked for; of a long one every second, which asks half as
    much and finds hardly more.
    """
    grams: dict[str, None] = {}
    for phrase in phrases:
        last = len(phrase) - _GRAM
        if last >= 0:
            step = 1 if len(phrase) <= _SHORT else 2
            starts = (*range(0, last, step), last)
            grams |= dict.fromkeys(phrase[start : start + _GRAM] for start in starts)
    return " AND ".join('"' + gram.replace('"', '""') + '"' for gram in grams)


def rowids(
    session: Session,
    index: str,
    *phrases: str,
    limit: int,
    within: tuple[int, int] | None = None,
) -> Sequence[int]:
    """Return the keys of the newest texts that may hold all phrases; SQLite only.

    Args:
        session: A running transaction.
        index: One of the indexes of this module.
        phrases: Each of at least three characters.
        limit: Most keys to return.
        within: First and last key that count; None takes all.
    """
    between = "" if within is None else " AND rowid BETWEEN :first AND :last"
    values: dict[str, object] = {"question": expression(*phrases), "most": limit}
    if within is not None:
        values |= {"first": within[0], "last": within[1]}
    return session.scalars(
        text(
            f"SELECT rowid FROM {index} WHERE {index} MATCH :question{between}"
            " ORDER BY rowid DESC LIMIT :most"
        ),
        values,
    ).all()


def _triggers(name: str, table: str, key: str, columns: Sequence[str]) -> list[str]:
    listed = ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    # Untranslated segments have an empty text: nothing to enter and nothing to take out.
    had, has = (
        " OR ".join(f"{row}.{column} <> ''" for column in columns) for row in ("old", "new")
    )
    changed = " OR ".join(f"old.{column} <> new.{column}" for column in columns)
    values = {
        "new": f"INSERT INTO {name}(rowid, {listed}) SELECT new.{key}, {new} WHERE {has}",
        "old": f"INSERT INTO {name}({name}, rowid, {listed})"
        f" SELECT 'delete', old.{key}, {old} WHERE {had}",
    }
    return [
        f"CREATE TRIGGER IF NOT EXISTS {name}_{what} AFTER {event} ON {table}"
        f" WHEN {condition} BEGIN {steps}; END"
        for what, event, condition, steps in (
            ("insert", "INSERT", has, values["new"]),
            ("delete", "DELETE", had, values["old"]),
            ("update", f"UPDATE OF {listed}", changed, f"{values['old']}; {values['new']}"),
        )
    ]
