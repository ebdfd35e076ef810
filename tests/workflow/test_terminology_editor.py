"""A term from the editor: its forms and sentences, what it changes, and what is stored."""

from pathlib import Path
from typing import Any

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import concepts, documents, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.domain import Origin, Provenance, SegmentStatus
from workbench.engine.argos import ArgosEngine
from workbench.errors import GlossaryError, NotFoundError
from workbench.glossary.concepts import Enforcement, Glossary, TermStatus
from workbench.glossary.files import load_glossary
from workbench.settings import Settings
from workbench.workflow.impact import Translator
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.terminology_editor import NewTerms

ROWS = """\
concept,domain,nl,en,admitted,forbidden,pos,enforcement,status,note
pe,,vredesafdwinging,peace enforcement,,,noun,force,active,
"""
PLAIN = "nl,en\nkust,coast\n"
TEXTS = ["Het schip vaart.", "Er zijn veel oorlogsschepen.", "Het is koud.", "Het schip zinkt."]
DRAFTS = ["The boat sails.", "There are many warships.", "It is cold.", "The boat sinks."]


@pytest.fixture
def folder(settings: Settings) -> Path:
    settings.glossaries.mkdir(parents=True)
    (settings.glossaries / "a.csv").write_text(ROWS, encoding="utf-8")
    (settings.glossaries / "plain.csv").write_text(PLAIN, encoding="utf-8")
    return settings.glossaries


@pytest.fixture
def document(database: Database, folder: Path) -> int:
    """A document of drafts; the last segment is approved."""
    number = documents.add(database, make_document(TEXTS)).document.id
    made = Provenance(Origin.MACHINE, engine="x", glossary=load_glossary(folder).version)
    stored = rows.rows(database, number)
    drafts = [
        machine_drafts.Draft(row.id, row.version, text, made)
        for row, text in zip(stored, DRAFTS, strict=True)
    ]
    machine_drafts.put_drafts(database, number, drafts, author="x")
    last = rows.rows(database, number)[3]
    segments.save(
        database,
        last.id,
        text=last.target,
        version=last.version,
        author="ben",
        status=SegmentStatus.APPROVED,
    )
    return number


@pytest.fixture
def new_terms(settings: Settings, engine: ArgosEngine) -> NewTerms:
    return NewTerms(settings, lambda: Translator(Pipeline(engine, Glossary.of([]))))


def wish(**more: str) -> dict[str, str]:
    return {"dutch": "schip", "english": "vessel", **more}


def targets(database: Database, document: int) -> list[str]:
    return [row.target for row in rows.rows(database, document)]


def test_what_a_concept_can_be(new_terms: NewTerms, folder: Path) -> None:
    found = new_terms.choices()
    assert found["files"] == ["a.csv", "plain.csv"]
    assert found["use"] == ["force", "prefer", "check", "show"]
    assert "verb" in found["pos"] and "proposed" in found["status"]


def test_without_a_glossary_file_it_is_said(new_terms: NewTerms) -> None:
    with pytest.raises(GlossaryError, match="no glossary file"):
        new_terms.choices()


def test_forms_and_sentences_are_shown_before_anything_is_saved(
    new_terms: NewTerms, database: Database, document: int, folder: Path
) -> None:
    found = new_terms.look(database, wish(admitted="boat"), document=document)
    assert {"schip", "schepen"} <= set(found["nl"])
    assert {"vessel", "vessels", "boat", "boats"} <= set(found["en"])
    assert found["segments"] == 3
    assert not found["more"]
    first, second, _ = found["sentences"]
    assert first["place"].endswith(", 1")
    assert [TEXTS[0][start:end] for start, end in first["found"]] == ["schip"]
    assert [DRAFTS[0][start:end] for start, end in first["there"]] == ["boat"]
    assert [TEXTS[1][start:end] for start, end in second["found"]] == ["schepen"]
    assert (folder / "a.csv").read_text(encoding="utf-8") == ROWS


def test_sentences_of_the_open_document_come_first(
    new_terms: NewTerms, database: Database, document: int
) -> None:
    other = documents.add(database, make_document(["Nog een schip."])).document.id
    for number, place in ((other, ", 1"), (document, ", 1")):
        first = new_terms.look(database, wish(), document=number)["sentences"][0]
        assert first["place"].endswith(place)
        assert first["source"] == rows.rows(database, number)[0].source


def test_a_term_that_is_there_already_is_named(
    new_terms: NewTerms, database: Database, document: int
) -> None:
    found = new_terms.look(database, {"dutch": "Vredesafdwinging"}, document=document)
    assert found["known"] == [
        {
            "nl": "vredesafdwinging",
            "en": "peace enforcement",
            "file": "a.csv",
            "status": "active",
        }
    ]


def test_nothing_is_looked_for_without_a_dutch_term(
    new_terms: NewTerms, database: Database, document: int
) -> None:
    assert new_terms.look(database, {"dutch": " "}, document=document)["sentences"] == []


def ask(new_terms: NewTerms, database: Database, **more: str) -> dict[str, Any]:
    return new_terms.preview(database, wish(**more), file="a.csv", person="ada")


