"""What stands in a glossary file: columns, rows and concepts, and every problem with its row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import GlossaryError
from workbench.glossary.concepts import Concept, ConceptStatus
from workbench.glossary.records import Record, restored, split_records
from workbench.glossary.rows import ALIASES, concept_of, slug
from workbench.glossary.tokens import fold

__all__ = ["Problem", "Sheet", "conflicts", "parse_sheet"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or doubtful in a glossary file.

    Attributes:
        file: Name of the file.
        row: Line of the row in the file, from 1; 0 for the file as a whole.
        message: What is wrong.
        error: Whether the row can't be used; otherwise it is only worth a look.
    """

    file: str
    row: int
    message: str
    error: bool = True

    def __str__(self) -> str:
        place = f"{self.file}, row {self.row}" if self.row else self.file
        return f"{place}: {'' if self.error else 'note: '}{self.message}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a glossary file as it was understood.

    Attributes:
        delimiter: What separates its cells.
        columns: Its columns by canonical name, in order; unknown ones under their own name.
        records: Its records, the header first unless it has none.
        header: Whether its first record names the columns.
        rows: Index of the record of each concept, by id.
        concepts: Its usable concepts, in order.
        problems: What is wrong or doubtful in it.
    """

    delimiter: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    header: bool
    rows: dict[str, int]
    concepts: tuple[Concept, ...]
    problems: tuple[Problem, ...]


def parse_sheet(path: Path, text: str) -> Sheet:
    """Read the text of a glossary file; a problem of a single row is listed, not raised.

    Args:
        path: The file, for messages and as home of the concepts.
        text: All of it.

    Raises:
        GlossaryError: The text as a whole can't be read.
    """
    records, delimiter = split_records(text, where=path.name)
    filled = [at for at, record in enumerate(records) if record.cells]
    first = records[filled[0]].cells if filled else ()
    columns = tuple(_canonical(name) for name in first)
    header = "nl" in columns
    problems: list[Problem] = []
    if not header:
        if filled and len(first) != 2:
            raise GlossaryError(
                "the first row does not name the columns",
                where=path.name,
                fix="Name at least nl and en in it",
            )
        columns = ("nl", "en")
    doubled = [name for name in dict.fromkeys(columns) if name and columns.count(name) > 1]
    if doubled:
        problems.append(Problem(path.name, 1, f"column {doubled[0]!r} twice"))
    rows: dict[str, int] = {}
    concepts: list[Concept] = []
    for at in filled[1 if header else 0 :]:
        record = records[at]
        if len(record.cells) > len(columns):
            extra = len(record.cells) - len(columns)
            problems.append(
                Problem(path.name, record.line, f"{extra} cell(s) more than the first row names")
            )
            continue
        values = (restored(cell) for cell in record.cells)
        cells = dict(zip(columns, values, strict=False))
        identity = _free(slug(cells.get("nl", "")), rows)
        concept, wrong = concept_of(cells, default_id=identity, file=str(path))
        problems += [Problem(path.name, record.line, str(error)) for error in wrong]
        if concept.id in rows:
            line = records[rows[concept.id]].line
            problems.append(
                Problem(path.name, record.line, f"concept {concept.id!r} is in row {line} already")
            )
        elif not wrong:
            rows[concept.id] = at
            concepts.append(concept)
    lines = {identity: records[at].line for identity, at in rows.items()}
    problems += _conflicts_in(path.name, concepts, lines)
    return Sheet(
        delimiter=delimiter,
        columns=columns,
        records=tuple(records),
        header=header,
        rows=rows,
        concepts=tuple(concepts),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
    )


def _canonical(name: str) -> str:
    lower = name.casefold().replace(" ", "_")
    return ALIASES.get(lower, lower)


def _free(identity: str, taken: Iterable[str]) -> str:
    taken = set(taken) if not isinstance(taken, dict) else taken
    number, candidate = 2, identity
    while candidate in taken:
        candidate, number = f"{identity}-{number}", number + 1
    return candidate


def _conflicts_in(name: str, concepts: Sequence[Concept], lines: dict[str, int]) -> list[Problem]:
    return [
        Problem(name, lines[later.id], f"{text!r} {said} (row {lines[earlier.id]})", error=False)
        for earlier, later, text, said in conflicts(concepts)
    ]


def conflicts(concepts: Sequence[Concept]) -> list[tuple[Concept, Concept, str, str]]:
    """Return (earlier, later, Dutch term, what is the matter) of active concepts that clash.

    The same Dutch term in two concepts is a duplicate when they agree on the English, else a
    conflict; the earlier concept wins.
    """
    seen: dict[str, list[Concept]] = defaultdict(list)
    found: list[tuple[Concept, Concept, str, str]] = []
    for concept in concepts:
        if concept.status is not ConceptStatus.ACTIVE:
            continue
        for term in concept.of("nl"):
            key = fold(term.text)
            for earlier in seen[key][:1]:
                if earlier is concept:
                    continue
                if earlier.pos is not concept.pos or earlier.case is not concept.case:
                    continue
                same = fold(earlier.target) == fold(concept.target)
                said = (
                    "is there already"
                    if same
                    else (f"is also {earlier.target!r}, here {concept.target!r}")
                )
                found.append((earlier, concept, term.text, said))
            seen[key].append(concept)
    return found
