"""Requests that come twice or too late, undo without limit, and what history says."""

import pytest

from tests.corpus.alignment_kit import START, build, do, layout, row_with, versions, views
from workbench.corpus import (
    alignment_edits,
    alignment_history,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.errors import StaleEditError


def test_a_change_on_top_of_an_unseen_one_is_refused(database: Database) -> None:
    alignment = build(database, START).id
    seen = versions(database, alignment)
    do(database, alignment, "set_note", "r:b", "Mine.")
    row = row_with(database, alignment, "a")
    for told in (seen, {row.id: row.version}):
        with pytest.raises(StaleEditError):
            do(database, alignment, "merge", "r:a", step=1, versions=told)
    with pytest.raises(StaleEditError):
        do(database, alignment, "insert_empty", "r:a", side=0, moment=1)
    assert layout(database, alignment) == START


def test_a_repeated_request_is_done_once(database: Database) -> None:
    alignment = build(database, START).id
    seen = versions(database, alignment)
    first = do(database, alignment, "merge", "r:a", step=1, token="t1", versions=seen)
    again = do(database, alignment, "merge", "r:a", step=1, token="t1", versions=seen)
    assert (first.kind, first.rows, first.removed) == (again.kind, again.rows, again.removed)
    assert layout(database, alignment).startswith("a b|A B; c d")
    one = alignment_history.undo(database, alignment, Request("anna", token="t2"))
    assert alignment_history.undo(database, alignment, Request("anna", token="t2")).rows == one.rows
    assert layout(database, alignment) == START


def test_undo_without_limit_and_only_ones_own(database: Database) -> None:
    alignment = build(database, START).id
    for text in ("one", "two", "three"):
        do(database, alignment, "set_note", "r:a", text)
    row = row_with(database, alignment, "b")
    alignment_edits.set_note(database, alignment, row.id, "bert's", by=Request("bert"))
    for wanted in ("two", "one", ""):
        alignment_history.undo(database, alignment, Request("anna"))
        assert row_with(database, alignment, "a").note == wanted
    assert alignment_history.undo(database, alignment, Request("anna")).message.startswith(
        "There is"
    )
    assert row_with(database, alignment, "b").note == "bert's"
    for wanted in ("one", "two", "three"):
        alignment_history.redo(database, alignment, Request("anna"))
        assert row_with(database, alignment, "a").note == wanted


def test_an_action_that_somebody_built_on_is_not_half_undone(database: Database) -> None:
    alignment = build(database, START).id
    do(database, alignment, "merge", "r:a", step=1)
    row = row_with(database, alignment, "a")
    alignment_edits.set_note(database, alignment, row.id, "bert's", by=Request("bert"))
    before = views(database, alignment)
    undone = alignment_history.undo(database, alignment, Request("anna"))
    assert "somebody changed these rows since" in undone.message
    assert views(database, alignment) == before


def test_history_says_who_did_what(database: Database) -> None:
    alignment = build(database, START).id
    row = row_with(database, alignment, "a")
    do(database, alignment, "merge", row.id, step=1)
    do(database, alignment, "set_status", [row.id], RowStatus.ACCEPTED)
    alignment_history.undo(database, alignment, Request("anna"))
    entries = alignment_history.history(database, alignment, row.id)
    assert [(e.kind, e.author, e.status, e.source, e.target) for e in entries] == [
        ("align", "aligner", "automatic", "a", "A"),
        ("merge", "anna", "corrected", "a b", "A B"),
        ("accept", "anna", "accepted", "a b", "A B"),
        ("undo", "anna", "corrected", "a b", "A B"),
    ]


def test_changes_since_a_moment(database: Database) -> None:
    alignment = build(database, START).id
    moment = alignment_history.newest(database, alignment)
    assert alignment_history.changes(database, alignment, after=moment) == ([], [], moment)
    gone = row_with(database, alignment, "b").id
    do(database, alignment, "merge", "r:a", step=1)
    changed, removed, now = alignment_history.changes(database, alignment, after=moment)
    assert (changed, removed) == ([row_with(database, alignment, "a").id], [gone])
    assert now > moment