def test_the_impact_is_exactly_what_is_stored(
    new_terms: NewTerms, database: Database, document: int, folder: Path
) -> None:
    found = ask(new_terms, database, note="of the navy", domain="navy")
    assert [one["position"] for one in found["drafts"]][:1] == [0]
    assert [(one["position"], one["status"]) for one in found["people"]] == [(3, "approved")]
    assert "vessel" in found["people"][0]["after"].casefold()
    assert targets(database, document) == DRAFTS
    assert "schip" not in load_glossary(folder).by_id

    answer = new_terms.save(
        database, found["wish"], apply=True, people=[], person="ada", document=document
    )
    now = targets(database, document)
    assert {one["position"]: one["after"] for one in found["drafts"]} == {
        at: text for at, text in enumerate(now) if text != DRAFTS[at]
    }
    assert now[3] == DRAFTS[3]
    assert answer["message"].startswith("schip is saved in a.csv. Changed: ")
    assert now[0] in [row["target"] for row in answer["rows"]]
    saved = load_glossary(folder).by_id["schip"]
    assert (saved.target, saved.domain, saved.note) == ("vessel", "navy", "of the navy")
    (change,) = concepts.history(database, "schip")
    assert (change.action, change.author) == ("add", "ada")


def test_texts_of_people_change_where_they_are_ticked(
    new_terms: NewTerms, database: Database, document: int
) -> None:
    found = ask(new_terms, database)
    (approved,) = found["people"]
    answer = new_terms.save(
        database,
        found["wish"],
        apply=True,
        people=[approved["id"]],
        person="ada",
        document=document,
    )
    row = rows.rows(database, document)[3]
    assert (row.target, row.status, row.author) == (approved["after"], "draft", "ada")
    assert 3 in [each["position"] for each in answer["rows"]]


def test_saving_only_changes_no_text(
    new_terms: NewTerms, database: Database, document: int, folder: Path
) -> None:
    found = ask(new_terms, database)
    answer = new_terms.save(
        database, found["wish"], apply=False, people=[], person="ada", document=document
    )
    assert answer == {"message": "schip is saved in a.csv.", "rows": []}
    assert targets(database, document) == DRAFTS
    assert load_glossary(folder).by_id["schip"].target == "vessel"


def test_all_fields_come_into_the_file(
    new_terms: NewTerms, database: Database, document: int, folder: Path
) -> None:
    found = new_terms.preview(
        database,
        {
            "dutch": "  raket   bommen ",
            "english": "missile",
            "admitted": "rocket ; projectile",
            "forbidden": "bomb",
            "pos": "phrase",
            "enforcement": "check",
            "status": "proposed",
            "domain": "weapons",
            "note": "seen today",
        },
        file="a.csv",
        person="ada",
    )
    assert found["nothing"]
    new_terms.save(database, found["wish"], apply=True, people=[], person="ada", document=document)
    concept = load_glossary(folder).by_id["raket-bommen"]
    assert concept.source == "raket bommen"
    admitted = [term.text for term in concept.of("en", TermStatus.ADMITTED)]
    assert admitted == ["rocket", "projectile"]
    assert concept.enforcement is Enforcement.CHECK
    assert (concept.domain, concept.note, concept.status) == ("weapons", "seen today", "proposed")


@pytest.mark.parametrize(
    ("more", "file", "error"),
    [
        ({"dutch": "  "}, "a.csv", GlossaryError),
        ({"pos": "thing"}, "a.csv", GlossaryError),
        ({"enforcement": "beg"}, "a.csv", GlossaryError),
        ({"dutch": "x" * 5000}, "a.csv", GlossaryError),
        ({"forbidden": "boat"}, "plain.csv", GlossaryError),
        ({}, "../../etc/passwd", NotFoundError),
        ({}, "", NotFoundError),
    ],
)
def test_what_can_not_be_added_is_refused(
    new_terms: NewTerms,
    database: Database,
    document: int,
    more: dict[str, str],
    file: str,
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        new_terms.preview(database, wish(**more), file=file, person="ada")


def test_nobody_saves_the_term_of_somebody_else_or_twice(
    new_terms: NewTerms, database: Database, document: int
) -> None:
    mark = ask(new_terms, database)["wish"]

    def save(person: str) -> None:
        new_terms.save(database, mark, apply=False, people=[], person=person, document=document)

    with pytest.raises(NotFoundError):
        save("ben")
    save("ada")
    with pytest.raises(NotFoundError):
        save("ada")


def test_a_glossary_that_changed_since_the_look_saves_nothing(
    new_terms: NewTerms, database: Database, document: int, folder: Path
) -> None:
    mark = ask(new_terms, database)["wish"]
    changed = ROWS + "cold,,koud,chilly,,,adjective,force,active,\n"
    (folder / "a.csv").write_text(changed, encoding="utf-8")
    with pytest.raises(GlossaryError, match="changed again"):
        new_terms.save(database, mark, apply=True, people=[], person="ada", document=document)
    assert (folder / "a.csv").read_text(encoding="utf-8") == changed
    assert targets(database, document) == DRAFTS
