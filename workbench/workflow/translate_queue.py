"""Documents that one process translates one after the other, and that are seen to wait their turn.

A process for each document would load the model as often and let all of them crawl. So one process
claims them all at once: nobody else begins with one of them, the app shows that they wait, and each
can be stopped before its turn. When the process dies, so do its claims.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from workbench.corpus import documents, jobs
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobInfo, JobState
from workbench.engine.jobs import Progress
from workbench.errors import Cancelled, NotFoundError, WorkbenchError
from workbench.workflow.directions import Directions
from workbench.workflow.translate import (
    KIND,
    TranslateSummary,
    claim,
    translate_claimed,
    translate_document,
)

__all__ = ["Turn", "last_translations", "queue", "refuse"]

_BEAT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A document whose turn it is.

    Attributes:
        document: The document, as it was when it was claimed.
        translate: Translates it, telling how far it is. Raises what
            :func:`~workbench.workflow.translate.translate_document` raises.
    """

    document: DocumentInfo
    translate: Callable[[Callable[[Progress], None]], TranslateSummary]


@contextmanager
def queue(
    database: Database, numbers: Iterable[int], *, directions: Directions
) -> Iterator[Iterator[Turn]]:
    """Claim documents and give them one by one; what is left when the block ends is let go.

    A document that another process translates is given too: its turn raises StoreError.

    Args:
        database: The store.
        numbers: The documents, in order; double ones are taken once.
        directions: Engine and glossary of each direction.

    Raises:
        NotFoundError: There is no such document; nothing is claimed.
    """
    wanted = [documents.get(database, number) for number in dict.fromkeys(numbers)]
    waiting = _Waiting(database)
    try:
        for info in wanted:
            waiting.claim(info, directions)
        yield (Turn(info, _translation(database, info, directions, waiting)) for info in wanted)
    finally:
        waiting.let_go()


def last_translations(database: Database) -> dict[int, JobInfo]:
    """Return the newest translation of each document that had one: how far it is, how it ended."""
    return jobs.last(database, KIND)


def refuse(database: Database, numbers: Iterable[int], error: WorkbenchError) -> None:
    """Note on documents why their translation can't even begin, for those who wait for it."""
    for number in numbers:
        try:
            job = jobs.start(database, KIND, document_id=number)
            jobs.finish(database, job.id, state=JobState.FAILED, message=str(error))
        except WorkbenchError:
            # Somebody translates it after all, or it is gone.
            continue


def _translation(
    database: Database, info: DocumentInfo, directions: Directions, waiting: "_Waiting"
) -> Callable[[Callable[[Progress], None]], TranslateSummary]:
    pipeline = directions.of(info.pair)

    def translate(progress: Callable[[Progress], None]) -> TranslateSummary:
        job = waiting.next(info)
        if job is None:
            return translate_document(
                database, info.id, pipeline=pipeline, progress=progress, cancelled=waiting.beat
            )
        return translate_claimed(
            database, job, pipeline=pipeline, progress=progress, cancelled=waiting.beat
        )

    return translate


class _Waiting:
    """The claims whose turn has not come; they give signs of life while another is at work."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: dict[int, JobInfo] = {}
        self._stopped: set[int] = set()
        self._next = 0.0

    def claim(self, info: DocumentInfo, directions: Directions) -> None:
        try:
            job = claim(
                self._database, info.id, pipeline=directions.of(info.pair), message=jobs.WAITING
            )
        except WorkbenchError:
            # When its turn comes it is tried again: the other process may be done by then.
            return
        if job is not None:
            self._jobs[info.id] = job

    def next(self, info: DocumentInfo) -> JobInfo | None:
        """Return the claim on a document, None if there is none.

        Raises:
            Cancelled: It was stopped while it waited.
        """
        if info.id in self._stopped:
            raise Cancelled("the translation was stopped", where=info.name)
        return self._jobs.pop(info.id, None)

    def beat(self) -> bool:
        """Give the signs of life that are due; never asks to stop."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _BEAT_SECONDS
            for number, job in list(self._jobs.items()):
                if not jobs.advance(self._database, job.id):
                    self._stopped.add(number)
                    self._finish(self._jobs.pop(number))
        return False

    def let_go(self) -> None:
        while self._jobs:
            self._finish(self._jobs.popitem()[1])

    def _finish(self, job: JobInfo) -> None:
        # Where its document was deleted, the job is gone too.
        with suppress(NotFoundError):
            jobs.finish(self._database, job.id, state=JobState.CANCELLED)
