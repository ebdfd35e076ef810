import pytest

from workbench.domain import Hypothesis
from workbench.engine.problems import detect_problems, passes_over, severity
from workbench.language import LanguagePair

LONG = "De regering heeft besloten om de missie in de regio met een jaar te verlengen."

CASES = [
    (LONG, "The government has decided to extend the mission in the region by a year.", ()),
    ("Nooit meer.", "Never never never again.", ("loop",)),
    ("De minister kwam.", "The minister minister came.", ("loop",)),
    (
        "Zij gaat als deel van een missie of ter bewaking.",
        "She goes as part of a mission or, to guard, as part of a mission.",
        ("loop",),
    ),
    (
        "Zij gaat als deel van een missie of als deel van een reis.",
        "She goes as part of a mission or as part of a journey.",
        (),
    ),
    ("Troepen in Litouwen.", "Troops in Lithuanian troops in Lithuania.", ("loop",)),
    ("Het fort.", "The fortttts.", ("loop", "invented")),
    (
        "Er zijn vier overgangen, en het water stijgt.",
        "The following four crossings, the following four crossings: the water.",
        ("loop",),
    ),
    ("Jaar na jaar na jaar.", "Year after year after year.", ()),
    ("Hij had dat gehad.", "He had had that.", ()),
    (LONG, LONG, ("copy", "dutch")),
    (
        LONG,
        "The regering heeft besloten om de missie in de regio met een jaar te extend.",
        ("copy", "dutch"),
    ),
    (LONG, "The government decided.", ("dropped",)),
    (LONG, "", ("dropped",)),
    (LONG, "The government has decided to extend the mission in the region by the", ("truncated",)),
    (
        "De beslissing werd genomen in de stad.",
        "The decision was taken in de werkelijkheid stad.",
        ("dutch", "invented"),
    ),
    (
        "De werkelijkheid is anders.",
        "The werkelijkheid is different.",
        ("dutch",),
    ),
    ("Het Vlaams Belang van Van Grieken won.", "The Vlaams Belang of Van Grieken won.", ()),
    ("Volgens Stoltenberg kan het.", "According to Soltenberg it is possible.", ("name",)),
    ("Er kwamen 40 man.", "There came 30 men.", ("number",)),
    ("Zie www.raad.nl.", "See the site.", ("url",)),
    ("Dat vergt inzet.", "That takes gloyment.", ("invented",)),
    ("Dat is agressie.", "That is agggression.", ("invented",)),
    ("De conducteur vroeg het.", "The conducteurs asked it.", ("invented",)),
    ("Het is een kimono.", "It is a kimono.", ()),
    ("Er zijn geen garanties.", "There are strong guarantees.", ("negation",)),
    ("De raad tekent dat aan.", "The council does not sign.", ("negation",)),
    ("Er zijn geen garanties.", "Guarantees are lacking.", ()),
    ("Hij vreest voor de stabiliteit.", "He fears for a precedent of precedent.", ("echo",)),
]


@pytest.mark.parametrize(("source", "target", "expected"), CASES)
def test_flags(source: str, target: str, expected: tuple[str, ...]) -> None:
    assert detect_problems(source, Hypothesis(target, (), -0.5)) == expected


def test_a_text_at_the_models_limit_is_truncated() -> None:
    hypothesis = Hypothesis("Yes.", ("▁Yes",) * 256, -0.5)
    assert detect_problems("Ja.", hypothesis) == ("truncated",)


def test_notes_of_the_engine_are_kept_and_faults_found_anew() -> None:
    hypothesis = Hypothesis("Yes.", (), -0.5, flags=("split", "loop", "name-repaired"))
    assert detect_problems("Ja.", hypothesis) == ("split", "name-repaired")


def test_dutch_is_no_fault_in_dutch() -> None:
    hypothesis = Hypothesis("De regering van Nederland besloot het.", (), -0.5)
    pair = LanguagePair("en", "nl")
    assert detect_problems("The government of NATO decided it.", hypothesis, pair=pair) == ()


def test_severity_orders_faults() -> None:
    assert severity(()) == severity(("split",)) == 0
    assert severity(("name",)) < severity(("dropped",)) < severity(("loop", "name"))


@pytest.mark.parametrize(
    ("alignment", "length", "passed"),
    [
        (range(20), 20, False),
        (range(0, 20, 2), 20, False),
        (range(10), 20, True),
        ([*range(5), *range(16, 20)], 20, True),
        (range(10), 18, False),
        ([*range(30), *range(39, 60)], 60, False),
        ([], 5, False),
        ([], 20, True),
    ],
)
def test_stretches_passed_over(alignment: list[int], length: int, passed: bool) -> None:
    assert passes_over(list(alignment), length) is passed


def test_what_the_attention_showed_is_kept() -> None:
    seen = Hypothesis("Yes, it is so.", (), -0.5, flags=("dropped",))
    assert detect_problems("Ja, dat is zo.", seen) == ("dropped",)
