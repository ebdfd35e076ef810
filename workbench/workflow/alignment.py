"""Aligning pairs of texts in the store: checked, made, and aligned in a job that can be resumed.

The machine's translation of the source, sentence by sentence, is the bridge; it is kept with the
sentences batch by batch, so that a job that was stopped or killed goes on where it was. Pairs in
other languages than the engine's are aligned without.
"""

import dataclasses
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workbench.align.aligner import Alignment, align
from workbench.align.reasons import BeadReasons
from workbench.corpus import alignment_regroup, alignment_rows, alignment_texts, alignments, jobs
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_tables import SOURCE, TARGET
from workbench.corpus.alignment_texts import Sentence
from workbench.corpus.alignments import AlignmentInfo
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobInfo
from workbench.corpus.projects import DEFAULT_PROJECT
from workbench.domain import Document
from workbench.engine.jobs import Progress
from workbench.errors import Cancelled
from workbench.language import NL_EN, LanguagePair
from workbench.settings import Settings
from workbench.workflow.align_evidence import concepts_in, stored_pairs
from workbench.workflow.alignment_checks import Judge, judge_rows
from workbench.workflow.alignment_pairs import check_pair, doubt_about
from workbench.workflow.background import start_command
from workbench.workflow.pipeline import Pipeline

__all__ = [
    "AlignSummary",
    "align_pair",
    "create_pair",
    "groups_of",
    "job_of",
    "start_alignment",
]

BATCH = 32
"""Sentences whose translations are kept in one transaction."""

ALIGNER = "aligner"
"""Author of the first rows."""


@dataclass(frozen=True, slots=True)
class AlignSummary:
    """What the aligner made of a pair.

    Attributes:
        alignment: Number of the alignment in the store.
        name: Its name.
        rows: Rows made.
        pairs: Rows with both sides.
        expected_errors: Wrong rows to be expected among them.
        warning: What is wrong with the pair as a whole, or empty.
        seconds: How long it took.
    """

    alignment: int
    name: str
    rows: int
    pairs: int
    expected_errors: float
    warning: str
    seconds: float

    def line(self) -> str:
        """Return one line for people."""
        text = (
            f"{self.name}: {self.rows} rows, {self.pairs} with both sides, "
            f"about {self.expected_errors:.0f} wrong, in {self.seconds:.0f} s"
        )
        return f"{text}. {self.warning}" if self.warning else text


def create_pair(
    database: Database,
    source: Document,
    target: Document,
    *,
    name: str = "",
    project: str = DEFAULT_PROJECT,
    pair: LanguagePair = NL_EN,
    author: str,
    since: datetime | None = None,
) -> AlignmentInfo:
    """Check two texts and store them as a pair to be aligned.

    Args:
        database: The store.
        source: The original.
        target: Its translation.
        name: Name to show; empty makes one of both file names.
        project: Project of the corpus for the units.
        pair: Languages of the two sides.
        author: Who makes it.
        since: When this was begun, for what may have been broken off and done again: a pair of
            the same two files that was stored since then is returned, and not stored twice.

    Raises:
        SwappedError: They are the wrong way round.
        InputError: They can't be a pair.
    """
    check_pair(source, target, pair)
    stored = alignments.made_since(database, source, target, since) if since else None
    if stored is not None:
        return stored
    return alignments.create(
        database, source, target, name=name, project=project, pair=pair, author=author
    )


def start_alignment(settings: Settings, *alignment_ids: int) -> None:
    """Align stored pairs, one after the other, in a process of its own; returns at once."""
    start_command(settings, ["alignments", "run", *map(str, alignment_ids)])


def job_of(database: Database, alignment_id: int) -> JobInfo | None:
    """Return the newest job of an alignment, or None."""
    kind = _kind(alignment_id)
    return next((job for job in jobs.listing(database, limit=200) if job.kind == kind), None)


