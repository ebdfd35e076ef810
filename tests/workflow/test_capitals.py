"""Headings in capitals on their way through translation, help while typing and the glossary."""

import pytest

from tests.corpus.conftest import make_document
from tests.workflow.review_kit import row_at
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.engine.argos import ArgosEngine
from workbench.glossary.concepts import Glossary
from workbench.workflow import reapply
from workbench.workflow.aids import Aids
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.translate import translate_document

LOUD = "GEWAPENDE NEUTRALITEIT EN DE OORLOG IN OEKRAÏNE"
CALM = "Gewapende neutraliteit en de oorlog in Oekraïne"
FORCED = [("oorlog", "armed contest"), ("gewapende neutraliteit", "armed neutrality")]


def test_a_heading_comes_out_as_its_sentence_does_in_capitals(engine: ArgosEngine) -> None:
    pipeline = Pipeline(engine, Glossary.from_pairs(FORCED))
    [[loud, calm]] = pipeline.run([LOUD, CALM])
    assert loud.text == calm.text.upper()
    assert "ARMED NEUTRALITY" in loud.text and "ARMED CONTEST" in loud.text
    assert loud.provenance.flags == calm.provenance.flags
    assert loud.provenance.confidence == calm.provenance.confidence
    assert loud.provenance.raw.isupper()
    assert [(term.source, term.target) for term in loud.provenance.terms] == [
        ("GEWAPENDE NEUTRALITEIT", "ARMED NEUTRALITY"), ("OORLOG", "ARMED CONTEST"),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["INLEIDING", "HOOFDSTUK III", "SAMENVATTING"])
def test_a_short_heading_is_no_name_that_was_lost(engine: ArgosEngine, heading: str) -> None:
    [[draft]] = Pipeline(engine, Glossary.of([])).run([heading])
    assert draft.text.isupper()
    assert "name" not in draft.provenance.flags


@pytest.fixture
def document(database: Database, engine: ArgosEngine) -> int:
    number = documents.add(
        database, make_document([LOUD, "DE VREDE IN EUROPA", "De vrede in Europa"])
    ).document.id
    translate_document(database, number, pipeline=Pipeline(engine, Glossary.of([])))
    return number


def test_a_heading_is_completed_in_the_case_that_was_begun(
    database: Database, document: int, engine: ArgosEngine
) -> None:
    aids = Aids(lambda _: engine)
    row = row_at(database, document, 0)
    loud = aids.complete(database, row.id, prefix="ARMED NEUT", person="anna")
    assert ("ARMED NEUT" + loud["rest"]).startswith("ARMED NEUTRALITY")
    assert loud["rest"].isupper()
    calm = aids.complete(database, row.id, prefix="Armed neut", person="anna")
    assert ("Armed neut" + calm["rest"]).lower() == ("ARMED NEUT" + loud["rest"]).lower()
    assert not calm["rest"].isupper()


def test_other_words_and_translations_of_a_heading_are_in_capitals(
    database: Database, document: int, engine: ArgosEngine
) -> None:
    aids = Aids(lambda _: engine)
    row = row_at(database, document, 0)
    for prefix in ("", "ARMED "):
        offers = aids.alternatives(database, row.id, prefix=prefix, person="anna")["offers"]
        assert offers and all(offer["text"].isupper() for offer in offers)


def test_words_of_a_heading_are_as_sure_as_those_of_its_sentence(
    database: Database, document: int, engine: ArgosEngine
) -> None:
    sure = []
    for place, text in ((1, "THE PEACE IN EUROPE"), (2, "The peace in Europe")):
        row = row_at(database, document, place)
        segments.save(database, row.id, text=text, version=row.version, author="ben")
        (found,) = Aids(lambda _: engine).confidences(database, [row.id])
        assert [text[start:end] for start, end, _ in found["words"]] == text.split()
        sure.append([probability for _, _, probability in found["words"]])
    assert sure[0] == pytest.approx(sure[1])


def test_a_term_is_put_right_in_a_heading(
    database: Database, document: int, engine: ArgosEngine
) -> None:
    row = row_at(database, document, 1)
    segments.save(
        database, row.id, text="THE PEACE IN EUROPE", version=row.version, author="ben",
        status=SegmentStatus.APPROVED,
    )  # fmt: skip
    found = reapply.look(database, engine, Glossary.from_pairs([("vrede", "state of peace")]))
    (proposed,) = found.people
    assert proposed.text == "THE STATE OF PEACE IN EUROPE"
    assert rows.rows(database, document)[1].target == "THE PEACE IN EUROPE"
