"""Learning the aligner's weights from gold on disk, with cross-validated scores.

Every text is in one of four parts: whole texts of ParIce and of those made from Dutch-English
training pairs, stretches that follow each other of text+berg. Each part is measured with weights
that were learned from the other three, and probabilities evened out as suits those three best, as
the aligner is used: in a whole text. What is kept is learned from all parts, and from nothing else:
the learning always begins with the same round numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from workbench.align.aligner import AlignOptions, align, along, scored
from workbench.align.calibration import (
    TEMPERATURES,
    Calibration,
    Judged,
    evenest,
    grouped,
    tempered,
)
from workbench.align.dynamic import posterior
from workbench.align.evidence import Evidence, gather
from workbench.align.learn import Example, example, fit, pieces
from workbench.align.model import Model
from workbench.align.parameters import PATH, save
from workbench.align.pins import Stretch
from workbench.domain import Bead
from workbench.errors import InputError
from workbench.language import NL_EN
from workbench.quality.alignment import calibration_error
from workbench.settings import Settings
from workbench.workflow.align_evaluate import judged, measure, translator
from workbench.workflow.align_files import open_pipeline
from workbench.workflow.align_gold import GoldText, parice, teaching, text_berg

__all__ = ["learn"]

_PARTS = 4

_BERG_WEIGHT = 0.4
"""Weight of each of the three versions of text+berg that differ only in the translation."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a text that is cut where its gold allows it.

    Attributes:
        stretch: Its sentences.
        gold: Its beads, counted from its own beginning.
        part: Which of the parts it is in.
        example: What is learned from it.
    """

    stretch: Stretch
    gold: tuple[Bead, ...]
    part: int
    example: Example


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A text with its pieces; ``kind`` is the line of the table that it counts for."""

    kind: str
    text: GoldText
    evidence: Evidence
    pieces: tuple[_Piece, ...]


def _lesson(kind: str, text: GoldText, *, part: int | None = None, weight: float = 1.0) -> _Lesson:
    """Prepare a text that is in one part, or spread over all (None)."""
    evidence = gather(
        text.source,
        text.target,
        translations=text.translations,
        back_translations=text.back_translations,
        languages=text.pair,
    )
    cuts = pieces(text.gold, len(text.source), len(text.target))
    made = []
    for number, (rows, columns, gold) in enumerate(cuts):
        learned = example(evidence.block(rows, columns), gold, weight)
        own = number * _PARTS // len(cuts) if part is None else part
        made.append(_Piece(Stretch(rows, columns), gold, own, learned))
    return _Lesson(kind, text, evidence, tuple(made))


def _lessons(kind: str, texts: Iterator[GoldText]) -> list[_Lesson]:
    return [_lesson(kind, text, part=number % _PARTS) for number, text in enumerate(texts)]


def _berg(folder: Path, *, bridged: bool) -> list[_Lesson]:
    """Text+berg with one translation at a time, or without any."""
    found = []
    for text in text_berg(folder):
        alone = replace(text, translations=(), back_translations=())
        if not bridged:
            found.append(_lesson("text+berg", alone))
            continue
        good, _, weak = text.translations
        for kind, version in (
            ("text+berg, MT", replace(alone, translations=(good,))),
            ("text+berg, weak MT", replace(alone, translations=(weak,))),
            ("text+berg, MT back", replace(alone, back_translations=text.back_translations[:1])),
        ):
            found.append(_lesson(kind, version, weight=_BERG_WEIGHT))
    return found


def learn(
    folder: Path,
    *,
    settings: Settings,
    out: Path | None = None,
    report: Callable[[str], None],
) -> None:
    """Learn both sets of weights and write them.

    Args:
        folder: Data; see :mod:`workbench.workflow.align_gold`.
        settings: For the engine that translates the Dutch.
        out: Where to write the weights; None replaces those of the package.
        report: Told one line at a time.

    Raises:
        InputError: There is nothing to learn from.
    """
    without = _lessons("nl-en made", teaching(folder))
    if not without:
        raise InputError("there is nothing to learn from", where=str(folder))
    without += [*_lessons("ParIce", parice(folder)), *_berg(folder, bridged=False)]
    direct = _taught("no MT", without, report)
    bridge = translator(open_pipeline(settings, NL_EN))
    lessons = [*_lessons("nl-en made, MT", teaching(folder, bridge)), *_berg(folder, bridged=True)]
    save(_taught("MT", lessons, report), direct, out or PATH)
    report(f"written to {out or PATH}")


