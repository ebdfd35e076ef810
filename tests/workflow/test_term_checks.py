"""The terms of one segment while it is written, and the pass over a whole document."""

import json
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.cli.main import main
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.errors import NotFoundError
from workbench.glossary.concepts import Glossary
from workbench.glossary.files import load_glossary
from workbench.settings import Settings
from workbench.workflow.term_checks import current_glossary, document_terms, term_findings

ROWS = """\
concept,nl,en,admitted,forbidden,pos,enforcement,status,dnt
pe,vredesafdwinging,peace enforcement,,peace coercion,noun,force,active,
truce,bestand,truce,ceasefire,file,noun,check,active,
creep,mission creep,,,,phrase,force,active,yes
new,stuwkracht,,,,noun,force,proposed,
old,leger,army,,,noun,force,retired,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "terms"
    place.mkdir()
    (place / "a.csv").write_text(ROWS, encoding="utf-8")
    return place


@pytest.fixture
def glossary(folder: Path) -> Glossary:
    return load_glossary(folder)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Vredesafdwinging kost geld.", "Peace enforcement costs money.", [("pe", "found", 1)]),
        ("Vredesafdwinging kost geld.", "Making peace costs money.", [("pe", "missing", 0)]),
        ("Vredesafdwinging kost geld.", "Peace coercion costs money.", [("pe", "forbidden", 1)]),
        ("Vredesafdwinging kost geld.", "", [("pe", "no-target", 0)]),
        ("De stuwkracht ontbreekt.", "The thrust is missing.", [("new", "no-target", 0)]),
        ("Dit is mission creep.", "This is mission creep.", [("creep", "found", 1)]),
        ("Het leger zwijgt.", "The army is silent.", []),
        (
            "Na het bestand kwam vredesafdwinging.",
            "After the ceasefire came force.",
            [("truce", "found", 1), ("pe", "missing", 0)],
        ),
    ],
)
def test_states(
    glossary: Glossary, source: str, target: str, expected: list[tuple[str, str, int]]
) -> None:
    found = term_findings(source, target, glossary)
    found = json.loads(json.dumps(found))
    told = [(term["concept"], term["state"], len(term["target"])) for term in found["terms"]]
    assert told == expected


def test_places_point_into_both_texts(glossary: Glossary) -> None:
    source = "Over vredesafdwingingsmissies is gesproken."
    target = "There was talk of peace enforcement missions."
    (term,) = term_findings(source, target, glossary)["terms"]
    assert [source[slice(*span)] for span in term["source"]] == ["vredesafdwinging"]
    assert [target[slice(*span)] for span in term["target"]] == ["peace enforcement"]


def test_a_note_leaves_a_segment_right(glossary: Glossary) -> None:
    assert term_findings("Het bestand hield.", "The ceasefire held.", glossary)["right"]
    wrong = term_findings("Vredesafdwinging.", "Peace coercion.", glossary)
    assert not wrong["right"]
    assert wrong["issues"][0]["message"] == (
        "'Peace coercion' must not be used for 'vredesafdwinging'; use 'peace enforcement'"
    )


def test_a_changed_file_is_seen_at_once(folder: Path) -> None:
    before = current_glossary(folder)
    assert current_glossary(folder) is before
    with (folder / "a.csv").open("a", encoding="utf-8") as file:
        file.write("m,mandaat,mandate,,,noun,force,active,\n")
    assert "m" in current_glossary(folder).by_id
    assert len(current_glossary(folder / "nowhere")) == 0


def test_only_what_is_wrong_stays(database: Database, glossary: Glossary) -> None:
    texts = ["Vredesafdwinging kost geld.", "Het is koud.", "Vredesafdwinging helpt.", "Bestand."]
    number = documents.add(database, make_document(texts)).document.id
    written = ["Peace enforcement costs money.", "It is cold.", "Peace coercion helps.", "Truce."]
    for row, text in zip(rows.rows(database, number), written, strict=True):
        segments.save(database, row.id, text=text, version=row.version, author="ada")
    seen: list[int] = []
    left = document_terms(database, number, glossary, progress=seen.append)
    assert (left.wrong, left.right, left.without) == ((2,), 2, 1)
    assert [issue.check for issue in left.issues[2]] == ["forbidden"]
    assert seen == [4]
    with pytest.raises(NotFoundError):
        document_terms(database, 99, glossary)


def test_the_command_sets_aside_what_is_right(
    settings: Settings,
    database: Database,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(settings.home))
    texts = ["Vredesafdwinging kost geld.", "Het is koud.", "Vredesafdwinging helpt."]
    number = documents.add(database, make_document(texts)).document.id
    written = ["Peace enforcement costs money.", "It is cold.", "Peace coercion helps."]
    for row, text in zip(rows.rows(database, number), written, strict=True):
        segments.save(database, row.id, text=text, version=row.version, author="ada")
    check = ["glossary", "check", "--document", str(number), str(folder)]
    assert main(check) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("segment 3: error forbidden: ")
    assert told[1:] == ["1 segment to look at; set aside: 1 whose terms are right, 1 without terms"]
    assert main([*check, "--json"]) == 1
    assert [issue["segment"] for issue in json.loads(capsys.readouterr().out)] == [3]
    database.close()
    assert main(["glossary", "check", "--document", "99"]) == 1
    assert "document 99" in capsys.readouterr().err
    # SQLite takes its log away with the last connection.
    assert not list(settings.home.glob("*-wal"))


def test_a_document_is_checked_without_a_glossary_folder(
    settings: Settings,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(settings.home))
    monkeypatch.setenv("WORKBENCH_GLOSSARIES", str(tmp_path / "none"))
    number = documents.add(database, make_document(["Het is koud.", "Ja."])).document.id
    row = rows.rows(database, number)[0]
    segments.save(database, row.id, text="It is cold.", version=row.version, author="ada")
    assert main(["glossary", "check", "--document", str(number)]) == 0
    assert capsys.readouterr().out == (
        "0 segments to look at; set aside: 0 whose terms are right, 1 without terms\n"
    )
