"""Probabilities that mean what they say: one temperature over the scores (Guo et al. 2017).

The posterior of weights learned by maximum likelihood is close to calibrated already; what is left
is measured on texts that were not learned from and evened out by dividing all scores by a constant
before the posterior is taken. The best path is not changed by it.
"""

from collections.abc import Mapping, Sequence
from math import log

from workbench.align.dynamic import Grid

__all__ = ["TEMPERATURES", "evenest", "tempered"]

TEMPERATURES = (0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.6)
"""Those that are tried."""


def tempered(grid: Grid, temperature: float) -> Grid:
    """Return the grid with all scores divided by a temperature above 0."""
    return Grid(
        {shape: scores / temperature for shape, scores in grid.beads.items()},
        grid.source_open / temperature,
        grid.source_next / temperature,
        grid.target_open / temperature,
        grid.target_next / temperature,
    )


def evenest(judged: Mapping[float, Sequence[tuple[float, bool]]]) -> float:
    """Return the temperature at which what came true was the least surprising.

    Args:
        judged: For each temperature the probability of each bead and whether it was right.

    Raises:
        ValueError: There is no temperature, or one without beads.
    """
    return min(judged, key=lambda temperature: _surprise(judged[temperature]))


def _surprise(judged: Sequence[tuple[float, bool]]) -> float:
    """The mean logarithmic loss (Good 1952), of probabilities kept off 0 and 1."""
    if not judged:
        raise ValueError("there are no beads")
    total = 0.0
    for chance, right in judged:
        kept = min(max(chance, 0.001), 0.999)
        total -= log(kept if right else 1 - kept)
    return total / len(judged)
