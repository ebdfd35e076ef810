"""The score of a bead: a weighted sum of its features, learned by maximum likelihood.

Two sets of weights exist, for texts with a translation as bridge and for texts without.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.align.block import BEAD_FEATURES, GAP_FEATURES, Block
from workbench.align.calibration import PLAIN, Calibration
from workbench.align.dynamic import SHAPES, Grid

__all__ = ["KNOWN", "Model", "grid"]

Array = npt.NDArray[np.float64]

KNOWN = 6.0
"""What a bead that was approved before gains for each sentence of its longer side: a group has to
stand against as many beads as it has sentences.

It is set and not learned, for the texts that the weights are learned from have no memory; see
docs/alignment.md for what other values do.
"""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features.

    Attributes:
        bead: One for each of ``BEAD_FEATURES``.
        gap: One for each of ``GAP_FEATURES``.
        calibration: How far the scores are evened out before probabilities are taken.
    """

    bead: Array
    gap: Array
    calibration: Calibration = PLAIN

    @classmethod
    def of(
        cls,
        bead: Mapping[str, float],
        gap: Mapping[str, float],
        calibration: Calibration = PLAIN,
    ) -> "Model":
        """Build from names and values; what is not named weighs nothing."""
        return cls(
            np.array([bead.get(name, 0.0) for name in BEAD_FEATURES]),
            np.array([gap.get(name, 0.0) for name in GAP_FEATURES]),
            calibration,
        )

    def named(self) -> dict[str, Any]:
        """Return the calibration and the weights by name, rounded to four decimals."""
        return {
            "temperature": round(self.calibration.temperature, 4),
            "slope": round(self.calibration.slope, 4),
            "bead": {k: round(float(v), 4) for k, v in zip(BEAD_FEATURES, self.bead, strict=True)},
            "gap": {k: round(float(v), 4) for k, v in zip(GAP_FEATURES, self.gap, strict=True)},
        }


def grid(block: Block, model: Model) -> Grid:
    """Score every bead and gap of a block."""
    weights = model.bead.astype(np.float32)
    beads: dict[tuple[int, int], Array] = {}
    for shape, features in block.beads(SHAPES):
        score: npt.NDArray[np.float32] | None = None
        constant = np.float32(0)
        for place, values in features:
            if not weights[place]:
                continue
            if values.size == 1:
                constant += weights[place] * values.item()
            elif score is None:
                score = weights[place] * values
            else:
                score = score + weights[place] * values
        rows = len(block.source.lengths) - shape[0] + 1, len(block.target.lengths) - shape[1] + 1
        flat = np.zeros(rows, np.float32) if score is None else score
        beads[shape] = np.broadcast_to(flat + constant, rows).astype(np.float64)
        if shape in block.known:
            beads[shape] += KNOWN * max(shape) * block.known[shape]
    source, target = (np.tensordot(model.gap[2:], side[2:], axes=1) for side in block.gaps())
    first, following = model.gap[0], model.gap[1]
    return Grid(beads, source + first, source + following, target + first, target + following)
