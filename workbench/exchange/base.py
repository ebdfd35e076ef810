"""What a format is: a reader and a writer of translation units, found by name or file ending.

Formats are imported only when they are used. A reader yields units one by one and a writer
takes any iterable, so files of a million units pass through in constant memory.
"""

import errno
import importlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Protocol, cast

from workbench.domain import TranslationUnit
from workbench.errors import InputError, SettingsError, StoreError
from workbench.language import NL_EN, LanguagePair

__all__ = [
    "FORMATS",
    "OTHER_LANGUAGES",
    "UNTRANSLATED",
    "Format",
    "Options",
    "Properties",
    "Reader",
    "Writer",
    "atomic",
    "format_for",
    "opened",
    "part_prefix",
    "place_for",
    "reader",
    "unwritable",
    "writer",
]


OTHER_LANGUAGES = "other languages"
"""Why a unit is left out: it lacks one of the two languages."""

UNTRANSLATED = "untranslated"
"""Why a unit is left out: one of its sides is missing or empty."""


class Properties(StrEnum):
    """How much a file says of where each unit comes from."""

    NONE = "none"
    BASIC = "basic"
    USUAL = "usual"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may choose when reading or writing a file.

    Attributes:
        pair: Language codes of the two sides, written exactly so and looked for when reading
            (a region in the file is accepted where none is asked for).
        properties: How much to write of where each unit comes from: nothing, status and place,
            also what made it, or all that the format can hold. True means usual, False none.
        inline: What a reader does with inline tags: ``strip`` drops the tags and keeps the
            text around them, ``keep`` keeps them as text.
        moment: Time to write as the file's date; None takes now. A given one makes the same
            units give the same bytes.
        passed_over: Called by a reader for each unit that it leaves out, with the reason:
            :data:`OTHER_LANGUAGES` or :data:`UNTRANSLATED`.
    """

    pair: LanguagePair = NL_EN
    properties: bool | Properties = True
    inline: str = "strip"
    moment: datetime | None = None
    passed_over: Callable[[str], None] | None = None

    def pass_over(self, reason: str) -> None:
        """Tell whoever reads that a unit is left out."""
        if self.passed_over is not None:
            self.passed_over(reason)

    @property
    def level(self) -> Properties:
        """How much to write, as a level."""
        if isinstance(self.properties, Properties):
            return self.properties
        return Properties.USUAL if self.properties else Properties.NONE


class Reader(Protocol):
    """Reads units from a file, one by one."""

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the units.

        Raises:
            FormatError: With the number of the unit or line.
            InputError: The file can't be read.
        """
        ...


class Writer(Protocol):
    """Writes units to an open binary file, one by one."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format in the registry.

    Attributes:
        name: Short name, as given to ``--format``.
        title: Name for people.
        endings: File endings, lower case.
        writing: Writer as ``module:name`` in this package.
        reading: Reader as ``module:name``.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    writing: str
    reading: str


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("tmx", "TMX 1.4b", (".tmx",), "tmx:WRITER", "tmx_reader:READER"),
        Format("xliff", "XLIFF 2.1", (".xliff",), "xliff:WRITER", "xliff_reader:READER"),
        Format("xliff12", "XLIFF 1.2", (".xlf",), "xliff:WRITER_12", "xliff_reader:READER"),
        Format("po", "PO (gettext)", (".po", ".pot"), "po:WRITER", "po:READER"),
        Format("jsonl", "JSON Lines", (".jsonl", ".ndjson"), "jsonl:WRITER", "jsonl:READER"),
        Format("csv", "CSV", (".csv",), "delimited:CSV", "delimited:CSV"),
        Format("tsv", "TSV", (".tsv", ".tab"), "delimited:TSV", "delimited:TSV"),
        Format("xlsx", "Excel", (".xlsx",), "xlsx:WRITER", "xlsx:READER"),
        Format("moses", "Moses pair in a ZIP", (".zip",), "moses:WRITER", "moses:READER"),
    )
}
"""All formats by name."""


def format_for(path: Path) -> Format:
    """Return the format that a file's ending names.

    Raises:
        SettingsError: No format has this ending.
    """
    for entry in FORMATS.values():
        if path.name.lower().endswith(entry.endings):
            return entry
    raise SettingsError(
        "no format has this file ending",
        where=str(path),
        fix=f"Choose one of {', '.join(FORMATS)} with --format",
    )


def reader(name: str) -> Reader:
    """Return the reader of a format.

    Raises:
        SettingsError: There is no such format.
    """
    return cast(Reader, _load(_known(name).reading))


def writer(name: str) -> Writer:
    """Return the writer of a format.

    Raises:
        SettingsError: There is no such format.
    """
    return cast(Writer, _load(_known(name).writing))


def _known(name: str) -> Format:
    if name not in FORMATS:
        raise SettingsError(
            f"{name!r} is no format", where="format", fix=f"Choose one of {', '.join(FORMATS)}"
        )
    return FORMATS[name]


def _load(place: str) -> object:
    module, name = place.split(":")
    return getattr(importlib.import_module(f"workbench.exchange.{module}"), name)


def opened(path: Path) -> IO[bytes]:
    """Open a file to be read.

    Raises:
        InputError: It is not there or can't be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"the file can't be read ({error.strerror})", where=str(path)) from error


