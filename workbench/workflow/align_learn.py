"""Learning the aligner's weights from gold on disk, with cross-validated scores.

Dutch-English texts made from training pairs teach most. Of text+berg and of each ParIce document
the stretches are halved: each half is measured with weights that the other half, and not itself,
was learned with. The weights kept are learned from all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.align.aligner import AlignOptions, align
from workbench.align.block import Block
from workbench.align.evidence import gather
from workbench.align.learn import Example, example, fit, pieces
from workbench.align.model import Model
from workbench.align.parameters import PATH, load, save
from workbench.domain import Bead
from workbench.errors import InputError
from workbench.language import NL_EN
from workbench.settings import Settings
from workbench.workflow.align_evaluate import Measured, measure, translator
from workbench.workflow.align_files import open_pipeline
from workbench.workflow.align_gold import GoldText, parice, teaching, text_berg

__all__ = ["learn"]

_BERG_WEIGHT = 0.4
"""Weight of each of the three versions of text+berg that differ only in the translation."""

_FIRST, _MORE = 18, 12


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A text with its stretches and their examples; even and odd stretches are the two halves."""

    text: GoldText
    stretches: tuple[tuple[Block, tuple[Bead, ...]], ...]
    examples: tuple[Example, ...]


def _lesson(text: GoldText, weight: float = 1.0) -> _Lesson:
    evidence = gather(
        text.source,
        text.target,
        translations=text.translations,
        back_translations=text.back_translations,
        languages=text.pair,
    )
    found = []
    for rows, columns, gold in pieces(text.gold, len(text.source), len(text.target)):
        found.append((evidence.block(rows, columns), gold))
    examples = tuple(example(block, gold, weight) for block, gold in found)
    return _Lesson(text, tuple(found), examples)


def _half(lessons: Sequence[_Lesson], half: int | None) -> list[Example]:
    return [
        one
        for lesson in lessons
        for number, one in enumerate(lesson.examples)
        if half is None or number % 2 != half
    ]


def _versions(text: GoldText) -> Iterator[GoldText]:
    """The same text with one translation at a time."""
    for translation in (text.translations[0], text.translations[2]):
        yield GoldText(
            f"{text.name}", text.source, text.target, text.gold, text.pair, (translation,)
        )
    yield GoldText(
        text.name, text.source, text.target, text.gold, text.pair, (), text.back_translations[:1]
    )


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
    pipeline = open_pipeline(settings, NL_EN)
    berg = list(text_berg(folder))
    plain = [_lesson(text) for text in teaching(folder)]
    if not plain:
        raise InputError("there is nothing to learn from", where=str(folder))
    bridged = [_lesson(text) for text in teaching(folder, translator(pipeline))]
    with_mt = [_lesson(version, _BERG_WEIGHT) for text in berg for version in _versions(text)]
    without = [_lesson(text) for text in parice(folder)] + [
        _lesson(GoldText(text.name, text.source, text.target, text.gold, text.pair))
        for text in berg
    ]
    models = [
        _taught("with a translation", bridged, with_mt, load(bridged=True), report),
        _taught("without a translation", plain, without, load(bridged=False), report),
    ]
    save(models[0], models[1], out or PATH)
    report(f"written to {out or PATH}")


def _taught(
    name: str,
    base: Sequence[_Lesson],
    more: Sequence[_Lesson],
    start: Model,
    report: Callable[[str], None],
) -> Model:
    def step(number: int, loss: float) -> None:
        if number % 5 == 0:
            report(f"{name}: step {number}, loss {loss:.1f}")

    shared = fit(_half(base, None), start, iterations=_FIRST, report=step)
    halves = [
        fit(_half(base, None) + _half(more, half), shared, iterations=_MORE) for half in (0, 1)
    ]
    for kind in dict.fromkeys(lesson.text.name.split()[0] for lesson in more):
        for line in _validated(f"{kind}, {name}", kind, more, halves):
            report(line.line())
    return fit(_half(base, None) + _half(more, None), shared, iterations=_MORE, report=step)


def _validated(
    title: str, kind: str, lessons: Sequence[_Lesson], halves: Sequence[Model]
) -> Iterator[Measured]:
    """Measure each stretch with the weights that were learned without it."""
    found = []
    for lesson in lessons:
        if not lesson.text.name.startswith(kind):
            continue
        text = lesson.text
        cuts = pieces(text.gold, len(text.source), len(text.target))
        for number, (rows, columns, gold) in enumerate(cuts):
            part = GoldText(
                text.name,
                text.source[slice(*rows)],
                text.target[slice(*columns)],
                gold,
                text.pair,
                tuple(one[slice(*rows)] for one in text.translations),
                tuple(one[slice(*columns)] for one in text.back_translations),
            )
            beads = align(
                part.source,
                part.target,
                translation=part.translations[0] if part.translations else None,
                back_translation=part.back_translations[0] if part.back_translations else None,
                languages=part.pair,
                options=AlignOptions(reasons=False, model=halves[number % 2]),
            ).beads
            found.append((part, beads))
    yield measure(title[:24], "cross-validated", found)
