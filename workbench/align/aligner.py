"""Align two texts sentence by sentence, with a probability for every group.

``align`` takes sentences in order and returns beads: every sentence is in exactly one, alone when
it has no partner. It works without a translation and is better with one.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from workbench.align.anchors import cut
from workbench.align.calibration import grouped, tempered
from workbench.align.dynamic import Grid, Posterior, best_path, posterior
from workbench.align.evidence import Evidence, gather
from workbench.align.features import Concepts
from workbench.align.known import Known
from workbench.align.lexicon import own_lexicon, together
from workbench.align.model import Model, grid
from workbench.align.parameters import load
from workbench.align.pins import Plan, Stretch, plan
from workbench.align.reasons import BeadReasons, explain
from workbench.align.scraps import scraps
from workbench.domain import Bead
from workbench.errors import InputError
from workbench.language import NL_EN, LanguagePair

__all__ = [
    "AlignOptions",
    "Alignment",
    "align",
    "align_stretch",
    "along",
    "evidence_for",
    "scored",
    "weighed",
]

_GAP_SHARE = 0.5
"""Worth of an unaligned sentence that is right: it counts for precision and not for recall."""

Path = Sequence[tuple[int, int]]
"""Numbers of source and target sentences of each bead, in order."""

Progress = Callable[[int, int], None]
"""Called with the source sentences done and their total."""


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """How to align.

    Attributes:
        reward: Cost of a bead when beads are chosen for the greatest sum of probability minus
            this, 0 to 1: the more, the fewer and larger beads. None takes the most probable
            alignment as a whole.
        reasons: Whether each bead gets its reasons.
        model: Weights of the features, or None for the learned ones.
        lexicon: Whether, without a translation, words that go together in the first alignment
            are evidence for a second one.
    """

    reward: float | None = None
    reasons: bool = True
    model: Model | None = None
    lexicon: bool = True


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two texts in groups.

    Attributes:
        beads: In reading order; each sentence of either side is in exactly one.
        reasons: For each bead; empty when not asked for.
        expected_errors: Number of wrong beads to expect: the sum of 1 - probability.
    """

    beads: tuple[Bead, ...]
    reasons: tuple[BeadReasons, ...]
    expected_errors: float = field(default=0.0)


def evidence_for(
    source: Sequence[str],
    target: Sequence[str],
    *,
    translation: Sequence[str] | None = None,
    back_translation: Sequence[str] | None = None,
    more_translations: Sequence[Sequence[str]] = (),
    concepts: Concepts | None = None,
    known: Known | None = None,
    languages: LanguagePair = NL_EN,
) -> Evidence:
    """Compare two texts once, for several calls of the other functions.

    Raises:
        InputError: A translation has another number of sentences than its original.
    """
    forward = [*([] if translation is None else [translation]), *more_translations]
    backward = [] if back_translation is None else [back_translation]
    _check_lengths(source, forward)
    _check_lengths(target, backward)
    return gather(
        source,
        target,
        translations=forward,
        back_translations=backward,
        concepts=concepts,
        known=known,
        languages=languages,
    )


def _check_lengths(originals: Sequence[str], translations: Sequence[Sequence[str]]) -> None:
    for texts in translations:
        if len(texts) != len(originals):
            raise InputError(
                f"the translation has {len(texts)} sentences, its original {len(originals)}",
                fix="Give one translated line for each line",
            )


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    translation: Sequence[str] | None = None,
    back_translation: Sequence[str] | None = None,
    more_translations: Sequence[Sequence[str]] = (),
    concepts: Concepts | None = None,
    known: Known | None = None,
    pins: Sequence[Bead] = (),
    languages: LanguagePair = NL_EN,
    progress: Progress | None = None,
    options: AlignOptions = AlignOptions(),
) -> Alignment:
    """Group the sentences of two texts.

    Args:
        source: Source sentences in order.
        target: Target sentences in order.
        translation: A translation of each source sentence into the target language.
        back_translation: A translation of each target sentence into the source language.
        more_translations: Other translations of the source; similarities are averaged.
        concepts: From a text and its language to names of concepts that both languages share.
        known: Pairs of texts that were approved before, such as those of a translation memory.
        pins: Groups that are decided; they are in the result as they are, with probability 1.
            With one side empty, the sentences are left unaligned.
        languages: Of source and target.
        progress: Called with source sentences done and in all.
        options: See :class:`AlignOptions`.

    Raises:
        InputError: A translation's length or a pin does not fit.
    """
    _check_lengths(source, [*([] if translation is None else [translation]), *more_translations])
    _check_lengths(target, [] if back_translation is None else [back_translation])
    plan(pins, len(source), len(target))  # Said before anything is counted.
    apart = list(scraps(source, target, pins))
    cuts = plan([*pins, *apart], len(source), len(target))

    def part(texts: Sequence[str] | None, kept: tuple[int, ...]) -> list[str] | None:
        return None if texts is None else [texts[index] for index in kept]

    def grouped(named: Concepts | None) -> list[Bead]:
        evidence = evidence_for(
            [source[index] for index in cuts.source],
            [target[index] for index in cuts.target],
            translation=part(translation, cuts.source),
            back_translation=part(back_translation, cuts.target),
            more_translations=[[texts[i] for i in cuts.source] for texts in more_translations],
            concepts=named,
            known=known,
            languages=languages,
        )
        found = [
            Bead(
                tuple(cuts.source[index] for index in bead.source),
                tuple(cuts.target[index] for index in bead.target),
                bead.probability,
            )
            for bead in _searched(evidence, cuts, options, progress)
        ]
        return _in_order([*found, *apart, *(replace(pin, probability=1.0) for pin in pins)])

    beads = grouped(concepts)
    if options.lexicon and translation is None and back_translation is None:
        own = own_lexicon(beads, source, target, languages)
        if own is not None:
            beads = grouped(together(concepts, own))
    total = float(sum(1.0 - bead.probability for bead in beads))
    if not options.reasons:
        return Alignment(tuple(beads), (), total)

    def joined(texts: Sequence[str], places: Sequence[int]) -> str:
        return " ".join(texts[index] for index in places)

    reasons = (
        explain(
            joined(source, bead.source),
            joined(target, bead.target),
            translation="" if translation is None else joined(translation, bead.source),
            concepts=concepts,
            known=known,
            languages=languages,
        )
        for bead in beads
    )
    return Alignment(tuple(beads), tuple(reasons), total)


