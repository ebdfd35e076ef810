import pytest

from workbench.text.echoes import echo
from workbench.text.negation import negation_added, negation_lost
from workbench.text.spelling import english_words, unknown_words


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("There is gloyment of deployment.", ["gloyment"]),
        ("This is agggression by peacepingping.", ["agggression", "peacepingping"]),
        ("The unbreakable ceasefires were renegotiated.", []),
        ("They stopped overestimating the geopolitically minded newspapermen.", []),
        ("The defense organization analyzes its colors.", []),
        ("They wouldn't and shouldn’t.", []),
        ("The question (‘neywills’) is old.", ["neywills"]),
        ("Zelensky met Ollongren in Zaporizhzhia.", []),
        ("The tsk is odd.", []),
        ("Archeological distractibility of arrestees, catastrophizing canyoneering.", []),
        ("The word con[c]essions was mended.", []),
    ],
)
def test_words_that_are_not_english(text: str, unknown: list[str]) -> None:
    assert [match.group() for match in unknown_words(text)] == unknown


def test_the_list_holds_words_in_lower_case_only() -> None:
    words = english_words()
    assert len(words) > 60_000
    assert all(word.islower() and len(word) >= 2 for word in words)
    assert {"peacekeeping", "ceasefire", "deployment"} <= words


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Er zijn géén garanties.", "There are strong guarantees.", "géén"),
        ("Dat zal niet gebeuren.", "That will happen.", "zal niet"),
        (
            "Zonder goedkeuring is peacekeeping feitelijk niet mogelijk.",
            "Without approval, peacekeeping is in fact possible.",
            "niet mogelijk",
        ),
        ("Zonder u kan het niet.", "Without you it cannot be done.", ""),
        (
            "De lessen dienen bovendien niet vergeten te worden.",
            "They served to be forgotten.",
            "dienen bovendien niet",
        ),
        ("Het feest gaat niet door.", "The party is off.", ""),
        ("Hij is niet alleen minister.", "He is a minister as well.", ""),
        ("Er was niemand.", "The room was empty.", "niemand"),
        ("Geen mens overleefde.", "Nobody survived.", ""),
        ("Er is geen bewijs.", "Proof is lacking.", ""),
        ("Hij kwam nooit.", "He didn’t come.", ""),
        ("Het is geen nieuw verschijnsel.", "It is far from a new phenomenon.", ""),
        ("Het was nog nooit zo druk.", "It was the busiest day so far.", ""),
    ],
)
def test_a_lost_negation(source: str, target: str, found: str) -> None:
    match = negation_lost(source, target)
    assert (match.group() if match else "") == found


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Ze tekent dat aan.", "She does not sign that.", "not"),
        ("Kosmonaut nr. 11 vloog.", "Cosmonaut No. 11 flew.", ""),
        ("Dat is onmogelijk.", "That is not possible.", ""),
        ("Het duurt ten minste drie maanden.", "It takes no less than three months.", ""),
        ("Hij vertrok zonder groet.", "He left and said nothing.", ""),
    ],
)
def test_an_added_negation(source: str, target: str, found: str) -> None:
    match = negation_added(source, target)
    assert (match.group() if match else "") == found


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Een aantal opties, gevaren en wegen.", "A number of risks, risks and roads.", "risks"),
        ("Huizen en nog eens huizen.", "Houses and houses again.", ""),
        ("Ze liepen zij aan zij.", "They walked shoulder to shoulder.", ""),
        ("Het blijft stil.", "There is nothing here and there is peace.", ""),
        ("De mens maakt al lang lenzen.", "People made lenses for thousands and thousands.", ""),
        ("Een ziekte is besmettelijk.", "A catching disease is a disease which spreads.", ""),
        ("Het interieurontwerp en landschapsontwerp.", "Interior design and garden design.", ""),
        ("Er zijn veel gevaren.", "There are risks and risks.", "risks"),
    ],
)
def test_an_echo(source: str, target: str, found: str) -> None:
    match = echo(source, target)
    assert (match.group() if match else "") == found