def align_pair(
    database: Database,
    alignment_id: int,
    *,
    pipeline: Pipeline | None,
    judge: Judge | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> AlignSummary:
    """Align a stored pair; one that is aligned already stays as it is.

    Args:
        database: The store.
        alignment_id: The pair.
        pipeline: Translates the source as bridge, with the glossary as evidence; None does without.
        judge: Looks at the rows afterwards.
        progress: Told how far the translation is.
        cancelled: Asked now and then; True stops, the translations made stay.

    Raises:
        NotFoundError: There is no such alignment.
        StoreError: Another job aligns it already.
        Cancelled: Stopped by ``cancelled`` or by somebody in another process.
    """
    started = time.monotonic()
    info = alignments.get(database, alignment_id)
    if info.aligned is None:
        job = jobs.start(database, _kind(alignment_id), total=info.sizes[SOURCE])
        with jobs.ending(database, job.id):
            found, engine = _aligned(database, info, pipeline, job.id, progress, cancelled)
            source = alignment_texts.sentences(database, alignment_id, SOURCE)
            target = alignment_texts.sentences(database, alignment_id, TARGET)
            alignment_regroup.put_groups(
                database,
                alignment_id,
                groups_of(found, source, target),
                engine=engine,
                warning=doubt_about(found),
                by=Request(ALIGNER),
            )
        if judge is not None:
            jobs.advance(database, job.id, message="checking rows")
            judge_rows(database, alignment_id, judge)
        jobs.finish(database, job.id)
    info = alignments.get(database, alignment_id)
    shapes = alignment_rows.outline(database, alignment_id)
    return AlignSummary(
        alignment_id,
        info.name,
        rows=info.rows,
        pairs=sum(all(shape.numbers) for shape in shapes),
        expected_errors=info.expected_errors,
        warning=info.warning,
        seconds=time.monotonic() - started,
    )


def _aligned(
    database: Database,
    info: AlignmentInfo,
    pipeline: Pipeline | None,
    job_id: int,
    progress: Callable[[Progress], None] | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[Alignment, str]:
    source = alignment_texts.sentences(database, info.id, SOURCE)
    target = alignment_texts.sentences(database, info.id, TARGET)
    engine = ""
    if pipeline is not None and pipeline.engine.info.pair.agrees_with(info.pair):
        engine = pipeline.engine.signature
        _translate(database, source, pipeline, job_id, progress, cancelled)
        source = alignment_texts.sentences(database, info.id, SOURCE)
    jobs.advance(database, job_id, done=len(source), message="aligning")
    texts = [one.text for one in source]
    glossary = pipeline.glossary if pipeline is not None else None

    def beat(done: int, total: int) -> None:
        if not jobs.advance(database, job_id) or (cancelled is not None and cancelled()):
            raise Cancelled("the alignment was stopped", where=info.name)

    found = align(
        texts,
        [one.text for one in target],
        translation=[one.translation or one.text for one in source] if engine else None,
        concepts=concepts_in(glossary, texts, len(target), info.pair),
        known=stored_pairs(database, texts),
        languages=info.pair,
        progress=beat,
    )
    return found, engine


def _translate(
    database: Database,
    source: Sequence[Sentence],
    pipeline: Pipeline,
    job_id: int,
    progress: Callable[[Progress], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    todo = [one for one in source if not one.translation]
    done = len(source) - len(todo)
    stopped = False

    def stop() -> bool:
        return stopped or (cancelled is not None and cancelled())

    for batch in pipeline.run(
        [one.text for one in todo], batch=BATCH, progress=progress, cancelled=stop
    ):
        alignment_texts.put_translations(
            database, {todo[draft.index].id: draft.text for draft in batch}
        )
        done += len(batch)
        stopped = not jobs.advance(database, job_id, done=done, message="translating")
        if stop():
            raise Cancelled("the alignment was stopped")


def groups_of(
    found: Alignment, source: Sequence[Sentence], target: Sequence[Sentence]
) -> list[Group]:
    """Return the aligner's beads with the sentences' numbers in the store."""
    reasons: Sequence[BeadReasons | None] = found.reasons or [None] * len(found.beads)
    return [
        Group(
            tuple(source[index].id for index in bead.source),
            tuple(target[index].id for index in bead.target),
            round(bead.probability, 4),
            _told(reason),
        )
        for bead, reason in zip(found.beads, reasons, strict=True)
    ]


def _told(reason: BeadReasons | None) -> Mapping[str, Any]:
    if reason is None:
        return {}
    values = dataclasses.asdict(reason)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value
    }


def _kind(alignment_id: int) -> str:
    return f"align-{alignment_id}"
