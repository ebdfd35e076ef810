"""Bringing units of a file into a memory: looked at, agreed to, then all or the good part.

Nothing is written by a preview. It reads the whole file once and says how many units there are, in
which languages, which are there twice, which say something else than the store does, and what is
wrong with the rest, each with its number in the file.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from workbench.corpus import memories
from workbench.corpus.database import Database
from workbench.corpus.memories import MemoryInfo
from workbench.domain import TranslationUnit
from workbench.errors import FormatError, InputError, SecurityError, SettingsError
from workbench.exchange import base
from workbench.language import NL_EN, LanguagePair

__all__ = [
    "LONGEST",
    "Conflict",
    "Imported",
    "Plan",
    "Problem",
    "import_file",
    "preview",
]

LONGEST = 20_000
"""Characters a side may have: a longer one is no segment, and no match for anything."""

_SHOWN = 50
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """A unit that can't be taken.

    Attributes:
        unit: Its number in the file, from 1; 0 for the file as a whole.
        where: The line or unit as the reader names it, or empty.
        what: What is wrong.
    """

    unit: int
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A unit whose source has other translations in the store.

    Attributes:
        unit: Its number in the file.
        source: Its source text.
        target: Its target text.
        known: What the store has.
    """

    unit: int
    source: str
    target: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    Attributes:
        path: The file.
        format: Name of its format.
        units: Units read in the two languages.
        good: Units that would be taken.
        languages: How many units have each pair of languages.
        statuses: How many good units have each status.
        duplicates: Good units left out because the same pair came before in the file.
        known: Units whose pair the store has already; they are taken.
        conflicts: How many units the store translates otherwise; they are taken.
        problem_count: How many units can't be taken.
        first: The first good units.
        shown_conflicts: The first conflicts.
        problems: The first problems.
        broken: Whether the file ends in an error: what lies behind is unknown.
    """

    path: Path
    format: str
    units: int
    good: int
    languages: dict[str, int]
    statuses: dict[str, int]
    duplicates: int
    known: int
    conflicts: int
    problem_count: int
    first: tuple[TranslationUnit, ...]
    shown_conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    broken: bool

    @property
    def clean(self) -> bool:
        """Whether every unit can be taken."""
        return not self.problem_count and not self.broken


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the memory as it is now, and the units taken and left out."""

    memory: MemoryInfo
    taken: int
    left_out: int


def preview(
    database: Database,
    path: Path,
    *,
    format: str = "",  # noqa: A002
    pair: LanguagePair = NL_EN,
    inline: str = "strip",
    progress: Callable[[int], None] | None = None,
) -> Plan:
    """Return what importing a file would do; writes nothing.

    Args:
        database: The store, whose units are compared.
        path: The file.
        format: Name of its format; empty takes it from the ending.
        pair: Languages wanted.
        inline: Whether inline tags are dropped (``strip``) or kept as text (``keep``).
        progress: Called with the number of units read.

    Raises:
        SettingsError: There is no such format.
        InputError: The file can't be opened, is another format's, or holds other languages.
        SecurityError: The file looks hostile.
    """
    name = format or base.format_for(path).name
    reading = _Reading(path, name, pair, inline)
    statuses: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    first: list[TranslationUnit] = []
    conflicts: list[Conflict] = []
    good = known = conflict_count = 0
    units = reading.units()
    while batch := list(islice(units, _BATCH)):
        stored = memories.known_targets(database, {unit.source.text for _, unit in batch})
        for number, unit in batch:
            good += 1
            statuses[str(unit.status)] += 1
            languages[f"{unit.source.language}-{unit.target.language}"] += 1
            if len(first) < _SHOWN:
                first.append(unit)
            targets = stored.get(unit.source.text, set())
            if unit.target.text in targets:
                known += 1
            elif targets:
                conflict_count += 1
                if len(conflicts) < _SHOWN:
                    conflicts.append(
                        Conflict(
                            number, unit.source.text, unit.target.text, tuple(sorted(targets)[:5])
                        )
                    )
        if progress is not None:
            progress(reading.number)
    if reading.error is not None and not reading.number:
        raise reading.error
    return Plan(
        path=path,
        format=name,
        units=reading.number,
        good=good,
        languages=dict(languages),
        statuses=dict(statuses),
        duplicates=reading.duplicates,
        known=known,
        conflicts=conflict_count,
        problem_count=reading.problem_count,
        first=tuple(first),
        shown_conflicts=tuple(conflicts),
        problems=tuple(reading.problems),
        broken=reading.error is not None,
    )


