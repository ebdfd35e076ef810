"""Unpacking of ``.argosmodel`` files that may come from anywhere.

A package is a zip archive with one folder. Before a byte is written the list of entries is
checked for what hostile archives do: paths that leave the folder, links, encrypted or doubled
entries, and sizes out of proportion (a zip bomb).
"""

import hashlib
import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from workbench.errors import PackageError

__all__ = ["MAX_ENTRIES", "MAX_RATIO", "MAX_UNPACKED_BYTES", "sha256_of", "unpack"]

MAX_ENTRIES = 10_000
MAX_UNPACKED_BYTES = 4 * 1024**3
MAX_RATIO = 200
"""Unpacked to packed size; weights hardly shrink, a vocabulary shrinks by a factor of ten."""

_BLOCK = 1 << 20


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a package archive into an empty folder and return its top folder there.

    Args:
        archive: The ``.argosmodel`` file.
        folder: An existing empty folder; what is in it after an error is for the caller to
            delete.

    Raises:
        PackageError: It is no zip archive, is damaged, hostile, or has not exactly one folder.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            top = _check(archive, entries)
            for entry in entries:
                _extract(opened, entry, folder)
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        UnicodeDecodeError,
    ) as error:
        raise PackageError(
            f"this is no readable zip archive ({error})",
            where=str(archive),
            fix="Download or copy the file again",
        ) from error
    return folder / top


def _check(archive: Path, entries: list[zipfile.ZipInfo]) -> str:
    """Refuse hostile entries; return the name of the top folder."""

    def refuse(what: str) -> PackageError:
        return PackageError(
            what,
            where=str(archive),
            fix="Don't use this file; get the package from a source you trust",
        )

    if len(entries) > MAX_ENTRIES:
        raise refuse(f"the archive has more than {MAX_ENTRIES} entries")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * max(archive.stat().st_size, 1):
        raise refuse(f"the archive would unpack to {unpacked} bytes, which looks like a zip bomb")
    seen: set[str] = set()
    tops: set[str] = set()
    for entry in entries:
        # ZipInfo.filename is cut at a NUL; orig_filename shows what was meant to slip through.
        name = entry.orig_filename
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or any(c in name for c in "\\:\0") or not parts:
            raise refuse(f"the entry {name!r} would be written outside of the package folder")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise refuse(f"the entry {name!r} is a link")
        if entry.flag_bits & 0x1:
            raise refuse(f"the entry {name!r} is encrypted")
        if name in seen:
            raise refuse(f"the entry {name!r} is there twice")
        seen.add(name)
        tops.add(parts[0])
    if len(tops) != 1:
        raise PackageError(
            f"a package holds exactly one folder, this archive has {len(tops)} at its top",
            where=str(archive),
            fix="Take the .argosmodel file as it was published",
        )
    top = tops.pop()
    if top.startswith("."):
        raise refuse(f"the package folder {top!r} is hidden")
    return top


def _extract(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    target = folder.joinpath(*PurePosixPath(entry.filename).parts)
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # zipfile stops at the size the entry states, so the sum checked above holds.
    with opened.open(entry) as packed, target.open("xb") as file:
        shutil.copyfileobj(packed, file, _BLOCK)
