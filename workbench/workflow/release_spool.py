"""Judged units on disk, so that a release counts first and writes then, of one and the same state.

People go on working while a corpus is released. So the store is read once; each unit goes with
its reasons into a temporary SQLite file, where duplicates, leakage and conflicts are found with
indexes and sorting on disk instead of in memory. What was counted is exactly what is written.
"""

import hashlib
import pickle
import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from pathlib import Path

from workbench.domain import TranslationUnit

__all__ = ["PARTS", "DocumentCount", "Spool", "document_key", "share_out"]

PARTS = ("test", "dev", "train")
"""Parts of a split; what two parts share stays in the one named first."""

DocumentCount = tuple[str, int]
"""Key of a document and how many of its units pass."""

_LARGEST_SHARE = 2
"""A document with more than so many times what test or dev shall have is too large for it."""

_BATCH = 1000

_SCHEMA = """
CREATE TABLE unit (
    n INTEGER PRIMARY KEY, document TEXT, reasons TEXT, pair BLOB, source BLOB,
    loose_source BLOB, loose_target BLOB, source_words INTEGER, target_words INTEGER,
    changed TEXT, data BLOB
);
CREATE TABLE part (document TEXT PRIMARY KEY, rank INTEGER);
CREATE TABLE kept (
    n INTEGER PRIMARY KEY, rank INTEGER, times INTEGER, conflict INTEGER DEFAULT 0
);
"""


def document_key(unit: TranslationUnit) -> str:
    """Return what a unit's document is told by: the checksum in its id, so not by its name."""
    return unit.uid.rpartition("-")[0] or unit.document


def share_out(documents: Sequence[DocumentCount], shares: tuple[int, int, int]) -> dict[str, int]:
    """Give each document to a part; return the part's rank in :data:`PARTS` by document.

    Documents are taken in the order of their hash: first for test until it has its share of
    the units, then for dev; the rest is for training. So the same documents always fall the
    same way, and a new one moves few others. A wanted part gets at least one document once
    there are as many documents as wanted parts; with fewer all are for training. A document with
    more than twice what a part shall have is for training; where there are no smaller ones, the
    part gets the smallest.

    Args:
        documents: Keys and their numbers of units, 1 or more.
        shares: Percent for train, dev and test.
    """
    wanted = {0: shares[2], 1: shares[1]}
    ordered = sorted(documents, key=lambda one: hashlib.sha256(one[0].encode()).digest())
    ranks = dict.fromkeys((key for key, _ in ordered), 2)
    parts = sum(share > 0 for share in shares)
    if len(ordered) < parts:
        return ranks
    total = sum(count for _, count in ordered)
    left = ordered
    for rank, share in wanted.items():
        if not share:
            continue
        # What the parts behind this one need at least.
        after = sum(1 for other in (1, 2) if other > rank and shares[2 - other])
        goal, have = total * share / 100, 0
        fitting = [one for one in left if one[1] <= _LARGEST_SHARE * goal]
        for key, count in (fitting or [min(left, key=itemgetter(1))])[: len(left) - after]:
            if have and abs(have + count - goal) >= abs(have - goal):
                break
            ranks[key] = rank
            have += count
        left = [one for one in left if ranks[one[0]] != rank]
    return ranks


