"""A pair to try the alignment editor on, made of a sample document and its own English.

There are no translations among the samples. So the English of the workbench's own translation
(reviewed where somebody reviewed it) is changed as translators and typesetters change texts:
sentences joined, split, dropped, swapped, and lines of furniture put in. Translating it takes a
minute the first time, so the app leaves it to a process of its own.
"""

import hashlib
import re
import time
from collections.abc import Callable
from pathlib import Path

from workbench.corpus import alignments, documents, jobs
from workbench.corpus.alignments import AlignmentInfo
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobInfo
from workbench.domain import Document, Segment, SegmentKind
from workbench.engine.jobs import Progress
from workbench.errors import Cancelled, InputError
from workbench.language import NL_EN
from workbench.settings import REPOSITORY, Settings
from workbench.workflow.background import start_command
from workbench.workflow.translate import ingest_and_translate

__all__ = ["KIND", "SAMPLE", "create_demo", "demo_job", "disturbed", "start_demo"]

KIND = "align-demo"
"""Kind of the job, as other processes see it."""

SAMPLE = REPOSITORY / "seeds" / "004_3b1ba8096f5a410f.txt"

_LOOK_SECONDS = 0.5
"""Between two looks at somebody else's job."""

_CLAUSE = re.compile(r"(?<=[a-z]{3})[,;] (?=(?:and|but|which|while|so|because|however) )")


def start_demo(settings: Settings) -> None:
    """Make and align the demonstration pair in a process of its own; returns at once."""
    start_command(settings, ["alignments", "demo"])


def demo_job(database: Database) -> JobInfo | None:
    """Return the newest job that made the demonstration pair, or None."""
    return next((job for job in jobs.listing(database, limit=200) if job.kind == KIND), None)


def create_demo(
    database: Database,
    settings: Settings,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> AlignmentInfo:
    """Store the demonstration pair, not aligned yet; translates the sample first where needed.

    Args:
        database: The store.
        settings: Of the same store.
        progress: Told how far the translation is.

    Raises:
        InputError: The sample is not there, or has no translation.
        StoreError: Another process makes it already.
        Cancelled: Somebody stopped it.
    """
    job = jobs.start(database, KIND)

    def watched(state: Progress) -> None:
        if progress is not None:
            progress(state)
        if not jobs.advance(
            database, job.id, done=state.done, total=state.total, message="translating the sample"
        ):
            raise Cancelled("the sample pair was stopped")

    with jobs.ending(database, job.id):
        info = _create(database, settings, watched)
    jobs.finish(database, job.id)
    return info


def _create(
    database: Database, settings: Settings, progress: Callable[[Progress], None]
) -> AlignmentInfo:
    stored = _sample(database)
    if stored is not None and not _translated(stored):
        _wait_for_others(database, stored.id, progress)
        stored = _sample(database)
    if stored is None or not _translated(stored):
        if not SAMPLE.is_file():
            raise InputError("the sample document is not there", where=str(SAMPLE))
        for _ in ingest_and_translate([SAMPLE], settings=settings, progress=progress):
            pass
        stored = _sample(database)
    if stored is None:
        raise InputError("the sample document has no translation", where=SAMPLE.name)
    source, targets = documents.load(database, stored.id)
    english = [
        target or (segment.text if not segment.translatable else "")
        for segment, target in zip(source.segments, targets, strict=True)
    ]
    lines = disturbed([text for text in english if text])
    return alignments.create(
        database,
        source,
        _document(f"{Path(source.name).stem}.en.txt", lines),
        name="Sample: 004 and its English, changed here and there",
        pair=NL_EN,
        author=settings.user,
    )


def _wait_for_others(
    database: Database, document: int, progress: Callable[[Progress], None]
) -> None:
    """Wait while another process translates the sample, as after the first start of the app."""
    while busy := jobs.running(database, document_id=document):
        progress(Progress(busy[0].done, busy[0].total, 0.0, busy[0].seconds_left))
        time.sleep(_LOOK_SECONDS)


def disturbed(texts: list[str]) -> list[str]:
    """Return English sentences as a translator and a typesetter might leave them.

    The same texts always give the same result.
    """
    result: list[str] = []
    skip = False
    for index, text in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        if skip:
            skip = False
        elif index % 29 == 17:
            continue
        elif index % 13 == 5 and following and text.endswith("."):
            result.append(f"{text[:-1]}; {following[:1].lower()}{following[1:]}")
            skip = True
        elif index % 41 == 30 and following:
            result += [following, text]
            skip = True
        elif cut := _CLAUSE.search(text):
            result += [
                f"{text[: cut.start()]}.",
                text[cut.end() :][:1].upper() + text[cut.end() + 1 :],
            ]
        else:
            result.append(text)
        if index % 60 == 45:
            result.append(f"Page {index // 60 + 1}")
    return result


def _document(name: str, lines: list[str]) -> Document:
    segments: list[Segment] = []
    at = 0
    for index, line in enumerate(lines):
        kind = SegmentKind.FURNITURE if line.startswith("Page ") else SegmentKind.SENTENCE
        segments.append(Segment(line, kind, index, at, at + len(line), "en", translatable=False))
        at += len(line) + 1
    raw = "\n".join(lines)
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return Document(name, "txt", raw, "en", tuple(segments), digest)


def _sample(database: Database) -> DocumentInfo | None:
    return next((info for info in documents.listing(database) if info.name == SAMPLE.name), None)


def _translated(info: DocumentInfo) -> bool:
    done = sum(count for status, count in info.counts.items() if status != "untranslated")
    return done > 0.9 * info.translatable
