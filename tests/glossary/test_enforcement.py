"""Terms applied by a real model: what came in is in the text, what did not is marked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from workbench.domain import Hypothesis, TermStrategy
from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import PackageStore
from workbench.glossary.attempt import Attempt
from workbench.glossary.attention import WordMap, piece_spans, word_map
from workbench.glossary.candidates import (
    capitalised,
    forced_beginnings,
    swapped,
    wanted_forms,
    with_right_articles,
    written,
)
from workbench.glossary.choice import Thresholds
from workbench.glossary.concepts import Concept, Enforcement, Glossary, Term, TermStatus
from workbench.glossary.enforcement import Enforcer
from workbench.glossary.files import load_glossary
from workbench.glossary.matcher import Matcher, TermMatch
from workbench.glossary.outcome import Enforced
from workbench.glossary.verification import acceptable, in_number, lingers

CUSTOMER = Glossary.from_pairs(
    [
        ("vredesafdwinging", "peace enforcement"),
        ("gewapende neutraliteit", "armed neutrality"),
        ("vredeshandhaving", "peacekeeping"),
    ]
)
SENTENCES = (
    "Dit is een missie voor vredesafdwinging.",
    "Vredesafdwinging is geen vredeshandhaving.",
    "De vredesafdwingingsmissie begint in mei.",
    "Het land koos voor ‘gewapende neutraliteit’.",
    "Gewapende neutraliteit is een optie.",
    "De politie telde 14 schepen in de haven.",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> ArgosEngine:
    store = PackageStore(tmp_path_factory.mktemp("packages"))
    return ArgosEngine(store.embedded(), threads=2)


@pytest.fixture(scope="module")
def results(engine: ArgosEngine) -> list[Enforced]:
    found = engine.translate(SENTENCES, n_best=4)
    return Enforcer(Matcher(CUSTOMER), engine).enforce(SENTENCES, found)


def test_every_term_is_in_the_text_or_marked(results: list[Enforced]) -> None:
    for sentence, result in zip(SENTENCES, results, strict=True):
        matches = Matcher(CUSTOMER).find(sentence)
        assert [outcome.source for outcome in result.outcomes] == [match.text for match in matches]
        for outcome in result.outcomes:
            if outcome.strategy is TermStrategy.NOT_APPLIED:
                assert outcome.target in outcome.suggestion or not outcome.suggestion
            else:
                assert outcome.target in result.text
                assert outcome.score_drop >= 0


def test_the_customers_terms_come_out(results: list[Enforced]) -> None:
    texts = [result.text.casefold() for result in results]
    assert all("peace enforcement" in texts[number] for number in (0, 1, 2))
    assert all("armed neutrality" in texts[number] for number in (3, 4))
    assert all(result.complete for result in results)


def test_sentences_without_terms_stay_as_the_model_wrote_them(results: list[Enforced]) -> None:
    assert results[-1].text == results[-1].raw
    assert results[-1].outcomes == ()


def test_a_compound_keeps_its_head(results: list[Enforced]) -> None:
    assert "peace enforcement mission" in results[2].text


def test_a_sentence_start_has_its_capital(results: list[Enforced]) -> None:
    assert results[1].text.startswith("Peace enforcement")


def test_quotation_marks_stay_around_the_term(results: list[Enforced]) -> None:
    text = results[3].text
    at = text.index("armed neutrality")
    assert text[at - 1] in "‘'“\"" and text[at + len("armed neutrality")] in "’'”\""


def test_a_threshold_of_nothing_keeps_the_free_text_and_suggests(engine: ArgosEngine) -> None:
    never = Thresholds(force=-100.0, prefer=-100.0, share=0.0)
    unlikely = Matcher(Glossary.from_pairs([("missie", "armadillo")]))
    found = engine.translate(SENTENCES[:1], n_best=1)
    (result,) = Enforcer(unlikely, engine, thresholds=never).enforce(SENTENCES[:1], found)
    assert result.text == result.raw == found[0][0].text
    (outcome,) = result.outcomes
    assert outcome.strategy is TermStrategy.NOT_APPLIED
    assert "armadillo" in outcome.suggestion
    assert outcome.score_drop > 0


def test_concepts_to_check_are_left_alone(engine: ArgosEngine) -> None:
    only = Concept(
        "odd",
        (Term("nl", "schepen"), Term("en", "armadillo")),
        enforcement=Enforcement.CHECK,
    )
    found = engine.translate(SENTENCES[-1:], n_best=1)
    enforcer = Enforcer(Matcher(Glossary.of([only])), engine)
    (result,) = enforcer.enforce(SENTENCES[-1:], found)
    assert result.outcomes == ()
    assert result.text == result.raw


def test_an_unlikely_term_loses_no_number(engine: ArgosEngine) -> None:
    glossary = Glossary.from_pairs([("politie", "armadillo")])
    found = engine.translate(SENTENCES[-1:], n_best=4)
    (result,) = Enforcer(Matcher(glossary), engine).enforce(SENTENCES[-1:], found)
    assert ("14" in result.text) == ("14" in result.raw)


@pytest.mark.parametrize(
    ("sentence", "dutch", "english", "expected"),
    [
        ("De dijk is vorig jaar versterkt.", "dijk", "embankment", "The embankment has"),
        ("De dijken zijn vorig jaar versterkt.", "dijk", "embankment", "The embankments"),
        ("Het akkoord werd gisteren getekend.", "akkoord", "accord", "The accord was"),
        ("Het huis staat aan de rivier.", "huis", "dwelling", "The dwelling is on the river."),
        ("Is de trein op tijd?", "trein", "railcar", "Is the railcar on time?"),
    ],
)
def test_force_wins_though_the_model_would_never_say_so(
    engine: ArgosEngine, sentence: str, dutch: str, english: str, expected: str
) -> None:
    matcher = Matcher(Glossary.from_pairs([(dutch, english)]))
    found = engine.translate([sentence], n_best=4)
    (result,) = Enforcer(matcher, engine).enforce([sentence], found)
    (outcome,) = result.outcomes
    assert outcome.strategy not in {TermStrategy.NATURAL, TermStrategy.NOT_APPLIED}
    assert result.text.startswith(expected)
    assert english not in result.raw
    # More than what "prefer" may cost: it is not the model's liking that let the term in.
    limits = Thresholds()
    assert not limits.allows(outcome.score_drop, found[0][0].score, Enforcement.PREFER)


def test_the_article_fits_and_the_word_replaced_is_gone(engine: ArgosEngine) -> None:
    sentence = "Er werd een akkoord bereikt."
    found = engine.translate([sentence], n_best=4)
    matcher = Matcher(Glossary.from_pairs([("akkoord", "accord")]))
    (result,) = Enforcer(matcher, engine).enforce([sentence], found)
    assert "an accord" in result.text.casefold()
    assert "agreement" in result.raw and "agreement" not in result.text


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


def test_prefer_gives_way_to_the_model(engine: ArgosEngine) -> None:
    sentence = "De dijk is vorig jaar versterkt."
    concept = Concept(
        "dyke",
        (Term("nl", "dijk"), Term("en", "embankment")),
        enforcement=Enforcement.PREFER,
    )
    found = engine.translate([sentence], n_best=4)
    enforcer = Enforcer(Matcher(Glossary.of([concept])), engine)
    (result,) = enforcer.enforce([sentence], found)
    (outcome,) = result.outcomes
    assert result.text == result.raw
    assert outcome.strategy is TermStrategy.NOT_APPLIED
    assert "embankment" in outcome.suggestion


def test_no_rendering_is_left_standing_before_the_term() -> None:
    text, words, match = _signed()
    beginnings = [start for start, _ in forced_beginnings(text, words, match, title=False)]
    assert beginnings[0] == "The accord"
    assert not any("agreement accord" in start for start in beginnings)


def test_a_quick_completion_is_greedy_and_keeps_the_beginning(engine: ArgosEngine) -> None:
    request = (SENTENCES[0], "This is a peace enforcement")
    first, nothing, again = engine.complete([request, ("", "Hello"), request], quick=True)
    assert first == again
    assert first[0].text.startswith(request[1])
    assert len(first[0].text) > len(request[1])
    assert nothing == []


class Aligning(ArgosEngine):
    """Counts the texts judged with and without alignment."""

    with_, without = 0, 0

    def score(self, pairs: Sequence[tuple[str, str]], *, align: bool = True) -> list[Hypothesis]:
        judged = super().score(pairs, align=align)
        assert all(bool(each.alignment) is align for each in judged)
        self.with_ += len(pairs) if align else 0
        self.without += 0 if align else len(pairs)
        return judged


def test_candidates_are_judged_without_alignment(tmp_path: Path) -> None:
    aligning = Aligning(PackageStore(tmp_path).embedded(), threads=2)
    found = aligning.translate(SENTENCES, n_best=4)
    Enforcer(Matcher(CUSTOMER), aligning).enforce(SENTENCES, found)
    assert aligning.without > len(SENTENCES)
    # Only a text that already took one term and lacks another one is aligned again.
    assert aligning.with_ <= 1


class Counting(ArgosEngine):
    """Counts the batched calls that reach the model."""

    calls = 0

    def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
        self.calls += 1
        return super().translate(sources, n_best=n_best)

    def complete(self, *args: Any, **options: Any) -> list[list[Hypothesis]]:
        self.calls += 1
        return super().complete(*args, **options)

    def score(self, pairs: Sequence[tuple[str, str]], *, align: bool = True) -> list[Hypothesis]:
        self.calls += 1
        return super().score(pairs, align=align)


def test_calls_do_not_grow_with_the_sentences(tmp_path: Path) -> None:
    counting = Counting(PackageStore(tmp_path).embedded(), threads=2)
    found = counting.translate(SENTENCES, n_best=4)
    counting.calls = 0
    Enforcer(Matcher(CUSTOMER), counting).enforce(SENTENCES * 2, found * 2)
    assert counting.calls <= 2 + 4 * 3


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


def test_banned_words_are_avoided(engine: ArgosEngine) -> None:
    sentences = ["Het akkoord werd gisteren getekend.", "", "Het akkoord is goed."]
    free = engine.translate(sentences[:1])[0][0].text
    word = "agreement"
    assert word in free
    found = engine.avoid(sentences, [word], n_best=2)
    assert [len(options) for options in found] == [2, 1, 2]
    assert all(word not in option.text.casefold() for options in found for option in options)


def test_a_forbidden_rendering_is_banned(engine: ArgosEngine) -> None:
    sentence = "Het akkoord werd gisteren getekend."
    terms = (
        Term("nl", "akkoord"),
        Term("en", "accord"),
        Term("en", "agreement", TermStatus.FORBIDDEN),
    )
    found = engine.translate([sentence], n_best=4)
    matcher = Matcher(Glossary.of([Concept("accord", terms)]))
    enforcer = Enforcer(matcher, engine)
    (attempt,) = _attempts(matcher, sentence, found[0])
    assert attempt.banned == ("agreement",)
    proposals = enforcer._without_banned([attempt])
    texts = [candidate.text for _, candidates in proposals for candidate in candidates]
    assert not any("agreement" in text.casefold() for text in texts)
    (avoided,) = engine.avoid([sentence], attempt.banned)
    assert avoided[0].text and "agreement" not in avoided[0].text.casefold()
    (result,) = enforcer.enforce([sentence], found)
    assert "accord" in result.text and "agreement" not in result.text


def _attempts(matcher: Matcher, sentence: str, found: Sequence[Hypothesis]) -> list[Attempt]:
    free = found[0]
    return [Attempt(sentence, free.text, matcher.find(sentence), found, free.text, free, free)]


def test_of_two_attempts_the_better_one_is_worth_more() -> None:
    matcher = Matcher(Glossary.from_pairs([("dijk", "dyke"), ("brug", "bridge")]))
    free = Hypothesis("The dam and the bridge.", (), -1.0)
    (whole,) = _attempts(matcher, "De dijk en de brug.", [free])
    whole.text, whole.current = (
        "The dyke, the bridge.",
        Hypothesis("The dyke, the bridge.", (), -1.9),
    )
    other = whole.anew()
    assert (other.text, other.rival, other.drop) == (free.text, whole, 0.0)
    assert whole.worth > other.worth, "a term counts for more than the model's liking"
    other.text, other.current = (
        "The dyke and the bridge.",
        Hypothesis("The dyke and the bridge.", (), -1.1),
    )
    assert other.worth > whole.worth
    assert other.settled(0.2) and not whole.settled(0.2)
    other.handicap = 1.0
    assert other.worth < whole.worth
    assert not other.settled(0.2)


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