def _searched(
    evidence: Evidence, cuts: Plan, options: AlignOptions, progress: Progress | None
) -> Iterator[Bead]:
    """Align what the pins leave, block by block."""
    main = evidence.main
    for stretch in chain.from_iterable(
        cut(main.left, main.right, whole) for whole in cuts.stretches
    ):
        yield from align_stretch(evidence, stretch, options)
        if progress is not None:
            progress(stretch.rows[1], len(cuts.source))


def _in_order(beads: Sequence[Bead]) -> list[Bead]:
    """Sort into reading order: by source, each target-only bead behind its predecessor's row."""
    paired = sorted((bead for bead in beads if bead.source), key=lambda bead: bead.source)
    lonely = sorted((bead for bead in beads if not bead.source), key=lambda bead: bead.target)
    ends: list[int] = []
    highest = -1
    for bead in paired:
        highest = max([highest, *bead.target])
        ends.append(highest)
    result: list[Bead] = []
    used = 0
    for bead in lonely:
        place = max(bisect_left(ends, bead.target[0]), used)
        while place < len(paired) and not paired[place].target:
            place += 1
        result += paired[used:place]
        used = max(used, place)
        result.append(bead)
    return result + paired[used:]


def align_stretch(evidence: Evidence, stretch: Stretch, options: AlignOptions) -> Iterator[Bead]:
    """Align a stretch of two texts exactly."""
    (first, last), (left, right) = stretch.rows, stretch.columns
    if first == last or left == right:
        yield from (Bead((index,), ()) for index in range(first, last))
        yield from (Bead((), (index,)) for index in range(left, right))
        return
    path, chances = weighed(evidence, stretch, options)
    reward = options.reward
    if reward is not None:
        path = best_path(
            {shape: values - reward for shape, values in chances.beads.items()},
            chances.source * _GAP_SHARE - reward,
            chances.target * _GAP_SHARE - reward,
        )
    yield from along(path, chances, stretch)


def along(path: Path, chances: Posterior, stretch: Stretch) -> Iterator[Bead]:
    """Yield the beads of a path through a stretch with their probabilities."""
    first, left = stretch.rows[0], stretch.columns[0]
    i = j = 0
    for a, b in path:
        if a and b:
            chance = chances.beads[a, b][i, j]
        else:
            chance = chances.source[i] if a else chances.target[j]
        yield Bead(
            tuple(range(first + i, first + i + a)),
            tuple(range(left + j, left + j + b)),
            float(min(max(chance, 0.0), 1.0)),
        )
        i, j = i + a, j + b


def scored(evidence: Evidence, stretch: Stretch, model: Model) -> tuple[Grid, Path]:
    """Return the scores of all beads of a stretch, and the best path."""
    scores = grid(evidence.block(stretch.rows, stretch.columns), model)
    return scores, best_path(scores.beads, scores.source_open, scores.target_open)


def weighed(evidence: Evidence, stretch: Stretch, options: AlignOptions) -> tuple[Path, Posterior]:
    """Return the best path through a stretch, and the probabilities of all its beads."""
    model = options.model or load(bridged=bool(evidence.bridge))
    scores, path = scored(evidence, stretch, model)
    return path, posterior(tempered(scores, model.calibration.at(grouped(path))))
