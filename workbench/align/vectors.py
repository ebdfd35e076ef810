"""Sentences as sparse vectors of weighted features, all in one space.

A feature weighs its inverse document frequency (Spärck Jones 1972) over the texts that are
compared. The vector of a group of sentences is the sum of theirs, so a group costs no more than
its members.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.align.features import Feature

__all__ = ["Counted", "Space", "Vectors"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """The features of sentences with their counts, in compressed rows.

    Attributes:
        starts: Where each row begins in ``ids`` and ``counts``, and the end: rows + 1 numbers.
        ids: Feature numbers.
        counts: How often the sentence has the feature.
    """

    starts: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Sparse vectors of sentences, in compressed rows.

    Attributes:
        starts: Where each row begins in ``ids`` and ``values``, and the end: rows + 1 numbers.
        ids: Feature numbers.
        values: Weights.
    """

    starts: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """The row of each stored value."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))


class _Numbers(dict[Feature, int]):
    """Numbers features in the order in which they are first asked for."""

    def __missing__(self, feature: Feature) -> int:
        number = self[feature] = len(self)
        return number


class Space:
    """The features of all the texts that are compared, each with its number."""

    def __init__(self) -> None:
        self._numbers = _Numbers()

    def count(self, sentences: Iterable[Mapping[Feature, int]]) -> Counted:
        """Return the features of one side's sentences in this space."""
        starts: list[int] = [0]
        ids: list[int] = []
        counts: list[int] = []
        for features in sentences:
            ids.extend(map(self._numbers.__getitem__, features))
            counts.extend(features.values())
            starts.append(len(ids))
        return Counted(
            np.array(starts, np.int64), np.array(ids, np.int32), np.array(counts, np.float32)
        )

    def vectors(
        self, sides: Sequence[Counted], weights: Sequence[float], *, relative: bool = False
    ) -> list[Vectors]:
        """Return the weighted vectors of each side's sentences.

        Args:
            sides: Features of this space, counted; for each side.
            weights: Factor for each :class:`Kind`; kinds of weight 0 are left out.
            relative: Whether the inverse document frequency is scaled to at most 1 and counts do
                not matter.

        A feature's weight is its count times its kind's factor times its inverse document
        frequency over all sides.
        """
        kinds = np.fromiter((kind for kind, _ in self._numbers), np.int8, len(self._numbers))
        factors = np.array(weights, np.float64)[kinds]
        frequency = np.zeros(len(factors))
        sentences = 0
        for side in sides:
            frequency += np.bincount(side.ids, minlength=len(factors))
            sentences += len(side.starts) - 1
        rarity = np.log((sentences + 1) / np.maximum(frequency, 1))
        if relative:
            rarity /= np.log(sentences + 2)
        inverse = (factors * rarity).astype(np.float32)
        return [_weighted(side, factors != 0, inverse, relative=relative) for side in sides]


def _weighted(
    side: Counted,
    wanted: npt.NDArray[np.bool_],
    inverse: npt.NDArray[np.float32],
    *,
    relative: bool,
) -> Vectors:
    kept = wanted[side.ids]
    ids = side.ids[kept]
    starts = np.concatenate([[0], np.cumsum(kept)])[side.starts]
    values = inverse[ids]
    return Vectors(starts, ids, values if relative else side.counts[kept] * values)
