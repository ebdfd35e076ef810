"""Where long texts can be cut before they are aligned, so that time and memory stay linear.

Rare features that both texts have give sparse evidence for sentence pairs. Summed over chunks of
sentences it draws a coarse map, on which the best monotone way is found exactly: it leads through
missing and repeated chapters. Along that way, pairs that prefer each other and follow each other
are anchors, and between two that are direct neighbours the texts are cut.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from workbench.align.pins import Stretch, longest_increasing
from workbench.align.vectors import Vectors

__all__ = ["cut"]

Integers = npt.NDArray[np.int64]
Array = npt.NDArray[np.float64]
Pairs = tuple[Integers, Integers, Array]

EXACT = 400_000
"""Cells (source times target sentences) up to which a stretch is aligned as a whole."""

_CHUNK = 16
_BLOCK = 120
_RARE = 8
"""A feature in more sentences of a side than this says little about where it belongs."""


def cut(left: Vectors, right: Vectors, whole: Stretch) -> list[Stretch]:
    """Cut a stretch into blocks that can be aligned one by one.

    Args:
        left: Vectors of all source sentences.
        right: Vectors of all target sentences, in the same space.
        whole: What is to be cut; up to ``EXACT`` cells it stays whole.
    """
    (top, bottom), (first, last) = whole.rows, whole.columns
    size = bottom - top, last - first
    if size[0] * size[1] <= EXACT:
        return [whole]
    pairs = _pairs(_occurrences(left, whole.rows), _occurrences(right, whole.columns))
    way = _way(pairs, size)
    anchors = _anchors(pairs, way)
    cuts = list(_fitting(list(_cuts(anchors)), way, size))
    corners = [(0, 0), *cuts, size]
    return [
        Stretch((top + here[0], top + there[0]), (first + here[1], first + there[1]))
        for here, there in pairwise(corners)
    ]


def _occurrences(vectors: Vectors, rows: tuple[int, int]) -> Pairs:
    """Features of a range of sentences, sorted: ids, sentences from 0, weights."""
    begin, end = vectors.starts[rows[0]], vectors.starts[rows[1]]
    ids = vectors.ids[begin:end].astype(np.int64)
    places = np.repeat(np.arange(rows[1] - rows[0]), np.diff(vectors.starts[rows[0] : rows[1] + 1]))
    order = np.argsort(ids, kind="stable")
    return ids[order], places[order], vectors.values[begin:end][order].astype(np.float64)


def _pairs(left: Pairs, right: Pairs) -> Pairs:
    """All sentence pairs that share a rare feature, with the weight of what they share."""
    known, first, count = np.unique(left[0], return_index=True, return_counts=True)
    other, second, number = np.unique(right[0], return_index=True, return_counts=True)
    shared, here, there = np.intersect1d(known, other, return_indices=True)
    kept = (count[here] <= _RARE) & (number[there] <= _RARE) & (shared >= 0)
    here, there = here[kept], there[kept]
    sizes = count[here] * number[there]
    feature = np.repeat(np.arange(len(here)), sizes)
    inner = np.arange(len(feature)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    i = first[here][feature] + inner // number[there][feature]
    j = second[there][feature] + inner % number[there][feature]
    # A feature found k times on a side can be right in one of k places only.
    weight = left[2][i] * right[2][j] / np.maximum(count[here], number[there])[feature]
    return left[1][i], right[1][j], weight


def _way(pairs: Pairs, size: tuple[int, int]) -> list[tuple[int, int]]:
    """The monotone way over chunks that gathers the most evidence, from corner to corner."""
    height, width = (count // _CHUNK + 1 for count in size)
    cells = np.bincount(
        pairs[0] // _CHUNK * width + pairs[1] // _CHUNK, pairs[2], minlength=height * width
    ).reshape(height, width)
    cells = np.sqrt(cells)
    best = np.zeros((height, width))
    for row in range(height):
        entry = np.full(width, -np.inf)
        if row:
            entry = best[row - 1].copy()
            entry[1:] = np.maximum(entry[1:], best[row - 1, :-1])
        else:
            entry[0] = 0.0
        sums = np.cumsum(cells[row])
        best[row] = sums + np.maximum.accumulate(entry - sums + cells[row])
    way = [(height - 1, width - 1)]
    while way[-1] != (0, 0):
        row, column = way[-1]
        moves = [(row - 1, column - 1), (row - 1, column), (row, column - 1)]
        way.append(
            max(
                (move for move in moves if min(move) >= 0),
                key=lambda move: float(best[move]),
            )
        )
    return way[::-1]


def _anchors(pairs: Pairs, way: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentence pairs near the way that prefer each other, in a longest ascending chain."""
    rows = np.array([cell[0] for cell in way])
    columns = np.array([cell[1] for cell in way])
    low = np.full(rows.max() + 3, np.iinfo(np.int64).max)
    high = np.full(rows.max() + 3, -1)
    for shift in (0, 1, 2):
        np.minimum.at(low, rows + shift, columns - 1)
        np.maximum.at(high, rows + shift, columns + 1)
    chunk = pairs[0] // _CHUNK
    near = (pairs[1] // _CHUNK >= low[chunk + 1]) & (pairs[1] // _CHUNK <= high[chunk + 1])
    i, j, weight = (values[near] for values in pairs)
    if not i.size:
        return []
    width = int(j.max()) + 1
    keys, place = np.unique(i * width + j, return_inverse=True)
    weight = np.bincount(place, weight)
    i, j = keys // width, keys % width
    best_row = np.zeros(int(i.max()) + 1)
    best_column = np.zeros(width)
    np.maximum.at(best_row, i, weight)
    np.maximum.at(best_column, j, weight)
    mutual = (weight >= best_row[i]) & (weight >= best_column[j])
    i, j = i[mutual], j[mutual]
    return [(int(i[k]), int(j[k])) for k in longest_increasing(j.tolist())]


def _cuts(anchors: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places between two neighbouring anchors, about ``_BLOCK`` sentences apart."""
    last = (0, 0)
    before = (-2, -2)
    for anchor in anchors:
        far = max(anchor[0] - last[0], anchor[1] - last[1])
        adjacent = (anchor[0] - 1, anchor[1] - 1) == before
        if (
            anchor > last
            and min(anchor) > min(last)
            and far >= (_BLOCK if adjacent else 4 * _BLOCK)
        ):
            yield anchor
            last = anchor
        before = anchor


def _fitting(
    cuts: list[tuple[int, int]], way: list[tuple[int, int]], size: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """The cuts, with more of them along the way wherever a block would still be too large."""
    here = (0, 0)
    for there in [*cuts, size]:
        for row, column in way:
            corner = row * _CHUNK, column * _CHUNK
            inside = here[0] < corner[0] < there[0] and here[1] <= corner[1] <= there[1]
            left = (there[0] - here[0]) * (there[1] - here[1])
            done = (corner[0] - here[0]) * (corner[1] - here[1])
            if inside and left > 2 * EXACT and done > EXACT // 4:
                yield corner
                here = corner
        if there != size:
            yield there
        here = there
