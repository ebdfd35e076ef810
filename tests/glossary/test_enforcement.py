"""Terms applied by a real model: what came in is in the text, what did not is marked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from workbench.domain import Hypothesis, TermStrategy
from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import PackageStore
from workbench.glossary.attempt import Attempt
from workbench.glossary.choice import Thresholds
from workbench.glossary.concepts import Concept, Enforcement, Glossary, Term, TermStatus
from workbench.glossary.enforcement import Enforcer
from workbench.glossary.matcher import Matcher
from workbench.glossary.outcome import Enforced

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
    # No model says these by itself.
    odd = [("vredesafdwinging", "peace imposing"), ("gewapende neutraliteit", "guarded reserve")]
    aligning = Aligning(PackageStore(tmp_path).embedded(), threads=2)
    found = aligning.translate(SENTENCES, n_best=4)
    Enforcer(Matcher(Glossary.from_pairs(odd)), aligning).enforce(SENTENCES, found)
    assert aligning.without > len(SENTENCES)
    # Only a text that already took one term and lacks another one is aligned again.
    assert aligning.with_ <= 2


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
