"""Several files that appear together, as a folder or as a ZIP: all of them, or none."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workbench.exchange import base

__all__ = ["Files", "appearing", "names_in"]

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""A ZIP can hold no earlier date (APPNOTE.TXT 4.4.6)."""


@dataclass(slots=True)
class Files:
    """Files on their way.

    Attributes:
        content: The folder to write them into.
        beside: A folder on the same disk for what is only needed meanwhile.
        moment: Date of the files in a ZIP; None takes the earliest that a ZIP can hold.
    """

    content: Path
    beside: Path
    moment: datetime | None = None


@contextmanager
def appearing(out: Path) -> Iterator[Files]:
    """Give a folder whose content takes its place at the end, after an error not at all.

    What is at ``out`` by then is replaced; the caller has looked whether it may be. A link stays
    one: what it leads to is replaced.

    Args:
        out: The new folder, or a file ending in ``.zip``.

    Raises:
        StoreError: It can't be written, or something is there that is neither file nor folder.
    """
    place = base.place_for(out, folder=True)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        prefix = base.part_prefix(place)
        folder = Path(tempfile.mkdtemp(prefix=prefix, suffix=".part", dir=place.parent))
    except OSError as error:
        raise base.unwritable(out, error) from error
    try:
        files = Files(folder / "content", folder)
        files.content.mkdir()
        yield files
        whole = files.content
        if out.suffix.lower() == ".zip":
            whole = folder / "whole.zip"
            _pack(files.content, whole, files.moment)
        _put(whole, place, folder / "replaced")
    except OSError as error:
        raise base.unwritable(out, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def names_in(path: Path) -> set[str]:
    """Return the names of the files in a folder or ZIP; nothing for anything else."""
    if path.is_dir():
        return {child.name for child in path.iterdir()}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return set(archive.namelist())
    return set()


def _pack(content: Path, path: Path, moment: datetime | None) -> None:
    """Pack a folder so that the same content gives the same bytes."""
    stamp = max(moment or _EARLIEST, _EARLIEST).timetuple()[:6]
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(content.iterdir()):
            entry = zipfile.ZipInfo(file.name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)


def _put(whole: Path, out: Path, replaced: Path) -> None:
    for path in (*whole.iterdir(),) if whole.is_dir() else (whole,):
        with path.open("rb") as file:
            os.fsync(file.fileno())
    if not out.is_dir():
        whole.replace(out)
        return
    out.rename(replaced)
    try:
        whole.replace(out)
    except OSError:
        replaced.rename(out)
        raise
