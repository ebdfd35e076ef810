"""Files that people add: read in a thread that goes on when they leave the page.

A large file takes minutes. Streamlit ends the run of a page when somebody clicks, and with it what
the page does; what is here is not ended, tells how far it is, and keeps what came of it.
"""

import logging
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.app import state
from workbench.errors import WorkbenchError
from workbench.language import DUTCH
from workbench.workflow import background
from workbench.workflow.directions import Directions
from workbench.workflow.ingest import IngestResult, ingest_files

__all__ = ["LANGUAGES", "Adding", "Message"]

_LOG = logging.getLogger(__name__)

LANGUAGES = {"nl": "Dutch", "en": "English", "de": "German", "fr": "French"}

Message = tuple[str, str]
"""What to say of a file: ``error``, ``info`` or ``success``, and the text."""


class Adding:
    """Files that are being read, stored, and translated as far as there is something to translate.

    Args:
        files: Name and content of each.
        english: Whether English ones are to be translated into Dutch, if a package for it is there.
        package: Argos package to translate with; empty takes the one of the settings.
    """

    def __init__(
        self,
        files: Sequence[tuple[str, bytes]],
        *,
        english: bool = True,
        package: str = "",
    ) -> None:
        self._files = files
        self._english = english
        self._package = package
        self._messages: list[Message] = []
        self._now = (files[0][0] if files else "", 0.0)
        self._thread = threading.Thread(target=self._run, name="adding files", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until it is done, so many seconds at most; return whether it is."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    @property
    def now(self) -> tuple[str, float]:
        """Name of the file it is at, and the share of it that is read, 0 to 1."""
        return self._now

    @property
    def messages(self) -> list[Message]:
        """What to say of the files that are done."""
        return list(self._messages)

    def _run(self) -> None:
        waiting: list[int] = []
        try:
            with self._explained():
                directions = Directions.open(state.settings())
                known = directions.source_words
                sources = directions.sources if self._english else {DUTCH}
                for name, content in self._files:
                    self._now = (name, 0.0)
                    # A file that can't be read is no reason to drop those after it.
                    with self._explained(name):
                        result = self._read(name, content, known, sources)
                        if result.new and result.document.translatable:
                            waiting.append(result.document.id)
        finally:
            background.start_translation(state.settings(), *waiting, package=self._package)

    @contextmanager
    def _explained(self, name: str = "files") -> Iterator[None]:
        """Say what went wrong, instead of raising it in a thread that nobody waits for."""
        try:
            yield
        except WorkbenchError as error:
            self._messages.append(("error", str(error)))
        except Exception:
            _LOG.exception("adding %s failed", name)
            why = f"{name}: something went wrong; the server's log says more."
            self._messages.append(("error", why))

    def _read(
        self, name: str, content: bytes, known: Collection[str], sources: Collection[str]
    ) -> IngestResult:
        with TemporaryDirectory() as folder:
            path = Path(folder) / Path(name).name
            path.write_bytes(content)
            (result,) = ingest_files(
                state.database(),
                [path],
                settings=state.settings(),
                author=state.settings().user,
                forms=known,
                sources=sources,
                reading=self._note,
            )
        self._messages.append(_message(result))
        return result

    def _note(self, path: Path, share: float) -> None:
        self._now = (path.name, share)


def _message(result: IngestResult) -> Message:
    document = result.document
    if not result.new:
        return "info", f"{document.name} is there already."
    if document.translatable:
        return "success", f"{document.name}: {document.segments} segments added."
    language = LANGUAGES.get(document.language, document.language)
    return "info", f"{document.name}: {language}, kept as it is; there is nothing to translate."
