"""Translating files straight into files, without the store.

A document ``NAME.txt`` becomes ``NAME.en.txt``, which keeps its paragraphs, and ``NAME.tmx``
with every translated segment; an English one becomes ``NAME.nl.txt`` where a package for that is
there. The translation cache makes a second run after a break go on where
the first one was.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from workbench.domain import Document, SegmentStatus, TermStrategy, TranslationUnit, Variant
from workbench.engine.jobs import Progress
from workbench.exchange.base import Options, atomic
from workbench.exchange.tmx import write_tmx
from workbench.language import primary
from workbench.settings import Settings
from workbench.text.documents import read_document
from workbench.text.export import plain_text
from workbench.workflow.directions import Directions
from workbench.workflow.pipeline import Drafted, Pipeline

__all__ = ["FileSummary", "names_for", "translate_file"]


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What became of a file.

    Attributes:
        source: The file.
        text: The translated text.
        tmx: The memory.
        language: Main language of the document.
        segments: All its segments.
        translated: Segments translated; the others are passed through.
        terms: Glossary terms found, by how they came in.
        problems: Translations with a detected problem.
        seconds: How long it took.
    """

    source: Path
    text: Path
    tmx: Path
    language: str
    segments: int
    translated: int
    terms: Mapping[TermStrategy, int] = field(default_factory=dict)
    problems: int = 0
    seconds: float = 0.0


def names_for(paths: Sequence[Path]) -> list[str]:
    """Return the NAME of each file: without its ending, unless two files then have the same."""
    stems = Counter(path.stem for path in paths)
    return [path.stem if stems[path.stem] == 1 else path.name for path in paths]


def translate_file(
    path: Path,
    out: Path,
    *,
    name: str,
    directions: Directions,
    settings: Settings,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FileSummary:
    """Translate a file into ``out/NAME.en.txt`` and ``out/NAME.tmx``.

    A document in a language that no package translates from is passed through as it is.

    Args:
        path: The file.
        out: Folder for the results; made when it is not there.
        name: NAME of the results.
        directions: Engine and glossary of each direction.
        settings: For the size limit and the author.
        progress: Told how far it is.
        cancelled: Asked now and then; True stops, nothing is written.

    Raises:
        InputError: The file can't be read.
        StoreError: The results can't be written.
        Cancelled: Stopped by ``cancelled``.
    """
    started = time.monotonic()
    document = read_document(
        path,
        max_bytes=settings.max_file_bytes,
        forms=directions.source_words,
        sources=directions.sources,
    )
    pipeline = directions.from_language(primary(document.language))
    pair = pipeline.engine.info.pair
    wanted = [
        index
        for index, segment in enumerate(document.segments)
        if segment.translatable and primary(document.language) == primary(pair.source)
    ]
    sources = [document.segments[index].text for index in wanted]
    found: dict[int, Drafted] = {}
    for batch in pipeline.run(sources, progress=progress, cancelled=cancelled):
        found.update((wanted[draft.index], draft) for draft in batch)
    text = out / f"{name}.{primary(pair.target)}.txt"
    tmx = out / f"{name}.tmx"
    targets = {index: draft.text for index, draft in found.items()}
    with atomic(text) as file:
        file.write(plain_text(document.segments, targets).encode())
    write_tmx(_units(document, found, pipeline), tmx, options=Options(pair=pair))
    return FileSummary(
        source=path,
        text=text,
        tmx=tmx,
        language=document.language,
        segments=len(document.segments),
        translated=len(found),
        terms=dict(Counter(t.strategy for d in found.values() for t in d.provenance.terms)),
        problems=sum(bool(draft.provenance.flags) for draft in found.values()),
        seconds=time.monotonic() - started,
    )


def _units(
    document: Document, found: Mapping[int, Drafted], pipeline: Pipeline
) -> list[TranslationUnit]:
    now = datetime.now(UTC)
    pair = pipeline.engine.info.pair
    author = pipeline.engine.info.name
    return [
        TranslationUnit(
            uid=f"{document.sha256[:12]}-{index + 1}",
            source=Variant(pair.source, document.segments[index].text),
            target=Variant(pair.target, draft.text),
            status=SegmentStatus.DRAFT,
            provenance=draft.provenance,
            document=document.name,
            segment=index + 1,
            created=now,
            changed=now,
            creator=author,
            changer=author,
        )
        for index, draft in sorted(found.items())
    ]
