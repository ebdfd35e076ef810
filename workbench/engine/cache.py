"""Translations kept between runs, so that nothing is translated twice.

One SQLite file, keyed by engine signature, number of hypotheses and source text. It is written
in transactions in WAL mode: several processes may share it, and one that is killed loses at most
what it had not yet handed over. It is a cache: a file that is damaged is thrown away, and the
translations are made again.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from workbench.domain import Hypothesis
from workbench.errors import StoreError

__all__ = ["CacheSize", "TranslationCache"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS translations (
    key BLOB PRIMARY KEY,
    hypotheses BLOB NOT NULL
) WITHOUT ROWID
"""
_BUSY_SECONDS = 30.0
_MOST_KEYS = 500
"""Keys in one query; SQLite's default limit is higher."""


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How much a cache holds.

    Attributes:
        entries: Sources with their hypotheses.
        bytes: Size on disk, with what waits in the write-ahead log.
    """

    entries: int
    bytes: int


class TranslationCache:
    """A persistent cache of translations; threads and processes may share it.

    Args:
        path: The SQLite file; it and its folder are made when first used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    def get(self, signature: str, sources: Sequence[str], *, n_best: int) -> list[list[Hypothesis]]:
        """Look up sources.

        Returns:
            For each source its hypotheses, or an empty list if they are not in the cache.
        """
        keys = [_key(signature, source, n_best) for source in sources]
        found: dict[bytes, list[Hypothesis]] = {}
        with self._open() as connection:
            for start in range(0, len(keys), _MOST_KEYS):
                some = keys[start : start + _MOST_KEYS]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, hypotheses FROM translations WHERE key IN ({marks})"
                found |= {key: _unpack(packed) for key, packed in connection.execute(query, some)}
        return [found.get(key, []) for key in keys]

    def put(
        self, signature: str, entries: Iterable[tuple[str, list[Hypothesis]]], *, n_best: int
    ) -> None:
        """Keep (source, hypotheses) pairs, all or none."""
        rows = [
            (_key(signature, source, n_best), _pack(hypotheses)) for source, hypotheses in entries
        ]
        with self._open() as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO translations VALUES (?, ?)", rows)

    def size(self) -> CacheSize:
        """Return the number of entries and the bytes on disk."""
        with self._open() as connection:
            (entries,) = connection.execute("SELECT COUNT(*) FROM translations").fetchone()
        files = (self._path.with_name(self._path.name + suffix) for suffix in ("", "-wal"))
        return CacheSize(entries, sum(file.stat().st_size for file in files if file.exists()))

    def clear(self) -> None:
        """Forget everything and give the space back."""
        with self._open() as connection:
            with connection:
                connection.execute("DELETE FROM translations")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; it is opened again when needed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread at a time.

        Raises:
            StoreError: The file can't be opened or written.
        """
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._connected()
                yield self._connection
            except sqlite3.Error as error:
                raise StoreError(
                    f"the translation cache can't be used ({error})",
                    where=str(self._path),
                    fix="Check the free space and the rights of the folder, or delete the file",
                ) from error

    def _connected(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connect(self._path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # No database, or a damaged one: its content can be made again.
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            return _connect(self._path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # A power cut may cost the last entries, never the file.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _key(signature: str, source: str, n_best: int) -> bytes:
    return hashlib.sha256(f"{signature}\0{n_best}\0{source}".encode()).digest()


def _pack(hypotheses: list[Hypothesis]) -> bytes:
    fields = [asdict(hypothesis) for hypothesis in hypotheses]
    return zlib.compress(json.dumps(fields, ensure_ascii=False).encode(), 1)


def _unpack(packed: bytes) -> list[Hypothesis]:
    return [
        Hypothesis(
            text=fields["text"],
            tokens=tuple(fields["tokens"]),
            score=fields["score"],
            alignment=tuple(fields["alignment"]),
            log_probs=tuple(fields["log_probs"]),
            flags=tuple(fields["flags"]),
        )
        for fields in json.loads(zlib.decompress(packed))
    ]
