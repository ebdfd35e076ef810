"""Undo and redo of what people do beside the texts: remarks, dismissals, second review, repeats."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document, postgres_server, postgres_url
from workbench.corpus import comments, documents, rows, segments, structure, units
from workbench.corpus.database import Database
from workbench.corpus.filters import Filters
from workbench.domain import SegmentStatus
from workbench.errors import NotFoundError
from workbench.workflow import checks, document_checks, review, review_history, teamwork

__all__ = ["postgres_server", "postgres_url"]

SOURCES = ["Er zijn 1.000 tanks.", "Ja.", "Ja.", "De vloot vaart uit."]
TARGETS = ["There are 1.000 tanks.", "Yes.", "Yes.", "The fleet sails."]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'home' / 'workbench.db'}"
    if request.param == "postgres":
        url = str(request.getfixturevalue("postgres_url"))
    store = Database.open(url)
    yield store
    store.close()


@pytest.fixture
def document(database: Database) -> int:
    number = documents.add(database, make_document(SOURCES), author="engine").document.id
    edits = [
        segments.Edit(row.id, 1, target)
        for row, target in zip(rows.rows(database, number), TARGETS, strict=True)
    ]
    segments.save_many(database, edits, author="engine")
    return number


def row_at(database: Database, document: int, position: int) -> rows.SegmentRow:
    return rows.rows(database, document, start=position, limit=1)[0]


def undo(database: Database, document: int, author: str = "anna") -> str:
    return str(review_history.undo(database, document, author=author)["message"])


def redo(database: Database, document: int, author: str = "anna") -> str:
    return str(review_history.redo(database, document, author=author)["message"])


def told(database: Database, segment: int) -> list[tuple[str, bool]]:
    return [(each.text, each.settled is not None) for each in comments.listing(database, segment)]


def test_a_remark_is_taken_back_and_made_again(database: Database, document: int) -> None:
    row = row_at(database, document, 0)
    teamwork.comment(database, row.id, text="Why?", author="anna")
    teamwork.comment(database, row.id, text="Because.", author="bert")
    (before,) = review_history.undo(database, document, author="anna")["remarks"]
    assert before == {"position": 0, "open": 1, "all": 1}
    assert told(database, row.id) == [("Because.", False)]
    assert rows.count(database, document, filters=Filters(comments="open")) == 1
    undo(database, document, "bert")
    assert rows.count(database, document, filters=Filters(comments="any")) == 0
    segments.set_status(
        database, [(row.id, row.version)], status=SegmentStatus.APPROVED, author="dora"
    )
    assert next(units.stream(database)).note == ""
    assert redo(database, document) == "The remark on segment 1 is done again."
    # It is the same remark, in its place before the answer.
    redo(database, document, "bert")
    assert told(database, row.id) == [("Why?", False), ("Because.", False)]
    assert next(units.stream(database)).note == "Because."


def test_settling_and_reopening_are_undone(database: Database, document: int) -> None:
    row = row_at(database, document, 0)
    (remark,) = teamwork.comment(database, row.id, text="Why?", author="bert")
    teamwork.settle(database, remark["id"], author="anna")
    teamwork.settle(database, remark["id"], author="anna", settled=False)
    seen = [told(database, row.id)]
    messages = []
    for step in (undo, undo, redo, redo):
        messages.append(step(database, document))
        seen.append(told(database, row.id))
    assert [settled for ((_, settled),) in seen] == [False, True, False, True, False]
    assert messages == [
        "The reopening of a remark on segment 1 is undone.",
        "The settling of a remark on segment 1 is undone.",
        "The settling of a remark on segment 1 is done again.",
        "The reopening of a remark on segment 1 is done again.",
    ]


def test_a_remark_that_somebody_else_settled_stays(database: Database, document: int) -> None:
    row = row_at(database, document, 0)
    (remark,) = teamwork.comment(database, row.id, text="Why?", author="anna")
    teamwork.settle(database, remark["id"], author="bert")
    assert undo(database, document) == "1 changed by somebody else since: left alone."
    assert told(database, row.id) == [("Why?", True)]
    assert undo(database, document) == "There is nothing to undo."
    undo(database, document, "bert")
    assert told(database, row.id) == [("Why?", False)]


def test_a_withdrawn_remark_can_not_be_settled_and_moves_along(
    database: Database, document: int
) -> None:
    row = row_at(database, document, 0)
    (remark,) = teamwork.comment(database, row.id, text="Why?", author="anna")
    undo(database, document)
    with pytest.raises(NotFoundError, match="no remark"):
        teamwork.settle(database, remark["id"], author="bert")
    parts = structure.split(
        database, row.id, source_at=8, target_at=9, version=row.version, author="bert"
    )
    assert redo(database, document) == "The remark on segment 1 is done again."
    assert told(database, parts[0].id) == [("Why?", False)]
    undo(database, document, "bert")
    assert told(database, row.id) == [("Why?", False)]


def test_handing_back_is_undone_with_its_remark_or_not_at_all(
    database: Database, document: int
) -> None:
    row = row_at(database, document, 0)
    teamwork.hand_back(database, row.id, version=row.version, note="Number.", author="anna")
    assert undo(database, document) == "The change of segment 1 is undone."
    assert (row_at(database, document, 0).status, told(database, row.id)) == ("draft", [])
    redo(database, document)
    assert row_at(database, document, 0).status == "rejected"
    ((_, settled),) = told(database, row.id)
    assert not settled
    # Somebody mends it: neither the rejection nor what was said goes away.
    now = row_at(database, document, 0)
    segments.save(database, row.id, text="1,000 tanks.", version=now.version, author="bert")
    assert undo(database, document) == "1 changed by somebody else since: left alone."
    assert told(database, row.id) == [("Number.", False)]
    assert row_at(database, document, 0).target == "1,000 tanks."


def test_a_rejection_stays_while_its_remark_was_settled(database: Database, document: int) -> None:
    row = row_at(database, document, 0)
    teamwork.hand_back(database, row.id, version=row.version, note="Number.", author="anna")
    (remark,) = comments.listing(database, row.id)
    teamwork.settle(database, remark.id, author="bert")
    assert undo(database, document) == "1 changed by somebody else since: left alone."
    assert row_at(database, document, 0).status == "rejected"


def test_dismissals_are_undone_and_the_filters_know(database: Database, document: int) -> None:
    row = row_at(database, document, 0)
    (finding,) = checks.findings(database, row.id)

    def reasons() -> list[str]:
        found = checks.findings(database, row.id)
        marked = document_checks.positions_with(database, document, "number-format")
        assert (marked == []) == (found[0]["dismissed"] is not None)
        return [each["dismissed"]["reason"] for each in found if each["dismissed"]]

    checks.dismiss(database, row.id, finding["key"], "a quotation", "bert")
    checks.dismiss(database, row.id, finding["key"], "a name", "anna")
    checks.restore(database, row.id, finding["key"], "anna")
    assert reasons() == []
    assert undo(database, document) == "The return of a finding in segment 1 is undone."
    assert reasons() == ["a name"]
    assert undo(database, document) == "The dismissal of a finding in segment 1 is undone."
    # What somebody else had said of it before is there again, and is theirs to take back.
    assert reasons() == ["a quotation"]
    redo(database, document)
    assert reasons() == ["a name"]
    assert undo(database, document, "bert") == "1 changed by somebody else since: left alone."
    assert reasons() == ["a name"]


def test_a_dismissal_in_a_segment_that_was_split_since_stays(
    database: Database, document: int
) -> None:
    row = row_at(database, document, 0)
    (finding,) = checks.findings(database, row.id)
    checks.dismiss(database, row.id, finding["key"], "a name", "anna")
    structure.split(database, row.id, source_at=8, target_at=9, version=row.version, author="bert")
    assert undo(database, document) == "1 changed by somebody else since: left alone."
    undo(database, document, "bert")
    assert checks.blocking(database, row.id) == []


def test_the_choice_about_a_second_reviewer_is_undone(database: Database, document: int) -> None:
    def wanted() -> bool:
        return bool(review.outline(database, document)["second_reviewer"])

    teamwork.require_second(database, document, wanted=True, author="anna")
    shape = structure.shape(database, document)
    assert undo(database, document) == "The choice about a second reviewer is undone."
    assert (wanted(), structure.shape(database, document)) == (False, shape + 1)
    redo(database, document)
    assert wanted()
    teamwork.require_second(database, document, wanted=True, author="bert")
    assert undo(database, document, "bert") == "There is nothing to undo."
    teamwork.require_second(database, document, wanted=False, author="bert")
    assert undo(database, document) == "Changed by somebody else since: left alone."
    assert not wanted()


def test_this_one_only_is_undone_with_its_approval(database: Database, document: int) -> None:
    row = row_at(database, document, 1)
    review.save(
        database,
        row.id,
        text="Aye.",
        version=row.version,
        author="anna",
        status="approved",
        alone=True,
    )
    now = row_at(database, document, 1)
    assert now.alone
    undo(database, document)
    again = row_at(database, document, 1)
    assert (again.alone, again.target, again.status) == (False, "Yes.", "draft")
    redo(database, document)
    again = row_at(database, document, 1)
    assert (again.alone, again.target, again.status) == (True, "Aye.", "approved")
    # Only put back among the repeats, with nothing else changed, is an action as well.
    review.save(database, row.id, text="Aye.", version=again.version, author="anna", alone=False)
    assert not row_at(database, document, 1).alone
    assert undo(database, document) == "The change of segment 2 is undone."
    assert row_at(database, document, 1).alone


def test_everything_is_undone_in_order_after_a_restart(database: Database, document: int) -> None:
    row = row_at(database, document, 0)
    (finding,) = checks.findings(database, row.id)
    (remark,) = teamwork.comment(database, row.id, text="Why?", author="anna")
    checks.dismiss(database, row.id, finding["key"], "a name", "anna")
    review.save(database, row.id, text="1.000 tanks.", version=row.version, author="anna")
    teamwork.settle(database, remark["id"], author="anna")
    teamwork.require_second(database, document, wanted=True, author="anna")
    database.engine.dispose()
    again = Database.open(database.url.render_as_string(hide_password=False))

    def seen() -> tuple[object, ...]:
        outline = review.outline(again, document)
        found = [each["dismissed"] for each in checks.findings(again, row.id)]
        return (
            outline["second_reviewer"],
            told(again, row.id),
            row_at(again, document, 0).target,
            found,
        )

    states = [seen()]
    for _ in range(5):
        undo(again, document)
        states.append(seen())
    assert len({repr(state) for state in states}) == 6
    assert states[-1] == (False, [], "There are 1.000 tanks.", [None])
    assert undo(again, document) == "There is nothing to undo."
    for state in reversed(states[:-1]):
        redo(again, document)
        assert seen() == state
    again.close()
