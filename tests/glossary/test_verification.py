"""Candidates for a term and what is held against them, without a model."""

from pathlib import Path

import pytest

from workbench.domain import Hypothesis
from workbench.glossary.attention import WordMap, piece_spans, word_map
from workbench.glossary.candidates import (
    capitalised,
    forced_beginnings,
    swapped,
    wanted_forms,
    with_right_articles,
    written,
)
from workbench.glossary.concepts import Glossary
from workbench.glossary.files import load_glossary
from workbench.glossary.matcher import Matcher, TermMatch
from workbench.glossary.verification import acceptable, against, in_number, lingers

CUSTOMER = Glossary.from_pairs(
    [
        ("vredesafdwinging", "peace enforcement"),
        ("gewapende neutraliteit", "armed neutrality"),
        ("vredeshandhaving", "peacekeeping"),
    ]
)


def test_an_article_is_made_right_for_the_term_only() -> None:
    (concept,) = Glossary.from_pairs([("akkoord", "accord")]).concepts
    assert with_right_articles("A accord of a hour.", [concept]) == "An accord of a hour."
    assert with_right_articles("The accords and a accord", [concept]) == "The accords and an accord"


def _signed() -> tuple[str, WordMap, TermMatch]:
    """Return a free translation, what its words attend to, and the term in its source."""
    words = WordMap(
        words=((0, 3), (4, 13), (14, 17), (18, 24)),
        sources=(((0, 3),), ((4, 11),), ((12, 16),), ((17, 25),)),
        length=26,
    )
    (match,) = Matcher(Glossary.from_pairs([("akkoord", "accord")])).find(
        "Het akkoord werd getekend."
    )
    return "The agreement was signed.", words, match


def test_the_word_that_a_term_replaces_lingers() -> None:
    raw, words, match = _signed()
    assert lingers("The accord was signed agreement.", raw, words, match)
    assert not lingers("The accord was signed.", raw, words, match)


def test_no_rendering_is_left_standing_before_the_term() -> None:
    text, words, match = _signed()
    beginnings = [start for start, _ in forced_beginnings(text, words, match, title=False)]
    assert beginnings[0] == "The accord"
    assert not any("agreement accord" in start for start in beginnings)


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("The 14 ships left for peace enforcement.", True),
        ("The 15 ships left for peace enforcement.", False),
        ("The ships left for peace enforcement.", False),
        ("Peace enforcement 14.", False),
        ("The 14 ships ships left for peace enforcement.", False),
        ("The 14 ships left for peace enforcement, for peace enforcement.", False),
        ("The 14 ships left for peace enforcement and armed neutrality.", True),
    ],
)
def test_verification(text: str, fine: bool) -> None:
    source = "De 14 schepen vertrokken voor vredesafdwinging."
    concepts = list(CUSTOMER.concepts[:1])
    raw = "The 14 ships left for peaceful."
    assert acceptable(text, raw, source, concepts, {concepts[0].id: 1}) is fine


def test_attention_maps_words_to_words() -> None:
    hypothesis = Hypothesis("peace is good", ("▁peace", "▁is", "▁go", "od"), 0.0, (0, 2, 3, 3))
    words = word_map("vrede is goed", ("▁vre", "de", "▁is", "▁goed"), hypothesis)
    assert words.weights(0, 5) == [1.0, 0.0, 0.0]
    assert words.weights(9, 13) == [0.0, 0.0, 1.0]
    assert piece_spans(("▁vre", "de", "▁is"), "vrede is") == [(0, 3), (3, 5), (6, 8)]


@pytest.mark.parametrize(
    ("form", "at_start", "title", "expected"),
    [
        ("peace enforcement", True, False, "Peace enforcement"),
        ("peace enforcement", False, True, "Peace Enforcement"),
        ("rules of engagement", False, True, "Rules of Engagement"),
        ("UN mission", False, False, "UN mission"),
    ],
)
def test_capitals(form: str, at_start: bool, title: bool, expected: str) -> None:
    assert written(form, at_start=at_start, title=title) == expected


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("twee fregatten", "frigates"),
        ("een fregat", "frigate"),
        ("om af te dwingen", "enforce"),
        ("werd afgedwongen", "enforced"),
        ("men dwingt dit af", "enforces"),
        ("men dwong dit af", "enforced"),
        ("zij dwongen dit af", "enforced"),
        ("zij dwingen dit af", "enforce"),
        ("zij haalden de drone neer", "shot down"),
        ("omdat zij binnenvielen", "invaded"),
    ],
)
def test_the_likeliest_form_comes_first(text: str, first: str) -> None:
    glossary = load_glossary(Path(__file__).parent.parent / "data" / "glossary_cases.csv")
    match = Matcher(glossary).find(text)[0]
    assert wanted_forms(match)[0] == first


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Vredesafdwinging is geen oorlog.", "Peace enforcement is geen oorlog."),
        ("Geen vredeshandhaving en vredesafdwinging.", "Geen peacekeeping en peace enforcement."),
        ("Een vredesafdwingingsmissie.", "Een peace enforcementsmissie."),
        ("Vredeshandhaving en -afdwinging.", "Peacekeeping en peace enforcement."),
        ("Niets.", "Niets."),
    ],
)
def test_terms_are_written_into_the_source(source: str, expected: str) -> None:
    assert swapped(source, Matcher(CUSTOMER).find(source)) == expected


@pytest.mark.parametrize(
    ("source", "text", "right"),
    [
        ("De dijken zijn hoog.", "The dykes are high.", True),
        ("De dijken zijn hoog.", "The dyke is high.", False),
        ("De dijk is hoog.", "The dykes are high.", False),
        ("De dijk is hoog.", "The dyke is high.", True),
        ("De dijkwacht is hoog.", "The dykes are high.", True),
        ("De dijk is hoog.", "The dam is high.", True),
    ],
)
def test_number_of_a_term(source: str, text: str, right: bool) -> None:
    for match in Matcher(Glossary.from_pairs([("dijk", "dyke")])).find(source):
        assert in_number(text, match) is right


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        ("cruise missiles came.", "Rockets came.", "Cruise missiles came."),
        ("eBay came.", "Rockets came.", "eBay came."),
        ("rockets came.", "rockets came.", "rockets came."),
        ("", "Rockets", ""),
    ],
)
def test_the_capital_at_the_beginning(text: str, raw: str, expected: str) -> None:
    assert capitalised(text, raw) == expected


def test_a_name_is_not_lost_for_a_term() -> None:
    (concept,) = Glossary.from_pairs([("missie", "mission")]).concepts
    source, raw = "De missie in Rafah begon.", "The task in Rafah began."
    wanted = {concept.id: 1}
    assert acceptable("The mission in Rafah began.", raw, source, [concept], wanted)
    assert not acceptable("The mission there had begun.", raw, source, [concept], wanted)
    # The Dutch words of a term give way to it, names or not.
    (country,) = Glossary.from_pairs([("Wit-Rusland", "Belarus")]).concepts
    source, raw = "Toen kwam Wit-Rusland erbij.", "Then Wit-Rusland joined."
    assert acceptable("Then Belarus joined.", raw, source, [country], {country.id: 1})


def test_a_lost_article_is_held_against_a_text() -> None:
    raw, words, match = _signed()
    whole, short = (
        against(text, raw, words, [match], raw=raw, fits=True)
        for text in ("The accord was signed.", "Accord was signed now.")
    )
    assert short > whole == 0.0
