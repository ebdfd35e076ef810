"""The glossary over stored translations once more: only terms change, and people decide."""

from dataclasses import replace

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, history, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus, TermStrategy
from workbench.engine.argos import ArgosEngine
from workbench.errors import GlossaryError
from workbench.glossary.concepts import Concept, Enforcement, Glossary, Term, TermStatus
from workbench.workflow import reapply
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.translate import translate_document

TEXTS = [
    "Vredesafdwinging is geen oorlog.",
    "Het is koud in de haven.",
    "De politie telde veertien schepen.",
    "Dit is een missie voor vredesafdwinging.",
    "Vredesafdwinging kost geld.",
]
APPROVED = "This is a mission for peace enforcement, no doubt."


def concept(english: str, forbidden: str = "") -> Concept:
    terms = [Term("nl", "vredesafdwinging"), Term("en", english)]
    if forbidden:
        terms.append(Term("en", forbidden, TermStatus.FORBIDDEN))
    return Concept("pe", tuple(terms))


OLD = Glossary.of([concept("peace enforcement")])
NEW = Glossary.of([concept("imposing of peace", "peace enforcement")])


@pytest.fixture
def document(database: Database, engine: ArgosEngine) -> int:
    number = documents.add(database, make_document(TEXTS)).document.id
    translate_document(database, number, pipeline=Pipeline(engine, OLD))
    listed = rows.rows(database, number)
    for place, text, status in (
        (3, APPROVED, SegmentStatus.APPROVED),
        (4, "Mine, peace enforcement costs money.", None),
    ):
        row = listed[place]
        segments.save(database, row.id, text=text, version=row.version, author="ben", status=status)
    return number


def test_only_the_words_of_the_term_change(
    database: Database, engine: ArgosEngine, document: int
) -> None:
    before = rows.rows(database, document)
    found = reapply.look(database, engine, NEW)
    assert rows.rows(database, document) == before, "looking writes nothing"
    (draft,) = found.drafts
    old, new = before[0].target, draft.text
    assert draft.row.position == 0
    assert new.casefold() == old.casefold().replace("peace enforcement", "imposing of peace")
    assert [one.row.position for one in found.people] == [3, 4]
    assert found.people[0].text == "This is a mission for imposing of peace, no doubt."
    assert (len(found.right), found.settled, found.without) == (2, 0, 2)
    done = reapply.apply(database, found, glossary=NEW, author="ada")
    assert (done.drafts, done.people, done.confirmed, done.stale) == (1, 0, 2, 0)
    now = rows.rows(database, document)
    assert now[0].target == new
    assert [row.target for row in now[1:]] == [row.target for row in before[1:]]
    assert (now[0].glossary, now[0].raw, now[0].engine) == (
        NEW.version,
        before[0].raw,
        before[0].engine,
    )
    (term,) = now[0].terms
    assert (term.strategy, term.target.casefold()) == (TermStrategy.PATCHED, "imposing of peace")
    # Everything of the machine's is up to date: nothing would be translated again.
    assert not machine_drafts.pending(
        database, document, engine=engine.signature, glossary=NEW.version
    )
    assert reapply.look(database, engine, NEW).drafts == ()


def test_people_decide_about_their_texts(
    database: Database, engine: ArgosEngine, document: int
) -> None:
    found = reapply.look(database, engine, NEW, only=[document])
    wanted = found.people[0].row.id
    done = reapply.apply(database, found, glossary=NEW, author="ada", people=[wanted])
    assert done.people == 1
    row = rows.find(database, [wanted])[0]
    assert (row.target, row.status) == (found.people[0].text, SegmentStatus.DRAFT)
    entry = history.history(database, wanted)[-1]
    assert (entry.author, entry.action, entry.old_text) == ("ada", "glossary", APPROVED)


def test_a_text_changed_meanwhile_is_left(
    database: Database, engine: ArgosEngine, document: int
) -> None:
    found = reapply.look(database, engine, NEW)
    row = found.drafts[0].row
    segments.save(database, row.id, text="Mine.", version=row.version, author="ben")
    done = reapply.apply(database, found, glossary=NEW, author="ada")
    assert (done.drafts, done.stale) == (0, 1)
    assert rows.find(database, [row.id])[0].target == "Mine."


def test_another_glossary_than_the_one_seen_is_refused(
    database: Database, engine: ArgosEngine, document: int
) -> None:
    found = reapply.look(database, engine, NEW)
    with pytest.raises(GlossaryError, match="changed again"):
        reapply.apply(database, found, glossary=OLD, author="ada")


def test_what_is_only_checked_and_what_is_beyond_the_limit_is_left(
    database: Database, engine: ArgosEngine, document: int
) -> None:
    (one,) = NEW.concepts
    checked = Glossary.of([replace(one, enforcement=Enforcement.CHECK)])
    found = reapply.look(database, engine, checked)
    assert found.nothing
    assert found.without == len(TEXTS)
    few = reapply.look(database, engine, NEW, limit=1)
    assert (len(few.drafts) + len(few.people), few.waiting) == (1, 2)
