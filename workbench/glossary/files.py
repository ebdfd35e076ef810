"""Glossary files: read with every problem named, written back row by row.

The CSV files in ``glossaries/`` are the master: people edit them by hand, the app edits them
too, and version control shows each change as the lines it touched. So a change rewrites the
rows concerned and nothing else, goes through a temporary file, and is refused when the file
changed on disk since it was read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from workbench.errors import GlossaryError
from workbench.glossary.concepts import Concept, Glossary
from workbench.glossary.records import Record, neutral, record_text
from workbench.glossary.rows import COLUMNS, concept_cells, concept_of
from workbench.glossary.saving import NewContent, digest, write_all
from workbench.glossary.sheet import Problem, Sheet, parse_sheet

__all__ = [
    "GlossaryFile",
    "glossary_paths",
    "load_glossary",
    "read_glossary_file",
    "save_all",
]

MAX_BYTES = 64 * 1024 * 1024
"""Largest glossary file that is read, in bytes."""

SHOWN = 20
"""Problems that an error message lists at most; :attr:`GlossaryFile.problems` has all."""


@dataclass(frozen=True, slots=True)
class GlossaryFile(Sheet):
    """A glossary file as it was read.

    Attributes:
        path: Where it is.
        sha256: Of its bytes, in hexadecimal; saving compares it with the file on disk.
        bom: Whether it begins with a byte order mark.
    """

    path: Path
    sha256: str
    bom: bool

    @classmethod
    def of(cls, path: Path, text: str, sha256: str, *, bom: bool) -> "GlossaryFile":
        """Read the text of a file.

        Raises:
            GlossaryError: The text as a whole can't be read.
        """
        sheet = parse_sheet(path, text)
        known = {field.name: getattr(sheet, field.name) for field in fields(sheet)}
        return cls(**known, path=path, sha256=sha256, bom=bom)

    @classmethod
    def empty(cls, path: Path) -> "GlossaryFile":
        """Return a file that is not there yet, with all columns and no concept."""
        return cls.of(path, record_text(COLUMNS, ",", "\n"), "", bom=False)

    def with_concept(self, concept: Concept) -> "GlossaryFile":
        """Return the file with a concept changed, or added at its end when its id is new.

        Raises:
            GlossaryError: The row is not valid, or the file has no column for what it says.
        """
        return self.with_concepts([concept])

    def with_concepts(self, concepts: Iterable[Concept]) -> "GlossaryFile":
        """Return the file with several concepts changed or added, read anew once.

        Raises:
            GlossaryError: As :meth:`with_concept`.
        """
        records, rows = list(self.records), dict(self.rows)
        for concept in concepts:
            self._put(concept, records, rows)
        return self._reread(records)

    def _put(self, concept: Concept, records: list[Record], rows: dict[str, int]) -> None:
        columns = self.columns
        cells = concept_cells(concept)
        lost = [name for name in COLUMNS if cells[name] and name not in columns and name in _TOLD]
        default = concept_of(
            {name: cells[name] for name in columns if name in cells}, default_id=concept.id, file=""
        )[0]
        if lost and replace(default, id=concept.id, note="", author="", changed="") != replace(
            concept, note="", author="", changed=""
        ):
            raise GlossaryError(
                f"the file has no column for {', '.join(lost)}",
                where=self.path.name,
                fix="Add the column to its first row, or keep the term in another glossary",
            )
        at = rows.get(concept.id)
        old = records[at].cells if at is not None else ()
        values = [
            neutral(cells[name]) if name in cells else old[number] if number < len(old) else ""
            for number, name in enumerate(columns)
        ]
        line_end = _line_end(records)
        raw = record_text(values, self.delimiter, line_end)
        if at is None:
            if records and not records[-1].raw.endswith(("\n", "\r")):
                last = records[-1]
                records[-1] = replace(last, raw=last.raw + line_end)
            rows[concept.id] = len(records)
            records.append(Record(raw, 0, tuple(values)))
        else:
            records[at] = replace(records[at], raw=raw, cells=tuple(values))

    def without(self, identity: str) -> "GlossaryFile":
        """Return the file without a concept.

        Raises:
            GlossaryError: It has no such concept.
        """
        if identity not in self.rows:
            raise GlossaryError(f"no concept {identity!r}", where=self.path.name)
        records = [record for at, record in enumerate(self.records) if at != self.rows[identity]]
        return self._reread(records)

    def _reread(self, records: Sequence[Record]) -> "GlossaryFile":
        text = "".join(record.raw for record in records)
        again = GlossaryFile.of(self.path, text, self.sha256, bom=self.bom)
        errors = [problem for problem in again.problems if problem.error]
        if errors:
            raise GlossaryError(_message(errors), where="", fix="Nothing was changed")
        return again

    def save(self) -> "GlossaryFile":
        """Write the file if it is still as it was read, and return it as it is now.

        Raises:
            GlossaryError: The file was changed on disk in the meantime; nothing is written.
        """
        return save_all([self])[0]

    @property
    def data(self) -> bytes:
        """The bytes that :meth:`save` writes."""
        text = "".join(record.raw for record in self.records)
        return (b"\xef\xbb\xbf" if self.bom else b"") + text.encode("utf-8")


_TOLD = frozenset(COLUMNS) - {
    "concept",
    "pos",
    "enforcement",
    "status",
    "note",
    "author",
    "changed",
}


def save_all(files: Sequence[GlossaryFile]) -> list[GlossaryFile]:
    """Write files if all of them are still as they were read, and return them as they are now.

    Raises:
        GlossaryError: One was changed on disk in the meantime; nothing is written.
        OSError: One can't be written; nothing is written.
    """
    wanted = [NewContent(file.path, file.sha256, file.data) for file in files]
    write_all(wanted)
    return [replace(file, sha256=digest(new.data)) for file, new in zip(files, wanted, strict=True)]


def read_glossary_file(path: Path) -> GlossaryFile:
    """Read one glossary file; problems of single rows are listed in it, not raised.

    A file without a known header and with two columns is read as Dutch and English.

    Raises:
        GlossaryError: The file as a whole can't be read.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise GlossaryError(
                f"{size // 2**20} MB is too large for a glossary",
                where=path.name,
                fix=f"Split it into files of at most {MAX_BYTES // 2**20} MB",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise GlossaryError("no such file", where=str(path), fix="Check the name") from None
    except IsADirectoryError:
        raise GlossaryError("this is a folder", where=str(path), fix="Name a file in it") from None
    bom = data.startswith(b"\xef\xbb\xbf")
    try:
        text = data[3 if bom else 0 :].decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise GlossaryError(
            "not UTF-8 text",
            where=f"{path.name}, row {row}",
            fix="Save it as CSV UTF-8 and try again",
        ) from None
    if "\0" in text:
        raise GlossaryError("a binary file", where=path.name, fix="Save it as CSV UTF-8")
    return GlossaryFile.of(path, text, digest(data), bom=bom)


