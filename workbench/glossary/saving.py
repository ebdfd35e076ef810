"""Writing glossary files: one writer at a time, and of several files all or none."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import GlossaryError
from workbench.locking import locked

__all__ = ["NewContent", "alone", "digest", "write_all"]


@dataclass(frozen=True, slots=True)
class NewContent:
    """What a glossary file shall hold.

    Attributes:
        path: The file.
        seen: Digest of what was in it when it was read; empty if it was not there.
        data: What shall be in it.
    """

    path: Path
    seen: str
    data: bytes


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes of a glossary file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def alone(*folders: Path) -> Iterator[None]:
    """Be the only one that changes glossary files in folders, from reading to saving.

    Other threads and other processes of the workbench wait; it can't be nested. People who edit
    a file by hand know no lock: what they do is found by :func:`write_all`.
    """
    with ExitStack() as held:
        # In one order, so that two who want the same folders never wait for each other.
        for folder in sorted({folder.resolve() for folder in folders}):
            held.enter_context(locked(folder))
        yield


def write_all(wanted: Sequence[NewContent]) -> None:
    """Replace files, each in one step and with its permissions: all of them, or none.

    Everything is on the disk before the first file is replaced. Only a machine that stops
    between two of them leaves the later ones as they were.

    Raises:
        GlossaryError: One was changed on disk since it was read; nothing is written.
        OSError: One can't be written; nothing is written.
    """
    for one in wanted:
        if one.path.exists() and digest(one.path.read_bytes()) != one.seen:
            raise GlossaryError(
                "the file was changed by somebody else in the meantime",
                where=one.path.name,
                fix="Load it again and repeat your change; nothing was overwritten",
            )
    ready: list[tuple[Path, Path]] = []
    with ExitStack() as leftovers:
        for one in wanted:
            temporary = _beside(one.path)
            leftovers.callback(temporary.unlink, missing_ok=True)
            _fill(temporary, one)
            ready.append((temporary, one.path))
        for temporary, path in ready:
            temporary.replace(path)


def _beside(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    return Path(name)


def _fill(temporary: Path, wanted: NewContent) -> None:
    with temporary.open("wb") as out:
        out.write(wanted.data)
        out.flush()
        os.fsync(out.fileno())
    temporary.chmod(wanted.path.stat().st_mode if wanted.path.exists() else 0o644)
