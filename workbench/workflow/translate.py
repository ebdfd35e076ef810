"""Translating stored documents: drafts go into the store batch by batch.

Each batch is one transaction together with the job's progress. So a crash or power cut loses at
most the batch in hand, and the same command goes on behind it; what people did in the meantime
is never overwritten.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.corpus import documents, jobs, machine_drafts
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobInfo
from workbench.corpus.machine_drafts import Draft
from workbench.domain import SegmentStatus, TermStrategy
from workbench.engine.jobs import Progress
from workbench.errors import Cancelled
from workbench.settings import Settings
from workbench.workflow.catch_up import catch_up
from workbench.workflow.directions import Directions
from workbench.workflow.ingest import ingest_files
from workbench.workflow.pipeline import Pipeline

__all__ = [
    "KIND",
    "TranslateSummary",
    "claim",
    "ingest_and_translate",
    "translate_claimed",
    "translate_document",
]

KIND = "translate"
"""Kind of the job, as other processes see it."""

BATCH = 32
"""Segments a transaction: what a crash may cost, some seconds of work."""

_BEAT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class TranslateSummary:
    """What a translation did.

    Attributes:
        document: Number of the document in the store.
        name: Its file name.
        translated: Drafts written.
        kept: Segments left alone because somebody worked on them in the meantime.
        current: Translatable segments that had a current target before.
        passed: Segments that are passed through.
        terms: Glossary terms found in what was translated, by how they came in.
        problems: Drafts with a detected problem.
        seconds: How long it took.
    """

    document: int
    name: str
    translated: int = 0
    kept: int = 0
    current: int = 0
    passed: int = 0
    terms: Mapping[TermStrategy, int] = field(default_factory=dict)
    problems: int = 0
    seconds: float = 0.0

    def line(self) -> str:
        """Return one line for people."""
        if not self.translated and not self.kept and not self.current:
            return f"{self.name}: nothing to translate ({self.passed} segments passed through)"
        if not self.translated:
            return f"{self.name}: up to date ({self.current} segments)"
        parts = [f"{self.name}: {self.translated} segments translated in {self.seconds:.0f} s"]
        found = sum(self.terms.values())
        if found:
            missing = self.terms.get(TermStrategy.NOT_APPLIED, 0)
            parts.append(f"{found - missing} of {found} terms applied")
        if self.problems:
            parts.append(f"{self.problems} to look at")
        return ", ".join(parts)


def translate_document(
    database: Database,
    document_id: int,
    *,
    pipeline: Pipeline,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TranslateSummary:
    """Translate what a document still needs.

    These are its translatable segments without a target, and the untouched drafts of another
    engine or glossary version.

    Args:
        database: The store.
        document_id: The document.
        pipeline: Engine and glossary.
        progress: Told how far it is.
        cancelled: Asked now and then; True stops after the batch in hand.

    Raises:
        NotFoundError: There is no such document.
        StoreError: Another job translates it already.
        Cancelled: Stopped by ``cancelled`` or by somebody in another process.
    """
    job = claim(database, document_id, pipeline=pipeline)
    if job is None:
        return _nothing_to_do(database, document_id)
    return translate_claimed(
        database, job, pipeline=pipeline, progress=progress, cancelled=cancelled
    )


def claim(
    database: Database, document_id: int, *, pipeline: Pipeline, message: str = ""
) -> JobInfo | None:
    """Take a document for this process, so that no other one translates it too.

    Args:
        database: The store.
        document_id: The document.
        pipeline: Engine and glossary it is to be translated with.
        message: What the job is doing, such as :data:`jobs.WAITING`.

    Returns:
        The job, which :func:`translate_claimed` ends; None when there is nothing to translate.

    Raises:
        NotFoundError: There is no such document.
        StoreError: Another job translates it already.
    """
    todo = _todo(database, documents.get(database, document_id), pipeline)
    if not todo:
        return None
    return jobs.start(database, KIND, document_id=document_id, total=len(todo), message=message)


def translate_claimed(
    database: Database,
    job: JobInfo,
    *,
    pipeline: Pipeline,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> TranslateSummary:
    """Translate what a claimed document needs now, and end its job.

    Raises:
        NotFoundError: The document was deleted in the meantime.
        Cancelled: As :func:`translate_document`, or stopped while it waited.
    """
    document_id = job.document
    assert document_id is not None
    started = time.monotonic()
    watch = _Watch(database, job.id, cancelled)
    drafted = kept = problems = done = 0
    terms: Counter[TermStrategy] = Counter()
    with jobs.ending(database, job.id):
        info = documents.get(database, document_id)
        todo = _todo(database, info, pipeline)
        if not jobs.begin(database, job.id, total=len(todo)):
            raise Cancelled("the translation was stopped", where=info.name)
        batches = pipeline.run(
            [item.source for item in todo], batch=BATCH, progress=progress, cancelled=watch.stop
        )
        for batch in batches:
            drafts = [
                Draft(todo[d.index].segment_id, todo[d.index].version, d.text, d.provenance)
                for d in batch
            ]
            done += len(batch)
            stored = machine_drafts.put_drafts(
                database,
                document_id,
                drafts,
                author=pipeline.engine.info.name,
                job_id=job.id,
                done=done,
            )
            drafted += len(stored.written)
            kept += len(batch) - len(stored.written)
            problems += sum(bool(d.provenance.flags) for d in batch)
            terms.update(term.strategy for d in batch for term in d.provenance.terms)
            if not stored.go_on or watch.stop():
                raise Cancelled("the translation was stopped", where=info.name)
    jobs.finish(database, job.id)
    return TranslateSummary(
        document_id,
        info.name,
        translated=drafted,
        kept=kept,
        current=info.translatable - len(todo),
        passed=info.segments - info.translatable,
        terms=dict(terms),
        problems=problems,
        seconds=time.monotonic() - started,
    )


def _todo(
    database: Database, info: DocumentInfo, pipeline: Pipeline
) -> list[machine_drafts.Pending]:
    pair = pipeline.engine.info.pair
    if info.pair.source != pair.source or info.pair.target != pair.target:
        return []
    return machine_drafts.pending(
        database,
        info.id,
        engine=pipeline.engine.signature,
        glossary=pipeline.glossary_version,
    )


def _nothing_to_do(database: Database, document_id: int) -> TranslateSummary:
    info = documents.get(database, document_id)
    passed = info.segments - info.translatable
    current = info.translatable - info.counts[SegmentStatus.UNTRANSLATED]
    return TranslateSummary(document_id, info.name, current=current, passed=passed)


def ingest_and_translate(
    paths: Sequence[Path],
    *,
    settings: Settings,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[TranslateSummary]:
    """Bring files into the store of the settings and translate them, one after the other.

    What is there and translated already is only looked up; no model is loaded for it.

    Raises:
        WorkbenchError: As :func:`workbench.workflow.ingest.ingest_file` and
            :func:`translate_document`.
    """
    database = Database.open(settings.database)
    directions = Directions.open(settings)
    catch_up(database, settings.glossaries)
    results = ingest_files(
        database,
        paths,
        settings=settings,
        author=settings.user,
        forms=directions.source_words,
        sources=directions.sources,
    )
    for result in results:
        yield translate_document(
            database,
            result.document.id,
            pipeline=directions.of(result.document.pair),
            progress=progress,
        )
    database.close()


class _Watch:
    """Gives the job's sign of life and notices when somebody wants it to stop."""

    def __init__(
        self, database: Database, job_id: int, cancelled: Callable[[], bool] | None
    ) -> None:
        self._database = database
        self._job_id = job_id
        self._cancelled = cancelled
        self._next = 0.0

    def stop(self) -> bool:
        """Tell whether to stop; asks the store every few seconds only."""
        if self._cancelled is not None and self._cancelled():
            return True
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + _BEAT_SECONDS
        return not jobs.advance(self._database, self._job_id)
