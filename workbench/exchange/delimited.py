"""CSV (RFC 4180) and TSV with a header row, for spreadsheets and scripts."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from workbench.domain import TranslationUnit
from workbench.errors import FormatError
from workbench.exchange.base import Options, opened
from workbench.exchange.columns import guard, header, row_of, unguard, units_in

__all__ = ["CSV", "TSV", "Delimited"]

_MAX_LINE = 32 * 1024 * 1024
_MAX_CELL = 16 * 1024 * 1024


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
            encoding = "utf-16" if mark in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
            text = io.TextIOWrapper(file, encoding=encoding, newline="")
            csv.field_size_limit(_MAX_CELL)
            reader = csv.reader(_lines(text, path), delimiter=self._separator)
            rows = ([unguard(cell) for cell in row] for row in reader if row)
            try:
                yield from units_in(rows, str(path), options)
            except csv.Error as error:
                where = f"{path}, line {reader.line_num}"
                raise FormatError(f"broken table ({error})", where=where) from error
            except UnicodeDecodeError as error:
                raise FormatError(
                    "this is no UTF-8 text",
                    where=f"{path}, behind line {reader.line_num}",
                    fix="Save it as UTF-8",
                ) from error


def _lines(text: io.TextIOWrapper, path: Path) -> Iterator[str]:
    """Yield lines of bounded length: the csv module takes whatever it is given."""
    number = 0
    while line := text.readline(_MAX_LINE):
        number += 1
        if len(line) == _MAX_LINE:
            raise FormatError(
                f"the line is longer than {_MAX_LINE // 2**20} MB", where=f"{path}, line {number}"
            )
        yield line


CSV = Delimited(",")
TSV = Delimited("\t")
