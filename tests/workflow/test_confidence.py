"""Confidence as it is shown and ordered by, before and after enough was post-edited."""

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.machine_drafts import Draft, put_drafts
from workbench.domain import Origin, Provenance, SegmentStatus
from workbench.errors import NotFoundError
from workbench.quality.calibration import FEW
from workbench.workflow import confidence, review, selection

WORDS = "one two three four five six seven eight nine ten"
CHANGED = "one two three four five sechs sieben acht neun zehn"


def drafted(database: Database, name: str, confidences: list[float], *, project: str) -> int:
    """Store a document of ten-word segments, each drafted with a confidence."""
    sources = [f"Zin {number} {WORDS.removeprefix('one two ')}" for number in range(100)]
    document = make_document(sources[: len(confidences)], name=name, sha256=name[0] * 64)
    number = documents.add(database, document, project=project).document.id
    drafts = [
        Draft(row.id, row.version, WORDS, Provenance(Origin.MACHINE, confidence=value))
        for row, value in zip(rows.rows(database, number), confidences, strict=True)
    ]
    put_drafts(database, number, drafts, author="engine")
    return number


def finish(database: Database, number: int, start: int, stop: int) -> None:
    """Approve segments: the surest lost half of their words, the least sure none."""
    for row in rows.rows(database, number, start=start, limit=stop - start):
        assert row.confidence is not None
        text = CHANGED if row.confidence > 0.8 else WORDS
        segments.save(
            database,
            row.id,
            text=text,
            version=row.version,
            author="anna",
            status=SegmentStatus.APPROVED,
        )


def test_post_edits_of_the_project_take_over_from_the_model(database: Database) -> None:
    done = drafted(database, "a.txt", [0.9, 0.3] * (FEW // 2), project="default")
    waiting = drafted(database, "b.txt", [0.95, 0.5, 0.2], project="default")
    other = drafted(database, "c.txt", [0.95, 0.5, 0.2], project="other")

    finish(database, done, 0, FEW - 1)
    told = review.outline(database, waiting)["calibration"]
    assert (told["few"], told["segments"], told["enough"]) == (True, FEW - 1, FEW)
    assert [point["sureness"] for point in told["curve"]] == [
        pytest.approx(point["confidence"]) for point in told["curve"]
    ]
    assert selection.positions(database, waiting, {"order": "effort"}) == [2, 1, 0]
    assert selection.positions(database, waiting, {"below": 0.6}) == [1, 2]

    finish(database, done, FEW - 1, FEW)
    told = review.outline(database, waiting)["calibration"]
    assert (told["few"], told["segments"]) == (False, FEW)
    # Half of the words were changed in the surest, none in the others: on average a quarter,
    # since effort never rises with confidence, and no order by confidence is left.
    assert told["curve"][0]["sureness"] == pytest.approx(0.75)
    assert selection.positions(database, waiting, {"order": "effort"}) == [0, 1, 2]
    assert selection.positions(database, waiting, {"below": 0.6}) == []
    assert selection.positions(database, waiting, {"below": 0.8}) == [0, 1, 2]
    assert selection.positions(database, waiting, {"above": 0.7}) == [0, 1, 2]

    # Another project has not learned anything.
    assert review.outline(database, other)["calibration"]["segments"] == 0
    assert selection.positions(database, other, {"order": "effort"}) == [2, 1, 0]


def test_sure_texts_that_cost_much_come_first(database: Database) -> None:
    """Texts of middling confidence were as good as sure ones: words, not the model, decide."""
    done = drafted(database, "a.txt", [0.2] * 30 + [0.7] * 30, project="default")
    for row in rows.rows(database, done):
        text = CHANGED if row.position < 30 else WORDS
        edit = segments.Edit(row.id, row.version, text, SegmentStatus.REVIEWED)
        segments.save_many(database, [edit], author="anna")
    learned = confidence.calibration(database, "default")
    assert learned.effort(0.2) == pytest.approx(0.5)
    assert learned.effort(0.7) == 0.0
    assert learned.sureness(0.45) == pytest.approx(0.75)


def test_there_is_no_such_document(database: Database) -> None:
    with pytest.raises(NotFoundError):
        confidence.calibration_of(database, 77)
