"""What a change of a concept would do, said beforehand by really doing it in memory."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, history, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.engine.argos import ArgosEngine
from workbench.errors import GlossaryError
from workbench.glossary.concepts import Concept, Glossary, Term
from workbench.glossary.files import load_glossary
from workbench.workflow import terminology
from workbench.workflow.impact import Impact, Translator, apply, changed_glossary
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.translate import translate_document

ROWS = """\
concept,nl,en,pos,enforcement,note
pe,vredesafdwinging,peace enforcement,noun,force,
ship,schip,ship,noun,force,
"""
TEXTS = [
    "Vredesafdwinging is geen oorlog.",
    "Het is koud in de haven.",
    "De politie telde veertien schepen.",
    "Dit is een missie voor vredesafdwinging.",
    "Over een vredesafdwingingsmissie is gesproken.",
]
APPROVED = "This is a mission for peace enforcement, no doubt."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "terms"
    folder.mkdir()
    (folder / "a.csv").write_text(ROWS, encoding="utf-8")
    return folder / "a.csv"


@pytest.fixture
def document(database: Database, engine: ArgosEngine, path: Path) -> int:
    number = documents.add(database, make_document(TEXTS)).document.id
    translate_document(database, number, pipeline=Pipeline(engine, load_glossary(path)))
    row = rows.rows(database, number)[3]
    segments.save(
        database,
        row.id,
        text=APPROVED,
        version=row.version,
        author="ben",
        status=SegmentStatus.APPROVED,
    )
    return number


def look(
    database: Database, engine: ArgosEngine, path: Path, after: Concept | None, **options: int
) -> tuple[Impact, Glossary]:
    files = terminology.files(path.parent)
    now = load_glossary(path)
    before = now.by_id.get(after.id if after else "pe")
    then = changed_glossary(files, path, after, delete="" if after else "pe")
    impact = Translator(Pipeline(engine, now)).preview(
        database, now=now, then=then, before=before, after=after, **options
    )
    return impact, then


def renamed(path: Path, english: str = "imposing of peace") -> Concept:
    concept = load_glossary(path).by_id["pe"]
    return replace(concept, terms=(concept.terms[0], Term("en", english)))


def save(database: Database, path: Path, concept: Concept) -> Glossary:
    terminology.save_concept(
        database, path, concept, seen=load_glossary(path).by_id["pe"], author="ada"
    )
    return load_glossary(path)


def test_new_texts_are_told_and_nothing_is_written(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    before = rows.rows(database, document)
    impact, _ = look(database, engine, path, renamed(path))
    assert [one.row.position for one in impact.drafts] == [0, 4]
    assert all("imposing of peace" in one.text.casefold() for one in impact.drafts)
    (proposal,) = impact.people
    assert proposal.row.position == 3
    assert proposal.text == "This is a mission for imposing of peace, no doubt."
    assert rows.rows(database, document) == before


def test_what_was_shown_is_what_comes(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    impact, then = look(database, engine, path, renamed(path))
    glossary = save(database, path, renamed(path))
    assert glossary.version == then.version == impact.after
    done = apply(database, impact, glossary=glossary, author="ada")
    assert (done.drafts, done.people, done.confirmed, done.stale) == (2, 0, 2, 0)
    now = rows.rows(database, document)
    for one in impact.drafts:
        assert now[one.row.position].target == one.text
    assert now[3].target == APPROVED
    # Nothing is left to be translated again, and the drafts not concerned kept their version.
    assert done.documents == ()
    assert (
        machine_drafts.pending(
            database, document, engine=engine.signature, glossary=glossary.version
        )
        == []
    )
    assert now[1].version == 2


def test_people_decide_about_their_texts(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    impact, _ = look(database, engine, path, renamed(path))
    glossary = save(database, path, renamed(path))
    wanted = impact.people[0].row.id
    assert apply(database, impact, glossary=glossary, author="ada", people=[wanted]).people == 1
    row = rows.find(database, [wanted])[0]
    assert (row.target, row.status) == (impact.people[0].text, SegmentStatus.DRAFT)
    entry = history.history(database, wanted)[-1]
    assert (entry.author, entry.action, entry.old_text) == ("ada", "glossary", APPROVED)


def test_a_note_changes_no_segment(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    concept = replace(load_glossary(path).by_id["pe"], note="for people")
    impact, _ = look(database, engine, path, concept)
    assert impact.nothing
    assert impact.before == impact.after


def test_more_than_the_limit_is_only_counted(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    impact, _ = look(database, engine, path, renamed(path), limit=1)
    assert (len(impact.drafts), impact.waiting) == (1, 1)
    done = apply(database, impact, glossary=save(database, path, renamed(path)), author="ada")
    assert done.documents == (document,)


def test_a_deleted_concept_frees_its_drafts(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    impact, then = look(database, engine, path, None)
    assert "pe" not in then.by_id
    assert len(impact.drafts) + len(impact.same) == 2
    assert impact.people == ()
    assert all(
        "pe" not in [t.concept for t in one.provenance.terms]
        for one in impact.same
        if one.provenance
    )


def test_a_change_after_the_preview_stores_nothing(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    impact, _ = look(database, engine, path, renamed(path))
    glossary = save(database, path, renamed(path, "something else"))
    before = rows.rows(database, document)
    with pytest.raises(GlossaryError, match="since the preview"):
        apply(database, impact, glossary=glossary, author="ada")
    assert rows.rows(database, document) == before


def test_an_edit_after_the_preview_is_left_alone(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    impact, _ = look(database, engine, path, renamed(path))
    first = impact.drafts[0].row
    segments.save(database, first.id, text="Mine.", version=first.version, author="ben")
    glossary = save(database, path, renamed(path))
    assert apply(database, impact, glossary=glossary, author="ada").stale == 1
    assert rows.find(database, [first.id])[0].target == "Mine."


def test_a_ticked_text_that_changed_is_left_alone_and_the_others_change(
    database: Database, engine: ArgosEngine, path: Path, document: int
) -> None:
    other = rows.rows(database, document)[0]
    segments.save(
        database, other.id, text="It is peace enforcement.", version=other.version, author="ben"
    )
    impact, _ = look(database, engine, path, renamed(path))
    changed, left = (one.row for one in impact.people)
    segments.save(database, left.id, text="Mine.", version=left.version, author="ben")
    glossary = save(database, path, renamed(path))
    done = apply(database, impact, glossary=glossary, author="ada", people=[changed.id, left.id])
    assert (done.people, done.stale) == (1, 1)
    assert rows.find(database, [left.id])[0].target == "Mine."
    assert rows.find(database, [changed.id])[0].target == "It is imposing of peace."
