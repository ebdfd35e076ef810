"""The file of a backup: what is in it, read with bounds, and every checksum compared.

A ZIP with ``manifest.json`` (names, rows, sizes and SHA-256 of all the rest), ``tables/*.jsonl``,
``settings.json``, ``glossaries/*`` and, where wanted, ``packages/*``. It may come from anywhere:
names that lead outside are refused, and no more is read of a member than the manifest says.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from workbench.corpus.backup import Contents, TableInfo
from workbench.errors import FormatError, InputError, SecurityError
from workbench.exchange import base

__all__ = [
    "FORMAT",
    "MANIFEST",
    "SETTINGS",
    "BackupInfo",
    "inspect",
    "is_backup",
    "opened",
    "reading",
    "table_lines",
]

FORMAT = "nl-en-workbench backup 1"
MANIFEST = "manifest.json"
SETTINGS = "settings.json"
_MAX_MANIFEST_BYTES = 64 * 1024 * 1024
_MAX_LINE_BYTES = 1 << 29
"""Half a gigabyte: a document of 100 MB, all of it escaped."""

_BLOCK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ones that a backup is written with; others fail in ways of their own."""


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup holds.

    Attributes:
        path: The file.
        created: When it was made (UTC).
        version: Of the workbench that made it.
        contents: The store.
        files: SHA-256 and size in bytes of every other file, by its name in the backup.
        packages: Name, version and SHA-256 of each installed package.
        bytes: Size of the backup.
    """

    path: Path
    created: datetime
    version: str
    contents: Contents
    files: Mapping[str, tuple[str, int]]
    packages: tuple[Mapping[str, Any], ...]
    bytes: int

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.contents.tables)

    def count(self, table: str) -> int:
        """Return the rows of one table."""
        return sum(info.rows for info in self.contents.tables if info.name == table)

    @property
    def has_packages(self) -> bool:
        """Whether the packages themselves are in it."""
        return any(name.startswith("packages/") for name in self.files)


def inspect(path: Path) -> BackupInfo:
    """Read a backup whole, check every checksum, and return what it holds.

    Raises:
        InputError: The file can't be read.
        FormatError: It is no backup, or damaged.
        SecurityError: It names files outside of itself.
    """
    with opened(path) as archive:
        info = _info(archive, path)
        for table in info.contents.tables:
            digest = hashlib.sha256()
            rows = 0
            for line in table_lines(archive, table.name, path):
                digest.update(line)
                rows += 1
                if rows > table.rows:
                    break
            if (rows, digest.hexdigest()) != (table.rows, table.sha256):
                raise _damaged(path, f"table {table.name!r}")
        for name, (wanted, size) in info.files.items():
            with reading(archive, name, path) as member:
                if _sum(member, size) != wanted:
                    raise _damaged(path, name)
    return info


def is_backup(path: Path) -> bool:
    """Whether a file can be read as a backup; its checksums are not compared."""
    try:
        with opened(path) as archive:
            _info(archive, path)
    except InputError:
        return False
    return True


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open the ZIP; what is wrong with it becomes a :class:`FormatError`."""
    with base.opened(path) as file:
        try:
            with _zip_in(file, path) as archive:
                yield archive
        except (
            *(zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError),
            *(OverflowError, UnicodeDecodeError),
        ) as error:
            raise _damaged(path, "the ZIP") from error


def _zip_in(file: IO[bytes], path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
    except OSError as error:
        # Sizes that lead outside of the file.
        raise _damaged(path, "the ZIP") from error
    if not all(member.compress_type in _METHODS for member in archive.infolist()):
        raise _damaged(path, "the ZIP")
    return archive


def _info(archive: zipfile.ZipFile, path: Path) -> BackupInfo:
    with reading(archive, MANIFEST, path) as member:
        text = member.read(_MAX_MANIFEST_BYTES)
    try:
        values = json.loads(text)
        if values["format"] != FORMAT:
            raise KeyError
        info = BackupInfo(
            path=path,
            created=datetime.fromisoformat(values["created"]),
            version=str(values["version"]),
            contents=Contents(
                str(values["schema"]),
                tuple(TableInfo(**table) for table in values["tables"]),
            ),
            files={
                str(name): (str(digest), int(size))
                for name, (digest, size) in values["files"].items()
            },
            packages=tuple(values["packages"]),
            bytes=path.stat().st_size,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FormatError(
            "this is no backup of the workbench", where=str(path), fix="Choose another file"
        ) from error
    for name in info.files:
        parts = PurePosixPath(name).parts
        plain = len(parts) == 2 and parts[0] in ("glossaries", "packages")
        if name != SETTINGS and (not plain or parts[1].startswith(".") or "\\" in name):
            raise SecurityError(f"the backup names a file {name!r}", where=str(path))
    return info


@contextmanager
def reading(archive: zipfile.ZipFile, name: str, path: Path) -> Iterator[IO[bytes]]:
    """Open a member of the ZIP; what is wrong with it becomes a :class:`FormatError`."""
    try:
        with _member(archive, name, path) as member:
            yield member
    except KeyError as error:
        if name == MANIFEST:
            raise FormatError(
                "this is no backup of the workbench", where=str(path), fix="Choose another file"
            ) from error
        raise _damaged(path, name) from error
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise _damaged(path, name) from error
    except Exception as error:
        # zlib.error has no other base.
        if type(error).__module__ == "zlib":
            raise _damaged(path, name) from error
        raise


def _member(archive: zipfile.ZipFile, name: str, path: Path) -> IO[bytes]:
    try:
        return archive.open(name)
    except OSError as error:
        # A place before the beginning of the file.
        raise _damaged(path, name) from error


def table_lines(archive: zipfile.ZipFile, table: str, path: Path) -> Iterator[bytes]:
    """Yield the lines of a table."""
    with reading(archive, f"tables/{table}.jsonl", path) as member:
        while line := member.readline(_MAX_LINE_BYTES):
            yield line


def _sum(member: IO[bytes], size: int) -> str:
    """Return the SHA-256 of a file, reading no more of it than it may have."""
    digest = hashlib.sha256()
    left = size + 1
    while left > 0 and (block := member.read(min(_BLOCK, left))):
        digest.update(block)
        left -= len(block)
    return digest.hexdigest()


def _damaged(path: Path, what: str) -> FormatError:
    return FormatError(
        f"the backup is damaged ({what})", where=str(path), fix="Use an undamaged backup"
    )