def glossary_paths(place: Path) -> list[Path]:
    """Return the glossary files of a folder in order of priority (by name), or the file itself."""
    if place.is_dir():
        return sorted(path for path in place.glob("*.csv") if not path.name.startswith("."))
    return [place]


def load_glossary(place: Path | Sequence[Path]) -> Glossary:
    """Load a glossary file, a folder of them, or files in order of priority.

    Raises:
        GlossaryError: Files or rows that can't be used, all of them in one message.
    """
    places = [place] if isinstance(place, Path) else list(place)
    concepts: list[Concept] = []
    errors: list[Problem] = []
    seen: dict[str, str] = {}
    for path in (path for item in places for path in glossary_paths(item)):
        file = read_glossary_file(path)
        errors += [problem for problem in file.problems if problem.error]
        for concept in file.concepts:
            if concept.id in seen:
                line = file.records[file.rows[concept.id]].line
                message = f"concept {concept.id!r} is in {seen[concept.id]} already"
                errors.append(Problem(path.name, line, message))
            seen[concept.id] = path.name
        concepts += file.concepts
    if errors:
        raise GlossaryError(_message(errors), fix="Mend the rows and load it again")
    return Glossary.of(concepts)


def _message(errors: Sequence[Problem]) -> str:
    shown = "\n".join(str(problem) for problem in errors[:SHOWN])
    more = len(errors) - SHOWN
    return shown + (f"\nand {more} more" if more > 0 else "")


def _line_end(records: Sequence[Record]) -> str:
    return "\r\n" if records and records[0].raw.endswith("\r\n") else "\n"
