"""What is brought in as a pair is read, kept while it is not stored, and said when it is done."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.corpus.conftest import make_document
from workbench.app import pairing, state
from workbench.app.pages.align_new import PAIRING
from workbench.app.pairing import Pairing, left_over
from workbench.corpus import alignments, documents
from workbench.corpus.database import Database

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


def behind(name: str, files: dict[str, bytes], plan: list[str | int] | None) -> None:
    """Leave an upload behind, as a killed server does."""
    for file, content in files.items():
        path = state.settings().home / "uploads" / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if plan is not None:
        path = state.settings().home / "uploads" / name / "plan.json"
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
