"""Changing the glossary: other files and newer versions of a file are never harmed."""

from pathlib import Path

import pytest

from workbench.errors import GlossaryError
from workbench.glossary.concepts import Concept, Term
from workbench.glossary.files import load_glossary, read_glossary_file
from workbench.workflow.terminology import delete_concept, save_concept

HEAD = "concept,nl,en\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(HEAD + "vrede,vrede,peace\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(HEAD + "oorlog,oorlog,war\n", encoding="utf-8")
    return tmp_path


def concept(identity: str, dutch: str, english: str) -> Concept:
    return Concept(id=identity, terms=(Term("nl", dutch), Term("en", english)))


def add(path: Path, new: Concept) -> None:
    save_concept(path, new, sha256=read_glossary_file(path).sha256, author="ada", new=True)


def test_a_new_concept_gets_an_id_that_is_free_in_all_files(folder: Path) -> None:
    add(folder / "b.csv", concept("vrede", "vrede", "tranquillity"))
    add(folder / "b.csv", concept("vrede", "vrede", "calm"))
    assert [one.id for one in load_glossary(folder)] == ["vrede", "oorlog", "vrede-2", "vrede-3"]


def test_only_the_changed_row_is_touched(folder: Path) -> None:
    path = folder / "a.csv"
    before = path.read_text(encoding="utf-8")
    add(path, concept("verdrag", "verdrag", "treaty"))
    assert path.read_text(encoding="utf-8") == before + "verdrag,verdrag,treaty\n"
    delete_concept(path, "verdrag", sha256=read_glossary_file(path).sha256)
    assert path.read_text(encoding="utf-8") == before


def test_a_file_that_changed_since_it_was_shown_is_left_alone(folder: Path) -> None:
    path = folder / "a.csv"
    seen = read_glossary_file(path).sha256
    with path.open("a", encoding="utf-8") as file:
        file.write("leger,leger,army\n")
    before = path.read_bytes()
    for change in (
        lambda: save_concept(path, concept("vrede", "vrede", "calm"), sha256=seen, author="ada"),
        lambda: delete_concept(path, "vrede", sha256=seen),
    ):
        with pytest.raises(GlossaryError, match="somebody else"):
            change()
    assert path.read_bytes() == before
