"""How far a model's confidence can be trusted in a project, by what people made of its texts.

The confidence that the grid shows, filters by and orders by is calibrated with the project's own
post-edits once there are enough of them (:data:`workbench.quality.calibration.FEW`); until then it
is the model's alone, and everything that shows it says so.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.corpus import postedits
from workbench.corpus.database import Database
from workbench.corpus.postedits import PostEdit
from workbench.corpus.projects import project_of
from workbench.quality.calibration import FEW, Calibration, Observed, calibrate
from workbench.quality.edits import edit_rate

__all__ = ["calibration", "calibration_json", "calibration_of", "learn"]

Json = dict[str, Any]

NEWEST = 1500
"""Post-edits that are learned from; older ones tell of older engines and glossaries."""

_MANY = 500
"""Post-edits from which on a few more change little, so that what was learned is kept a while."""

_KEPT = 60.0

_STEPS = 20


@dataclass(frozen=True, slots=True)
class _Known:
    moment: int
    until: float
    learned: Calibration


_LOCK = threading.Lock()
_KNOWN: dict[tuple[str, str], _Known] = {}


def calibration(database: Database, project: str) -> Calibration:
    """Learn the effort expected at each confidence from what was finished in a project.

    It is kept until somebody changes something, and where much is known, for a minute.
    """
    key = database.name, project
    moment = postedits.moment(database)
    with _LOCK:
        known = _KNOWN.get(key)
    if known is not None and (known.moment == moment or time.monotonic() < known.until):
        return known.learned
    learned = learn(postedits.post_edits(database, project=project, newest=NEWEST))
    until = time.monotonic() + _KEPT if learned.segments >= _MANY else 0.0
    with _LOCK:
        _KNOWN[key] = _Known(moment, until, learned)
    return learned


def calibration_of(database: Database, document_id: int) -> Calibration:
    """Return the calibration of a document's project.

    Raises:
        NotFoundError: There is no such document.
    """
    return calibration(database, project_of(database, document_id))


def learn(edits: Iterable[PostEdit]) -> Calibration:
    """Learn the effort expected at each confidence from finished segments."""
    return calibrate(
        Observed(edit.confidence, edit_rate(edit.machine, edit.final), edit.words)
        for edit in edits
        if edit.confidence is not None
    )


def calibration_json(learned: Calibration) -> Json:
    """Return a calibration for JSON.

    Returns:
        ``segments``: finished segments known; ``enough``: from how many on it is learned;
        ``few``: whether these are fewer; ``curve``: ``confidence``, ``effort`` (edits a word) and
        ``sureness`` (share of the words that stay, 0 to 1) in steps of 0.05.
    """
    return {
        "segments": learned.segments,
        "enough": FEW,
        "few": learned.few,
        "curve": [
            {
                "confidence": step / _STEPS,
                "effort": round(learned.effort(step / _STEPS), 4),
                "sureness": round(learned.sureness(step / _STEPS), 4),
            }
            for step in range(_STEPS + 1)
        ],
    }
