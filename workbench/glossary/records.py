"""The rows of a delimited file as they stand in it, byte for byte.

A person's CSV file has its own quoting, line ends and spacing. To change one row and leave the
others alone the file is cut into raw records first (RFC 4180: line ends inside quotes do not
end a record); reading a record's cells never touches its raw text.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.errors import GlossaryError

__all__ = ["Record", "neutral", "record_text", "restored", "split_records"]

_DELIMITERS = ("\t", ";", ",")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a delimited file.

    Attributes:
        raw: Its text, with its line end.
        line: Number of its first line, from 1.
        cells: Its cells, stripped; empty for a blank line.
    """

    raw: str
    line: int
    cells: tuple[str, ...]


def split_records(text: str, *, where: str) -> tuple[list[Record], str]:
    """Return the records of a file and its delimiter.

    Raises:
        GlossaryError: A quote is opened and never closed, or in the middle of a cell that goes on
            in the next line.
    """
    records: list[Record] = []
    delimiter = _delimiter(text)
    pending, first, open_quote = "", 1, False
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not pending:
            first = number
        pending += line
        if line.count('"') % 2:
            open_quote = not open_quote
        if not open_quote:
            try:
                cells = _cells(pending, delimiter)
            except csv.Error as error:
                raise GlossaryError(
                    "a line ends inside a cell that is not in quotation marks",
                    where=f"{where}, row {first}",
                    fix='Put the whole cell in quotation marks, and write "" for one inside',
                ) from error
            records.append(Record(pending, first, cells))
            pending = ""
    if open_quote:
        raise GlossaryError(
            "a quotation mark is opened and never closed",
            where=f"{where}, row {first}",
            fix='Close it, or write "" for a quotation mark inside quotes',
        )
    return records, delimiter


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=lambda mark: (header.count(mark), mark == ","))


def _cells(raw: str, delimiter: str) -> tuple[str, ...]:
    line = raw.rstrip("\r\n")
    if not line.strip():
        return ()
    row = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    return tuple(cell.strip() for cell in row)


def record_text(cells: Iterable[str], delimiter: str, line_end: str) -> str:
    """Return a record as it is written to a file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerow(list(cells))
    return out.getvalue()


def neutral(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula (OWASP, *CSV injection*)."""
    return f"'{cell}" if cell.startswith(_FORMULA) or restored(cell) != cell else cell


def restored(cell: str) -> str:
    """Return what :func:`neutral` was given."""
    rest = cell[1:]
    return rest if cell.startswith("'") and rest.lstrip("'").startswith(_FORMULA) else cell
