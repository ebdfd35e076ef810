"""Measuring the aligner against gold, beside other aligners in the same run."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workbench.align.aligner import AlignOptions, align
from workbench.align.known import Known, is_known, remembered
from workbench.domain import Bead
from workbench.errors import InputError
from workbench.exchange.beads import read_beads
from workbench.glossary.concepts import Glossary
from workbench.language import NL_EN, LanguagePair
from workbench.quality.alignment import AlignmentScore, calibration_error, score_alignments
from workbench.settings import Settings
from workbench.workflow.align_beside import gale_church, hunalign
from workbench.workflow.align_evidence import concepts_in
from workbench.workflow.align_files import open_pipeline
from workbench.workflow.align_gold import GoldText, measuring, parice, text_berg
from workbench.workflow.lines import read_lines
from workbench.workflow.pipeline import Pipeline

__all__ = [
    "Measured",
    "evaluate_data",
    "evaluate_gold",
    "evaluate_memory",
    "judged",
    "measure",
    "translator",
]


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table.

    Attributes:
        data: What was aligned.
        method: How.
        score: Strict and lax.
        calibration: Expected calibration error, or None for a method without probabilities.
    """

    data: str
    method: str
    score: AlignmentScore
    calibration: float | None = None

    def line(self) -> str:
        """Return the row as text."""
        score = self.score
        error = "" if self.calibration is None else f"{self.calibration:6.3f}"
        return (
            f"{self.data:24} {self.method:27} {score.precision:8.3f} {score.recall:6.3f} "
            f"{score.f1:6.3f} {score.lax_f1:7.3f} {error}"
        )

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain values."""
        return {
            "data": self.data,
            "method": self.method,
            "strict": {
                "precision": self.score.precision,
                "recall": self.score.recall,
                "f1": self.score.f1,
            },
            "lax": {
                "precision": self.score.lax_precision,
                "recall": self.score.lax_recall,
                "f1": self.score.lax_f1,
            },
            "calibration_error": self.calibration,
            "beads": self.score.beads,
        }


def measure(
    data: str,
    method: str,
    texts: Iterable[tuple[GoldText, Sequence[Bead]]],
    *,
    probable: bool = True,
) -> Measured:
    """Score alignments of several texts together."""
    found = list(texts)
    return Measured(
        data,
        method,
        score_alignments((text.gold, beads) for text, beads in found),
        calibration_error(judged(found)) if probable else None,
    )


def judged(texts: Iterable[tuple[GoldText, Sequence[Bead]]]) -> list[tuple[float, bool]]:
    """Return the probability of each bead of several texts, and whether it is right."""
    found: list[tuple[float, bool]] = []
    for text, beads in texts:
        known = {(bead.source, bead.target) for bead in text.gold}
        found += [(bead.probability, (bead.source, bead.target) in known) for bead in beads]
    return found


def _found(
    text: GoldText,
    *,
    bridged: str = "",
    glossary: Glossary | None = None,
    known: Known | None = None,
) -> tuple[Bead, ...]:
    """Align a text: with no translation, the ``first`` one, those of ``both`` sides, or ``all``."""
    concepts = concepts_in(glossary, text.source, len(text.target), text.pair)
    translations = text.translations if bridged else ()
    backward = bridged in ("both", "all") and text.back_translations
    return align(
        text.source,
        text.target,
        translation=translations[0] if translations else None,
        more_translations=translations[1:] if bridged == "all" else (),
        back_translation=backward[0] if backward else None,
        concepts=concepts,
        known=known,
        languages=text.pair,
        options=AlignOptions(reasons=False),
    ).beads


def _rows(
    data: str, texts: Sequence[GoldText], methods: Sequence[tuple[str, Callable[[GoldText], Any]]]
) -> Iterator[Measured]:
    for method, aligned in methods:
        found = [(text, aligned(text)) for text in texts]
        if found and all(beads is not None for _, beads in found):
            yield measure(data, method, found, probable=method.startswith("aligner"))


def _beside(*, bridged: bool) -> list[tuple[str, Callable[[GoldText], Any]]]:
    """Other aligners, as far as they are installed."""
    methods: list[tuple[str, Callable[[GoldText], Any]]] = [
        ("Gale-Church", lambda text: gale_church(text.source, text.target)),
        ("hunalign", lambda text: hunalign(text.source, text.target)),
    ]
    if bridged:
        methods.append(("hunalign, MT", lambda text: hunalign(text.translations[0], text.target)))
    return methods


def evaluate_data(folder: Path, *, settings: Settings, package: str = "") -> Iterator[Measured]:
    """Measure on all gold of a folder, a row at a time; see :mod:`workbench.workflow.align_gold`.

    Raises:
        InputError: There is no gold in the folder.
    """
    alone = ("aligner, no MT", _found)
    bridged = ("aligner, MT", lambda text: _found(text, bridged="first"))
    berg = list(text_berg(folder))
    several = [
        ("aligner, MT of both", lambda text: _found(text, bridged="both")),
        ("aligner, 4 MTs", lambda text: _found(text, bridged="all")),
    ]
    yield from _rows("text+berg de-fr", berg, (*_beside(bridged=True), alone, bridged, *several))
    documents = list(parice(folder))
    yield from _rows("ParIce en-is", documents, (*_beside(bridged=False), alone))
    dutch = (folder / "eval" / "flores-dev.nl").exists()
    if not (berg or documents or dutch):
        raise _no_gold(folder)
    if dutch:
        pipeline = open_pipeline(settings, NL_EN, package=package)
        texts = list(measuring(folder, translator(pipeline)))
        methods = [*_beside(bridged=pipeline is not None), alone]
        if pipeline is not None:
            glossary = pipeline.glossary
            methods += [
                bridged,
                (
                    "aligner, MT, glossary",
                    lambda text: _found(text, bridged="first", glossary=glossary),
                ),
            ]
        yield from _rows("nl-en made", texts, methods)


def _no_gold(folder: Path) -> InputError:
    return InputError(
        "there is no gold in this folder",
        where=str(folder),
        fix="It needs align/dev.defr, align/parice or eval/flores-dev.nl",
    )


def translator(pipeline: Pipeline | None) -> Callable[[Sequence[str]], list[str]] | None:
    """Return what translates sentences with a pipeline, or None without one."""
    if pipeline is None:
        return None

    def translate(sources: Sequence[str]) -> list[str]:
        texts = list(sources)
        for batch in pipeline.run(sources):
            for draft in batch:
                texts[draft.index] = draft.text
        return texts

    return translate


def evaluate_memory(
    folder: Path, *, every: int, settings: Settings, package: str = ""
) -> Iterator[Measured]:
    """Measure what a memory that has every Nth pair of the gold does to the other pairs.

    Raises:
        InputError: There is no gold in the folder.
    """
    pipeline = open_pipeline(settings, NL_EN, package=package)
    sets = {
        "text+berg de-fr": list(text_berg(folder)),
        "ParIce en-is": list(parice(folder)),
        "nl-en made": list(measuring(folder, translator(pipeline))),
    }
    if not any(sets.values()):
        raise _no_gold(folder)
    for data, texts in sets.items():
        for method, bridged in (("no MT", ""), ("MT", "first")):
            if not texts or (bridged and not texts[0].translations):
                continue
            for name, remembers in ((method, False), (f"{method}, memory", True)):
                rest = []
                for text in texts:
                    known = _remembered(text, every)
                    beads = _found(text, bridged=bridged, known=known if remembers else None)
                    others = replace(text, gold=_others(text, text.gold, known))
                    rest.append((others, _others(text, beads, known)))
                yield measure(data, f"{name}, other pairs", rest)


def _remembered(text: GoldText, every: int) -> Known:
    """A memory that has every Nth pair of a text."""
    both = [bead for bead in text.gold if bead.source and bead.target]
    return remembered(_texts(text, bead) for bead in both[::every])


def _others(text: GoldText, beads: Iterable[Bead], known: Known) -> tuple[Bead, ...]:
    return tuple(bead for bead in beads if not is_known(known, *_texts(text, bead)))


def _texts(text: GoldText, bead: Bead) -> tuple[str, str]:
    return (
        " ".join(text.source[index] for index in bead.source),
        " ".join(text.target[index] for index in bead.target),
    )


def evaluate_gold(
    source: Path,
    target: Path,
    gold: Path,
    *,
    translations: Sequence[Path] = (),
    back_translations: Sequence[Path] = (),
    pair: LanguagePair,
) -> Iterator[Measured]:
    """Measure on one pair of files of one sentence a line.

    Args:
        source: The original.
        target: Its translation.
        gold: The true beads.
        translations: Machine translations of the source lines.
        back_translations: Machine translations of the target lines; the first is used.
        pair: Languages of the two sides.

    Raises:
        InputError: A file can't be read or does not fit.
    """
    text = GoldText(
        source.name,
        tuple(read_lines(source)),
        tuple(read_lines(target)),
        tuple(read_beads(gold)),
        pair,
        tuple(tuple(read_lines(path)) for path in translations),
        tuple(tuple(read_lines(path)) for path in back_translations),
    )
    methods = [*_beside(bridged=bool(translations)), ("aligner, no MT", _found)]
    if translations or back_translations:
        both = translations and back_translations
        name = "aligner, MT of both" if both else "aligner, MT"
        methods.append((name, lambda one: _found(one, bridged="all")))
    yield from _rows(text.name, [text], methods)
