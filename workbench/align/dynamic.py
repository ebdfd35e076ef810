"""The best grouping of two texts and the probability of every group, exactly.

A semi-Markov model over monotone groupings (Sarawagi and Cohen 2004): each group (bead) has a
score, and runs of sentences without a partner cost less a sentence than single ones. The forward
and backward sums give each bead's posterior probability; the best path maximises either the total
score (Viterbi) or the expected number of right beads.

A path is unique for its beads: where a run holds unaligned sentences of both sides, those of the
source come first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["SHAPES", "Grid", "Posterior", "best_path", "posterior"]

Array = npt.NDArray[np.float64]
Shape = tuple[int, int]

SHAPES: tuple[Shape, ...] = tuple(
    (m, n) for total in range(2, 7) for m in range(1, 5) for n in range(1, 5) if m + n == total
)
"""Sizes of the beads: up to four sentences a side, up to six together."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Scores (log-potentials) of all beads between n source and m target sentences.

    Attributes:
        beads: For each shape (a, b) the scores of the beads that begin at source i and target j,
            an array of (n - a + 1) x (m - b + 1).
        source_open: Score of leaving source sentence i unaligned, first of its run; length n.
        source_next: The same inside of a run.
        target_open: As ``source_open``, for the m target sentences.
        target_next: As ``source_next``.
    """

    beads: Mapping[Shape, Array]
    source_open: Array
    source_next: Array
    target_open: Array
    target_next: Array

    @property
    def size(self) -> Shape:
        """Numbers of source and target sentences."""
        return self.source_open.shape[-1], self.target_open.shape[-1]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities of all beads, in the layout of the :class:`Grid`.

    Attributes:
        beads: Probability of each bead.
        source: Probability that source sentence i is unaligned.
        target: Probability that target sentence j is unaligned.
        source_open: Probability that it is, and is the first of its run.
        target_open: The same for the target.
        log_total: Logarithm of the sum over all groupings.
    """

    beads: Mapping[Shape, Array]
    source: Array
    target: Array
    source_open: Array
    target_open: Array
    log_total: float


def _forward(grid: Grid) -> tuple[Array, Array, Array, Array]:
    """Sums over all ways to reach a cell: after a bead, a source gap, a target gap, any."""
    n, m = grid.size
    shape = (*grid.source_open.shape[:-1], n + 1, m + 1)
    aligned, source, target, whole = (np.full(shape, -np.inf) for _ in range(4))
    offset = _offsets(grid)
    aligned[..., 0, 0] = 0.0
    for i in range(n + 1):
        row = aligned[..., i, :]
        for (a, b), scores in grid.beads.items():
            if a <= i and b <= m:
                reached = whole[..., i - a, : m + 1 - b] + scores[..., i - a, :]
                np.logaddexp(row[..., b:], reached, out=row[..., b:])
        if i:
            source[..., i, :] = np.logaddexp(
                aligned[..., i - 1, :] + grid.source_open[..., i - 1, None],
                source[..., i - 1, :] + grid.source_next[..., i - 1, None],
            )
        entry = np.logaddexp(row, source[..., i, :])
        opened = entry[..., :-1] + grid.target_open - offset[..., 1:]
        target[..., i, 1:] = np.logaddexp.accumulate(opened, axis=-1) + offset[..., 1:]
        whole[..., i, :] = np.logaddexp(entry, target[..., i, :])
    return aligned, source, target, whole


def _offsets(grid: Grid) -> Array:
    nothing = np.zeros((*grid.target_next.shape[:-1], 1))
    return np.concatenate([nothing, np.cumsum(grid.target_next, axis=-1)], axis=-1)


