"""JSON Lines back into a project: looked at, agreed to, then all of it or the good part.

Nothing is written by a preview. Whoever looks while an import runs sees none of it, and what goes
wrong leaves none of it: new documents are written out of sight in small transactions, so that
nobody's save waits long, and one short transaction shows them and fills those that were there.
"""

import pickle
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workbench.corpus import arrivals, projects, unit_import
from workbench.corpus.database import Database
from workbench.domain import TranslationUnit
from workbench.errors import Cancelled, FormatError, SettingsError
from workbench.language import LanguagePair
from workbench.workflow.import_reading import Problem
from workbench.workflow.project_reading import Group, ProjectReading

__all__ = ["Brought", "DocumentPlan", "ProjectPlan", "bring_back", "preview"]

_SHOWN = 50
_LONGEST_NAME = 200


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
    reading = ProjectReading(path, _pair_of(database, project), progress)
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
    reading = ProjectReading(path, _pair_of(database, project), progress)

    def going_on(_: int = 0) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled("the import was stopped; nothing of it was kept")

    with tempfile.TemporaryFile(prefix="workbench-import-") as spool:
        # Read and judged first, so that nothing is written of most files that are refused.
        for group in reading.groups():
            reading.refuse_problems(good_part=good_part)
            pickle.dump(group, spool, pickle.HIGHEST_PROTOCOL)
            going_on()
        reading.refuse_problems(good_part=good_part)
        import_ = _Import(database, project, reading, good_part=good_part, author=author)
        with import_:
            import_.stage(spool, going_on)
            return import_.publish(spool)


class _Import:
    """Writes what was read: new documents out of sight, and then all of it in one transaction."""

    def __init__(
        self,
        database: Database,
        project: str,
        reading: ProjectReading,
        *,
        good_part: bool,
        author: str,
    ) -> None:
        self._database = database
        self._project = project
        self._reading = reading
        self._good_part = good_part
        self._author = author
        self._pair: LanguagePair | None = None
        self._arrival: int | None = None
        self._documents = self._written = self._known = 0
        self._there: list[int] = []

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._arrival is not None:
            arrivals.drop(self._database, self._arrival)

    def stage(self, spool: IO[bytes], written: Callable[[int], None]) -> None:
        """Write the documents that the project does not have, so that nobody sees them yet."""
        spool.seek(0)
        while (group := _next(spool, at := spool.tell())) is not None:
            units = [unit for _, unit in group]
            codes = units[0].source.language, units[0].target.language
            self._pair = self._pair or LanguagePair(*codes)
            with self._database.read() as session:
                finding = unit_import.compare(session, self._project, units)
            if finding.document is not None:
                self._there.append(at)
                continue
            if self._arrival is None:
                self._arrival = arrivals.begin(self._database, self._pair)
            arrivals.add(self._database, self._arrival, units, author=self._author, written=written)
            self._documents += 1
            self._written += len(units)

    def publish(self, spool: IO[bytes]) -> Brought:
        """Fill the documents that are there, and show the new ones."""
        with self._database.write() as session:
            for at in self._there:
                group = _next(spool, at) or []
                units = [unit for _, unit in group]
                finding = unit_import.compare(session, self._project, units)
                self._agree(group, finding)
                unit_import.write(session, units, finding, author=self._author)
            if not self._written and not self._known:
                raise self._reading.error or FormatError("there is no unit to import")
            if self._pair is not None and self._written:
                project_id = projects.ensure_project(session, self._project, self._pair)
                if self._arrival is not None:
                    arrivals.publish(session, self._arrival, project_id)
        self._arrival = None
        left_out = self._reading.number - self._written - self._known
        return Brought(self._project, self._documents, self._written, self._known, left_out)

    def _agree(self, group: Group, finding: unit_import.Finding) -> None:
        """Count what of a document is to be written, and report the rest."""
        for index, reason in finding.refused.items():
            self._reading.report(reason, number=group[index][0])
        self._reading.refuse_problems(good_part=self._good_part)
        self._documents += bool(finding.fresh)
        self._written += len(finding.fresh)
        self._known += len(finding.known)


def _next(spool: IO[bytes], at: int) -> Group | None:
    """Return the group that begins at a place of the spool, None behind the last."""
    spool.seek(at)
    try:
        group: Group = pickle.load(spool)
    except EOFError:
        return None
    return group


def _pair_of(database: Database, project: str) -> LanguagePair | None:
    if not project.strip() or len(project) > _LONGEST_NAME:
        raise SettingsError("a project needs a name of at most 200 characters", where="project")
    for known in projects.projects(database):
        if known.name == project:
            return known.pair
    return None
