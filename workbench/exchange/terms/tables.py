"""Glossaries as tables: CSV, TSV and XLSX with any columns, OmegaT's and DeepL's two-column files.

A first row that names columns is understood under the names of
:data:`workbench.glossary.rows.ALIASES` or as a person maps them; without one, the first two columns
are Dutch and English. Cells that a spreadsheet would run are written with an apostrophe before them
and read without it; OmegaT's files are no spreadsheets and are written as they are.
"""

import csv
import io
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from workbench.errors import FormatError, SecurityError, SettingsError
from workbench.exchange.base import opened
from workbench.exchange.terms.base import Entry
from workbench.exchange.xmltext import legal
from workbench.glossary.concepts import Concept, ConceptStatus
from workbench.glossary.records import neutral, restored
from workbench.glossary.rows import ALIASES, COLUMNS, concept_cells

__all__ = ["CSV", "DEEPL", "OMEGAT", "TSV", "XLSX", "Pairs", "Table", "Workbook"]

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""Largest workbook that is read, unpacked."""

MAX_CELL = 32_767
"""Characters of a cell, at most."""

_Rows = Iterator[tuple[int, list[str]]]


class _Mapped(ABC):
    """A table whose columns carry glossary cells."""

    @abstractmethod
    def rows(self, path: Path) -> _Rows:
        """Yield (number, cells) of each row that is not empty."""

    def columns(self, path: Path) -> Sequence[str]:
        """Return the columns that the first row names; empty when it is a row of terms."""
        first = next(self.rows(path), (0, []))[1]
        return first if _names_columns(first) or len(first) > 2 else ()

    def read(self, path: Path, mapping: Mapping[str, str]) -> Iterator[Entry]:
        """Yield the entries; a file without a first row of names has Dutch, English and a note.

        Raises:
            FormatError: The table is broken, or has no Dutch column.
            SettingsError: The mapping names a column that is not there.
            SecurityError, InputError: It looks hostile, or can't be opened.
        """
        rows = self.rows(path)
        number, first = next(rows, (0, []))
        if not first:
            raise FormatError("the table is empty", where=path.name)
        if mapping or _names_columns(first):
            places = _places(first, mapping, path)
        elif len(first) in (2, 3):
            places = dict(zip(("nl", "en", "note"), range(len(first)), strict=False))
            yield Entry(number, _cells(first, places))
        else:
            raise FormatError(
                "the first row does not say which column is Dutch",
                where=path.name,
                fix=f"Name it nl, or map it; found: {', '.join(first[:12])}",
            )
        for number, row in rows:
            yield Entry(number, _cells(row, places))


class Table(_Mapped):
    """CSV (RFC 4180) or TSV in UTF-8 or UTF-16.

    Args:
        separator: Written between cells; when reading, comma, semicolon and tab are told apart.
    """

    def __init__(self, separator: str) -> None:
        self._separator = separator

    def rows(self, path: Path) -> _Rows:
        """Yield (line, cells) of each row that is not empty."""
        return _delimited(path)

    def write(self, concepts: Iterable[Concept], file: IO[bytes]) -> int:
        """Write all concepts with all columns and return their number."""
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, delimiter=self._separator, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        written = 0
        for concept in concepts:
            cells = concept_cells(concept)
            writer.writerow([neutral(cells[name]) for name in COLUMNS])
            written += 1
        text.flush()
        text.detach()
        return written


class Workbook(_Mapped):
    """The first sheet of an XLSX workbook (ISO/IEC 29500)."""

    def rows(self, path: Path) -> _Rows:
        """Yield (row, cells) of each row that is not empty; formulas count as their result."""
        from openpyxl import load_workbook

        with opened(path) as file:
            _refuse_hostile(file, path)
            try:
                book = load_workbook(file, read_only=True, data_only=True)
                sheet = book.worksheets[0].iter_rows(values_only=True)
                for number, row in enumerate(sheet, 1):
                    cells = ["" if cell is None else str(cell).strip() for cell in row]
                    if any(cells):
                        yield number, cells
            except Exception as error:
                # openpyxl lets whatever goes wrong inside a broken workbook through.
                raise FormatError(
                    "this is no workbook", where=path.name, fix="Save it as .xlsx again"
                ) from error

    def write(self, concepts: Iterable[Concept], file: IO[bytes]) -> int:
        """Write all concepts with all columns as text and return their number."""
        from openpyxl import Workbook as Book
        from openpyxl.cell import WriteOnlyCell

        book = Book(write_only=True)
        sheet = book.create_sheet("terms")
        sheet.freeze_panes = "A2"
        for column in "CF":
            sheet.column_dimensions[column].width = 36

        def text(value: str) -> Any:
            # As text whatever it begins with: "=1+1" is no formula here.
            cell = WriteOnlyCell(sheet, legal(value)[:MAX_CELL])
            cell.data_type = "s"
            return cell

        sheet.append([text(name) for name in COLUMNS])
        written = 0
        for concept in concepts:
            cells = concept_cells(concept)
            sheet.append([text(cells[name]) for name in COLUMNS])
            written += 1
        book.save(file)
        return written


class Pairs:
    """Two columns without a first row of names: a Dutch term and its English.

    Args:
        separator: Between the columns.
        comments: Whether ``#`` begins a line that says nothing, and a third column is a note.
    """

    def __init__(self, separator: str, *, comments: bool) -> None:
        self._separator = separator
        self._comments = comments

    def columns(self, path: Path) -> Sequence[str]:
        """Return nothing: the two columns are always the same."""
        return ()

    def read(self, path: Path, mapping: Mapping[str, str]) -> Iterator[Entry]:
        """Yield the entries.

        Raises:
            FormatError: A row has one column only, or the text is broken.
            InputError: The file can't be opened.
        """
        names = ("nl", "en", "note") if self._comments else ("nl", "en")
        for number, row in _delimited(path, self._separator, quoted=not self._comments):
            if self._comments and row[0].startswith("#"):
                continue
            if len(row) < 2:
                raise FormatError(
                    "one column only",
                    where=f"{path.name}, line {number}",
                    fix="Dutch and English, in two columns",
                )
            if number == 1 and _names_columns(row):
                continue
            cells = dict(zip(names, row, strict=False))
            yield Entry(number, {name: value for name, value in cells.items() if value})

    def write(self, concepts: Iterable[Concept], file: IO[bytes]) -> int:
        """Write the active concepts with an English term, one row for each Dutch term.

        No Dutch term is written twice: such a file is refused by the services that read it.
        """
        seen: set[str] = set()
        lines = io.StringIO()
        writer = csv.writer(lines, delimiter=self._separator, lineterminator="\n")
        written = 0
        for concept in concepts:
            english = concept.source if concept.untouched else concept.target
            if concept.status is not ConceptStatus.ACTIVE or not english:
                continue
            for term in concept.of("nl"):
                if term.text.casefold() in seen:
                    continue
                seen.add(term.text.casefold())
                if self._comments:
                    row = [term.text, english, *([concept.note] if concept.note else [])]
                    lines.write("\t".join(cell.replace("\t", " ") for cell in row) + "\n")
                else:
                    writer.writerow([neutral(term.text), neutral(english)])
                written += 1
        file.write(lines.getvalue().encode("utf-8"))
        return written


def _names_columns(first: Sequence[str]) -> bool:
    return "nl" in {_canonical(name) for name in first}


def _canonical(name: str) -> str:
    lower = name.strip().casefold().replace(" ", "_")
    return ALIASES.get(lower, lower)


def _places(first: Sequence[str], mapping: Mapping[str, str], path: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, name in enumerate(first):
        if _canonical(name) in COLUMNS:
            found.setdefault(_canonical(name), place)
    for column, name in mapping.items():
        if column not in COLUMNS:
            raise SettingsError(
                f"a glossary has no column {column!r}", fix=f"Choose one of {', '.join(COLUMNS)}"
            )
        if not name:
            found.pop(column, None)
        elif name in first:
            found[column] = first.index(name)
        elif name.isdecimal() and 0 < int(name) <= len(first):
            found[column] = int(name) - 1
        else:
            raise SettingsError(
                f"the file has no column {name!r}",
                where=path.name,
                fix=f"Found: {', '.join(first)}",
            )
    if "nl" not in found:
        raise FormatError(
            "no column is Dutch", where=path.name, fix=f"Map nl to one of {', '.join(first)}"
        )
    return found


def _cells(row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: row[place] if place < len(row) else "" for name, place in places.items()}


def _delimited(path: Path, separator: str = "", *, quoted: bool = True) -> _Rows:
    with opened(path) as file:
        data = file.read()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"this is no {encoding.removesuffix('-sig').upper()} text",
            where=f"{path.name}, line {line}",
            fix="Save it as UTF-8",
        ) from None
    if "\0" in text:
        raise FormatError("a binary file", where=path.name, fix="Save it as text, UTF-8")
    if not separator:
        head = next((line for line in text.splitlines() if line.strip()), "")
        separator = max("\t;,", key=lambda mark: (head.count(mark), mark == ","))
    csv.field_size_limit(MAX_CELL * 4)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    line = 1
    try:
        for row in reader:
            cells = [restored(cell.strip()) if quoted else cell.strip() for cell in row]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(
            f"broken table ({error})",
            where=f"{path.name}, line {line}",
            fix='A quotation mark inside a cell is written ""',
        ) from None


def _refuse_hostile(file: IO[bytes], path: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MAX_UNPACKED_BYTES:
                raise SecurityError(
                    f"the workbook unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MB",
                    where=path.name,
                )
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if b"<!DOCTYPE" in part.read(4096):
                            raise SecurityError("the workbook has a document type", where=path.name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise FormatError(
            "this is no workbook", where=path.name, fix="Save it as .xlsx again"
        ) from error
    file.seek(0)


CSV = Table(",")
TSV = Table("\t")
XLSX = Workbook()
OMEGAT = Pairs("\t", comments=True)
DEEPL = Pairs(",", comments=False)
