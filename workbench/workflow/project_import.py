"""JSON Lines back into a project: looked at, agreed to, then all of it or the good part.

Nothing is written by a preview. An import is one transaction: whoever looks meanwhile sees none
of it, and what goes wrong leaves none of it.
"""

import pickle
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workbench.corpus import projects, unit_import
from workbench.corpus.database import Database
from workbench.corpus.unit_layout import document_key
from workbench.corpus.unit_limits import problem_of
from workbench.domain import TranslationUnit
from workbench.errors import (
    Cancelled,
    FormatError,
    InputError,
    SecurityError,
    SettingsError,
)
from workbench.exchange import base
from workbench.language import LanguagePair
from workbench.workflow.imports import Problem

__all__ = ["Brought", "DocumentPlan", "ProjectPlan", "bring_back", "preview"]

FORMAT = "jsonl"
"""The one format that says enough of its units."""

_SHOWN = 50
_LONGEST_NAME = 200

_Group = list[tuple[int, TranslationUnit]]
"""Units of a document, each with its number in the file."""


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """What would become of a document.

    Attributes:
        name: Its name.
        new: Whether the project has it not yet.
        fresh: Units that would be written.
        known: Units that are there already.
        refused: Units that can't be written.
    """

    name: str
    new: bool
    fresh: int
    known: int
    refused: int


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """What bringing a file into a project would do.

    Attributes:
        path: The file.
        project: Name of the project.
        units: Units read.
        fresh: Units that would be written.
        known: Units that are there already, with the same text and status; they are left alone.
        documents: What would become of each document, in the order of the file.
        statuses: How many of the fresh units have each status.
        changes: Changes in their histories.
        remarks: Remarks on them.
        beads: How many of them are aligned groups.
        problem_count: How many units can't be written.
        first: The first fresh units.
        problems: The first problems.
        broken: Whether the file ends in an error: what lies behind is unknown.
    """

    path: Path
    project: str
    units: int
    fresh: int
    known: int
    documents: tuple[DocumentPlan, ...]
    statuses: dict[str, int]
    changes: int
    remarks: int
    beads: int
    problem_count: int
    first: tuple[TranslationUnit, ...]
    problems: tuple[Problem, ...]
    broken: bool

    @property
    def clean(self) -> bool:
        """Whether nothing stands in the way of any unit."""
        return not self.problem_count and not self.broken


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import did: documents and units written, units known already and left out."""

    project: str
    documents: int
    written: int
    known: int
    left_out: int


def preview(
    database: Database,
    path: Path,
    *,
    project: str,
    progress: Callable[[int], None] | None = None,
) -> ProjectPlan:
    """Return what bringing a file into a project would do; writes nothing.

    Args:
        database: The store.
        path: A file of JSON Lines, as an export writes them.
        project: Name of the project, which need not be there yet.
        progress: Called with the number of units read.

    Raises:
        SettingsError: The project has no name, or one that is too long.
        InputError: The file can't be read, or holds no unit at all.
        SecurityError: The file looks hostile.
    """
    reading = _Reading(path, _pair_of(database, project), progress)
    documents: list[DocumentPlan] = []
    statuses: Counter[str] = Counter()
    first: list[TranslationUnit] = []
    changes = remarks = beads = 0
    for group in reading.groups():
        units = [unit for _, unit in group]
        with database.read() as session:
            finding = unit_import.compare(session, project, units)
        for index, reason in finding.refused.items():
            reading.report(reason, number=group[index][0])
        fresh = [units[index] for index in finding.fresh]
        statuses.update(str(unit.status) for unit in fresh)
        changes += sum(len(unit.history) for unit in fresh)
        remarks += sum(len(unit.remarks) for unit in fresh)
        beads += sum(unit.bead is not None for unit in fresh)
        first += fresh[: _SHOWN - len(first)]
        documents.append(
            DocumentPlan(
                name=units[0].document,
                new=finding.document is None,
                fresh=len(fresh),
                known=len(finding.known),
                refused=len(finding.refused),
            )
        )
    if not documents and reading.error is not None:
        raise reading.error
    if not reading.number:
        raise FormatError("there is no unit in the file", where=str(path))
    return ProjectPlan(
        path=path,
        project=project,
        units=reading.number,
        fresh=sum(document.fresh for document in documents),
        known=sum(document.known for document in documents),
        documents=tuple(documents),
        statuses=dict(statuses),
        changes=changes,
        remarks=remarks,
        beads=beads,
        problem_count=reading.problem_count,
        first=tuple(first),
        problems=tuple(reading.problems),
        broken=reading.error is not None,
    )


def bring_back(
    database: Database,
    path: Path,
    *,
    project: str,
    good_part: bool = False,
    author: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Brought:
    """Bring a file into a project with statuses, histories, remarks, beads and probabilities.

    Args:
        database: The store.
        path: A file of JSON Lines, as an export writes them.
        project: Name of the project; it is made when it is not there.
        good_part: Whether units that can't be written are left out; otherwise one ends it all.
        author: Who imports.
        progress: Called with the number of units read.
        cancelled: Asked now and then; True stops and leaves nothing.

    Raises:
        SettingsError: The project has no name, or one that is too long.
        FormatError: A unit can't be written and ``good_part`` is not set, or none can; nothing
            is written then.
        InputError: The file can't be read.
        SecurityError: The file looks hostile; nothing of it is written in any case.
        StoreError: Somebody changed one of the sentences meanwhile; nothing is written.
        Cancelled: Stopped by ``cancelled``.
    """
    reading = _Reading(path, _pair_of(database, project), progress)
    with tempfile.TemporaryFile(prefix="workbench-import-") as spool:
        # Read and judged first: the store is locked only while it is written.
        for group in reading.groups():
            reading.refuse_problems(good_part=good_part)
            pickle.dump(group, spool, pickle.HIGHEST_PROTOCOL)
            if cancelled is not None and cancelled():
                raise Cancelled("the import was stopped; nothing of it was kept")
        reading.refuse_problems(good_part=good_part)
        spool.seek(0)
        documents = written = known = project_id = 0
        with database.write() as session:
            for group in _spooled(spool):
                units = [unit for _, unit in group]
                finding = unit_import.compare(session, project, units)
                for index, reason in finding.refused.items():
                    reading.report(reason, number=group[index][0])
                reading.refuse_problems(good_part=good_part)
                pair = LanguagePair(units[0].source.language, units[0].target.language)
                project_id = project_id or projects.ensure_project(session, project, pair)
                unit_import.write(session, project_id, units, finding, author=author)
                documents += bool(finding.fresh)
                written += len(finding.fresh)
                known += len(finding.known)
            if not written and not known:
                raise reading.error or FormatError("there is no unit to import", where=str(path))
    return Brought(project, documents, written, known, reading.number - written - known)


def _spooled(spool: IO[bytes]) -> Iterator[_Group]:
    while True:
        try:
            group: _Group = pickle.load(spool)
        except EOFError:
            return
        yield group


def _pair_of(database: Database, project: str) -> LanguagePair | None:
    if not project.strip() or len(project) > _LONGEST_NAME:
        raise SettingsError("a project needs a name of at most 200 characters", where="project")
    for known in projects.projects(database):
        if known.name == project:
            return known.pair
    return None


class _Reading:
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

    def groups(self) -> Iterator[_Group]:
        """Yield the good units, those of a document together."""
        key = ""
        group: _Group = []
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
        if len(self.problems) < _SHOWN:
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
