import pytest

from workbench.text.hyphens import HyphenEvidence, join_words

EVIDENCE = HyphenEvidence.collect(
    ["een politiek-strategisch doel", "de kwarfstoterij", "een Patriot-batterij"],
    forms=["stikstofdepositieruimtes"],
)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("machts", "middelen", "machtsmiddelen"),
        ("staakt-het", "vuren", "staakt-het-vuren"),
        ("staakt", "het-vuren", "staakt-het-vuren"),
        ("NAVO", "verband", "NAVO-verband"),
        ("F", "35", "F-35"),
        ("C4ISR", "systemen", "C4ISR-systemen"),
        ("NAVO", "en", "NAVO- en"),
        ("lucht", "of", "lucht- of"),
        ("Zuid", "Korea", "Zuid-Korea"),
        ("politiek", "strategisch", "politiek-strategisch"),
        ("Patriot", "batterij", "Patriot-batterij"),
        ("defensie", "industrie", "defensie-industrie"),
        ("materi", "eel", "materieel"),
        ("Neder", "land", "Nederland"),
        ("kwarf", "stoterij", "kwarfstoterij"),
        ("stikstofdepositie", "ruimtes", "stikstofdepositieruimtes"),
        ("verantwoordelijk", "heid", "verantwoordelijkheid"),
        ("daar", "in", "daarin"),
        ("out-of", "area", "out-of-area"),
    ],
)
def test_joined(left: str, right: str, expected: str) -> None:
    joint = join_words(left, right, EVIDENCE)
    assert f"{left}{joint.text}{right}" == expected
    assert joint.sure


def test_a_guess_says_so() -> None:
    joint = join_words("xqar", "plof", EVIDENCE)
    assert (joint.text, joint.sure) == ("", False)


@pytest.mark.parametrize(
    ("left", "right", "text"), [("self", "defense", "-"), ("govern", "ment", "")]
)
def test_english(left: str, right: str, text: str) -> None:
    assert join_words(left, right, EVIDENCE, "en").text == text
