"""Texts that people bring in as pairs: kept on disk until they are stored, read in a thread.

A large text takes minutes to read. Streamlit ends the run of a page when somebody clicks; a thread
goes on. A killed server ends the thread too, so the upload is kept until it is a pair of the store
whose alignment was started, and the next server goes on with it. A database that is busy is waited
for.
"""

import logging
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from workbench.app import state
from workbench.app.reading import Message, Reading
from workbench.app.uploads import KeptUpload, Plan, left_behind
from workbench.counts import counted
from workbench.domain import Document
from workbench.errors import InputError, UnavailableError, WorkbenchError
from workbench.workflow.alignment import create_pair, start_alignment
from workbench.workflow.alignment_folder import FolderPair, create_folder
from workbench.workflow.alignment_pairs import SwappedError, load_stored, read_side

__all__ = ["Message", "Pairing", "Upload", "go_on", "left_over"]

_LOG = logging.getLogger(__name__)

Upload = tuple[str, bytes]
"""Name and content of a file."""

_KEPT = "What is not stored is kept in {}: try again, now or later; leave it, and it is deleted."

AGAIN_SECONDS = 5.0
"""Between two tries of a database that was busy; each try waits by itself already."""


class Pairing(Reading):
    """An upload that becomes pairs of the store, and is aligned after that.

    Args:
        upload: Where it is kept; see :meth:`of_two` and :meth:`of_many`.

    Attributes:
        swapped: Whether it waits for :meth:`swap` or :meth:`discard`.
        failed: Whether something was in the way that is no fault of the texts: the upload is kept
            and waits for :meth:`again` or :meth:`discard`.
        waiting: Why it does not go on for now, or empty.
        ended: When it was done, by the monotonic clock; 0 before.
    """

    def __init__(self, upload: KeptUpload) -> None:
        super().__init__()
        self.swapped = False
        self.failed = False
        self.waiting = ""
        self.ended = 0.0
        self._upload = upload
        self._texts: dict[str | int, Document] = {}
        self._made: list[int] = []
        self._start("reading a pair")

    @classmethod
    def of_two(cls, source: Upload | int, target: Upload | int) -> "Pairing":
        """Keep two texts and begin to read them: files, or numbers of documents of the store."""
        upload = KeptUpload.begin(_home())
        sides: list[str | int] = []
        for number, side in enumerate((source, target)):
            if isinstance(side, int):
                sides.append(side)
            else:
                name = f"{number}/{PurePosixPath(side[0]).name}"
                upload.put(name, side[1])
                sides.append(name)
        upload.plan = Plan.of(sides)
        return cls(upload)

    @classmethod
    def of_many(cls, files: Iterable[Upload]) -> "Pairing":
        """Keep a folder of pairs, names with their folders, and begin to read it."""
        upload = KeptUpload.begin(_home())
        for name, content in files:
            parts = [part for part in PurePosixPath(name).parts if part not in ("..", "/")]
            upload.put(str(PurePosixPath("all", *parts)), content)
        upload.plan = Plan.of()
        return cls(upload)

    def swap(self) -> None:
        """Begin again with the sides swapped."""
        plan = self._upload.plan
        self._upload.plan = replace(plan, sides=plan.sides[::-1])
        self.again()

    def again(self) -> None:
        """Begin again."""
        self.swapped = self.failed = False
        self._messages.clear()
        self._start("reading a pair")

    def discard(self) -> None:
        """Forget the upload."""
        self.swapped = self.failed = False
        self._upload.forget()

    def _run(self) -> None:
        try:
            self._store()
        except SwappedError as error:
            self._messages.append(("warning", str(error)))
            self.swapped = True
        except InputError as error:
            self._messages.append(("error", str(error)))
        except WorkbenchError as error:
            self._fail(str(error))
        except Exception:
            _LOG.exception("storing what was uploaded failed")
            self._fail("Something went wrong; the server's log says more.")
        if self.failed:
            self._messages.append(("warning", _KEPT.format(self._upload.folder)))
        elif not self.swapped:
            self.discard()
            self.ended = time.monotonic()

    def _fail(self, why: str) -> None:
        self._messages.append(("error", why))
        self.failed = True

    def _store(self) -> None:
        """Store it as soon as the database takes it, and align what is stored, whatever comes."""
        try:
            while not self._stored():
                time.sleep(AGAIN_SECONDS)
                self.waiting = ""
        finally:
            if self._made:
                self._align_made()

    def _stored(self) -> bool:
        """Store it; False when the database was busy."""
        plan = self._upload.plan
        try:
            if plan.sides:
                self._two(plan.sides)
            else:
                self._many()
        except UnavailableError as error:
            what = error.what[:1].upper() + error.what[1:]
            self.waiting = f"{what}. The upload is kept, and this is tried again."
            return False
        return True

    def _two(self, sides: Sequence[str | int]) -> None:
        settings = state.settings()
        source, target = (self._side(side) for side in sides)
        info = create_pair(
            state.database(), source, target, author=settings.user, since=self._since()
        )
        start_alignment(settings, info.id)
        self._messages.append(("success", f"{info.name}: being aligned."))

    def _side(self, side: str | int) -> Document:
        if side not in self._texts:
            if isinstance(side, int):
                self._texts[side] = load_stored(state.database(), side)
            else:
                path = self._upload.folder / side
                self._texts[side] = read_side(
                    path, state.settings(), progress=lambda share: self._at(path, share)
                )
        return self._texts[side]

    def _many(self) -> None:
        self._made = list(self._upload.plan.stored)
        try:
            self._pairs_of(self._upload.folder / "all")
        except InputError:
            # What is left may be half of a pair that is stored, and that is no error.
            if not self._made:
                raise

    def _align_made(self) -> None:
        start_alignment(state.settings(), *self._made)
        text = f"{counted(len(self._made), 'pair')}: being aligned, one after the other."
        self._messages.insert(0, ("success", text))
        # They are no longer what is to be done, should the upload be kept for its other pairs.
        self._made = []
        self._upload.plan = replace(self._upload.plan, stored=())

    def _pairs_of(self, root: Path) -> None:
        settings = state.settings()
        failed: list[FolderPair] = []
        for found in create_folder(
            state.database(), root, settings=settings, author=settings.user, since=self._since()
        ):
            if isinstance(found.failure, UnavailableError):
                raise found.failure
            if found.failure is not None:
                _LOG.error("storing %s failed", found.files, exc_info=found.failure)
                failed.append(found)
                continue
            if found.info is not None:
                self._made.append(found.info.id)
                plan = self._upload.plan
                self._upload.plan = replace(plan, stored=(*plan.stored, found.info.id))
                self._now = found.files[0], 1.0
            if found.remark:
                kind = "warning" if found.info else "error"
                self._messages.append((kind, found.line()))
            # What is stored, or said, is not read again when this goes on.
            for name in found.files:
                (root / name).unlink(missing_ok=True)
        for found in failed:
            self._fail(found.line())

    def _since(self) -> datetime:
        return datetime.fromisoformat(self._upload.plan.since)

    def _at(self, path: Path, share: float) -> None:
        self._now = path.name, share


_UNTOLD: list[Pairing] = []
"""What this server went on with before anybody opened the page."""

_TELLING = threading.Lock()


def go_on() -> None:
    """Go on with what servers that are gone left behind; :func:`left_over` tells of it."""
    with _TELLING:
        _UNTOLD.extend(Pairing(upload) for upload in left_behind(_home()))


def left_over() -> list[Pairing]:
    """Go on as :func:`go_on` does, and return all of it, each to one caller only."""
    go_on()
    with _TELLING:
        found = list(_UNTOLD)
        _UNTOLD.clear()
    return found


def _home() -> Path:
    return state.settings().home / "uploads"
