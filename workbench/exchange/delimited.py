"""CSV (RFC 4180) and TSV with a header row, for spreadsheets and scripts."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from workbench.domain import TranslationUnit
from workbench.errors import FormatError
from workbench.exchange.base import Options, opened
from workbench.exchange.columns import guard, has_sides, header, row_of, unguard, units_in

if TYPE_CHECKING:
    from _csv import Reader as Rows

__all__ = ["CSV", "TSV", "Delimited"]

_MAX_LINE = 32 * 1024 * 1024
_MAX_CELL = 16 * 1024 * 1024
_END = "\0\1\2\3\2\1\0"
"""Put behind the last line: the csv module doesn't tell that a file ends inside a cell. It has no
character that may separate cells, so it stays in one."""

_SEPARATOR = re.compile(r'(?P<quote>"?)sep=(.)(?P=quote)\s*', re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
"""A line as the csv module wants it: a carriage return alone ends one too."""


class Delimited:
    """Reads and writes tables with one separator, in UTF-8."""

    def __init__(self, separator: str) -> None:
        self._separator = separator

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
        writer = csv.writer(text, delimiter=self._separator, lineterminator="\r\n")
        writer.writerow(header(options))
        written = 0
        for unit in units:
            if unit.source.text.strip() and unit.target.text.strip():
                writer.writerow([guard(cell) for cell in row_of(unit, options)])
                written += 1
        text.flush()
        text.detach()
        return written

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the units; a byte order mark and UTF-16 are understood.

        Raises:
            FormatError: No header, no column for a side, or broken text; with the line.
            InputError: The file can't be opened.
        """
        with opened(path) as file:
            mark = file.read(2)
            file.seek(0)
            wide = mark in (b"\xff\xfe", b"\xfe\xff")
            lines = _wide_lines(file, path) if wide else _lines(file, path)
            csv.field_size_limit(_MAX_CELL)
            first, skipped = next(lines, ""), 0
            while first and not first.strip("\r\n"):
                first, skipped = next(lines, ""), skipped + 1
            separator = _declared(first, f"{path}, line {skipped + 1}")
            if separator:
                skipped += 1
            else:
                separator = self._separator_of(first, options)
                lines = chain([first], lines)
            reader = csv.reader(chain(lines, [_END]), delimiter=separator)
            rows = _whole_rows(reader, path, skipped)
            try:
                yield from units_in(rows, str(path), options)
            except csv.Error as error:
                where = f"{path}, line {reader.line_num + skipped}"
                raise FormatError(f"broken table ({error})", where=where) from error

    def _separator_of(self, line: str, options: Options) -> str:
        """Return what stands between the cells of the first line: spreadsheets use their country's.

        Where a comma separates whole numbers from fractions, as in Dutch, Excel's CSV has
        semicolons; its *Unicode text* has tabs.
        """
        for separator in (self._separator, ",", ";", "\t"):
            try:
                names = next(csv.reader([line], delimiter=separator), [])
            except csv.Error:
                continue
            if has_sides(names, options.pair):
                return separator
        return self._separator


def _declared(line: str, where: str) -> str:
    """Return the separator that a first line like ``sep=;`` names, as Excel understands it.

    Programs that quote every cell quote this one as well.

    Raises:
        FormatError: What it names can separate nothing, since texts are made of it.
    """
    match = _SEPARATOR.fullmatch(line)
    if match is None:
        return ""
    separator = match[2]
    if (
        separator.isalnum()
        or separator in "\"' \0\r\n"
        or not (separator == "\t" or separator.isprintable())
    ):
        raise FormatError(
            f"{separator!r} can't separate cells",
            where=where,
            fix="Separate them by a comma, a semicolon or a tab, and name that",
        )
    return separator


def _whole_rows(reader: "Rows", path: Path, skipped: int) -> Iterator[list[str]]:
    """Yield the rows that hold something, without what guards a cell.

    Raises:
        FormatError: The file ends inside quotation marks, so that nobody knows where rows end.
    """
    begun = 1 + skipped
    for row in reader:
        if row and row[-1].endswith(_END):
            if row != [_END]:
                raise FormatError(
                    "a quotation mark that begins a cell in this row is not closed",
                    where=f"{path}, line {begun}",
                    fix="Close it, or write it twice if it belongs to the text",
                )
            return
        begun = reader.line_num + skipped + 1
        if row:
            yield [unguard(cell) for cell in row]


def _lines(file: IO[bytes], path: Path) -> Iterator[str]:
    """Yield lines of bounded length, each decoded by itself: what lies before a bad one counts."""
    number = 0
    while raw := file.readline(_MAX_LINE):
        number += 1
        _measure(len(raw), path, number)
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise FormatError(
                "this is no UTF-8 text",
                where=f"{path}, line {number}",
                fix="Save it as UTF-8; Excel calls that CSV UTF-8",
            ) from error
        yield from _LINE.findall(text)


def _wide_lines(file: IO[bytes], path: Path) -> Iterator[str]:
    """Yield the lines of a table in UTF-16."""
    text = io.TextIOWrapper(file, encoding="utf-16", newline="")
    number = 0
    try:
        while line := text.readline(_MAX_LINE):
            number += 1
            _measure(len(line), path, number)
            yield line
    except UnicodeDecodeError as error:
        raise FormatError(
            "this is no UTF-16 text", where=f"{path}, behind line {number}", fix="Save it as UTF-8"
        ) from error


def _measure(length: int, path: Path, number: int) -> None:
    if length >= _MAX_LINE:
        raise FormatError(
            f"the line is longer than {_MAX_LINE // 2**20} MB", where=f"{path}, line {number}"
        )


CSV = Delimited(",")
TSV = Delimited("\t")
