"""Bringing units of a file into a memory: looked at, agreed to, then all or the good part.

Nothing is written by a preview. It reads the whole file once and says how many units there are, in
which languages, which are there twice, which say something else than the store or an earlier unit
of the file, and what is wrong with the rest, each with its number in the file.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from workbench.corpus import memories, memory_import
from workbench.corpus.database import Database
from workbench.corpus.memories import MemoryInfo
from workbench.domain import TranslationUnit
from workbench.errors import FormatError
from workbench.exchange import base
from workbench.language import NL_EN, LanguagePair, direction
from workbench.workflow.import_reading import SHOWN, Problem, Reading

__all__ = ["Conflict", "Imported", "Plan", "Problem", "import_file", "preview"]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Conflict:
    """A unit whose source has other translations.

    Attributes:
        unit: Its number in the file.
        source: Its source text.
        target: Its target text.
        known: What the store has; empty when an earlier unit of the file says something else.
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
        units: Units of the file in the two languages, with text on both sides.
        others: Units that lack one of the two languages; they are passed over.
        untranslated: Units without text on one side; they are passed over.
        good: Units that would be taken.
        languages: How many units have each pair of languages.
        statuses: How many good units have each status.
        duplicates: Good units left out because the same pair came before in the file.
        there: Good units that the memory has already with the same status; they are left out.
        known: Units whose pair the store has already; they are taken, but for those.
        conflicts: How many units the store translates otherwise; they are taken.
        varying: How many units an earlier unit of the file translates otherwise; they are taken.
        problem_count: How many units can't be taken.
        first: The first good units.
        shown_conflicts: The first conflicts.
        problems: The first problems.
        broken: Whether the file ends in an error: what lies behind is unknown.
    """

    path: Path
    format: str
    units: int
    others: int
    untranslated: int
    good: int
    languages: dict[str, int]
    statuses: dict[str, int]
    duplicates: int
    there: int
    known: int
    conflicts: int
    varying: int
    problem_count: int
    first: tuple[TranslationUnit, ...]
    shown_conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    broken: bool

    @property
    def clean(self) -> bool:
        """Whether every unit can be taken."""
        return not self.problem_count and not self.broken

    @property
    def fresh(self) -> int:
        """How many units the memory would get."""
        return self.good - self.there


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
    memory: str = "",
    format: str = "",  # noqa: A002
    pair: LanguagePair = NL_EN,
    inline: str = "strip",
    progress: Callable[[int], None] | None = None,
) -> Plan:
    """Return what importing a file would do; writes nothing.

    Args:
        database: The store, whose units are compared.
        path: The file.
        memory: Name of the memory that the units would come into; empty takes a new one.
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
    reading = Reading(path, name, pair, inline)
    statuses: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    first: list[TranslationUnit] = []
    conflicts: list[Conflict] = []
    good = there = known = conflict_count = varying = 0
    units = reading.units()
    while batch := list(islice(units, _BATCH)):
        stored = memories.known_targets(database, {unit.source.text for _, unit, _ in batch})
        if memory:
            there += sum(memories.has(database, memory, [unit for _, unit, _ in batch]))
        for number, unit, differs in batch:
            good += 1
            varying += differs
            statuses[str(unit.status)] += 1
            languages[direction(unit.source.language, unit.target.language)] += 1
            if len(first) < SHOWN:
                first.append(unit)
            targets = stored.get(unit.source.text, set())
            if unit.target.text in targets:
                known += 1
                continue
            conflict_count += bool(targets)
            if (targets or differs) and len(conflicts) < SHOWN:
                others = tuple(sorted(targets)[:5])
                conflicts.append(Conflict(number, unit.source.text, unit.target.text, others))
        if progress is not None:
            progress(reading.number)
    if reading.error is not None and not reading.units_read:
        raise reading.error
    return Plan(
        path=path,
        format=name,
        units=reading.units_read,
        others=reading.passed[base.OTHER_LANGUAGES],
        untranslated=reading.passed[base.UNTRANSLATED],
        good=good,
        languages=dict(languages),
        statuses=dict(statuses),
        duplicates=reading.duplicates,
        there=there,
        known=known,
        conflicts=conflict_count,
        varying=varying,
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

    Pairs that come twice in the file are taken once, and those that the memory has already with
    the same status not again.

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
    reading = Reading(path, name, pair, inline)

    def checked() -> Iterator[TranslationUnit]:
        empty = True
        for _, unit, _ in reading.units():
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

    there: list[int] = []
    memory_now = memory_import.add(
        database,
        memory,
        checked(),
        pair=pair,
        file=file or path.name,
        format=name,
        author=author,
        progress=progress,
        cancelled=cancelled,
        there=there.append,
    )
    taken = reading.taken - sum(there)
    return Imported(memory_now, taken, reading.units_read - taken)
