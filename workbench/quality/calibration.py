"""From a model's confidence to the effort its text will cost, learned from what people changed.

A mean token probability of 0.7 says little by itself. Isotonic regression (Barlow et al. 1972, by
pooling adjacent violators) makes the effort expected at each confidence out of the segments that
people have finished, never rising with confidence. While these are few, the curve is mixed
with a straight line that assumes nothing but its direction.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["FEW", "Calibration", "calibrate"]

FEW = 50
"""Below so many finished segments a calibration says that it rests on few."""

_STEEPEST = 1.0
"""Edits a word assumed at confidence 0 while nothing is known."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The effort expected at each confidence.

    Attributes:
        points: (confidence, edits a word) at which the curve bends, by rising confidence.
        segments: Finished segments it rests on.
    """

    points: tuple[tuple[float, float], ...]
    segments: int

    @property
    def few(self) -> bool:
        """Whether it rests on too few segments to be trusted."""
        return self.segments < FEW

    def effort(self, confidence: float | None) -> float:
        """Return the edits a word to be expected, 0 and up.

        Args:
            confidence: Mean token probability, 0 to 1; None counts as 0, since a text without
                one may be anything.
        """
        value = 0.0 if confidence is None else min(1.0, max(0.0, confidence))
        assumed = _STEEPEST * (1.0 - value)
        if not self.points:
            return assumed
        weight = min(1.0, self.segments / FEW)
        return weight * self._curve(value) + (1.0 - weight) * assumed

    def _curve(self, value: float) -> float:
        places = [place for place, _ in self.points]
        after = bisect_right(places, value)
        if after == 0:
            return self.points[0][1]
        if after == len(self.points):
            return self.points[-1][1]
        (left, low), (right, high) = self.points[after - 1], self.points[after]
        return low + (high - low) * (value - left) / (right - left)


def calibrate(observed: Iterable[tuple[float, float]]) -> Calibration:
    """Learn the curve.

    Args:
        observed: Confidence (0 to 1) and edits a word (0 and up) of each finished segment.
    """
    ordered = sorted(observed)
    blocks: list[tuple[float, float, int]] = []
    for confidence, effort in ordered:
        blocks.append((confidence, effort, 1))
        # Effort must not rise with confidence: neighbours that do become one.
        while len(blocks) > 1 and (
            blocks[-2][1] <= blocks[-1][1] or blocks[-2][0] == blocks[-1][0]
        ):
            blocks[-2:] = [_pooled(blocks[-2:])]
    points = tuple((confidence, effort) for confidence, effort, _ in blocks)
    assert all(left[0] < right[0] for left, right in pairwise(points))
    return Calibration(points, len(ordered))


def _pooled(blocks: Sequence[tuple[float, float, int]]) -> tuple[float, float, int]:
    total = sum(count for _, _, count in blocks)
    return (
        sum(place * count for place, _, count in blocks) / total,
        sum(effort * count for _, effort, count in blocks) / total,
        total,
    )
