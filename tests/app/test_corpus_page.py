"""The corpus page: every choice of an export is there, is previewed, and is what the file has."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.workflow.release_kit import BAD, GOOD, store
from workbench.app import state
from workbench.app.markdown import plain
from workbench.corpus import jobs, units
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.workflow import exports
from workbench.workflow.export_requests import Entry, Kind, Request


def page() -> None:
    from workbench.app.pages import corpus

    corpus.draw()


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_USER", "ada")
    for shared in (state.settings, state.database, state.packages):
        shared.cache_clear()
    database = Database.open(state.settings().database)
    for name in ("nota.txt", "brief.txt"):
        store(database, name, [*GOOD, *BAD])
    yield database
    database.close()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """What the page asked for; it is made at once, since no button of a test downloads."""
    asked: list[Request] = []
    ask = exports.ask

    def noted(settings: object, request: Request, **_: object) -> str:
        asked.append(request)
        name = ask(state.settings(), request, start=False)
        exports.run(state.settings(), state.database(), name)
        return name

    monkeypatch.setattr(exports, "ask", noted)
    monkeypatch.setattr("workbench.app.pages.corpus.AT_ONCE", 0)
    return asked


def drawn() -> AppTest:
    app = AppTest.from_function(page, default_timeout=120).run()
    assert not app.exception, app.exception
    return app


def choose(app: AppTest, label: str, value: object) -> None:
    for kind in ("selectbox", "text_input", "toggle", "multiselect"):
        for box in app.get(kind):
            if box.label == label:
                box.set_value(value)
                app.run()
                assert not app.exception, app.exception
                return
    raise AssertionError(f"no choice is called {label}")


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, app.exception


def last() -> Entry:
    return exports.listing(state.settings(), state.database())[0]


def test_every_choice_reaches_the_file(filled: Database, made: list[Request]) -> None:
    app = drawn()
    choose(app, "Status", "All but rejected")
    choose(app, "Documents", [2])
    choose(app, "Format", "tmx")
    choose(app, "What to say of each pair", "Status, place and note")
    choose(app, "Code of the Dutch", "nl-NL")
    choose(app, "Code of the English", "en-GB")
    begin = app.code[0].value
    assert 'xml:lang="nl-NL"' in begin and "x-status" in begin and "x-origin" not in begin
    press(app, "Download TMX")
    assert made == [
        Request(
            **{"kind": made[0].kind, "format": "tmx", "status": "all", "documents": (2,)},
            **{"source": "nl-NL", "target": "en-GB", "properties": "basic"},
        )
    ]
    file = last().file
    assert file is not None and file.name == "corpus.tmx"
    written = file.read_text(encoding="utf-8")
    first = begin[begin.index("<tu ") : begin.index("</tu>")]
    assert first in written and written.count("<tu ") == 8
    # The list shows it; the same once more has the same choices.
    app.run()
    assert any("Export: TMX 1.4b" in block.value for block in app.get("html"))
    press(app, "Make again")
    assert made[1] == made[0]


def test_a_file_for_each_document(filled: Database, made: list[Request]) -> None:
    app = drawn()
    choose(app, "Format", "po")
    choose(app, "One file for each document, together in a ZIP", True)
    press(app, "Download PO")
    file = last().file
    assert file is not None and file.name == "corpus.zip"
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["brief.po", "nota.po"]


def test_bad_codes_are_said(filled: Database) -> None:
    app = drawn()
    choose(app, "Code of the Dutch", "dutch?")
    assert "no language code" in app.error[0].value
    assert not any(button.label.startswith("Download") for button in app.button)


def test_every_pair_leaves_as_json_lines_and_comes_back(
    filled: Database, made: list[Request], tmp_path: Path
) -> None:
    app = drawn()
    choose(app, "Status", "Every one (as JSON Lines)")
    assert json.loads(app.code[0].value.splitlines()[0])["history"]
    press(app, "Download JSONL")
    file = last().file
    assert file is not None and len(file.read_text().splitlines()) == 18
    # A form keeps nothing between runs: all of it is filled in at once.
    next(box for box in app.text_input if box.label == "Project").set_value("moved")
    (upload,) = (box for box in app.get("file_uploader") if box.label == "JSON Lines")
    upload.set_value((file.name, file.read_bytes(), "application/json"))
    press(app, "Look into it")
    assert any("18 units · 18 to be written" in block.value for block in app.get("html"))
    assert units.count(filled, statuses=list(SegmentStatus), project="moved") == 0
    press(app, "Bring it in")
    assert app.success[0].value == plain("18 units of 2 documents are in moved now.")
    assert units.count(filled, statuses=list(SegmentStatus), project="moved") == 18


def test_a_running_export_shows_how_far_it_is_and_can_be_stopped(filled: Database) -> None:
    name = exports.ask(state.settings(), Request(kind=Kind.EXPORT), start=False)
    job = jobs.start(filled, f"export:{name}")
    jobs.advance(filled, job.id, done=3, total=10)
    app = drawn()
    assert any(bar.proto.text.startswith("3 of 10 pairs") for bar in app.get("progress"))
    press(app, "Stop")
    assert not jobs.advance(filled, job.id, done=4, total=10), "the export is asked to stop"
