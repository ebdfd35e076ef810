"""From a model's confidence to the effort its text will cost, learned from what people changed.

A mean token probability of 0.7 says little by itself. Isotonic regression (Barlow et al. 1972, by
pooling adjacent violators) makes the effort expected at each confidence out of the segments that
people have finished, never rising with confidence. Neighbours by confidence are first put into
groups, so that no single segment makes a step; between two groups the curve is straight. While
finished segments are few, nothing is learned: the model's own word stands, and is said to.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["FEW", "Calibration", "Observed", "calibrate"]

FEW = 50
"""Below so many finished segments the model's confidence is taken as it is."""

GROUP = 10
"""Finished segments that make one point of the curve at least."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A finished segment.

    Attributes:
        confidence: The model's mean token probability in its text, 0 to 1.
        effort: Edits a word that its text needed, 0 and up.
        words: Words of the source; long segments count for more.
    """

    confidence: float
    effort: float
    words: int = 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """The effort expected at each confidence.

    Attributes:
        points: (confidence, edits a word) at which the curve bends, by rising confidence; empty
            while segments are few.
        segments: Finished segments known.
    """

    points: tuple[tuple[float, float], ...] = ()
    segments: int = 0

    @property
    def few(self) -> bool:
        """Whether too few segments are known to learn from: the model's own word stands."""
        return not self.points

    def effort(self, confidence: float | None) -> float:
        """Return the edits a word to be expected, 0 and up.

        Args:
            confidence: Mean token probability, 0 to 1; None counts as 0, since a text without
                one may be anything.
        """
        value = 0.0 if confidence is None else min(1.0, max(0.0, confidence))
        return self._curve(value) if self.points else 1.0 - value

    def sureness(self, confidence: float) -> float:
        """Return the share of its words that a text with this confidence will keep, 0 to 1."""
        return 1.0 - min(1.0, self.effort(confidence))

    def confidence_of(self, sureness: float) -> float:
        """Return the least confidence at which a text is at least so sure; above 1 for none.

        Filters ask for it: a text is below ``sureness`` where its confidence is below this.
        """
        if self.sureness(0.0) >= sureness:
            return 0.0
        if self.sureness(1.0) < sureness:
            return 1.1
        if not self.points:
            return sureness
        # Sureness rises between two points exactly where the wanted one lies.
        reached = bisect_left(self.points, sureness, key=lambda point: 1.0 - min(1.0, point[1]))
        (left, low), (right, high) = self.points[reached - 1], self.points[reached]
        return left + (right - left) * (low - (1.0 - sureness)) / (low - high)

    def _curve(self, value: float) -> float:
        places = [place for place, _ in self.points]
        after = bisect_right(places, value)
        if after == 0:
            return self.points[0][1]
        if after == len(self.points):
            return self.points[-1][1]
        (left, low), (right, high) = self.points[after - 1], self.points[after]
        return low + (high - low) * (value - left) / (right - left)


def calibrate(observed: Iterable[Observed]) -> Calibration:
    """Learn the curve; below :data:`FEW` finished segments there is none."""
    ordered = sorted(observed, key=lambda each: each.confidence)
    if len(ordered) < FEW:
        return Calibration((), len(ordered))
    blocks: list[tuple[float, float, float]] = []
    for start in _starts(len(ordered)):
        group = ordered[start : start + GROUP]
        if len(ordered) - start < 2 * GROUP:
            group = ordered[start:]
        blocks.append(_pooled([(e.confidence, e.effort, float(max(1, e.words))) for e in group]))
        # Effort must not rise with confidence: neighbours that do become one.
        while len(blocks) > 1 and (
            blocks[-2][1] <= blocks[-1][1] or blocks[-2][0] >= blocks[-1][0]
        ):
            blocks[-2:] = [_pooled(blocks[-2:])]
    points = tuple((confidence, effort) for confidence, effort, _ in blocks)
    assert all(left[0] < right[0] for left, right in pairwise(points))
    return Calibration(points, len(ordered))


def _starts(count: int) -> range:
    """Return where groups begin; what is left over belongs to the last one."""
    return range(0, count - count % GROUP, GROUP)


def _pooled(blocks: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    total = sum(weight for _, _, weight in blocks)
    return (
        sum(place * weight for place, _, weight in blocks) / total,
        sum(effort * weight for _, effort, weight in blocks) / total,
        total,
    )
