"""The time that the rest of a review will take, out of what people did and when."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, postedits, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.postedits import Deed
from workbench.domain import SegmentStatus
from workbench.workflow.pace import LONGEST_PAUSE, READING, Pace, pace, seconds_spent

START = datetime(2026, 5, 1, 9, tzinfo=UTC)
DAY = 86_400.0


def row_of(
    count: int, *, every: float, words: int = 20, after: float = 0.0, person: str = "anna"
) -> list[Deed]:
    """Return decisions at even distances, each about a segment of so many words."""
    return [
        Deed(person, START + timedelta(seconds=after + every * number), 1, 1, words)
        for number in range(count)
    ]


def test_pauses_are_not_work() -> None:
    times = [0, 60, 60 + 600, 60 + 600 + 36_000, 60 + 600 + 36_030]
    deeds = [Deed("anna", START + timedelta(seconds=at), 1, 1) for at in times]
    assert seconds_spent(deeds) == {("anna", 1): 60 + LONGEST_PAUSE + 30}


def test_a_minute_of_quick_approvals_tells_nothing() -> None:
    assert pace(row_of(70, every=72 / 70)) == 0
    assert pace([]) == 0


def test_no_pace_is_faster_than_reading_both_texts() -> None:
    found = pace(row_of(4000, every=1.0))
    assert isinstance(found, Pace)
    assert found.middle == found.fast == found.slow == READING


def test_the_pace_is_the_middle_of_many_stretches() -> None:
    # Three days at 2 s a word, one at 9 s, and one of quick approvals.
    deeds = [deed for day in range(3) for deed in row_of(16, every=40.0, after=day * DAY)]
    deeds += row_of(5, every=180.0, after=3 * DAY) + row_of(400, every=1.0, after=4 * DAY)
    found = pace(deeds)
    assert isinstance(found, Pace)
    assert found.stretches == 5
    assert found.middle == pytest.approx(2.0)
    assert found.fast <= found.middle <= found.slow < 9.1


def test_people_who_work_at_the_same_time_are_told_apart() -> None:
    deeds = row_of(61, every=60.0) + row_of(61, every=60.0, after=30.0, person="bert")
    found = pace(sorted(deeds, key=lambda deed: deed.at))
    assert isinstance(found, Pace)
    assert found.middle == pytest.approx(3.0)


@pytest.mark.parametrize("days", [1, 2])
def test_few_stretches_are_counted(days: int) -> None:
    deeds = [deed for day in range(days) for deed in row_of(12, every=40.0, after=day * DAY)]
    assert pace(deeds) == days


def test_words_are_those_that_somebody_read(database: Database) -> None:
    sources = ["Een zin met vijf woorden.", "Nog een.", "Nog een.", "Drie woorden hier."]
    number = documents.add(database, make_document(sources)).document.id
    one, two, three, four = rows.rows(database, number)
    segments.save(database, one.id, text="A", version=1, author="anna")
    segments.save(database, one.id, text="B", version=2, author="anna", status="approved")
    edits = [segments.Edit(row.id, 1, "C", SegmentStatus.APPROVED) for row in (two, three, four)]
    segments.save_many(database, edits, author="anna")
    told = [(deed.segments, deed.words) for deed in postedits.deeds(database)]
    # A draft is not finished, and a bulk change need not have been read.
    assert told == [(1, 0), (1, 5), (3, 0)]
    assert postedits.words_left(database) == (0, 0)
    assert postedits.words_left(database, project="other") == (0, 0)
    assert postedits.moment(database) == 5