_MASK = os.umask(0)
os.umask(_MASK)
"""Rights that new files don't get. The mask is the whole process's and can't be read without
being set, so it is read once, not while others make files."""


_LONGEST_PREFIX = 100

_FIXES = {
    errno.ENAMETOOLONG: "Choose a shorter name",
    errno.ENOSPC: "Free some space, or choose another disk",
    errno.EROFS: "Choose another place",
    errno.EISDIR: "Name a file, not a folder",
}


@contextmanager
def atomic(path: Path, *, check: Callable[[Path], object] | None = None) -> Iterator[IO[bytes]]:
    """Give a file that takes the place of ``path`` only when everything was written.

    The new content is on the disk before the old file goes away; after an error or a crash the
    old file is still there, whole. A link stays one: the file that it names is replaced.

    Args:
        path: The file.
        check: Looks at the new file before it takes its place; what it raises keeps it out.

    Raises:
        StoreError: The folder can't be written or the disk is full, or another file that the
            content comes from can't be read.
    """
    try:
        path = place_for(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=part_prefix(path), suffix=".part", dir=path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if check is not None:
            check(temporary)
        # mkstemp makes files for the owner only; the result gets the usual rights.
        temporary.chmod(0o666 & ~_MASK)
        temporary.replace(path)
    except OSError as error:
        # A full disk names no file; an error that names one is about what the content is from.
        if error.filename is None or str(error.filename) in (name, str(path)):
            raise unwritable(path, error) from error
        why = f"the file can't be read ({error.strerror or error})"
        raise StoreError(why, where=str(error.filename), fix="Check its rights") from error
    finally:
        temporary.unlink(missing_ok=True)


def place_for(path: Path, *, folder: bool = False) -> Path:
    """Return where a new file goes: the path itself, or what it leads to as a link.

    Nothing is opened and nothing made. A pipe would stop whoever opens it, and a device or a link
    must not be replaced by a file, so this comes before anybody looks at what is there.

    Args:
        path: The file, there or not.
        folder: Whether a folder may be there as well.

    Raises:
        StoreError: Something is there that is no file, or the path can't be one.
    """
    try:
        path = path.resolve()
        mode = path.stat().st_mode
    except FileNotFoundError:
        return path
    except (OSError, RuntimeError, ValueError) as error:
        # A link to itself is a RuntimeError up to Python 3.12; a name with NUL is a ValueError.
        raise unwritable(path, error) from error
    if stat.S_ISREG(mode) or (folder and stat.S_ISDIR(mode)):
        return path
    raise StoreError("it can't be written, since it is no file", where=str(path), fix="Name a file")


def part_prefix(path: Path) -> str:
    """Return how the name of a file begins that is to become ``path``, with room for the rest.

    A name may have 255 bytes, and what is made beside a file must not ask for more than it does.
    Bytes of it that are no UTF-8, which a disk may take or not, are left out.
    """
    return f".{os.fsencode(path.name)[:_LONGEST_PREFIX].decode(errors='ignore')}."


def unwritable(path: Path, error: Exception) -> StoreError:
    """Return what a person is told when a file or folder can't be written, and what to do."""
    code, reason = 0, str(error)
    if isinstance(error, OSError):
        code, reason = error.errno or 0, error.strerror or reason
    return StoreError(
        f"it can't be written ({reason})",
        where=str(path),
        fix=_FIXES.get(code, "Check the folder, its rights and the free space"),
    )
