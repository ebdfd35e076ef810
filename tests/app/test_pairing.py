"""What is brought in as a pair is read, and said when it is done; what fails is kept."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.app.pairing_kit import DUTCH, ENGLISH, uploads
from tests.corpus.conftest import make_document
from workbench.app import pairing, state
from workbench.app.pairing import Pairing, left_over
from workbench.corpus import alignments, documents
from workbench.corpus import database as database_module
from workbench.corpus.database import Database
from workbench.domain import Document
from workbench.settings import Settings
from workbench.workflow import alignment_folder
from workbench.workflow.alignment_pairs import read_side


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


def test_a_text_is_kept_when_the_store_lacks_its_partner(
    database: Database, started: list[int]
) -> None:
    one = Pairing.of_two(7, ("a.en.txt", ENGLISH))
    assert one.wait(60)
    assert [kind for kind, _ in one.messages] == ["error", "warning"]
    assert len(uploads()) == 1
    one.discard()
    assert uploads() == []
