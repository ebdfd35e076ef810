"""What the log knows of concepts, also of those that somebody edited in the file."""

from pathlib import Path

import pytest

from workbench.corpus import concepts
from workbench.corpus.database import Database
from workbench.errors import NotFoundError
from workbench.glossary.files import read_glossary_file
from workbench.glossary.rows import concept_cells

HEAD = "concept,nl,en\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.csv"
    file.write_text(HEAD + "vrede,vrede,peace\noorlog,oorlog,war\n", encoding="utf-8")
    return file


def test_a_file_seen_first_is_only_known(database: Database, path: Path) -> None:
    assert concepts.notice(database, [read_glossary_file(path)]) == []
    (found,) = concepts.history(database, "vrede")
    assert (found.action, found.author, found.after["en"]) == ("found", "file", "peace")
    assert concepts.recent(database) == []


def test_what_was_edited_by_hand_becomes_a_revision(database: Database, path: Path) -> None:
    concepts.notice(database, [read_glossary_file(path)])
    path.write_text(HEAD + "vrede,vrede,calm\nleger,leger,army\n", encoding="utf-8")
    changed = concepts.notice(database, [read_glossary_file(path)])
    assert [name for name, _, _ in changed] == ["vrede", "leger", "oorlog"]
    assert concepts.notice(database, [read_glossary_file(path)]) == []
    newest, oldest = concepts.history(database, "vrede")
    assert newest.differences == {"en": ("peace", "calm")}
    assert (newest.action, newest.author, oldest.id < newest.id) == ("file", "file", True)
    assert concepts.history(database, "oorlog")[0].after == {}
    assert [change.concept for change in concepts.recent(database)] == ["oorlog", "leger", "vrede"]


def test_what_was_recorded_is_not_noticed_again(database: Database, path: Path) -> None:
    file = read_glossary_file(path)
    concepts.notice(database, [file])
    (peace, _) = file.concepts
    path.write_text(HEAD + "vrede,vrede,calm\noorlog,oorlog,war\n", encoding="utf-8")
    now = read_glossary_file(path)
    cells = {**concept_cells(peace), "en": "calm"}
    mark = concepts.new_mark()
    concepts.record(database, now, [("vrede", cells)], action="change", author="ada", mark=mark)
    assert concepts.notice(database, [now]) == []
    (change,) = concepts.batch(database, mark)
    assert (change.author, change.differences) == ("ada", {"en": ("peace", "calm")})
    assert concepts.revision(database, change.id) == change
    with pytest.raises(NotFoundError):
        concepts.batch(database, "")
    with pytest.raises(NotFoundError):
        concepts.revision(database, 999)


def test_refused_proposals_are_remembered(database: Database) -> None:
    concepts.reject(database, "Vrede", "Calm", author="ada")
    concepts.reject(database, "vrede", "calm", author="ada")
    assert concepts.rejected(database) == {("vrede", "calm")}
