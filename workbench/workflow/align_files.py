"""Aligning pairs of files straight into files, without the store.

Both files are documents of any supported format, or plain lines of one sentence each. The source
is translated first as a bridge, unless a ready translation is given or there is no engine for the
languages.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.align.aligner import Alignment, align
from workbench.engine.jobs import Progress
from workbench.errors import FormatError, InputError, PackageError
from workbench.exchange.base import Options, atomic
from workbench.exchange.beads import bead_units, read_beads, write_beads
from workbench.exchange.tmx import write_tmx
from workbench.language import LanguagePair
from workbench.settings import Settings
from workbench.workflow.align_evidence import ApprovedPairs, concepts_in
from workbench.workflow.alignment_pairs import check_pair, doubt_about, match_folder, read_side
from workbench.workflow.lines import read_lines
from workbench.workflow.pipeline import Pipeline

__all__ = ["AlignedPair", "align_pair_of_files", "open_pipeline", "pairs_in", "save"]


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two files in groups.

    Attributes:
        name: Name of the source file without its ending.
        source: Source sentences.
        target: Target sentences.
        alignment: Their beads.
        bridged: Whether a translation helped.
        warning: What is wrong with the pair as a whole, or empty.
        seconds: How long it took, translation included.
    """

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    alignment: Alignment
    bridged: bool
    warning: str
    seconds: float

    def line(self) -> str:
        """Return one line for people."""
        beads = self.alignment.beads
        both = sum(bool(bead.source and bead.target) for bead in beads)
        text = (
            f"{self.name}: {len(self.source)} and {len(self.target)} sentences, {both} pairs, "
            f"{len(beads) - both} unaligned, about {self.alignment.expected_errors:.0f} of "
            f"{len(beads)} rows wrong, {self.seconds:.1f} s"
        )
        return f"{text}. {self.warning}" if self.warning else text


def pairs_in(folder: Path, *, pair: LanguagePair, settings: Settings) -> list[tuple[Path, Path]]:
    """Return the pairs of files in a folder, matched by name.

    Raises:
        InputError: There is no such folder, or no pair in it.
    """
    found = match_folder(folder, pair=pair, settings=settings)
    if not found.pairs:
        raise InputError(
            "there are no pairs in this folder",
            where=str(folder),
            fix="Name files like report.nl.docx and report.en.docx",
        )
    return list(found.pairs)


def open_pipeline(settings: Settings, pair: LanguagePair, *, package: str = "") -> Pipeline | None:
    """Return the pipeline that translates this pair, or None when the engine is for others.

    Raises:
        PackageError: The package that was asked for is not there or is for other languages.
    """
    pipeline = Pipeline.open(settings, package=package)
    own = pipeline.engine.info.pair
    if own.agrees_with(pair):
        return pipeline
    if package:
        raise PackageError(
            f"the package translates {own}, not {pair}", where=package, fix="Choose another one"
        )
    return None


def align_pair_of_files(
    source: Path,
    target: Path,
    *,
    settings: Settings,
    pair: LanguagePair,
    pipeline: Pipeline | None = None,
    lines: bool = False,
    translation: Path | None = None,
    back_translation: Path | None = None,
    pins: Path | None = None,
    memory: ApprovedPairs | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> AlignedPair:
    """Read, translate and align two files.

    Args:
        source: Source file.
        target: Target file.
        settings: For the size limit.
        pair: Languages of the two.
        pipeline: Translates the source as bridge, with its glossary as evidence.
        lines: Whether each line is a sentence; then any languages go, and empty lines count.
        translation: A ready translation of the source lines, instead of the pipeline's.
        back_translation: A ready translation of the target lines into the source's language.
        pins: Beads that are decided, in a format of :func:`read_beads`.
        memory: Pairs of texts that were approved before, as evidence.
        progress: Told how far the translation is.

    Raises:
        InputError: A file can't be read, or the two can't be a pair.
        FormatError: Translation or pins do not fit.
        Cancelled: The translation was stopped.
    """
    started = time.monotonic()
    if lines:
        sides = [read_lines(source), read_lines(target)]
        for path, texts in zip((source, target), sides, strict=True):
            if not any(text.strip() for text in texts):
                raise InputError(
                    "there are no sentences in this text", where=str(path), fix="Check the file"
                )
    else:
        words = pipeline.source_words if pipeline is not None else ()
        documents = [read_side(source, settings, forms=words), read_side(target, settings)]
        check_pair(documents[0], documents[1], pair)
        sides = [[segment.text for segment in one.segments] for one in documents]
    bridge = _ready(translation, len(sides[0]), "source")
    if bridge is None and pipeline is not None:
        bridge = _translated(sides[0], pipeline, progress)
    back = _ready(back_translation, len(sides[1]), "target")
    glossary = pipeline.glossary if pipeline is not None else None
    found = align(
        sides[0],
        sides[1],
        translation=bridge,
        back_translation=back,
        concepts=concepts_in(glossary, sides[0], len(sides[1]), pair),
        known=memory.known(sides[0]) if memory is not None else None,
        pins=read_beads(pins) if pins is not None else (),
        languages=pair,
    )
    return AlignedPair(
        source.stem,
        tuple(sides[0]),
        tuple(sides[1]),
        found,
        bridge is not None or back is not None,
        doubt_about(found),
        time.monotonic() - started,
    )


def _ready(path: Path | None, sentences: int, side: str) -> list[str] | None:
    """Read a ready translation of one side, if there is one."""
    if path is None:
        return None
    translated = read_lines(path)
    if len(translated) != sentences:
        raise FormatError(
            f"the translation has {len(translated)} lines, and there are {sentences} "
            f"{side} sentences",
            where=str(path),
            fix=f"Give one translated line for each {side} line (with --one-sentence-per-line)",
        )
    return translated


def _translated(
    source: Sequence[str],
    pipeline: Pipeline,
    progress: Callable[[Progress], None] | None,
) -> list[str]:
    texts = list(source)
    for batch in pipeline.run(source, progress=progress):
        for draft in batch:
            texts[draft.index] = draft.text
    return texts


def save(done: AlignedPair, form: str, *, pair: LanguagePair, out: Path | None) -> str:
    """Write a pair to a file, or return the text to print when there is none.

    Args:
        done: What was aligned.
        form: One of :data:`workbench.exchange.beads.FORMATS`.
        pair: Languages of the two.
        out: The file; None prints (not TMX).

    Raises:
        FormatError: The format can't hold the beads.
        StoreError: The file can't be written.
    """
    beads = done.alignment.beads
    if form == "tmx":
        if out is None:
            raise InputError("TMX needs a file", fix="Name it with -o")
        units = bead_units(beads, done.source, done.target, document=done.name, pair=pair)
        write_tmx(units, out, options=Options(pair=pair))
        return ""
    text = write_beads(beads, done.source, done.target, form=form)
    if out is None:
        return text
    with atomic(out) as file:
        file.write(text.encode())
    return ""
