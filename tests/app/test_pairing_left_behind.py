"""Uploads that a server left behind when it ended: read by the next one, and lost by none."""

import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from tests.app.pairing_kit import DUTCH, ENGLISH, behind, page, uploads
from workbench.app import pairing, state
from workbench.app.pages.align_new import PAIRING
from workbench.app.pairing import left_over
from workbench.app.uploads import Plan
from workbench.corpus import alignments
from workbench.corpus.database import Database
from workbench.workflow.alignment import create_pair
from workbench.workflow.alignment_pairs import read_side


def test_what_a_killed_server_left_behind_is_read(database: Database, started: list[int]) -> None:
    files = {"0/a.nl.txt": DUTCH, "1/a.en.txt": ENGLISH}
    behind("whole", files, ["0/a.nl.txt", "1/a.en.txt"])
    behind("cut-off", files, None)
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception, app.exception
    (one,) = app.session_state[PAIRING]
    assert one.wait(60)
    # It is said as often as the page is drawn in the next minute.
    for _ in range(2):
        app.run()
        assert app.success[0].value.replace("\\", "").endswith("being aligned.")
    (info,) = alignments.listing(database)
    assert info.names == ("a.nl.txt", "a.en.txt")
    assert started == [info.id]
    assert uploads() == []


def test_a_pair_that_was_stored_and_not_started_is_started_once(
    database: Database, started: list[int]
) -> None:
    """The server was killed between the two; an older pair of the same texts is another one."""
    for name, content in (("a.nl.txt", DUTCH), ("a.en.txt", ENGLISH)):
        (state.settings().home / name).write_bytes(content)
    source, target = (
        read_side(state.settings().home / name, state.settings())
        for name in ("a.nl.txt", "a.en.txt")
    )
    create_pair(database, source, target, author="anna")
    moment = datetime.now(UTC)
    stored = create_pair(database, source, target, author="anna")
    files = {"0/a.nl.txt": DUTCH, "1/a.en.txt": ENGLISH}
    behind("cut", files, ["0/a.nl.txt", "1/a.en.txt"], since=moment)
    pairing.go_on()
    (one,) = left_over()
    assert one.wait(60)
    assert started == [stored.id]
    assert len(alignments.listing(database)) == 2
    assert uploads() == []


def test_pairs_of_a_folder_that_were_stored_are_started_too(
    database: Database, started: list[int]
) -> None:
    files = {"all/b.nl.txt": DUTCH, "all/b.en.txt": ENGLISH, "all/c.en.txt": ENGLISH}
    behind("more", files, [], stored=(7,))
    behind("half", {"all/a.en.txt": ENGLISH}, [], stored=(8,))
    found = left_over()
    assert [one.wait(60) for one in found] == [True, True]
    (info,) = alignments.listing(database)
    assert sorted(started) == sorted([7, 8, info.id])
    assert uploads() == []


def test_what_is_stored_is_aligned_when_the_plan_cannot_be_written(
    database: Database, started: list[int]
) -> None:
    files = {"all/a.nl.txt": DUTCH, "all/a.en.txt": ENGLISH, "plan.json.new/in-the-way": b""}
    files |= {"all/b.nl.txt": DUTCH * 2, "all/b.en.txt": ENGLISH * 2}
    behind("full", files, [])
    (many,) = left_over()
    assert many.wait(60)
    (first,) = alignments.listing(database)
    assert started == [first.id]
    assert many.failed
    assert uploads() == ["full"]
    shutil.rmtree(state.settings().home / "uploads" / "full" / "plan.json.new")
    many.again()
    assert many.wait(60)
    assert {info.id for info in alignments.listing(database)} == set(started)
    assert len(set(started)) == 2
    assert uploads() == []


def test_uploads_of_the_version_before_are_read(database: Database, started: list[int]) -> None:
    behind("two", {"0/a.nl.txt": DUTCH, "1/a.en.txt": ENGLISH}, None)
    behind("many", {"all/b.nl.txt": DUTCH * 2, "all/b.en.txt": ENGLISH * 2}, None)
    for name, plan in (("two", ["0/a.nl.txt", "1/a.en.txt"]), ("many", [])):
        path = state.settings().home / "uploads" / name / "plan.json"
        path.write_text(json.dumps(plan), "utf-8")
    assert [one.wait(60) for one in left_over()] == [True, True]
    names = {info.names for info in alignments.listing(database)}
    assert names == {("a.nl.txt", "a.en.txt"), ("b.nl.txt", "b.en.txt")}
    assert sorted(started) == sorted(info.id for info in alignments.listing(database))
    assert uploads() == []


def test_an_upload_whose_plan_cannot_be_read_is_kept(
    database: Database, started: list[int]
) -> None:
    for name in ("torn", "strange"):
        behind(name, {"0/a.nl.txt": DUTCH, "1/a.en.txt": ENGLISH}, [])
    home = state.settings().home / "uploads"
    (home / "torn" / "plan.json").write_text("{", "utf-8")
    (home / "strange" / "plan.json").write_text("{}", "utf-8")
    app = AppTest.from_function(page, default_timeout=60).run()
    for one in app.session_state[PAIRING]:
        assert one.wait(60)
    app.run()
    assert not app.exception, app.exception
    assert [str(home) in one.value.replace("\\", "") for one in app.warning] == [True, True]
    assert (home / "torn" / "0" / "a.nl.txt").read_bytes() == DUTCH
    plan = Plan.of(["0/a.nl.txt", "1/a.en.txt"])
    (home / "strange" / "plan.json").write_text(json.dumps(asdict(plan)), "utf-8")
    again = [button for button in app.button if button.label == "Try again"]
    again[0].click().run()
    assert [one.failed for one in app.session_state[PAIRING]] == [False, True]
    assert len(started) == 1
    next(button for button in app.button if button.label == "Leave it").click().run()
    assert not app.exception, app.exception
    assert uploads() == []


_OTHER_SERVER = """
import sys, time
from pathlib import Path
from workbench.app.uploads import KeptUpload, Plan

upload = KeptUpload.begin(Path(sys.argv[1]))
print("begun", flush=True)
sys.stdin.readline()
for name, content in (("0/a.nl.txt", {dutch!r}), ("1/a.en.txt", {english!r})):
    upload.put(name, content)
upload.plan = Plan.of(["0/a.nl.txt", "1/a.en.txt"])
print("kept", flush=True)
time.sleep(600)
"""


def test_another_server_keeps_what_it_is_at_until_it_is_gone(
    database: Database, started: list[int]
) -> None:
    script = _OTHER_SERVER.format(dutch=DUTCH, english=ENGLISH)
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(state.settings().home / "uploads")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
        assert left_over() == []
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "kept\n"
        assert left_over() == []
        assert len(uploads()) == 1
    finally:
        other.kill()
        other.communicate()
    (one,) = left_over()
    assert one.wait(60)
    assert started == [info.id for info in alignments.listing(database)]
    assert uploads() == []