def _taught(name: str, lessons: Sequence[_Lesson], report: Callable[[str], None]) -> Model:
    def learned(without: int | None) -> Model:
        known = [piece.example for one in lessons for piece in one.pieces if piece.part != without]
        steps: list[float] = []
        model = fit(known, report=lambda _, loss: steps.append(loss))
        told = "all" if without is None else f"all but part {without + 1}"
        report(f"{name}: learned from {told}, {len(steps)} steps, loss {steps[-1]:.1f}")
        return model

    models = [learned(part) for part in range(_PARTS)]
    shares = [
        _Share(lesson, tuple(group), part, models[part])
        for lesson in lessons
        for part, group in groupby(lesson.pieces, key=lambda piece: piece.part)
    ]
    tried = [share.judged() for share in shares]
    evened = [_evened(shares, tried, without=part) for part in range(_PARTS)]
    for kind in dict.fromkeys(lesson.kind for lesson in lessons):
        found = [
            (share.gold_text(), share.aligned(evened[share.part]))
            for share in shares
            if share.lesson.kind == kind
        ]
        report(measure(kind, "cross-validated", found).line())
        others = evenest([each for each in tried if each.kind != kind])
        beads = [bead for each in tried if each.kind == kind for bead in each.evened(others)]
        report(f"{kind}: ECE {calibration_error(beads):.3f} as learned from the other kinds")
    calibration = evenest(tried)
    report(f"{name}: {calibration}")
    return replace(learned(None), calibration=calibration)


def _evened(shares: Sequence["_Share"], tried: Sequence[Judged], *, without: int) -> Calibration:
    """The calibration learned from all parts but one."""
    return evenest(
        [each for share, each in zip(shares, tried, strict=True) if share.part != without]
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """The pieces of a text that are in one part, and the weights learned without that part."""

    lesson: _Lesson
    pieces: tuple[_Piece, ...]
    part: int
    model: Model

    def gold_text(self) -> GoldText:
        """Return the text with the gold of these pieces only."""
        gold = (
            Bead(
                tuple(index + piece.stretch.rows[0] for index in bead.source),
                tuple(index + piece.stretch.columns[0] for index in bead.target),
            )
            for piece in self.pieces
            for bead in piece.gold
        )
        return replace(self.lesson.text, gold=tuple(gold))

    def judged(self) -> Judged:
        """Align the pieces with what is known of the whole text, at all temperatures."""
        scores, path = scored(self.lesson.evidence, self._stretch, self.model)
        text = self.gold_text()
        beads = {
            each: judged([(text, tuple(along(path, chances, self._stretch)))])
            for each in TEMPERATURES
            for chances in [posterior(tempered(scores, each))]
        }
        return Judged(self.lesson.kind, grouped(path), beads)

    @property
    def _stretch(self) -> Stretch:
        first, last = self.pieces[0].stretch, self.pieces[-1].stretch
        return Stretch((first.rows[0], last.rows[1]), (first.columns[0], last.columns[1]))

    def aligned(self, calibration: Calibration) -> tuple[Bead, ...]:
        """Align the whole text as the aligner is used; return the beads where the pieces are."""
        text = self.lesson.text
        options = AlignOptions(reasons=False, model=replace(self.model, calibration=calibration))
        found = align(
            text.source,
            text.target,
            translation=text.translations[0] if text.translations else None,
            back_translation=text.back_translations[0] if text.back_translations else None,
            languages=text.pair,
            options=options,
        ).beads
        stretch = self._stretch
        rows, columns = range(*stretch.rows), range(*stretch.columns)
        return tuple(
            bead
            for bead in found
            if (bead.source[0] in rows if bead.source else bead.target[0] in columns)
        )
