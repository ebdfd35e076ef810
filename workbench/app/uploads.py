"""Uploads kept on disk until they are stored, each held by one server.

An upload is a folder in the home folder, with a plan beside its files. The server that works on it
holds a lock on the folder, which ends with the server however that ends: what nobody holds was
left behind by a server that is gone, and the next one may take it.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import finalize

from workbench.locking import locked

__all__ = ["KeptUpload", "Plan", "left_behind"]

_PLAN = "plan.json"
"""Written when all files are there: an upload without it was cut off."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with an upload, and how far it is.

    Attributes:
        sides: The two texts of a pair: names of files, or numbers of documents of the store. None
            for a folder of pairs.
        since: When it was uploaded (UTC, ISO 8601).
        stored: Pairs that were made of it, by their numbers in the store.
    """

    sides: tuple[str | int, ...]
    since: str
    stored: tuple[int, ...] = ()

    @classmethod
    def of(cls, sides: Sequence[str | int] = ()) -> "Plan":
        """Return the plan of an upload that comes now."""
        return cls(tuple(sides), datetime.now(UTC).isoformat())


class KeptUpload:
    """An upload of this server.

    Attributes:
        folder: Where its files are.
    """

    def __init__(self, folder: Path, lock: int) -> None:
        self.folder = folder
        self._release = finalize(self, os.close, lock)

    @classmethod
    def begin(cls, home: Path) -> "KeptUpload":
        """Make a folder for an upload."""
        # Nobody looks for uploads between the making of a folder and its lock.
        with locked(home):
            folder = home / uuid4().hex
            folder.mkdir()
            lock = _lock(folder)
            assert lock is not None, "nobody else knows the folder"
            return cls(folder, lock)

    def put(self, name: str, content: bytes) -> None:
        """Keep a file under a name relative to the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    @property
    def plan(self) -> Plan:
        """What is to be done; ValueError, TypeError or KeyError where it can't be read."""
        path = self.folder / _PLAN
        found: Any = json.loads(path.read_text("utf-8"))
        if isinstance(found, list):
            # The version before wrote the sides alone.
            since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            return Plan(tuple(found), since.isoformat())
        return Plan(tuple(found["sides"]), found["since"], tuple(found["stored"]))

    @plan.setter
    def plan(self, plan: Plan) -> None:
        written = self.folder / f"{_PLAN}.new"
        written.write_text(json.dumps(asdict(plan)), "utf-8")
        written.replace(self.folder / _PLAN)

    def forget(self) -> None:
        """Delete the upload and let go of it."""
        # The plan goes first: what is cut off from here on is an upload without one.
        (self.folder / _PLAN).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._release()


def left_behind(home: Path) -> list[KeptUpload]:
    """Take what servers that are gone left behind; what was cut off is deleted."""
    taken: list[KeptUpload] = []
    if not home.is_dir():
        return taken
    with locked(home):
        for folder in sorted(home.iterdir()):
            lock = _lock(folder)
            if lock is None:
                continue
            upload = KeptUpload(folder, lock)
            if (folder / _PLAN).is_file():
                taken.append(upload)
            else:
                upload.forget()
    return taken


def _lock(folder: Path) -> int | None:
    """Return the handle that holds a folder, or None where another server holds it."""
    with suppress(FileNotFoundError, NotADirectoryError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
        else:
            return handle
    return None
