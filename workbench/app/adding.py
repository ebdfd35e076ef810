"""Files that people add: read in a thread that goes on when they leave the page."""

from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from workbench.app import state
from workbench.app.reading import Message, Reading
from workbench.counts import counted
from workbench.language import DUTCH
from workbench.workflow import background
from workbench.workflow.directions import Directions
from workbench.workflow.ingest import IngestResult, ingest_files

__all__ = ["LANGUAGES", "Adding", "Message"]

LANGUAGES = {"nl": "Dutch", "en": "English", "de": "German", "fr": "French"}


class Adding(Reading):
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
        super().__init__(files[0][0] if files else "")
        self._files = files
        self._english = english
        self._package = package
        self._start("adding files")

    def _run(self) -> None:
        waiting: list[int] = []
        try:
            with self._explained("files"):
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
        return "success", f"{document.name}: {counted(document.segments, 'segment')} added."
    language = LANGUAGES.get(document.language, document.language)
    return "info", f"{document.name}: {language}, kept as it is; there is nothing to translate."