def _backward(grid: Grid, final: Array) -> tuple[Array, Array, Array]:
    """Sums over all ways from a cell to the end: after a bead, a source gap, a target gap."""
    n, m = grid.size
    aligned, source, target = (np.full(final.shape, -np.inf) for _ in range(3))
    offset = _offsets(grid)
    for i in range(n, -1, -1):
        bead = final[..., i, :].copy()
        for (a, b), scores in grid.beads.items():
            if i + a <= n and b <= m:
                head = bead[..., : m + 1 - b]
                np.logaddexp(head, scores[..., i, :] + aligned[..., i + a, b:], out=head)
        through = np.logaddexp.accumulate((bead + offset)[..., ::-1], axis=-1)[..., ::-1]
        target[..., i, :] = through - offset
        right = np.full_like(bead, -np.inf)
        right[..., :-1] = grid.target_open + target[..., i, 1:]
        other = np.logaddexp(bead, right)
        aligned[..., i, :] = source[..., i, :] = other
        if i < n:
            below = source[..., i + 1, :]
            opened, following = grid.source_open[..., i, None], grid.source_next[..., i, None]
            aligned[..., i, :] = np.logaddexp(other, opened + below)
            source[..., i, :] = np.logaddexp(other, following + below)
    return aligned, source, target


def posterior(grid: Grid, ends: tuple[npt.NDArray[np.int64], ...] | None = None) -> Posterior:
    """Return the probability of every bead under the grid's scores.

    Args:
        grid: Scores; several texts can be stacked in a first dimension, padded to one size with
            beads and openings of minus infinity.
        ends: For stacked texts the numbers of source and of target sentences of each.
    """
    n, m = grid.size
    final = np.full((*grid.source_open.shape[:-1], n + 1, m + 1), -np.inf)
    last = (n, m) if ends is None else (np.arange(len(ends[0])), *ends)
    final[last] = 0.0
    with np.errstate(invalid="ignore", under="ignore"):
        aligned, source, target, whole = _forward(grid)
        back, back_source, back_target = _backward(grid, final)
        totals = whole[last]
        total = totals[..., None, None]
        beads = {
            (a, b): np.exp(
                whole[..., : n + 1 - a, : m + 1 - b] + scores + back[..., a:, b:] - total
            )
            for (a, b), scores in grid.beads.items()
            if a <= n and b <= m
        }
        below = back_source[..., 1:, :] - total
        down = np.exp(aligned[..., :-1, :] + grid.source_open[..., None] + below)
        down_next = np.exp(source[..., :-1, :] + grid.source_next[..., None] + below)
        beside = back_target[..., 1:] - total
        entry = np.logaddexp(aligned, source)[..., :-1]
        right = np.exp(entry + grid.target_open[..., None, :] + beside)
        right_next = np.exp(target[..., :-1] + grid.target_next[..., None, :] + beside)
        opened = down.sum(axis=-1), right.sum(axis=-2)
        return Posterior(
            beads,
            opened[0] + down_next.sum(axis=-1),
            opened[1] + right_next.sum(axis=-2),
            *opened,
            float(totals.sum()),
        )


def best_path(beads: Mapping[Shape, Array], source: Array, target: Array) -> list[Shape]:
    """Return the shapes, in order, of the path with the greatest sum of values.

    Args:
        beads: Value of each bead, laid out as in :class:`Grid`.
        source: Value of leaving each source sentence unaligned.
        target: Value of leaving each target sentence unaligned.

    Gaps are (1, 0) and (0, 1). Of equal paths the one with the smaller beads wins, and the
    diagonal before the gaps.
    """
    n, m = len(source), len(target)
    shapes = [shape for shape in beads if shape[0] <= n and shape[1] <= m]
    best = np.full((n + 1, m + 1), -np.inf)
    step = np.zeros((n + 1, m + 1), np.int8)
    offset = np.concatenate([[0.0], np.cumsum(target)])
    for i in range(n + 1):
        row = best[i]
        if i == 0:
            row[0] = 0.0
        else:
            for k, (a, b) in enumerate(shapes):
                if a > i:
                    continue
                reached = best[i - a, : m + 1 - b] + beads[a, b][i - a]
                better = reached > row[b:]
                row[b:][better] = reached[better]
                step[i, b:][better] = k
            down = best[i - 1] + source[i - 1]
            better = down > row
            row[better] = down[better]
            step[i][better] = len(shapes)
        through = np.maximum.accumulate(row - offset) + offset
        better = through > row + 1e-12
        row[better] = through[better]
        step[i][better] = len(shapes) + 1
    path: list[Shape] = []
    i, j = n, m
    moves = [*shapes, (1, 0), (0, 1)]
    while i or j:
        move = moves[step[i, j]]
        path.append(move)
        i, j = i - move[0], j - move[1]
    return path[::-1]
