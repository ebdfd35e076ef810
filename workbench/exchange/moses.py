"""Moses pair: two plain text files with the same number of lines, in one ZIP as OPUS gives them.

Line ``n`` of one file is the translation of line ``n`` of the other. A line end inside a text
would shift all lines behind it, so it becomes a space.
"""

import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit, Variant
from workbench.errors import FormatError, InputError, SecurityError
from workbench.exchange.base import UNTRANSLATED, Options
from workbench.exchange.tmx_units import meant
from workbench.language import primary

__all__ = ["READER", "WRITER", "Moses"]

_STEM = "corpus"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MAX_LINE = 1024 * 1024
_IN_MEMORY = 16 * 1024 * 1024
_SMALL = 16 * 1024 * 1024
_MAX_RATIO = 200
"""Text shrinks to a third or a tenth; what shrinks to less is a bomb."""

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    # A method of compression that is not known, and an encrypted file.
    *(NotImplementedError, RuntimeError),
)


class Moses:
    """Reads and writes ``corpus.nl`` and ``corpus.en`` in a ZIP."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        written = 0
        with (
            tempfile.SpooledTemporaryFile(_IN_MEMORY) as source,
            tempfile.SpooledTemporaryFile(_IN_MEMORY) as target,
        ):
            for unit in units:
                lines = _line(unit.source.text), _line(unit.target.text)
                if lines[0].strip() and lines[1].strip():
                    source.write(lines[0])
                    target.write(lines[1])
                    written += 1
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for side, code in ((source, options.pair.source), (target, options.pair.target)):
                    side.seek(0)
                    # A fixed date: the same units give the same bytes.
                    entry = zipfile.ZipInfo(f"{_STEM}.{code}", date_time=_EPOCH)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    with archive.open(entry, "w", force_zip64=True) as packed:
                        while block := side.read(1 << 20):
                            packed.write(block)
        return written

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the units.

        Raises:
            FormatError: No ZIP, no file for a side, or not the same number of lines.
            InputError: The file can't be opened.
        """
        try:
            archive = zipfile.ZipFile(path)
        except OSError as error:
            raise InputError(
                f"the file can't be read ({error.strerror})", where=str(path)
            ) from error
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
            raise FormatError("this is no ZIP file", where=str(path)) from error
        with archive:
            names = [
                _member(archive, code, path) for code in (options.pair.source, options.pair.target)
            ]
            _refuse_bomb(archive, names, path)
            try:
                with archive.open(names[0]) as source, archive.open(names[1]) as target:
                    yield from _pairs(source, target, path, options)
            except (*_DAMAGED, UnicodeDecodeError) as error:
                raise FormatError("the ZIP file is damaged", where=str(path)) from error


def _refuse_bomb(archive: zipfile.ZipFile, names: list[str], path: Path) -> None:
    for name in names:
        entry = archive.getinfo(name)
        if entry.file_size > _SMALL and entry.file_size > _MAX_RATIO * entry.compress_size:
            raise SecurityError(
                f"{entry.filename!r} unpacks to more than {_MAX_RATIO} times its size",
                where=str(path),
            )


def _member(archive: zipfile.ZipFile, code: str, path: Path) -> str:
    names = archive.namelist()
    for ending in (f".{code}", f".{primary(code)}"):
        for name in names:
            if name.lower().endswith(ending.lower()):
                return name
    found = meant((name.rpartition(".")[2] for name in names), code)
    if len(found) > 1:
        raise FormatError(
            f"several files in it may be {code}: {', '.join(names[place] for place in found)}",
            where=str(path),
            fix="Choose the languages with their regions",
        )
    if found:
        return names[found[0]]
    raise FormatError(
        f"no file in it ends in .{code}", where=str(path), fix="Choose other language codes"
    )


def _pairs(
    source: IO[bytes], target: IO[bytes], path: Path, options: Options
) -> Iterator[TranslationUnit]:
    number = 0
    try:
        while True:
            left, right = source.readline(_MAX_LINE), target.readline(_MAX_LINE)
            if not left and not right:
                return
            number += 1
            where = f"{path}, line {number}"
            if not left or not right:
                raise FormatError("the two files have different numbers of lines", where=where)
            if _MAX_LINE in (len(left), len(right)):
                raise FormatError("the line is longer than 1 MB", where=where)
            texts = left.decode().rstrip("\r\n"), right.decode().rstrip("\r\n")
            if texts[0].strip() and texts[1].strip():
                yield TranslationUnit(
                    uid=str(number),
                    source=Variant(options.pair.source, texts[0]),
                    target=Variant(options.pair.target, texts[1]),
                    status=SegmentStatus.DRAFT,
                    provenance=Provenance(Origin.MEMORY),
                )
            else:
                options.pass_over(UNTRANSLATED)
    except UnicodeDecodeError as error:
        raise FormatError("this is no UTF-8 text", where=f"{path}, line {number}") from error


def _line(text: str) -> bytes:
    return (" ".join(text.splitlines()) + "\n").encode("utf-8", "replace")


READER = WRITER = Moses()
