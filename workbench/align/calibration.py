"""Probabilities that mean what they say: a temperature over the scores (Guo et al. 2017).

The posterior of weights learned by maximum likelihood is close to calibrated already; what is left
is measured on texts that were not learned from and evened out by dividing all scores by a constant
before the posterior is taken. The best path is not changed by it. The more of its sentences a
translator regrouped, the more often a bead that looks sure is wrong: so the temperature rises with
the share of beads that group sentences, which is seen in the best path.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from statistics import fmean

from workbench.align.dynamic import Grid

__all__ = ["PLAIN", "TEMPERATURES", "Calibration", "Judged", "evenest", "grouped", "tempered"]

TEMPERATURES = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8)
"""Those that are tried."""

_STARTS = tuple(0.75 + 0.05 * step for step in range(22))
_SLOPES = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)

_USUAL, _WEIGHT = 0.1, 30
"""Share of beads that group sentences in a usual text, and for how many beads seen it counts."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far the scores are evened out.

    Attributes:
        temperature: What they are divided by in a usual text.
        slope: How much that rises with the share of beads that group sentences, from none to all.
    """

    temperature: float = 1.0
    slope: float = 0.0

    def at(self, share: float) -> float:
        """Return the temperature for a text of which a share of the beads group sentences."""
        first, last = TEMPERATURES[0], TEMPERATURES[-1]
        return min(max(self.temperature + self.slope * (share - _USUAL), first), last)


PLAIN = Calibration()
"""Scores as they are."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A text that was aligned with weights not learned from it.

    Attributes:
        kind: Each kind counts the same, however many texts it has.
        share: Of its beads that group sentences; see :func:`grouped`.
        beads: For each of ``TEMPERATURES`` the probability of each bead, and whether it was right.
    """

    kind: str
    share: float
    beads: Mapping[float, Sequence[tuple[float, bool]]]

    def evened(self, calibration: Calibration) -> Sequence[tuple[float, bool]]:
        """Return the beads at the tried temperature that is nearest to the calibration's."""
        wanted = calibration.at(self.share)
        return self.beads[min(self.beads, key=lambda tried: abs(tried - wanted))]


def grouped(path: Sequence[tuple[int, int]]) -> float:
    """Return the share of beads with more than one sentence on a side and some on the other.

    It is drawn towards the usual share where a path is short.

    Args:
        path: Numbers of source and target sentences of each bead.
    """
    groups = sum(1 for a, b in path if a and b and a + b > 2)
    return (groups + _WEIGHT * _USUAL) / (len(path) + _WEIGHT)


def tempered(grid: Grid, temperature: float) -> Grid:
    """Return the grid with all scores divided by a temperature above 0."""
    return Grid(
        {shape: scores / temperature for shape, scores in grid.beads.items()},
        grid.source_open / temperature,
        grid.source_next / temperature,
        grid.target_open / temperature,
        grid.target_next / temperature,
    )


def evenest(texts: Sequence[Judged]) -> Calibration:
    """Return the calibration by which what came true was the least surprising; plain for none."""
    if not texts:
        return PLAIN
    tried = (Calibration(start, slope) for start, slope in product(_STARTS, _SLOPES))
    return min(tried, key=lambda each: _surprise(texts, each))


def _surprise(texts: Sequence[Judged], calibration: Calibration) -> float:
    """The mean logarithmic loss (Good 1952) of each kind, averaged."""
    losses: dict[str, list[float]] = defaultdict(list)
    for text in texts:
        losses[text.kind] += map(_loss, text.evened(calibration))
    return fmean(fmean(each) for each in losses.values() if each)


def _loss(bead: tuple[float, bool]) -> float:
    chance, right = bead
    kept = min(max(chance, 0.001), 0.999)
    return -log(kept if right else 1 - kept)
