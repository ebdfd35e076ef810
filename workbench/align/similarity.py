"""How much groups of sentences have in common: cosines of sums, each at constant cost.

The similarity of m source with n target sentences is the cosine of the two summed vectors
(their concatenations). Sums of the sentence-to-sentence products over a rectangle come from a
two-dimensional prefix sum, norms of neighbouring sentences from their few mutual products.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.align.vectors import Vectors

__all__ = ["GROUP", "Products", "neighbour_norms", "products", "without_neighbour"]

Array = npt.NDArray[np.float64]

GROUP = 4
"""Most sentences of a side in one bead."""

_DENSE = 4096
"""Features that are multiplied densely at once: bounds the memory of a product."""

_TILE = 32
"""Sentences of each side in one multiplication of matrices."""

_DEPTH = 256
"""Features in one multiplication of matrices.

OpenBLAS does 32 x 32 x 256 alone (it shares out what is above 2^18). Where other work is on the
cores, its threads wait for each other many times longer than the sums take.
"""


def neighbour_norms(vectors: Vectors) -> Array:
    """Return the squared norms of sums of neighbours: row k - 1 for k sentences from i on.

    The array is ``GROUP`` x sentences; sums that would reach over the end count what is there.
    """
    count = len(vectors)
    rows, ids, values = vectors.rows, vectors.ids, vectors.values.astype(np.float64)
    band = np.zeros((GROUP, count))
    band[0] = np.bincount(rows, values * values, count)
    order = np.lexsort((rows, ids))
    rows, ids, values = rows[order], ids[order], values[order]
    for lag in range(1, GROUP):
        same = (ids[lag:] == ids[:-lag]) & (rows[lag:] - rows[:-lag] < GROUP)
        first, second = rows[:-lag][same], rows[lag:][same]
        np.add.at(band, (second - first, first), values[:-lag][same] * values[lag:][same])
    norms = np.zeros((GROUP, count))
    norms[0] = band[0]
    for size in range(2, GROUP + 1):
        norms[size - 1] = norms[size - 2]
        last = size - 1
        if count > last:
            grown = band[0, last:].copy()
            for distance in range(1, size):
                grown += 2 * band[distance, last - distance : count - distance]
            norms[size - 1, : count - last] += grown
    return norms


def without_neighbour(vectors: Vectors, step: int) -> Vectors:
    """Return the vectors without what the next (step 1) or previous (-1) sentence has as well."""
    rows, ids = vectors.rows, vectors.ids
    order = np.lexsort((rows, ids))
    rows_there, ids_there = rows[order], ids[order]
    shared = np.zeros(len(ids), np.bool_)
    twice = (ids_there[1:] == ids_there[:-1]) & (rows_there[1:] - rows_there[:-1] == 1)
    shared[order[:-1] if step > 0 else order[1:]] = twice
    kept = ~shared
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows[kept], minlength=len(vectors)))])
    return Vectors(starts, ids[kept], vectors.values[kept])


def _slice(vectors: Vectors, first: int, last: int) -> Vectors:
    begin, end = vectors.starts[first], vectors.starts[last]
    return Vectors(
        vectors.starts[first : last + 1] - begin,
        vectors.ids[begin:end],
        vectors.values[begin:end],
    )


def products(
    left: Vectors, right: Vectors, rows: tuple[int, int], columns: tuple[int, int]
) -> Array:
    """Return the scalar products of a range of left sentences with a range of right ones."""
    left, right = _slice(left, *rows), _slice(right, *columns)
    result = np.zeros((len(left), len(right)))
    shared = np.intersect1d(left.ids, right.ids)
    if not shared.size:
        return result
    parts = []
    for side in (left, right):
        place = np.minimum(np.searchsorted(shared, side.ids), shared.size - 1)
        kept = shared[place] == side.ids
        parts.append((side.rows[kept], place[kept], side.values[kept], len(side)))
    for begin in range(0, shared.size, _DENSE):
        width = min(_DENSE, shared.size - begin)
        dense = []
        for row, place, values, count in parts:
            inside = (place >= begin) & (place < begin + width)
            matrix = np.zeros((_whole(count, _TILE), _whole(width, _DEPTH)), np.float32)
            matrix[row[inside], place[inside] - begin] = values[inside]
            dense.append(matrix)
        result += _tiled(*dense)[: len(left), : len(right)]
    return result


def _whole(size: int, part: int) -> int:
    """Return the least multiple of a part that holds so many."""
    return -(-size // part) * part


def _tiled(left: npt.NDArray[np.float32], right: npt.NDArray[np.float32]) -> Array:
    """Return ``left @ right.T`` tile by tile; all sizes are multiples of those of a tile."""
    rows, columns = len(left) // _TILE, len(right) // _TILE
    first = left.reshape(rows, 1, _TILE, -1, _DEPTH).transpose(0, 1, 3, 2, 4)
    second = right.reshape(1, columns, _TILE, -1, _DEPTH).transpose(0, 1, 3, 4, 2)
    tiles: Array = np.matmul(first, second).sum(axis=2, dtype=np.float64)
    return tiles.transpose(0, 2, 1, 3).reshape(rows * _TILE, columns * _TILE)


@dataclass(frozen=True, slots=True)
class Products:
    """Products and norms of a block, ready for the cosine of any group in it.

    Attributes:
        sums: Two-dimensional prefix sums of the products, (rows + 1) x (columns + 1).
        left: :func:`neighbour_norms` of the block's rows.
        right: Those of its columns.
    """

    sums: Array
    left: Array
    right: Array

    @classmethod
    def of(cls, cells: Array, left: Array, right: Array) -> "Products":
        """Build from the products of single sentences."""
        sums = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1))
        np.cumsum(np.cumsum(cells, axis=0), axis=1, out=sums[1:, 1:])
        return cls(sums, left, right)

    def dots(self, size: int, width: int) -> Array:
        """Return the products of all groups of ``size`` rows with ``width`` columns."""
        sums = self.sums
        return (
            sums[size:, width:]
            - sums[:-size, width:]
            - sums[size:, :-width]
            + sums[:-size, :-width]
        )

    def cosines(self, size: int, width: int) -> npt.NDArray[np.float32]:
        """Return the cosines of all groups of ``size`` rows with ``width`` columns, 0 to 1."""
        dots = self.dots(size, width).astype(np.float32)
        scales = []
        for norms in (self.left[size - 1, : dots.shape[0]], self.right[width - 1, : dots.shape[1]]):
            roots = np.sqrt(norms)
            scales.append(np.divide(1.0, roots, out=np.zeros_like(roots), where=roots > 1e-6))
        dots *= scales[0].astype(np.float32)[:, None]
        dots *= scales[1].astype(np.float32)
        return np.maximum(dots, 0, out=dots)
