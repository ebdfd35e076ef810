"""Headings in capitals."""

import pytest
import sacrebleu

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.base import Terminology
from workbench.engine.uppercase import as_sentence, in_capitals, raised

HEADING = "DE OORLOG IN OEKRAÏNE EN DE GEVOLGEN VOOR DE KRIJGSMACHT"
TERMS = Terminology("source-annotation", "<term>", "<trans>", "</term>")


@pytest.mark.parametrize("text", [HEADING, "INLEIDING", "1. SAMENVATTING", "HOOFDSTUK 2: DE NAVO"])
def test_a_heading_is_in_capitals(text: str) -> None:
    assert in_capitals(text)


@pytest.mark.parametrize(
    "text", ["", "12", "NAVO", "EU en NAVO", "De NAVO-top", "UNIFIL", "De HEREN van de THEE"]
)
def test_acronyms_and_sentences_are_not(text: str) -> None:
    assert not in_capitals(text)


def test_a_heading_is_read_as_a_sentence_with_its_names_at_the_same_offsets() -> None:
    read = as_sentence(HEADING)
    assert read == "De oorlog in Oekraïne en de gevolgen voor de krijgsmacht"
    assert as_sentence("2. DE NAVO EN DE VREDESMISSIES") == "2. De NAVO en de vredesmissies"
    assert as_sentence("De vrede.") == "De vrede."


def test_terms_written_into_a_heading_stay_as_they_are() -> None:
    marked = "DE <term> VREDESAFDWINGING <trans> UN peace enforcement </term> IN AFRIKA"
    assert as_sentence(marked, TERMS) == (
        "De <term> vredesafdwinging <trans> UN peace enforcement </term> in Afrika"
    )


def test_raising_keeps_the_length_and_the_bytes_of_unknown_letters() -> None:
    loud = raised(Hypothesis("Straße 1", ("▁Stra", "<0xC3>", "<0x9F>", "e", "▁1"), -1.0))
    assert loud.text == "STRAßE 1"
    assert loud.tokens == ("▁STRA", "<0xC3>", "<0x9F>", "E", "▁1")


def test_a_heading_is_translated_as_its_sentence_and_given_back_in_capitals(
    engine: ArgosEngine,
) -> None:
    [[loud], [calm]] = engine.translate([HEADING, as_sentence(HEADING)])
    assert loud.text == calm.text.upper()
    assert "UKRAINE" in loud.text and "ARMED FORCES" in loud.text
    assert loud.alignment == calm.alignment
    assert engine.source_tokens(HEADING) == engine.source_tokens(as_sentence(HEADING))


def test_sentences_in_capitals_come_out_nearly_as_well(
    engine: ArgosEngine, sentences: list[str]
) -> None:
    some = sentences[:12]
    calm = [found[0].text for found in engine.translate(some)]
    loud = [found[0].text for found in engine.translate([text.upper() for text in some])]
    assert all(text.isupper() for text in loud)
    assert sacrebleu.corpus_chrf(loud, [[text.upper() for text in calm]]).score > 65


def test_a_given_heading_is_judged_as_its_sentence(engine: ArgosEngine) -> None:
    english = "THE WAR IN UKRAINE"
    [loud, calm] = engine.score(
        [("DE OORLOG IN OEKRAÏNE", english), ("De oorlog in Oekraïne", "The war in Ukraine")]
    )
    assert loud.text == english
    assert loud.score == pytest.approx(calm.score, abs=1.0)


def test_a_heading_is_completed_in_the_case_that_was_begun(engine: ArgosEngine) -> None:
    [[loud], [calm]] = engine.complete([(HEADING, "THE WAR"), (HEADING, "The war")])
    assert loud.text.isupper() and loud.text.startswith("THE WAR IN UKRAINE")
    assert calm.text.startswith("The war in Ukraine")


def test_words_are_avoided_in_a_heading_too(engine: ArgosEngine) -> None:
    [[plain]] = engine.translate([HEADING])
    [[other]] = engine.avoid([HEADING], ["war"])
    assert "WAR" in plain.text.split()
    assert other.text.isupper() and "WAR" not in other.text.split()
