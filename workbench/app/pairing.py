"""Texts that people bring in as pairs: kept on disk until they are stored, read in a thread.

A large text takes minutes to read. Streamlit ends the run of a page when somebody clicks; a thread
goes on. A killed server ends the thread too, so what was uploaded is kept in the home folder until
it is a pair of the store, and the next server goes on with it as soon as somebody opens the page.
"""

import json
import shutil
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from uuid import uuid4

from workbench.app import state
from workbench.app.reading import Message, Reading
from workbench.domain import Document
from workbench.workflow.alignment import create_pair, start_alignment
from workbench.workflow.alignment_folder import create_folder
from workbench.workflow.alignment_pairs import SwappedError, load_stored, read_side

__all__ = ["Message", "Pairing", "Upload", "left_over"]

Upload = tuple[str, bytes]
"""Name and content of a file."""

_PLAN = "plan.json"
"""Written last and removed first: an upload without it was cut off, or is a pair already."""


class Pairing(Reading):
    """An upload that becomes pairs of the store, and is aligned after that.

    Args:
        folder: Where it is kept; see :meth:`of_two` and :meth:`of_many`.

    Attributes:
        swapped: Whether it waits for :meth:`swap` or :meth:`discard`.
        ended: When it was done, by the monotonic clock; 0 before.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.swapped = False
        self.ended = 0.0
        self._folder = folder
        _KNOWN[folder.name] = self
        self._start("reading a pair")

    @classmethod
    def of_two(cls, source: Upload | int, target: Upload | int) -> "Pairing":
        """Keep two texts and begin to read them: files, or numbers of documents of the store."""
        with _LOOKING:
            folder = _new_folder()
            plan: list[str | int] = []
            for number, side in enumerate((source, target)):
                if isinstance(side, int):
                    plan.append(side)
                else:
                    name = f"{number}/{PurePosixPath(side[0]).name}"
                    _write(folder / name, side[1])
                    plan.append(name)
            _keep(folder, plan)
            return cls(folder)

    @classmethod
    def of_many(cls, files: Iterable[Upload]) -> "Pairing":
        """Keep a folder of pairs, names with their folders, and begin to read it."""
        with _LOOKING:
            folder = _new_folder()
            for name, content in files:
                parts = [part for part in PurePosixPath(name).parts if part not in ("..", "/")]
                _write(folder.joinpath("all", *parts), content)
            _keep(folder, [])
            return cls(folder)

    def swap(self) -> None:
        """Begin again with the sides swapped."""
        plan = json.loads((self._folder / _PLAN).read_text("utf-8"))
        _keep(self._folder, plan[::-1])
        self.swapped = False
        self._messages.clear()
        self._start("reading a pair")

    def discard(self) -> None:
        """Forget the upload."""
        self.swapped = False
        shutil.rmtree(self._folder, ignore_errors=True)
        _KNOWN.pop(self._folder.name, None)

    def _run(self) -> None:
        with self._explained():
            try:
                plan = json.loads((self._folder / _PLAN).read_text("utf-8"))
                if plan:
                    self._two(plan)
                else:
                    self._many()
            except SwappedError as error:
                self._messages.append(("warning", str(error)))
                self.swapped = True
                return
        self.discard()
        self.ended = time.monotonic()

    def _two(self, plan: Sequence[str | int]) -> None:
        settings = state.settings()
        source, target = (self._side(side) for side in plan)
        info = create_pair(state.database(), source, target, author=settings.user)
        # From here on it is in the store; a server that goes on shall not store it twice.
        (self._folder / _PLAN).unlink()
        start_alignment(settings, info.id)
        self._messages.append(("success", f"{info.name}: being aligned."))

    def _side(self, side: str | int) -> Document:
        if isinstance(side, int):
            return load_stored(state.database(), side)
        path = self._folder / side
        return read_side(path, state.settings(), progress=lambda share: self._at(path, share))

    def _many(self) -> None:
        settings, root = state.settings(), self._folder / "all"
        made: list[int] = []
        try:
            for found in create_folder(
                state.database(), root, settings=settings, author=settings.user
            ):
                if found.info is not None:
                    made.append(found.info.id)
                    self._now = found.files[0], 1.0
                if found.remark:
                    kind = "warning" if found.info else "error"
                    self._messages.append((kind, found.line()))
                # What is stored, or said, is not read again by a server that goes on with this.
                for name in found.files:
                    (root / name).unlink(missing_ok=True)
        finally:
            if made:
                start_alignment(settings, *made)
                text = f"{len(made)} pairs: being aligned, one after the other."
                self._messages.insert(0, ("success", text))

    def _at(self, path: Path, share: float) -> None:
        self._now = path.name, share


_KNOWN: dict[str, Pairing] = {}
"""Those of this server, by the name of their folder."""

_LOOKING = threading.Lock()
"""Held while an upload is written, so that nobody takes it for one that was left behind."""


def left_over() -> list[Pairing]:
    """Go on with what another server left behind; return it, each to one caller only."""
    found: list[Pairing] = []
    with _LOOKING, suppress(FileNotFoundError):
        for folder in sorted(_home().iterdir()):
            if folder.name in _KNOWN:
                continue
            if (folder / _PLAN).is_file():
                found.append(Pairing(folder))
            else:
                shutil.rmtree(folder, ignore_errors=True)
    return found


def _home() -> Path:
    return state.settings().home / "uploads"


def _new_folder() -> Path:
    folder = _home() / uuid4().hex
    folder.mkdir(parents=True)
    return folder


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _keep(folder: Path, plan: Sequence[str | int]) -> None:
    written = folder / f"{_PLAN}.new"
    written.write_text(json.dumps(list(plan)), "utf-8")
    written.replace(folder / _PLAN)
