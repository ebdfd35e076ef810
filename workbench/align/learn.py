"""Learning the weights: conditional maximum likelihood over whole alignments.

The gradient is the difference of two expectations of the features, under the groupings that agree
with the gold and under all of them (Lafferty, McCallum and Pereira 2001). Gold groups that the
model can't express (in pieces, or too large) leave their sentences free.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from workbench.align.block import BEAD_FEATURES, GAP_FEATURES, Block
from workbench.align.dynamic import SHAPES, Grid, Posterior, posterior
from workbench.align.model import Model
from workbench.domain import Bead

__all__ = ["START", "Batch", "Example", "batches", "example", "fit", "likelihood", "pieces"]

Array = npt.NDArray[np.float64]


START = Model.of(
    {
        **{"1-1": 3.0, "1-2": 1.5, "1-3": 1.0, "2-2": 0.5},
        **{"2-3": -0.5, "2-4": -1.5, "3-3": -1.5},
        **{"bridge": 0.5, "bridge_size": 0.5, "bridge_root": 1.0},
        **{"direct": 0.5, "direct_size": 0.5, "direct_root": 1.0},
        **{"length": -2.0, "length_square": -2.0},
    },
    {"open": -2.0},
)
"""What the learning begins with: nothing that was learned before has a part in the result."""


@dataclass(frozen=True, slots=True)
class Example:
    """A stretch of text with its features and the beads that agree with its gold.

    Attributes:
        beads: Features of each shape, ``BEAD_FEATURES`` x rows x columns, single precision.
        gaps: Features of unaligned source and target sentences.
        allowed: For each shape which beads agree with the gold.
        allowed_gaps: For each side which sentences may be unaligned.
        weight: Share in the likelihood.
    """

    beads: Mapping[tuple[int, int], npt.NDArray[np.float32]]
    gaps: tuple[Array, Array]
    allowed: Mapping[tuple[int, int], npt.NDArray[np.bool_]]
    allowed_gaps: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]
    weight: float = 1.0


def example(block: Block, gold: Iterable[Bead], weight: float = 1.0) -> Example:
    """Prepare a block with its gold beads (indices from the block's own beginning)."""
    n, m = len(block.source.lengths), len(block.target.lengths)
    free = np.ones(n, np.bool_), np.ones(m, np.bool_)
    fixed: list[Bead] = []
    gold = list(gold)
    for bead in gold:
        shape = len(bead.source), len(bead.target)
        solid = all(
            not side or side[-1] - side[0] + 1 == len(side) for side in (bead.source, bead.target)
        )
        if solid and (shape in SHAPES or 0 in shape) and not _crosses(bead, gold):
            fixed.append(bead)
            free[0][list(bead.source)] = False
            free[1][list(bead.target)] = False
    gaps = free[0].copy(), free[1].copy()
    features, allowed = {}, {}
    for (a, b), values in block.beads(SHAPES):
        stacked = np.zeros((len(BEAD_FEATURES), n - a + 1, m - b + 1), np.float32)
        for place, plane in values:
            stacked[place] = plane
        features[a, b] = stacked
        rows = np.asarray(np.lib.stride_tricks.sliding_window_view(free[0], a).all(axis=1))
        columns = np.asarray(np.lib.stride_tricks.sliding_window_view(free[1], b).all(axis=1))
        allowed[a, b] = rows[:, None] & columns
    for bead in fixed:
        if bead.source and bead.target:
            allowed[len(bead.source), len(bead.target)][bead.source[0], bead.target[0]] = True
        else:
            gaps[0][list(bead.source)] = True
            gaps[1][list(bead.target)] = True
    return Example(features, block.gaps(), allowed, gaps, weight)


def pieces(
    gold: Sequence[Bead], sources: int, targets: int, size: int = 30
) -> list[tuple[tuple[int, int], tuple[int, int], tuple[Bead, ...]]]:
    """Cut a text into stretches of at least ``size`` source sentences where its gold allows it.

    Returns:
        Source range, target range and gold (counted from the stretch's beginning) of each.
    """
    corners = [(0, 0)]
    for bead in sorted(bead.source + bead.target for bead in gold if _single(bead)):
        i, j = bead[0] + 1, bead[1] + 1
        if i - corners[-1][0] >= size and sources - i > size / 2 and _clean(gold, i, j):
            corners.append((i, j))
    corners.append((sources, targets))
    found = []
    for (top, left), (bottom, right) in pairwise(corners):
        inside = tuple(
            Bead(
                tuple(index - top for index in bead.source),
                tuple(index - left for index in bead.target),
            )
            for bead in gold
            if (top <= bead.source[0] < bottom if bead.source else left <= bead.target[0] < right)
        )
        found.append(((top, bottom), (left, right), inside))
    return found


def _single(bead: Bead) -> bool:
    return len(bead.source) == len(bead.target) == 1


def _clean(gold: Sequence[Bead], i: int, j: int) -> bool:
    """Whether no bead reaches over the corner (i, j)."""
    for bead in gold:
        before = [index < i for index in bead.source] + [index < j for index in bead.target]
        if any(before) and not all(before):
            return False
    return True


def _crosses(bead: Bead, others: Iterable[Bead]) -> bool:
    """Whether a bead lies before another in one text and not in the other."""
    if not bead.source or not bead.target:
        return False
    for other in others:
        if other is bead or not other.source or not other.target:
            continue
        before = other.source[-1] < bead.source[0], other.target[-1] < bead.target[0]
        behind = other.source[0] > bead.source[-1], other.target[0] > bead.target[-1]
        if before != (True, True) and behind != (True, True):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples stacked and padded to one size, since one long sum is faster than many short ones.

    Attributes:
        beads: Features of each shape, features x examples x rows x columns.
        barred: For each shape 0 where the bead exists, else minus infinity.
        agreeing: For each shape 0 where it agrees with the gold, else minus infinity.
        gaps: Features of the sides' sentences, features x examples x sentences.
        real: For each side which sentences exist.
        allowed: For each side which sentences may be unaligned in the gold.
        ends: Numbers of source and target sentences.
        weight: Share in the likelihood.
    """

    beads: Mapping[tuple[int, int], npt.NDArray[np.float32]]
    barred: Mapping[tuple[int, int], Array]
    agreeing: Mapping[tuple[int, int], Array]
    gaps: tuple[Array, Array]
    real: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]
    allowed: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]
    ends: tuple[npt.NDArray[np.int64], ...]
    weight: float


def batches(examples: Sequence[Example], size: int = 16) -> list[Batch]:
    """Stack examples of similar size and equal weight."""
    made = []
    for weight in sorted({one.weight for one in examples}):
        group = sorted(
            (one for one in examples if one.weight == weight),
            key=lambda one: (one.gaps[0].shape[1], one.gaps[1].shape[1]),
        )
        made += [_stacked(group[k : k + size], weight) for k in range(0, len(group), size)]
    return made


def _stacked(group: Sequence[Example], weight: float) -> Batch:
    ends = tuple(np.array([one.gaps[side].shape[1] for one in group], np.int64) for side in (0, 1))
    n, m = int(ends[0].max()), int(ends[1].max())
    beads, barred, agreeing = {}, {}, {}
    for a, b in SHAPES:
        if a > n or b > m:
            continue
        shape = len(group), n - a + 1, m - b + 1
        beads[a, b] = np.zeros((len(BEAD_FEATURES), *shape), np.float32)
        barred[a, b], agreeing[a, b] = np.full(shape, -np.inf), np.full(shape, -np.inf)
        for k, one in enumerate(group):
            if (a, b) in one.beads:
                rows, columns = one.allowed[a, b].shape
                beads[a, b][:, k, :rows, :columns] = one.beads[a, b]
                barred[a, b][k, :rows, :columns] = 0.0
                agreeing[a, b][k, :rows, :columns][one.allowed[a, b]] = 0.0
    gaps, real, allowed = [], [], []
    for side, size in ((0, n), (1, m)):
        gaps.append(np.zeros((len(GAP_FEATURES), len(group), size)))
        real.append(np.zeros((len(group), size), np.bool_))
        allowed.append(np.zeros((len(group), size), np.bool_))
        for k, one in enumerate(group):
            count = one.gaps[side].shape[1]
            gaps[side][:, k, :count] = one.gaps[side]
            real[side][k, :count] = True
            allowed[side][k, :count] = one.allowed_gaps[side]
    return Batch(
        beads,
        barred,
        agreeing,
        (gaps[0], gaps[1]),
        (real[0], real[1]),
        (allowed[0], allowed[1]),
        ends,
        weight,
    )


def _grids(batch: Batch, weights: Array) -> tuple[Grid, Grid]:
    """The grid of all groupings and that of those which agree with the gold."""
    count = len(BEAD_FEATURES)
    bead, gap = weights[:count].astype(np.float32), weights[count:]
    scores = {
        shape: np.tensordot(bead, values, axes=1).astype(np.float64)
        for shape, values in batch.beads.items()
    }
    sides = [np.tensordot(gap[2:], side[2:], axes=1) for side in batch.gaps]
    grids = []
    for masks, open_to in ((batch.barred, batch.real), (batch.agreeing, batch.allowed)):
        lines = []
        for side, may, exists in zip(sides, open_to, batch.real, strict=True):
            lines.append(np.where(may, side + gap[0], -np.inf))
            # Finite, since it is summed along the row: what can't be opened is never continued.
            lines.append(np.where(may, side + gap[1], np.where(exists, -1e4, 0.0)))
        grids.append(Grid({shape: scores[shape] + masks[shape] for shape in scores}, *lines))
    return grids[0], grids[1]


def _expected(batch: Batch, chances: Posterior) -> Array:
    bead = np.zeros(len(BEAD_FEATURES))
    for shape, values in chances.beads.items():
        bead += np.tensordot(batch.beads[shape], values.astype(np.float32), axes=3)
    gap = np.zeros(len(GAP_FEATURES))
    for features, all_, opened in (
        (batch.gaps[0], chances.source, chances.source_open),
        (batch.gaps[1], chances.target, chances.target_open),
    ):
        gap += np.tensordot(features, all_, axes=2)
        gap[0] += opened.sum()
        gap[1] += (all_ - opened).sum()
    return np.concatenate([bead, gap])


def likelihood(batch: Batch, weights: Array) -> tuple[float, Array]:
    """Return the log-likelihood of a batch's gold and its gradient."""
    whole, agreeing = _grids(batch, weights)
    free, bound = posterior(whole, batch.ends), posterior(agreeing, batch.ends)
    value = bound.log_total - free.log_total
    return batch.weight * value, batch.weight * (_expected(batch, bound) - _expected(batch, free))


def fit(
    examples: Sequence[Example],
    start: Model | None = None,
    *,
    ridge: float = 0.3,
    iterations: int = 60,
    report: Callable[[int, float], None] | None = None,
) -> Model:
    """Return the weights of the greatest likelihood, with L-BFGS (Liu and Nocedal 1989).

    Args:
        examples: What to learn from.
        start: First weights; None begins with round numbers of the right sign.
        ridge: Strength of the quadratic penalty on weights.
        iterations: Most steps; it ends before, when a step gains next to nothing.
        report: Called with the number of each step and the objective.
    """

    stacked = batches(examples)

    def objective(weights: Array) -> tuple[float, Array]:
        value, slope = -0.5 * ridge * float(weights @ weights), -ridge * weights
        for batch in stacked:
            one, gradient = likelihood(batch, weights)
            value += one
            slope = slope + gradient
        return -value, -slope

    start = start or START
    weights = np.concatenate([start.bead, start.gap])
    value, slope = objective(weights)
    steps: list[tuple[Array, Array]] = []
    for number in range(iterations):
        direction = _lbfgs(slope, steps)
        length = 1.0 if steps else 1.0 / max(float(np.abs(slope).sum()), 1e-9)
        while True:
            trial = weights + length * direction
            new_value, new_slope = objective(trial)
            if new_value <= value + 1e-4 * length * float(direction @ slope) or length < 1e-8:
                break
            length /= 3
        steps = [*steps[-9:], (trial - weights, new_slope - slope)]
        gain = value - new_value
        weights, value, slope = trial, new_value, new_slope
        if report is not None:
            report(number, value)
        if gain < 2e-4 * abs(value):
            break
    count = len(BEAD_FEATURES)
    return Model(weights[:count], weights[count:])


def _lbfgs(slope: Array, steps: Sequence[tuple[Array, Array]]) -> Array:
    """The quasi-Newton direction from the last steps (two-loop recursion)."""
    direction = -slope
    usable = [(s, y, 1.0 / float(s @ y)) for s, y in steps if float(s @ y) > 1e-10]
    factors = []
    for s, y, scale in reversed(usable):
        factor = scale * float(s @ direction)
        direction = direction - factor * y
        factors.append(factor)
    if usable:
        s, y, scale = usable[-1]
        direction = direction / (scale * float(y @ y))
    for (s, y, scale), factor in zip(usable, reversed(factors), strict=True):
        direction = direction + s * (factor - scale * float(y @ direction))
    return direction