def import_file(
    database: Database,
    path: Path,
    *,
    memory: str,
    format: str = "",  # noqa: A002
    pair: LanguagePair = NL_EN,
    inline: str = "strip",
    good_part: bool = False,
    author: str = "",
    file: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Import the units of a file into a memory: all of them or none, or the good part.

    Pairs that come twice in the file are taken once.

    Args:
        database: The store.
        path: The file.
        memory: Name of the memory; one that is there gets the units added.
        format: Name of its format; empty takes it from the ending.
        pair: Languages wanted.
        inline: Whether inline tags are dropped (``strip``) or kept as text (``keep``).
        good_part: Whether units that can't be taken are left out; otherwise one ends it all.
        author: Who imports.
        file: Name to note instead of the path's own, for uploads.
        progress: Called with the number of units that are in.
        cancelled: Asked now and then; True stops and leaves nothing.

    Raises:
        SettingsError: There is no such format, or the memory has no name.
        FormatError: A unit can't be taken and ``good_part`` is not set, or no unit is good;
            nothing is kept then.
        InputError: The file can't be opened.
        SecurityError: The file looks hostile; nothing of it is kept in any case.
        StoreError: The memory has other languages.
        Cancelled: Stopped by ``cancelled``.
    """
    name = format or base.format_for(path).name
    reading = _Reading(path, name, pair, inline)

    def checked() -> Iterator[TranslationUnit]:
        empty = True
        for _, unit in reading.units():
            if reading.problem_count and not good_part:
                break
            empty = False
            yield unit
        if reading.error is not None and (not good_part or empty):
            raise reading.error
        if reading.problem_count and not good_part:
            problem = reading.problems[0]
            raise FormatError(
                problem.what,
                where=problem.where or f"{path}, unit {problem.unit}",
                fix="Mend the file, or import its good part",
            )
        if empty:
            raise FormatError("there is no unit to import", where=str(path))

    known = memories.add(
        database,
        memory,
        checked(),
        pair=pair,
        file=file or path.name,
        format=name,
        author=author,
        progress=progress,
        cancelled=cancelled,
    )
    taken = reading.taken
    return Imported(known, taken, reading.number - taken)


class _Reading:
    """Reads a file once, and sorts out what can't be taken or comes twice."""

    def __init__(self, path: Path, name: str, pair: LanguagePair, inline: str) -> None:
        if inline not in ("strip", "keep"):
            raise SettingsError(f"{inline!r} is no choice", where="inline", fix="strip or keep")
        self._path = path
        self._reader = base.reader(name)
        self._options = base.Options(pair=pair, inline=inline)
        self._seen: set[int] = set()
        self._uids: set[int] = set()
        self.number = self.taken = self.duplicates = self.problem_count = 0
        self.problems: list[Problem] = []
        self.error: InputError | None = None

    def units(self) -> Iterator[tuple[int, TranslationUnit]]:
        """Yield the good units with their number in the file."""
        try:
            for unit in self._reader.read(self._path, self._options):
                self.number += 1
                if problem := _problem(unit):
                    self._report(problem)
                    continue
                pair = _digest(f"{unit.source.text}\0{unit.target.text}")
                if pair in self._seen:
                    self.duplicates += 1
                    continue
                self._seen.add(pair)
                self.taken += 1
                yield self.number, self._unique(unit)
        except SecurityError:
            raise
        except InputError as error:
            self.error = error
            self._report(error.what, where=error.where)

    def _unique(self, unit: TranslationUnit) -> TranslationUnit:
        """Give a unit whose id was there already one of its own."""
        uid = _digest(unit.uid)
        if uid in self._uids:
            return replace(unit, uid=f"{unit.uid}#{self.number}")
        self._uids.add(uid)
        return unit

    def _report(self, what: str, *, where: str = "") -> None:
        self.problem_count += 1
        if len(self.problems) < _SHOWN:
            number = 0 if where else self.number
            self.problems.append(Problem(number, where, what))


def _problem(unit: TranslationUnit) -> str:
    for side, text in (("source", unit.source.text), ("target", unit.target.text)):
        if not text.strip():
            return f"the {side} is empty"
        if len(text) > LONGEST:
            return f"the {side} is longer than {LONGEST} characters"
        if not text.isprintable() and any(
            unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r" for char in text
        ):
            return f"the {side} holds control characters"
    return ""


def _digest(text: str) -> int:
    # 64 bits: a million units collide once in 37 million files.
    return int.from_bytes(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    )
