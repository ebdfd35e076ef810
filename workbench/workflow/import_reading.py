"""Reading the units of a file that is to be imported: what is good in it, and what isn't and why.

Every unit has its number in the file, also behind those that are passed over. What comes twice is
left out the second time, and equal ids are told apart.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.counts import counted
from workbench.domain import TranslationUnit
from workbench.errors import FormatError, InputError, SecurityError, SettingsError
from workbench.exchange import base
from workbench.language import LanguagePair, primary

__all__ = ["LONGEST", "SHOWN", "Problem", "Reading"]

LONGEST = 20_000
"""Characters a side may have: a longer one is no segment, and no match for anything."""

SHOWN = 50
"""Problems, and whatever else a preview shows one by one, are kept up to this many."""


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


class Reading:
    """Reads a file once, and sorts out what can't be taken or comes twice."""

    def __init__(self, path: Path, name: str, pair: LanguagePair, inline: str) -> None:
        if inline not in ("strip", "keep"):
            raise SettingsError(f"{inline!r} is no choice", where="inline", fix="strip or keep")
        self._path = path
        self._pair = pair
        self._reader = base.reader(name)
        self._options = base.Options(pair=pair, inline=inline, passed_over=self._pass_over)
        self._seen: set[int] = set()
        self._sources: set[int] = set()
        self._uids: set[int] = set()
        self.passed: Counter[str] = Counter()
        self.number = self.taken = self.duplicates = self.problem_count = 0
        self.problems: list[Problem] = []
        self.error: InputError | None = None

    @property
    def units_read(self) -> int:
        """Units in the two languages so far, the good and the bad."""
        return self.number - self.passed.total()

    def units(self) -> Iterator[tuple[int, TranslationUnit, bool]]:
        """Yield the good units: number, unit, and whether an earlier one translates otherwise."""
        try:
            for unit in self._reader.read(self._path, self._options):
                self.number += 1
                if not self._wanted(unit):
                    continue
                if problem := _problem(unit):
                    self._report(problem)
                    continue
                pair = _digest(f"{unit.source.text}\0{unit.target.text}")
                if pair in self._seen:
                    self.duplicates += 1
                    continue
                self._seen.add(pair)
                self.taken += 1
                source = _digest(unit.source.text)
                differs = source in self._sources
                self._sources.add(source)
                yield self.number, self._unique(unit), differs
            if self.passed[base.OTHER_LANGUAGES] and not self.units_read:
                raise FormatError(
                    f"no unit is {self._pair} ({counted(self.number, 'unit')} in the file)",
                    where=str(self._path),
                )
        except SecurityError:
            raise
        except InputError as error:
            self.error = error
            self._report(error.what, where=error.where)

    def _wanted(self, unit: TranslationUnit) -> bool:
        """Tell whether a unit is of the two languages; JSON Lines hold units of any."""
        pairs = (
            (unit.source.language, self._pair.source),
            (unit.target.language, self._pair.target),
        )
        if all(found.split("-")[0].lower() == primary(code) for found, code in pairs):
            return True
        self.passed[base.OTHER_LANGUAGES] += 1
        return False

    def _pass_over(self, reason: str) -> None:
        self.number += 1
        self.passed[reason] += 1

    def _unique(self, unit: TranslationUnit) -> TranslationUnit:
        """Give a unit whose id was there already one of its own."""
        uid = _digest(unit.uid)
        if uid in self._uids:
            return replace(unit, uid=f"{unit.uid}#{self.number}")
        self._uids.add(uid)
        return unit

    def _report(self, what: str, *, where: str = "") -> None:
        self.problem_count += 1
        if len(self.problems) < SHOWN:
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
