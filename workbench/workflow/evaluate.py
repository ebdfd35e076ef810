"""Translate a test set line by line, as documents are translated, and score it by its references.

The glossary is left out, unless one is asked for: references of others don't follow it.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.engine.argos import ArgosEngine
from workbench.engine.jobs import Progress
from workbench.engine.problems import NOTES
from workbench.errors import InputError
from workbench.glossary.concepts import Glossary
from workbench.glossary.files import load_glossary
from workbench.language import NL_EN
from workbench.quality.metrics import MetricScore, bleu, chrf, ter
from workbench.quality.survival import Survival, survival
from workbench.settings import Settings
from workbench.workflow.lines import read_lines
from workbench.workflow.pipeline import Pipeline, back_reader, package_for

__all__ = ["Evaluation", "evaluate", "evaluate_files"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of a pipeline on a test set.

    Attributes:
        bleu: Corpus BLEU.
        chrf: Corpus chrF2.
        ter: Corpus TER.
        survival: Names, acronyms and numbers kept.
        problems: How many drafts have each flag of :mod:`workbench.engine.problems`, notes apart.
        flagged: How many drafts have one or more.
        lines: Lines in the test set, empty ones counted.
        words_per_second: Source words translated a second; the model was loaded before.
        engine: Signature of the engine.
        translations: The translation of each line.
    """

    bleu: MetricScore
    chrf: MetricScore
    ter: MetricScore
    survival: Survival
    problems: Mapping[str, int]
    flagged: int
    lines: int
    words_per_second: float
    engine: str
    translations: tuple[str, ...]


def evaluate(
    pipeline: Pipeline,
    sources: Sequence[str],
    references: Sequence[str],
    *,
    progress: Callable[[Progress], None] | None = None,
    samples: int = 0,
) -> Evaluation:
    """Translate lines and score them.

    Args:
        pipeline: Translates; one without a cache, if the speed is to mean something.
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
    # Loads the models, so that the clock measures translation.
    list(pipeline.run(["Ja, dat is zo."]))
    translations = [""] * len(sources)
    problems: Counter[str] = Counter()
    flagged = 0
    started = time.perf_counter()
    for batch in pipeline.run(sources, progress=progress):
        for draft in batch:
            translations[draft.index] = draft.text
            found = set(draft.provenance.flags) - NOTES
            problems.update(found)
            flagged += bool(found)
    seconds = time.perf_counter() - started
    words = sum(len(source.split()) for source in sources)
    return Evaluation(
        bleu=bleu(translations, references, samples=samples),
        chrf=chrf(translations, references, samples=samples),
        ter=ter(translations, references, samples=samples),
        survival=survival(sources, references, translations),
        problems=dict(problems.most_common()),
        flagged=flagged,
        lines=len(sources),
        words_per_second=words / seconds if seconds else 0.0,
        engine=pipeline.engine.signature,
        translations=tuple(translations),
    )


def evaluate_files(
    source: Path,
    reference: Path,
    *,
    settings: Settings,
    package: str = "",
    glossary: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Evaluation:
    """Evaluate a package on two files of lines in UTF-8.

    Args:
        source: Source lines.
        reference: Reference lines.
        settings: Where the packages are, threads and beam size.
        package: Name of the package; empty takes the one of the settings.
        glossary: File or folder whose terms are applied; None for none.
        progress: Told how far it is.

    Raises:
        InputError: A file can't be read, or the files differ in length.
        PackageError: There is no such package.
        GlossaryError: A glossary row can't be used.
    """
    sources, references = read_lines(source), read_lines(reference)
    chosen = package_for(settings, NL_EN, name=package)
    engine = ArgosEngine(chosen, threads=settings.threads, beam=settings.beam)
    known = load_glossary(glossary) if glossary else Glossary.of([])
    reader = back_reader(settings, chosen.pair)
    pipeline = Pipeline(engine, known, reader=reader)
    return evaluate(pipeline, sources, references, progress=progress)
