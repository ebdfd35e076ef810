"""Measuring the aligner against gold, beside Gale and Church in the same run."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workbench.align.aligner import AlignOptions, align
from workbench.domain import Bead
from workbench.errors import InputError
from workbench.exchange.beads import read_beads
from workbench.glossary.concepts import Glossary
from workbench.language import NL_EN, LanguagePair
from workbench.quality.alignment import AlignmentScore, calibration_error, score_alignments
from workbench.settings import Settings
from workbench.workflow.align_files import open_pipeline
from workbench.workflow.align_gold import GoldText, measuring, parice, text_berg
from workbench.workflow.alignment import concepts_in
from workbench.workflow.lines import read_lines
from workbench.workflow.pipeline import Pipeline

__all__ = ["Measured", "evaluate_data", "evaluate_gold", "gale_church", "measure", "translator"]


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
            f"{self.data:24} {self.method:22} {score.precision:8.3f} {score.recall:6.3f} "
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
    judged: list[tuple[float, bool]] = []
    for text, beads in found:
        known = {(bead.source, bead.target) for bead in text.gold}
        judged += [(bead.probability, (bead.source, bead.target) in known) for bead in beads]
    return Measured(
        data,
        method,
        score_alignments((text.gold, beads) for text, beads in found),
        calibration_error(judged) if probable else None,
    )


def gale_church(source: Sequence[str], target: Sequence[str]) -> list[Bead] | None:
    """Align by lengths alone (Gale and Church 1993), with nltk; None when it is not installed."""
    if find_spec("nltk") is None:
        return None
    module = import_module("nltk.translate.gale_church")
    links = module.align_blocks([len(text) for text in source], [len(text) for text in target])
    return list(_linked(links, len(source), len(target)))


def _linked(links: Iterable[tuple[int, int]], sources: int, targets: int) -> Iterator[Bead]:
    """Beads of sentence links: those that hang together are one."""
    rows: dict[int, set[int]] = defaultdict(set)
    columns: dict[int, set[int]] = defaultdict(set)
    for i, j in links:
        rows[i].add(j)
        columns[j].add(i)
    seen: set[int] = set()
    for i in range(sources):
        if i in seen:
            continue
        left, right, waiting = {i}, set[int](), [i]
        while waiting:
            for j in rows[waiting.pop()] - right:
                right.add(j)
                waiting += columns[j] - left
                left |= columns[j]
        seen |= left
        yield Bead(tuple(sorted(left)), tuple(sorted(right)))
    yield from (Bead((), (j,)) for j in range(targets) if not columns[j])


def _found(
    text: GoldText, *, bridged: str = "", glossary: Glossary | None = None
) -> tuple[Bead, ...]:
    """Align a text: without a bridge, with its first translation, or with ``all`` of them."""
    concepts = concepts_in(glossary, text.source, len(text.target), text.pair) if glossary else None
    translations = text.translations if bridged else ()
    backward = text.back_translations[0] if bridged == "all" and text.back_translations else None
    return align(
        text.source,
        text.target,
        translation=translations[0] if translations else None,
        more_translations=translations[1:] if bridged == "all" else (),
        back_translation=backward,
        concepts=concepts,
        languages=text.pair,
        options=AlignOptions(reasons=False),
    ).beads


def _rows(
    data: str, texts: Sequence[GoldText], methods: Sequence[tuple[str, Callable[[GoldText], Any]]]
) -> Iterator[Measured]:
    for method, aligned in methods:
        found = [(text, aligned(text)) for text in texts]
        if found and all(beads is not None for _, beads in found):
            yield measure(data, method, found, probable=not method.startswith("Gale"))


def evaluate_data(folder: Path, *, settings: Settings, package: str = "") -> list[Measured]:
    """Measure on all gold of a folder; see :mod:`workbench.workflow.align_gold`.

    Raises:
        InputError: There is no gold in the folder.
    """
    lengths = ("Gale-Church", lambda text: gale_church(text.source, text.target))
    alone = ("aligner, no MT", _found)
    rows: list[Measured] = []
    berg = list(text_berg(folder))
    rows += _rows(
        "text+berg de-fr",
        berg,
        (
            lengths,
            alone,
            ("aligner, MT", lambda text: _found(text, bridged="first")),
            ("aligner, 4 MTs", lambda text: _found(text, bridged="all")),
        ),
    )
    rows += _rows("ParIce en-is", list(parice(folder)), (lengths, alone))
    if (folder / "eval" / "flores-dev.nl").exists():
        pipeline = open_pipeline(settings, NL_EN, package=package)
        texts = list(measuring(folder, translator(pipeline)))
        glossary = pipeline.glossary if pipeline is not None else None
        rows += _rows(
            "nl-en made",
            texts,
            (
                lengths,
                alone,
                ("aligner, MT", lambda text: _found(text, bridged="first")),
                (
                    "aligner, MT, glossary",
                    lambda text: _found(text, bridged="first", glossary=glossary),
                ),
            ),
        )
    if not rows:
        raise InputError(
            "there is no gold in this folder",
            where=str(folder),
            fix="It needs align/dev.defr, align/parice or eval/flores-dev.nl",
        )
    return rows


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


def evaluate_gold(
    source: Path,
    target: Path,
    gold: Path,
    *,
    translations: Sequence[Path] = (),
    pair: LanguagePair,
) -> list[Measured]:
    """Measure on one pair of files of one sentence a line.

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
    )
    methods: list[tuple[str, Callable[[GoldText], Any]]] = [
        ("Gale-Church", lambda one: gale_church(one.source, one.target)),
        ("aligner, no MT", _found),
    ]
    if translations:
        methods.append(("aligner, MT", lambda one: _found(one, bridged="all")))
    return list(_rows(text.name, [text], methods))
