"""What a glossary format is: entries read one by one as named cells, concepts written in one go.

An entry is read as the cells of a glossary row (:data:`workbench.glossary.rows.COLUMNS`), and only
those that the file says something about: what a two-column file does not carry must not erase
what the glossary knows. What is to be done with an entry is decided elsewhere.
"""

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol, cast

from workbench.errors import FormatError, InputError, SettingsError
from workbench.exchange.base import atomic
from workbench.glossary.concepts import Concept

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "MAX_ENTRIES",
    "Entry",
    "TermFormat",
    "TermReader",
    "TermWriter",
    "columns_of",
    "format_for",
    "read_terms",
    "write_terms",
]

MAX_BYTES = 128 * 1024 * 1024
"""Largest file that is read, in bytes."""

MAX_ENTRIES = 500_000
"""Most entries that are read from one file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a file, as far as the file speaks of it.

    Attributes:
        number: Its row, or its number among the entries, from 1.
        cells: Column of a glossary row to its value; columns the file does not have are absent.
    """

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)


class TermReader(Protocol):
    """Reads the entries of a file."""

    def read(self, path: Path, mapping: Mapping[str, str]) -> Iterator[Entry]:
        """Yield the entries.

        Args:
            path: The file.
            mapping: Glossary column to the column of the file; for tables only.

        Raises:
            FormatError: The file does not follow its format.
            SecurityError: It looks hostile.
            InputError: It can't be read.
        """
        ...

    def columns(self, path: Path) -> Sequence[str]:
        """Return the columns that the file names, empty where it names none."""
        ...


class TermWriter(Protocol):
    """Writes concepts to an open binary file."""

    def write(self, concepts: Iterable[Concept], file: IO[bytes]) -> int:
        """Write the concepts that the format can hold and return their number."""
        ...


@dataclass(frozen=True, slots=True)
class TermFormat:
    """A format in the registry.

    Attributes:
        name: Short name, as given to ``--format``.
        title: Name for people.
        endings: File endings, lower case.
        place: Reader and writer as ``module:name`` in this package.
        lossless: Whether everything about a concept survives in it.
        mapped: Whether its columns can be chosen.
        hint: What people should know before they give such a file away.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    place: str
    lossless: bool = True
    mapped: bool = False
    hint: str = ""


FORMATS: dict[str, TermFormat] = {
    entry.name: entry
    for entry in (
        TermFormat(
            "tbx",
            "TBX-Basic 3 (ISO 30042:2019)",
            (".tbx", ".xml"),
            "tbx:TBX3",
            hint="Older tools, Translate Toolkit among them, open only TBX 2 (tbx2).",
        ),
        TermFormat("tbx2", "TBX-Basic 2 (MARTIF), for older tools", (), "tbx:TBX2"),
        TermFormat("csv", "CSV, all columns", (".csv",), "tables:CSV", mapped=True),
        TermFormat("tsv", "TSV, all columns", (".tsv", ".tab"), "tables:TSV", mapped=True),
        TermFormat("xlsx", "Excel, all columns", (".xlsx",), "tables:XLSX", mapped=True),
        TermFormat(
            "omegat",
            "OmegaT glossary",
            (".utf8", ".txt"),
            "tables:OMEGAT",
            lossless=False,
            hint="This format has only the Dutch and the English terms, and the note.",
        ),
        TermFormat(
            "deepl",
            "DeepL glossary (two columns)",
            (),
            "tables:DEEPL",
            lossless=False,
            hint="This format has only the Dutch and the English terms.",
        ),
    )
}
"""All formats by name."""


def format_for(path: Path) -> TermFormat:
    """Return the format that a file's ending names.

    Raises:
        SettingsError: No format has this ending.
    """
    for entry in FORMATS.values():
        if entry.endings and path.name.lower().endswith(entry.endings):
            return entry
    raise SettingsError(
        "no glossary format has this file ending",
        where=path.name,
        fix=f"Choose one of {', '.join(FORMATS)}",
    )


def read_terms(
    path: Path, *, form: str = "", mapping: Mapping[str, str] | None = None
) -> list[Entry]:
    """Read all entries of a file.

    Args:
        path: The file.
        form: Name of its format; empty goes by the ending.
        mapping: Glossary column to the column of the file, where the names don't say it.

    Raises:
        InputError: As :meth:`TermReader.read`.
        SettingsError: No such format.
    """
    reader = cast(TermReader, _load(form, path))
    _measure(path)
    entries: list[Entry] = []
    for entry in reader.read(path, mapping or {}):
        if len(entries) >= MAX_ENTRIES:
            raise FormatError(
                f"more than {MAX_ENTRIES} entries", where=path.name, fix="Split the file"
            )
        entries.append(entry)
    return entries


def columns_of(path: Path, *, form: str = "") -> list[str]:
    """Return the columns that a table names in its first row; empty for other formats.

    Raises:
        InputError, SettingsError: As :func:`read_terms`.
    """
    reader = cast(TermReader, _load(form, path))
    _measure(path)
    return list(reader.columns(path))


def write_terms(concepts: Iterable[Concept], path: Path, *, form: str = "") -> int:
    """Write concepts to a file, whole or not at all, and return their number.

    Raises:
        StoreError: The file can't be written.
        SettingsError: No such format.
    """
    writer = cast(TermWriter, _load(form, path))
    with atomic(path) as file:
        return writer.write(concepts, file)


def _measure(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"the file can't be read ({error.strerror})", where=str(path)) from error
    if size > MAX_BYTES:
        raise InputError(
            f"{size // 2**20} MB is too large for a glossary",
            where=path.name,
            fix=f"Split it into files of at most {MAX_BYTES // 2**20} MB",
        )


def _load(name: str, path: Path) -> object:
    if name and name not in FORMATS:
        raise SettingsError(
            f"{name!r} is no glossary format", fix=f"Choose one of {', '.join(FORMATS)}"
        )
    entry = FORMATS[name] if name else format_for(path)
    module, thing = entry.place.split(":")
    return getattr(importlib.import_module(f"workbench.exchange.terms.{module}"), thing)
