"""XLSX, for people who review in a spreadsheet (ISO/IEC 29500)."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any

from workbench.domain import TranslationUnit
from workbench.errors import FormatError, SecurityError, StoreError
from workbench.exchange.base import Options, opened
from workbench.exchange.columns import header, row_of, units_in
from workbench.exchange.xmltext import legal

__all__ = ["READER", "WRITER", "Xlsx"]

_MAX_CELL = 32_767
"""Characters a cell can hold; a longer side is left out rather than cut."""

MAX_UNPACKED_BYTES = 512 * 1024**2
"""Largest workbook read, unpacked."""

_MAX_RUN = 1024**2
"""Bytes without a tag: a cell has fewer, and its text is in memory whole when it is parsed."""

_BLOCK = 1 << 16


class Xlsx:
    """Writes a workbook of one sheet, and reads the first sheet of one that holds anything."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units whose sides fit into a cell and return their number.

        Raises:
            StoreError: There is no room for the sheet, which is a file of its own meanwhile.
        """
        from lxml.etree import SerialisationError
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell

        book = Workbook(write_only=True)
        sheet = book.create_sheet("units")
        sheet.freeze_panes = "A2"
        sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 60

        def text(value: str) -> Any:
            # As text whatever it begins with: "=1+1" is no formula here.
            cell = WriteOnlyCell(sheet, legal(value)[:_MAX_CELL])
            cell.data_type = "s"
            return cell

        written = 0
        try:
            sheet.append([text(name) for name in header(options)])
            for unit in units:
                sides = legal(unit.source.text), legal(unit.target.text)
                if all(side.strip() and len(side) <= _MAX_CELL for side in sides):
                    sheet.append([text(value) for value in row_of(unit, options)])
                    written += 1
            book.save(file)
        except SerialisationError as error:
            # The unfinished sheet would complain once more when it is cleared away.
            with suppress(SerialisationError):
                sheet.close()
            raise StoreError(
                f"the workbook can't be kept on disk meanwhile ({error})",
                where=tempfile.gettempdir(),
                fix="Free some space there",
            ) from error
        return written

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the units of the first sheet that holds anything; formulas count as their result.

        Raises:
            FormatError: No workbook, or no column for a side.
            SecurityError: It unpacks to more than :data:`MAX_UNPACKED_BYTES`.
            InputError: The file can't be opened.
        """
        from openpyxl import load_workbook

        with opened(path) as file:
            try:
                _refuse_bomb(file, path)
                book = load_workbook(file, read_only=True, data_only=True)
            except SecurityError:
                raise
            except Exception as error:
                # openpyxl lets whatever goes wrong inside a broken workbook through.
                raise FormatError("this is no workbook", where=str(path)) from error
            yield from units_in(_rows(book, path), str(path), options)


def _rows(book: Any, path: Path) -> Iterator[Sequence[Any]]:
    """Yield the rows of the first sheet with any, which are parsed only now."""
    try:
        for sheet in book.worksheets:
            found = False
            for row in sheet.iter_rows(values_only=True):
                if any(cell is not None for cell in row):
                    found = True
                    yield [_shown(cell) for cell in row]
                elif found:
                    yield row
            if found:
                return
    except Exception as error:
        raise FormatError("the workbook is damaged", where=str(path)) from error


def _shown(cell: Any) -> Any:
    """Return a day as a day: openpyxl makes it the first moment of one."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    return cell


def _refuse_bomb(file: IO[bytes], path: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
            raise SecurityError(
                f"the workbook unpacks to more than {MAX_UNPACKED_BYTES // 2**20} MB",
                where=str(path),
            )
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels")):
                with archive.open(entry) as member:
                    if _longest_run(member) > _MAX_RUN:
                        raise SecurityError(
                            f"{entry.filename!r} holds a text that no cell can hold",
                            where=str(path),
                        )


def _longest_run(member: IO[bytes]) -> int:
    """Return how many bytes at most lie between two tags, counted up to the limit."""
    longest = run = 0
    while longest <= _MAX_RUN and (block := member.read(_BLOCK)):
        first = block.find(b"<")
        if first < 0:
            run += len(block)
            longest = max(longest, run)
        else:
            longest = max(longest, run + first)
            run = len(block) - block.rfind(b"<")
    return longest


READER = WRITER = Xlsx()
