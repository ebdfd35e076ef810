"""Translate a test set line by line and score it against its references."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.engine.argos import ArgosEngine
from workbench.engine.base import Engine
from workbench.engine.jobs import Progress, translate_batch
from workbench.engine.packages import PackageStore
from workbench.errors import InputError
from workbench.quality.metrics import MetricScore, bleu, chrf, ter
from workbench.quality.survival import Survival, survival
from workbench.settings import Settings
from workbench.workflow.lines import read_lines

__all__ = ["Evaluation", "evaluate", "evaluate_files"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of an engine on a test set.

    Attributes:
        bleu: Corpus BLEU.
        chrf: Corpus chrF2.
        ter: Corpus TER.
        survival: Names, acronyms and numbers kept.
        lines: Lines in the test set, empty ones counted.
        words_per_second: Source words translated a second; the model was loaded before.
        engine: Signature of the engine.
        translations: The translation of each line.
    """

    bleu: MetricScore
    chrf: MetricScore
    ter: MetricScore
    survival: Survival
    lines: int
    words_per_second: float
    engine: str
    translations: tuple[str, ...]


def evaluate(
    engine: Engine,
    sources: Sequence[str],
    references: Sequence[str],
    *,
    progress: Callable[[Progress], None] | None = None,
    samples: int = 0,
) -> Evaluation:
    """Translate lines and score them; nothing is taken from or put into a cache.

    Args:
        engine: Translates.
        sources: Source lines; an empty line stays an empty line.
        references: Reference lines.
        progress: Told how far it is.
        samples: Bootstrap samples for confidence intervals; 0 for none.

    Raises:
        InputError: The lists differ in length or are empty.
    """
    if len(sources) != len(references):
        raise InputError(
            f"there are {len(sources)} source lines and {len(references)} reference lines",
            fix="Both files need the same lines in the same order",
        )
    engine.score([("Ja.", "Yes.")])  # loads the model, so that the clock measures translation
    translations = [""] * len(sources)
    started = time.perf_counter()
    for index, hypotheses in translate_batch(engine, sources, progress=progress):
        translations[index] = hypotheses[0].text
    seconds = time.perf_counter() - started
    words = sum(len(source.split()) for source in sources)
    return Evaluation(
        bleu=bleu(translations, references, samples=samples),
        chrf=chrf(translations, references, samples=samples),
        ter=ter(translations, references, samples=samples),
        survival=survival(sources, references, translations),
        lines=len(sources),
        words_per_second=words / seconds if seconds else 0.0,
        engine=engine.signature,
        translations=tuple(translations),
    )


def evaluate_files(
    source: Path,
    reference: Path,
    *,
    settings: Settings,
    package: str = "",
    progress: Callable[[Progress], None] | None = None,
) -> Evaluation:
    """Evaluate a package on two files of lines in UTF-8.

    Args:
        source: Source lines.
        reference: Reference lines.
        settings: Where the packages are, threads and beam size.
        package: Name of the package; empty takes the one of the settings.
        progress: Told how far it is.

    Raises:
        InputError: A file can't be read, or the files differ in length.
        PackageError: There is no such package.
    """
    sources, references = read_lines(source), read_lines(reference)
    chosen = PackageStore(settings.packages).get(package or settings.package)
    engine = ArgosEngine(chosen, threads=settings.threads, beam=settings.beam)
    return evaluate(engine, sources, references, progress=progress)
