"""Which segments will cost a reviewer most, so that these come first.

The figure is words expected to be changed. A machine's text is expected to lose what people changed
in texts of its confidence before (``quality.calibration``); each problem detected in it counts as
two words more. It orders a document and promises no minutes.
"""

from sqlalchemy import select

from workbench.corpus.database import Database
from workbench.corpus.tables import Segment, Translation
from workbench.domain import Origin, SegmentStatus
from workbench.quality.calibration import Calibration

__all__ = ["ORDERS", "expected_effort", "ordered"]

ORDERS = ("position", "effort", "confidence", "changed")

UNKNOWN_SHARE = 0.5
"""Share of words expected to be changed in a machine's text of unknown confidence."""

HUMAN_SHARE = 0.15
"""The same in what a person wrote and nobody reviewed."""

PROBLEM_WORDS = 2.0


def expected_effort(
    *,
    words: int,
    status: str,
    origin: str,
    confidence: float | None,
    problems: int,
    learned: Calibration,
) -> float:
    """Return the words that a reviewer will probably change, 0 for what is settled.

    Args:
        words: Words of the source.
        status: Review status.
        origin: Origin of the target, empty without one.
        confidence: Mean token probability, 0 to 1, or None.
        problems: Problems detected in the target.
        learned: What texts of a confidence cost before.
    """
    if status in (SegmentStatus.REVIEWED, SegmentStatus.APPROVED):
        return 0.0
    if not origin:
        share = 1.0
    elif origin == Origin.HUMAN:
        share = HUMAN_SHARE
    else:
        share = UNKNOWN_SHARE if confidence is None else learned.effort(confidence)
    if status == SegmentStatus.REJECTED:
        share = max(share, UNKNOWN_SHARE)
    return words * share + PROBLEM_WORDS * problems


def ordered(
    database: Database,
    document_id: int,
    positions: list[int],
    order: str,
    *,
    learned: Calibration,
) -> list[int]:
    """Return positions of a document in an order for review.

    Args:
        database: The store.
        document_id: The document.
        positions: The positions to put in order.
        order: ``position``; ``effort``, the most first; ``confidence``, the least first and
            unknown ones last; ``changed``, the newest change first.
        learned: What texts of a confidence cost before.
    """
    if order == "position":
        return sorted(positions)
    query = (
        select(
            Segment.position,
            Segment.words,
            Segment.translatable,
            Translation.status,
            Translation.origin,
            Translation.confidence,
            Translation.flags,
            Translation.changed,
        )
        .join(Translation, Translation.segment_id == Segment.id)
        .where(Segment.document_id == document_id)
    )
    keys: dict[int, float] = {}
    with database.read() as session:
        for row in session.execute(query):
            if order == "confidence":
                keys[row.position] = 2.0 if row.confidence is None else row.confidence
            elif order == "changed":
                keys[row.position] = -row.changed.timestamp() if row.changed else 0.0
            elif row.translatable:
                keys[row.position] = -expected_effort(
                    words=row.words,
                    status=row.status,
                    origin=row.origin,
                    confidence=row.confidence,
                    problems=len(row.flags),
                    learned=learned,
                )
    return sorted(positions, key=lambda position: (keys.get(position, 0.0), position))
