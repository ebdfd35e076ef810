"""The learned values of the aligner, read from ``parameters.json`` beside this module."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from workbench.align.calibration import Calibration
from workbench.align.model import Model

__all__ = ["PATH", "load", "save"]

PATH = Path(__file__).with_name("parameters.json")


@cache
def load(*, bridged: bool) -> Model:
    """Return the model for texts with, or without, a translation as bridge."""
    part: dict[str, Any] = json.loads(PATH.read_text("utf-8"))["bridged" if bridged else "direct"]
    return Model.of(part["bead"], part["gap"], Calibration(part["temperature"], part["slope"]))


def save(bridged: Model, direct: Model, path: Path = PATH) -> None:
    """Write both models, weights rounded to four decimals."""
    table = {"bridged": bridged.named(), "direct": direct.named()}
    path.write_text(json.dumps(table, indent=1) + "\n", "utf-8")
