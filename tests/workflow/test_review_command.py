"""``workbench review``, as a person or a script runs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.workflow.test_commands import home, run  # noqa: F401
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.domain import Document, Segment, SegmentKind

TEXTS = ["Het debat begint.", "Ja.", "De Kamer stemt.", "Ja."]


@pytest.fixture
def store(home: Path) -> Path:  # noqa: F811
    database = Database.open(f"sqlite:///{home / 'workbench.db'}")
    content = tuple(Segment(text, SegmentKind.SENTENCE, 0, 0, 1, "nl") for text in TEXTS)
    documents.add(database, Document("d.txt", "txt", "x", "nl", content, "5" * 64))
    for row, text in zip(rows.rows(database, 1), ["The debate begins.", "Yes."], strict=False):
        segments.save(database, row.id, text=text, version=1, author="bert")
    database.close()
    return home


Run = pytest.CaptureFixture[str]


def said(capsys: Run, *arguments: object) -> Any:
    code, out, err = run(capsys, "review", *arguments, "--json")
    assert (code, err) == (0, ""), err
    return json.loads(out)


def test_list_and_show(store: Path, capsys: Run) -> None:
    found = said(capsys, "list", 1, "--text", "debat", "--status", "draft")
    assert (found["count"], found["rows"][0]["target"]) == (1, "The debate begins.")
    code, out, _ = run(capsys, "review", "list", 1, "--limit", 1)
    assert code == 0
    assert out.endswith("4 segments, 3 not shown (--limit)\n")
    shown = said(capsys, "show", 1, 1)
    assert [entry["author"] for entry in shown["revisions"]] == ["bert"]
    code, out, _ = run(capsys, "review", "show", 1, 1)
    assert "version 2, " in out and "edited, draft" in out


def test_a_revision_comes_back(store: Path, capsys: Run) -> None:
    before = said(capsys, "show", 1, 1)["target"]
    said(capsys, "set", 1, 1, "--text", "The debate is over.")
    done = said(capsys, "revert", 1, 1, 2)
    assert (done["rows"][0]["target"], done["rows"][0]["version"]) == (before, 4)
    assert "undone" in said(capsys, "undo", 1)["message"]
    assert said(capsys, "show", 1, 1)["target"] == "The debate is over."
    code, _, err = run(capsys, "review", "revert", 1, 1, 9)
    assert code != 0 and "no version 9" in err


def test_set_one_and_its_repeats_then_undo(store: Path, capsys: Run) -> None:
    found = said(capsys, "set", 1, 2, "--text", "Aye.", "--status", "approved")
    assert [(row["position"], row["target"]) for row in found["rows"]] == [(1, "Aye."), (3, "Aye.")]
    assert "2 segments are undone" in said(capsys, "undo", 1)["message"]
    assert "done again" in said(capsys, "redo", 1)["message"]


def test_set_many_and_hear_what_was_left_out(store: Path, capsys: Run) -> None:
    code, out, _ = run(capsys, "review", "set", 1, "1-3", "--status", "reviewed")
    assert (code, out) == (0, "2 segments changed\n    3 left out: has no translation yet\n")


def test_remarks_and_hand_back(store: Path, capsys: Run) -> None:
    (remark,) = said(capsys, "comment", 1, 1, "Tense?", "--hand-back")
    assert said(capsys, "show", 1, 1)["status"] == "rejected"
    (settled,) = said(capsys, "settle", remark["id"])
    assert settled["settler"] == "anna"
    code, out, _ = run(capsys, "review", "settle", remark["id"], "--reopen")
    assert (code, out) == (0, f"Remark {remark['id']} is open again\n")
    assert said(capsys, "list", 1, "--comments", "open")["count"] == 1


def test_replace_shows_first(store: Path, capsys: Run) -> None:
    code, out, _ = run(capsys, "review", "replace", 1, "debate", "discussion")
    assert (code, "would change" in out, "+ The discussion begins." in out) == (0, True, True)
    assert said(capsys, "show", 1, 1)["target"] == "The debate begins."
    said(capsys, "replace", 1, "debate", "discussion", "--apply")
    assert said(capsys, "show", 1, 1)["target"] == "The discussion begins."


def test_assign_split_and_merge(store: Path, capsys: Run) -> None:
    code, out, _ = run(capsys, "review", "assign", 1, "carla", "--segments", "2-3")
    assert (code, out) == (0, "2-3  carla\n")
    assert said(capsys, "list", 1, "--assignee", "-")["count"] == 2
    said(capsys, "split", 1, 1, "--source-at", 9, "--target-at", 10)
    assert said(capsys, "list", 1)["count"] == 5
    said(capsys, "merge", 1, "1-2")
    assert said(capsys, "show", 1, 1)["target"] == "The debate begins."
    run(capsys, "review", "assign", 1, "--second-reviewer", "on")
    code, _, err = run(capsys, "review", "set", 1, 1, "--status", "approved")
    assert (code, "somebody else approves" in err) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", 1, 99),
        ("show", 7, 1),
        ("list", 1, "--pattern", "(open"),
        ("list", 1, "--below", "7"),
        ("set", 1, "x", "--status", "draft"),
        ("set", 1, "3-9", "--status", "draft"),
        ("set", 1, "1"),
        ("set", 1, "1-2", "--text", "a"),
        ("set", 1, "3", "--status", "approved"),
        ("merge", 1, "2"),
        ("split", 1, 1, "--source-at", 0),
        ("settle", 99),
        ("replace", 1, "", "x"),
    ],
)
def test_mistakes_are_explained(store: Path, arguments: tuple[object, ...], capsys: Run) -> None:
    code, _, err = run(capsys, "review", *arguments)
    assert code == 1
    assert err.startswith("workbench: ")
    assert "Traceback" not in err
