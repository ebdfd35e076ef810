"""What is brought in as a pair is read, kept while it is not stored, and said when it is done."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from tests.corpus.conftest import make_document
from workbench.app import pairing, state
from workbench.app.pages.align_new import PAIRING
from workbench.app.pairing import Pairing, left_over
from workbench.app.uploads import Plan
from workbench.corpus import alignments, documents
from workbench.corpus import database as database_module
from workbench.corpus.database import Database
from workbench.domain import Document
from workbench.settings import Settings
from workbench.workflow import alignment_folder
from workbench.workflow.alignment import create_pair
from workbench.workflow.alignment_pairs import read_side

DUTCH = b"Dit is een lange tekst in het Nederlands, met veel gewone woorden over de brief.\n" * 3
ENGLISH = b"This is a long text in English, with many of the usual words about the letter.\n" * 3


def page() -> None:
    from workbench.app.pages import align

    align.draw()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Alignments whose process would be started; the tests in the browser start it."""
    numbers: list[int] = []
    monkeypatch.setattr(pairing, "start_alignment", lambda _, *ids: numbers.extend(ids))
    return numbers


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_GLOSSARIES", str(tmp_path / "none"))
    for shared in (state.settings, state.database, state.packages):
        shared.cache_clear()
    store = Database.open(state.settings().database)
    yield store
    store.close()


def uploads() -> list[str]:
    return [path.name for path in (state.settings().home / "uploads").iterdir()]


def behind(
    name: str,
    files: dict[str, bytes],
    sides: list[str | int] | None,
    *,
    since: datetime | None = None,
    stored: tuple[int, ...] = (),
) -> None:
    """Leave an upload behind, as a killed server does."""
    for file, content in files.items():
        path = state.settings().home / "uploads" / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if sides is not None:
        path = state.settings().home / "uploads" / name / "plan.json"
        begun = (since or datetime.now(UTC)).isoformat()
        plan = {"sides": sides, "since": begun, "stored": stored}
        path.write_text(json.dumps(plan), "utf-8")


def test_two_texts_become_a_pair(database: Database, started: list[int]) -> None:
    number = documents.add(database, make_document(["De brief is er."], name="a")).document.id
    for source in (number, ("../brief.nl.txt", DUTCH)):
        one = Pairing.of_two(source, ("brief.en.txt", ENGLISH))
        assert one.wait(60)
        assert [kind for kind, _ in one.messages] == ["success"]
    names = {info.names[0] for info in alignments.listing(database)}
    assert names == {"a", "brief.nl.txt"}
    assert sorted(started) == sorted(info.id for info in alignments.listing(database))
    assert uploads() == []
    assert left_over() == []


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


def test_sides_that_are_swapped_are_asked_about(database: Database, started: list[int]) -> None:
    one = Pairing.of_two(("x.txt", ENGLISH), ("y.txt", DUTCH))
    assert one.wait(60)
    assert one.swapped
    assert alignments.listing(database) == []
    one.swap()
    assert one.wait(60)
    (info,) = alignments.listing(database)
    assert (info.names, started) == (("y.txt", "x.txt"), [info.id])
    assert uploads() == []
    other = Pairing.of_two(("x.txt", ENGLISH), ("y.txt", DUTCH))
    assert other.wait(60)
    other.discard()
    assert uploads() == []


def test_a_folder_goes_on_with_the_pairs_that_are_left(
    database: Database, started: list[int]
) -> None:
    many = Pairing.of_many(
        [("p/a.nl.txt", DUTCH), ("p/a.en.txt", ENGLISH), ("p/b.nl.txt", DUTCH)],
    )
    assert many.wait(60)
    assert [kind for kind, _ in many.messages] == ["success", "error"]
    assert "no other file" in many.messages[1][1]
    assert len(started) == 1
    broken = Pairing.of_two(("leeg.txt", b""), ("y.txt", ENGLISH))
    assert broken.wait(60)
    assert [kind for kind, _ in broken.messages] == ["error"]
    assert uploads() == []


def until(what: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("many", [False, True])
def test_a_busy_database_is_waited_for(
    database: Database, started: list[int], monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    monkeypatch.setattr(pairing, "AGAIN_SECONDS", 0.05)
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    with database.write() as other:
        other.execute(text("SELECT 1"))
        one = (
            Pairing.of_many([("a.nl.txt", DUTCH), ("a.en.txt", ENGLISH)])
            if many
            else Pairing.of_two(("a.nl.txt", DUTCH), ("a.en.txt", ENGLISH))
        )
        until(lambda: one.waiting)
        assert "upload is kept" in one.waiting
        assert len(uploads()) == 1
    assert one.wait(60)
    assert [kind for kind, _ in one.messages] == ["success"]
    assert one.waiting == ""
    assert started == [info.id for info in alignments.listing(database)]
    assert len(started) == 1
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


@pytest.fixture
def unforeseen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of files whose reader fails in a way that nobody foresaw."""
    names: list[str] = []

    def read(path: Path, settings: Settings) -> Document:
        if path.name in names:
            raise RuntimeError("the reader broke")
        return read_side(path, settings)

    monkeypatch.setattr(alignment_folder, "read_side", read)
    return names


def test_a_pair_whose_reader_breaks_is_kept_while_the_others_go_on(
    database: Database, started: list[int], unforeseen: list[str]
) -> None:
    unforeseen.append("b.en.txt")
    files = {f"{name}.{side}.txt" for name in "abc" for side in ("nl", "en")}
    many = Pairing.of_many(
        (name, DUTCH if ".nl" in name else ENGLISH + name.encode()) for name in sorted(files)
    )
    assert many.wait(60)
    assert len(started) == len(alignments.listing(database)) == 2
    assert many.failed
    assert [kind for kind, _ in many.messages] == ["success", "error", "warning"]
    assert "the reader broke" in many.messages[1][1]
    (name,) = uploads()
    assert name in many.messages[2][1]
    kept = state.settings().home / "uploads" / name / "all"
    assert sorted(path.name for path in kept.iterdir()) == ["b.en.txt", "b.nl.txt"]
    unforeseen.clear()
    many.again()
    assert many.wait(60)
    assert [kind for kind, _ in many.messages] == ["success"]
    assert sorted(started) == sorted(info.id for info in alignments.listing(database))
    assert len(started) == 3
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


def test_a_text_is_kept_when_the_store_lacks_its_partner(
    database: Database, started: list[int]
) -> None:
    one = Pairing.of_two(7, ("a.en.txt", ENGLISH))
    assert one.wait(60)
    assert [kind for kind, _ in one.messages] == ["error", "warning"]
    assert len(uploads()) == 1
    one.discard()
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
