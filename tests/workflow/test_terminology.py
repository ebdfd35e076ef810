"""Changing the glossary: nothing is overwritten, both sides' edits are kept, all can be undone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.corpus import concepts as log
from workbench.corpus.database import Database
from workbench.errors import ConceptConflictError, GlossaryError
from workbench.glossary.concepts import Concept, Enforcement, Term
from workbench.glossary.files import GlossaryFile, load_glossary, read_glossary_file
from workbench.glossary.saving import alone
from workbench.workflow import terminology
from workbench.workflow.terminology import delete_concept, save_concept

HEAD = "concept,nl,en,enforcement,note\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "terms"
    place.mkdir()
    (place / "a.csv").write_text(HEAD + "vrede,vrede,peace,force,\n", encoding="utf-8")
    (place / "b.csv").write_text(HEAD + "oorlog,oorlog,war,force,\n", encoding="utf-8")
    return place


def concept(identity: str, dutch: str, english: str) -> Concept:
    return Concept(id=identity, terms=(Term("nl", dutch), Term("en", english)))


def seen(folder: Path, identity: str) -> Concept:
    return load_glossary(folder).by_id[identity]


def with_english(one: Concept, english: str) -> Concept:
    return replace(one, terms=(one.terms[0], Term("en", english)))


def write(database: Database, path: Path, concepts: list[Concept]) -> str:
    with alone(path.parent):
        file = read_glossary_file(path) if path.exists() else GlossaryFile.empty(path)
        return terminology.write_files(database, [(file, concepts)], author="ada", action="import")


def edit_by_hand(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_concept_gets_an_id_that_is_free_in_all_files(
    database: Database, folder: Path
) -> None:
    for english in ("tranquillity", "calm"):
        new = concept("vrede", "vrede", english)
        save_concept(database, folder / "b.csv", new, seen=None, author="ada")
    assert [one.id for one in load_glossary(folder)] == ["vrede", "oorlog", "vrede-2", "vrede-3"]
    assert log.history(database, "vrede-3")[0].author == "ada"


def test_only_the_changed_row_is_touched(database: Database, folder: Path) -> None:
    path = folder / "a.csv"
    before = path.read_text(encoding="utf-8")
    new = concept("verdrag", "verdrag", "treaty")
    save_concept(database, path, new, seen=None, author="ada")
    assert path.read_text(encoding="utf-8") == before + "verdrag,verdrag,treaty,force,\n"
    delete_concept(database, path, "verdrag", seen=seen(folder, "verdrag"), author="ada")
    assert path.read_text(encoding="utf-8") == before


def test_a_hand_edit_elsewhere_is_kept(database: Database, folder: Path) -> None:
    path = folder / "a.csv"
    mine = seen(folder, "vrede")
    with path.open("a", encoding="utf-8") as file:
        file.write("leger,leger,army,force,\n")
    save_concept(database, path, with_english(mine, "calm"), seen=mine, author="ada")
    assert [one.target for one in load_glossary(path)] == ["calm", "army"]


def test_those_who_save_at_once_wait_for_each_other(database: Database, folder: Path) -> None:
    def add(number: int) -> None:
        new = concept(f"leger-{number}", f"leger {number}", f"army {number}")
        save_concept(database, folder / "a.csv", new, seen=None, author="ada")

    with ThreadPoolExecutor(6) as people:
        list(people.map(add, range(18)))
    assert set(load_glossary(folder).by_id) == {
        "vrede",
        "oorlog",
        *(f"leger-{number}" for number in range(18)),
    }


def test_a_hand_edit_of_another_field_is_merged(database: Database, folder: Path) -> None:
    path = folder / "a.csv"
    terminology.notice(database, folder)
    mine = seen(folder, "vrede")
    edit_by_hand(path, "peace,force,", "peace,check,from the file")
    saved = save_concept(database, path, with_english(mine, "calm"), seen=mine, author="ada")
    now = seen(folder, "vrede")
    assert (now.target, now.enforcement, now.note) == ("calm", Enforcement.CHECK, "from the file")
    assert saved.merged == ("enforcement", "note")
    told = [
        (change.author, change.differences)
        for change in terminology.history(database, folder, "vrede")
    ]
    assert told[0] == ("ada", {"en": ("peace", "calm")})
    assert told[1] == (
        "file",
        {"enforcement": ("force", "check"), "note": ("", "from the file")},
    )


def test_a_hand_edit_of_the_same_field_is_shown(database: Database, folder: Path) -> None:
    path = folder / "a.csv"
    mine = seen(folder, "vrede")
    edit_by_hand(path, "peace", "tranquillity")
    before = path.read_bytes()
    with pytest.raises(ConceptConflictError) as caught:
        save_concept(database, path, with_english(mine, "calm"), seen=mine, author="ada")
    assert caught.value.fields == {"en": ("calm", "tranquillity")}
    with pytest.raises(ConceptConflictError):
        delete_concept(database, path, "vrede", seen=mine, author="ada")
    assert path.read_bytes() == before
    edit_by_hand(path, "vrede,vrede,tranquillity,force,\n", "")
    with pytest.raises(GlossaryError, match="deleted by somebody else"):
        save_concept(database, path, with_english(mine, "calm"), seen=mine, author="ada")


def test_any_state_comes_back(database: Database, folder: Path) -> None:
    path = folder / "a.csv"
    first = seen(folder, "vrede")
    save_concept(database, path, with_english(first, "calm"), seen=first, author="ada")
    delete_concept(database, path, "vrede", seen=seen(folder, "vrede"), author="ben")
    states = terminology.history(database, folder, "vrede")
    assert [(change.action, change.author) for change in states] == [
        ("delete", "ben"),
        ("change", "ada"),
        ("found", "file"),
    ]
    for number, english in ((states[1].id, "calm"), (states[2].id, "peace")):
        assert terminology.revert(database, folder, number, author="cor") == "vrede"
        assert seen(folder, "vrede").target == english
    assert terminology.history(database, folder, "vrede")[0].author == "cor"
    terminology.revert(database, folder, states[0].id, author="cor")
    assert "vrede" not in load_glossary(folder).by_id


def test_an_import_is_taken_back_as_a_whole(database: Database, folder: Path) -> None:
    path = folder / "a.csv"
    terminology.notice(database, folder)
    wanted = [
        with_english(seen(folder, "vrede"), "calm"),
        concept("leger", "leger", "army"),
        concept("vloot", "vloot", "fleet"),
    ]
    mark = write(database, path, wanted)
    army = seen(folder, "leger")
    save_concept(database, path, with_english(army, "land force"), seen=army, author="ben")
    assert set(terminology.revert_batch(database, folder, mark, author="ada")) == {
        "vrede",
        "vloot",
    }
    assert {one.id: one.target for one in load_glossary(folder)} == {
        "vrede": "peace",
        "leger": "land force",
        "oorlog": "war",
    }


def test_a_bad_row_keeps_all_of_an_import_out(database: Database, folder: Path) -> None:
    before = (folder / "a.csv").read_bytes()
    with pytest.raises(GlossaryError):
        write(
            database,
            folder / "a.csv",
            [concept("leger", "leger", "army"), concept("BAD ID", "vloot", "fleet")],
        )
    assert (folder / "a.csv").read_bytes() == before


def test_a_new_file_gets_all_columns(database: Database, folder: Path) -> None:
    new = concept("leger", "=leger", "army")
    write(database, folder / "new.csv", [new])
    assert seen(folder, "leger").source == "=leger"
    assert ",'=leger," in (folder / "new.csv").read_text(encoding="utf-8")
