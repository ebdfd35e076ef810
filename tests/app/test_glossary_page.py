"""Every view of the glossary page draws, and a change is shown before it is saved."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.corpus.conftest import make_document
from workbench.app import state
from workbench.corpus import concepts, documents, machine_drafts, rows
from workbench.corpus.database import Database
from workbench.domain import Origin, Provenance
from workbench.glossary.files import load_glossary

ROWS = """\
concept,domain,nl,en,admitted,forbidden,pos,enforcement,status,note
pe,peace,vredesafdwinging,peace enforcement,,,noun,force,active,
vrede,peace,vrede,peace,,,noun,force,active,
vrede-2,law,vrede,tranquillity,,,noun,force,active,
"""


def page() -> None:
    from workbench.app.pages import glossary

    glossary.draw()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "terms"
    place.mkdir()
    (place / "a.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_GLOSSARIES", str(place))
    monkeypatch.setenv("WORKBENCH_USER", "ada")
    monkeypatch.setenv("WORKBENCH_BEAM", "1")
    for shared in (state.settings, state.database, state.packages):
        shared.cache_clear()
    database = Database.open(state.settings().database)
    number = documents.add(database, make_document(["Een schip vaart."])).document.id
    (row,) = rows.rows(database, number)
    version = load_glossary(place).version
    made = Provenance(Origin.MACHINE, engine="x", glossary=version)
    machine_drafts.put_drafts(
        database,
        number,
        [machine_drafts.Draft(row.id, row.version, "A boat sails.", made)],
        author="x",
    )
    database.close()
    return place


def drawn(view: str = "") -> AppTest:
    app = AppTest.from_function(page, default_timeout=120)
    if view:
        app.session_state["glossary-view"] = view
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize(
    ("view", "told"),
    [
        ("", "New concept"),
        ("Proposals", "Nothing to propose yet"),
        ("Put terms right", "nothing is translated anew"),
        ("Import and export", "Export"),
        ("Changes", "Nothing was changed yet"),
        ("Conflicts", "The same Dutch term twice"),
    ],
)
def test_every_view_draws(folder: Path, view: str, told: str) -> None:
    app = drawn(view)
    words = [one.value for one in (*app.subheader, *app.info, *app.caption, *app.markdown)]
    assert any(told in word for word in words), words


def add(app: AppTest, dutch: str, english: str) -> None:
    field = {one.label: one for one in app.text_input}
    field["Dutch"].set_value(dutch)
    field["English"].set_value(english)
    next(button for button in app.button if button.label == "Add").click()
    app.run()
    assert not app.exception, app.exception


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, app.exception


def target(folder: Path) -> str:
    store = state.database()
    (info,) = documents.listing(store)
    return rows.rows(store, info.id)[0].target


def test_a_term_that_touches_nothing_is_saved_at_once(folder: Path) -> None:
    app = drawn()
    add(app, "raket", "missile")
    assert [one.value for one in app.success] == ["raket is saved in a\\.csv\\."]
    assert load_glossary(folder).by_id["raket"].target == "missile"
    (change,) = concepts.history(state.database(), "raket")
    assert (change.action, change.author) == ("add", "ada")


def test_a_change_is_shown_before_it_is_saved(folder: Path) -> None:
    app = drawn()
    add(app, "schip", "frigate")
    assert "Before it is saved" in [one.value for one in app.subheader]
    assert "schip" not in load_glossary(folder).by_id
    press(app, "Do not save")
    assert "schip" not in load_glossary(folder).by_id
    add(app, "schip", "frigate")
    press(app, "Save and change 1 segment")
    assert load_glossary(folder).by_id["schip"].target == "frigate"
    assert "frigate" in target(folder)
    assert not app.warning


def test_terms_are_put_right_after_a_look(folder: Path) -> None:
    (folder / "a.csv").write_text(
        ROWS + "ship,,schip,vessel,,boat,noun,force,active,\n", encoding="utf-8"
    )
    app = drawn("Put terms right")
    press(app, "Look for terms to put right")
    assert not app.exception, app.exception
    assert stored() == "A boat sails."
    assert any("Drafts" in one.value for one in app.markdown)
    press(app, "Change 1 segment")
    assert stored() == "A vessel sails."
    assert any("1 segment" in one.value for one in app.success)
    press(app, "Look for terms to put right")
    assert not app.exception, app.exception
    press(app, "Leave them")
    assert stored() == "A vessel sails."


def stored() -> str:
    database = Database.open(state.settings().database)
    ((row,),) = [rows.rows(database, info.id) for info in documents.listing(database)]
    database.close()
    return row.target
