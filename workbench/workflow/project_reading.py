"""Reading JSON Lines for a project: the units of each document together, and what is wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from workbench.corpus.unit_layout import document_key
from workbench.corpus.unit_limits import problem_of
from workbench.domain import TranslationUnit
from workbench.errors import FormatError, InputError, SecurityError, SettingsError
from workbench.exchange import base
from workbench.language import LanguagePair
from workbench.workflow.import_reading import SHOWN, Problem

__all__ = ["FORMAT", "Group", "ProjectReading"]

FORMAT = "jsonl"
"""The one format that says enough of its units."""

Group: TypeAlias = list[tuple[int, TranslationUnit]]
"""Units of a document, each with its number in the file."""


class ProjectReading:
    """Reads a file once, document by document, and sorts out what can't be taken."""

    def __init__(
        self, path: Path, pair: LanguagePair | None, progress: Callable[[int], None] | None
    ) -> None:
        if base.format_for(path).name != FORMAT:
            raise SettingsError(
                "only JSON Lines bring statuses and histories back into a project",
                where=str(path),
                fix="Export as .jsonl, or import this file as a memory",
            )
        self._path = path
        self._pair = pair
        self._progress = progress
        self._seen: set[str] = set()
        self.number = self.problem_count = 0
        self.problems: list[Problem] = []
        self.error: InputError | None = None

    def groups(self) -> Iterator[Group]:
        """Yield the good units, those of a document together."""
        key = ""
        group: Group = []
        places: set[int] = set()
        for unit in self._units():
            if document_key(unit) != key:
                if group:
                    yield group
                key, group, places = document_key(unit), [], set()
                scattered = key in self._seen
                self._seen.add(key)
            if scattered:
                self.report("the units of its document don't stand together in the file")
            elif unit.segment and unit.segment in places:
                self.report("its document has this sentence twice in the file")
            else:
                places.add(unit.segment)
                group.append((self.number, unit))
        if group:
            yield group

    def report(self, what: str, *, where: str = "", number: int | None = None) -> None:
        """Note what is wrong with a unit, by default the last one that was read."""
        self.problem_count += 1
        if len(self.problems) < SHOWN:
            told = 0 if where else self.number if number is None else number
            self.problems.append(Problem(told, where, what))

    def refuse_problems(self, *, good_part: bool) -> None:
        """Raise the first problem, unless the good part is wanted."""
        if not self.problems or good_part:
            return
        problem = self.problems[0]
        raise FormatError(
            problem.what,
            where=problem.where or f"{self._path}, unit {problem.unit}",
            fix="Nothing was imported. Mend the file, or import its good part",
        )

    def _units(self) -> Iterator[TranslationUnit]:
        try:
            for unit in base.reader(FORMAT).read(self._path, base.Options()):
                self.number += 1
                if self._progress is not None and self.number % 500 == 0:
                    self._progress(self.number)
                if problem := problem_of(unit) or self._foreign(unit):
                    self.report(problem)
                else:
                    yield unit
        except SecurityError:
            raise
        except InputError as error:
            self.error = error
            self.report(error.what, where=error.where)

    def _foreign(self, unit: TranslationUnit) -> str:
        codes = unit.source.language, unit.target.language
        try:
            pair = LanguagePair(*codes)
        except SettingsError:
            return f"{'-'.join(codes)} is no pair of languages"
        # A project that is made here takes after its first unit.
        self._pair = self._pair or pair
        if pair.agrees_with(self._pair):
            return ""
        return f"it is {pair}, and the project is {self._pair}"