class Spool:
    """Units with what gates said of them, in a file of its own.

    Args:
        folder: Where the file is made; the caller deletes the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "spool.db", isolation_level=None)
        self._waiting: list[tuple[object, ...]] = []
        # Nobody needs the file after a crash.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA temp_store = FILE")
        self._connection.execute("PRAGMA cache_size = -32768")

    def begin(self) -> None:
        """Make the tables."""
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, unit: TranslationUnit, reasons: Mapping[str, str]) -> None:
        """Note a unit; no reasons means that it passes the gates for single units."""
        source, target = unit.source.text, unit.target.text
        moment = unit.changed or unit.created
        self._waiting.append(
            (
                document_key(unit),
                _joined(reasons),
                _digest(f"{source}\0{target}"),
                _digest(source),
                _digest(_loose(source)),
                _digest(_loose(target)),
                len(source.split()),
                len(target.split()),
                moment.isoformat() if moment else "",
                pickle.dumps(unit),
            )
        )
        if len(self._waiting) >= _BATCH:
            self._flush()

    def settle(
        self, *, shares: tuple[int, int, int] | None, merge: bool, leak: bool, conflicts: str
    ) -> dict[str, int]:
        """Find out what stays, and where.

        Args:
            shares: Percent for train, dev and test; None makes one part.
            merge: Whether exact duplicates become one.
            leak: Whether what a better part has is kept out of the others.
            conflicts: ``mark``, ``reject``, or empty to leave them.

        Returns:
            How many pairs each corpus gate concerns, by its name.
        """
        self._flush()
        execute = self._connection.execute
        counts = execute(
            "SELECT document, count(*) FROM unit WHERE reasons = '' GROUP BY document"
        ).fetchall()
        ranks = share_out(counts, shares) if shares else {key: 2 for key, _ in counts}
        self._connection.executemany("INSERT INTO part VALUES (?, ?)", ranks.items())
        # The window over equal pairs puts the copy in the best part first.
        over = "(PARTITION BY pair)" if merge else "(PARTITION BY n)"
        execute(
            f"""INSERT INTO kept (n, rank, times)
            SELECT n, rank, times FROM (
                SELECT n, rank, count(*) OVER {over} AS times,
                    row_number() OVER {over[:-1]} ORDER BY rank, n) AS place
                FROM unit JOIN part USING (document) WHERE reasons = ''
            ) WHERE place = 1 ORDER BY n"""
        )
        passed = self._one("SELECT count(*) FROM unit WHERE reasons = ''")
        merged = passed - self._one("SELECT count(*) FROM kept")
        leaked = self._keep_apart() if leak and shares else 0
        return {
            "duplicates": merged,
            "leak": leaked,
            "conflicts": self._mark_conflicts(conflicts) if conflicts else 0,
        }

    def parts(self) -> Iterator[tuple[str, int, int, int, int]]:
        """Yield for each part with units: name, documents, units, source and target words."""
        for rank, *counts in self._connection.execute(
            """SELECT rank, count(DISTINCT document), count(*), sum(source_words),
            sum(target_words) FROM kept JOIN unit USING (n) GROUP BY rank ORDER BY rank DESC"""
        ):
            documents, units, source_words, target_words = map(int, counts)
            yield PARTS[rank], documents, units, source_words, target_words

    def documents(self) -> Iterator[tuple[str, str, str, int, int]]:
        """Yield for each document: key, name, part (or empty), pairs seen and kept."""
        for key, data, rank, seen, kept in self._connection.execute(
            """SELECT listed.document, data, rank, seen, stay FROM (
                SELECT document, min(n) AS first, count(*) AS seen, count(kept.n) AS stay
                FROM unit LEFT JOIN kept USING (n) GROUP BY document
            ) AS listed JOIN unit ON unit.n = first
            LEFT JOIN part ON part.document = listed.document ORDER BY first"""
        ):
            name = pickle.loads(data).document
            yield key, name, "" if rank is None else PARTS[rank], seen, kept

    def moment(self) -> datetime | None:
        """Return when the newest pair that stays was changed (UTC)."""
        newest = self._connection.execute(
            "SELECT max(changed) FROM kept JOIN unit USING (n)"
        ).fetchone()[0]
        return datetime.fromisoformat(newest) if newest else None

    def kept(self, part: str) -> Iterator[TranslationUnit]:
        """Yield the units of a part, in order, with the marks ``count:N`` and ``conflict``."""
        for data, times, conflict in self._connection.execute(
            "SELECT data, times, conflict FROM kept JOIN unit USING (n) WHERE rank = ? ORDER BY n",
            (PARTS.index(part),),
        ):
            unit: TranslationUnit = pickle.loads(data)
            marks = ([f"count:{times}"] if times > 1 else []) + (["conflict"] if conflict else [])
            if marks:
                flags = (*unit.provenance.flags, *marks)
                unit = replace(unit, provenance=replace(unit.provenance, flags=flags))
            yield unit

    def rejected(self) -> Iterator[tuple[TranslationUnit, dict[str, str]]]:
        """Yield what stays out, in order, each with its reason for each gate's name."""
        for data, reasons in self._connection.execute(
            "SELECT data, reasons FROM unit WHERE reasons != '' ORDER BY n"
        ):
            lines = (line.partition("\t") for line in reasons.split("\n"))
            yield pickle.loads(data), {name: reason for name, _, reason in lines}

    def _keep_apart(self) -> int:
        """Reject what a part named before has on either side; return how many."""
        execute = self._connection.execute
        before = self._one("SELECT count(*) FROM kept")
        for rank in (1, 2):
            for side, column in (("Dutch", "loose_source"), ("English", "loose_target")):
                execute("DROP TABLE IF EXISTS better")
                execute(
                    f"""CREATE TABLE better AS SELECT {column} AS text, min(rank) AS rank
                    FROM kept JOIN unit USING (n) WHERE rank < ? GROUP BY {column}""",
                    (rank,),
                )
                execute("CREATE UNIQUE INDEX better_text ON better (text)")
                execute(
                    f"""UPDATE unit SET reasons = 'leak' || char(9) || 'its {side} is in the '
                    || (SELECT CASE better.rank WHEN 0 THEN 'test' ELSE 'dev' END
                        FROM better WHERE better.text = unit.{column}) || ' part too'
                    WHERE n IN (SELECT n FROM kept WHERE rank = ?)
                    AND {column} IN (SELECT text FROM better)""",
                    (rank,),
                )
                execute("DELETE FROM kept WHERE n IN (SELECT n FROM unit WHERE reasons != '')")
        return before - self._one("SELECT count(*) FROM kept")

    def _mark_conflicts(self, how: str) -> int:
        """Mark or reject pairs whose source has several targets; return how many."""
        execute = self._connection.execute
        execute("CREATE INDEX unit_source ON unit (source)")
        execute(
            """UPDATE kept SET conflict = 1 WHERE n IN (SELECT n FROM unit WHERE source IN (
            SELECT source FROM kept JOIN unit USING (n)
            GROUP BY source HAVING count(DISTINCT pair) > 1))"""
        )
        found = self._one("SELECT count(*) FROM kept WHERE conflict")
        if how == "reject":
            execute(
                """UPDATE unit SET reasons = 'conflicts' || char(9) ||
                'the same Dutch has other English too'
                WHERE n IN (SELECT n FROM kept WHERE conflict)"""
            )
            execute("DELETE FROM kept WHERE conflict")
        return found

    def _one(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])

    def _flush(self) -> None:
        self._connection.execute("BEGIN")
        self._connection.executemany(
            """INSERT INTO unit (document, reasons, pair, source, loose_source, loose_target,
            source_words, target_words, changed, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            self._waiting,
        )
        self._connection.execute("COMMIT")
        self._waiting.clear()


def _joined(reasons: Mapping[str, str]) -> str:
    return "\n".join(f"{name}\t{' '.join(reason.split())}" for name, reason in reasons.items())


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _loose(text: str) -> str:
    """Return a text without case, spacing and punctuation, as leakage is looked for."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    # A text of signs alone is compared as it is.
    return re.sub(r"[\W_]+", " ", folded).strip() or folded
