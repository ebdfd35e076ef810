"""Bringing files into the store."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workbench.corpus import documents
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.projects import DEFAULT_PROJECT
from workbench.errors import Cancelled, WorkbenchError
from workbench.language import DUTCH, EN_NL, ENGLISH, NL_EN
from workbench.settings import Settings
from workbench.text.documents import read_document
from workbench.text.metered import Told, silent, within

__all__ = ["IngestResult", "ingest_file", "ingest_files"]

_READ = 0.8
"""Share of the time after which a file is read; then it is stored."""


@dataclass(frozen=True, slots=True)
class IngestResult:
    """A file and the stored document it became; ``new`` is False when it was there already."""

    path: Path
    document: DocumentInfo
    new: bool


def ingest_file(
    database: Database,
    path: Path,
    *,
    settings: Settings,
    project: str = DEFAULT_PROJECT,
    author: str = "",
    forms: Iterable[str] = (),
    sources: Container[str] = (DUTCH,),
    reading: Callable[[Path, float], None] | None = None,
) -> IngestResult:
    """Read a file into segments and store it.

    An English document that is to be translated goes into a project of its own beside the one
    named, since a project has one direction.

    Args:
        database: The store.
        path: The file.
        settings: For the size limit.
        project: Project to put it in; made when it is not there.
        author: Who brings it in.
        forms: Words known to exist, such as a glossary's, which help to mend hyphens.
        sources: Languages that documents are translated from.
        reading: Told the file and the share of it that is read and stored, 0 to 1.

    Raises:
        InputError: The file can't be read or is in no known format.
        SecurityError: Its content looks hostile.
        StoreError: The store can't take it.
    """
    told: Told = partial(reading, path) if reading else silent
    document = read_document(
        path,
        max_bytes=settings.max_file_bytes,
        forms=forms,
        sources=sources,
        progress=within(told, 0.0, _READ),
    )
    pair = NL_EN
    if document.language == ENGLISH and ENGLISH in sources:
        pair, project = EN_NL, f"{project} {EN_NL}"
    storing = within(told, _READ, 1.0)
    added = documents.add(
        database,
        document,
        project=project,
        author=author,
        pair=pair,
        progress=lambda done, total: storing(done / total),
    )
    return IngestResult(path, added.document, added.new)


def ingest_files(
    database: Database,
    paths: Sequence[Path],
    *,
    settings: Settings,
    project: str = DEFAULT_PROJECT,
    author: str = "",
    forms: Iterable[str] = (),
    sources: Container[str] = (DUTCH,),
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    failed: Callable[[Path, WorkbenchError], None] | None = None,
    reading: Callable[[Path, float], None] | None = None,
) -> list[IngestResult]:
    """Bring several files in, each in a transaction of its own.

    Args:
        database: The store.
        paths: The files.
        settings: For the size limit.
        project: Project to put them in.
        author: Who brings them in.
        forms: Words known to exist.
        sources: Languages that documents are translated from.
        progress: Called with the files done and their number.
        cancelled: Asked before each file; True stops, what is in stays in.
        failed: Told of a file that can't be used; the others go on. Without it, the first
            such file ends the work with its error.
        reading: Told how far a file is, as in :func:`ingest_file`.

    Raises:
        WorkbenchError: As :func:`ingest_file`, when ``failed`` is not given.
        Cancelled: Stopped by ``cancelled``.
    """
    known = tuple(forms)
    results: list[IngestResult] = []
    for number, path in enumerate(paths):
        if cancelled is not None and cancelled():
            raise Cancelled("the import was stopped", where=str(path))
        try:
            results.append(
                ingest_file(
                    database,
                    path,
                    settings=settings,
                    project=project,
                    author=author,
                    forms=known,
                    sources=sources,
                    reading=reading,
                )
            )
        except WorkbenchError as error:
            if failed is None:
                raise
            failed(path, error)
        if progress is not None:
            progress(number + 1, len(paths))
    return results
