import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.placeables import PlaceableKind, find_placeables


def normal(text: str, language: str = "nl") -> list[tuple[str, str]]:
    return [(p.kind.value, p.normal) for p in find_placeables(text, language)]


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("1.000,5", "1,000.5"),
        ("1.000", "1,000"),
        ("1,5", "1.5"),
        ("1.234.567", "1,234,567"),
        ("1.234.567,80", "1,234,567.8"),
        ("€ 22 miljard", "€22 billion"),
        ("2.000-3.000 militairen", "2,000-3,000 troops"),
        ("2014-2022", "2014-2022"),
        ("48%", "48%"),
        ("12 500", "12,500"),
        ("F-16’s en F-35s", "F-16s and F-35s"),
        ("NAVO-2030", "NAVO-2030"),
        ("C4ISR", "C4ISR"),
        ("zie https://www.x.nl/a.", "see https://x.nl/a/"),
        ("mail Jan@x.nl", "mail jan@x.nl"),
        ("zie (www.defensie.nl)", "see defensie.nl"),
        ("min −3 graden", "minus -3 degrees"),
    ],
)
def test_both_sides_have_the_same_normal_form(dutch: str, english: str) -> None:
    assert normal(dutch) == normal(english, "en")
    assert normal(dutch)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("artikel 5.", [("number", "5")]),
        ("1.500", [("number", "1500")]),
        ("de 13e brigade", [("number", "13")]),
        ("55x zo groot, 249km", [("number", "55"), ("number", "249")]),
        ("NAVO en EU", []),
        ("in 2008 400 man", [("number", "2008"), ("number", "400")]),
        ("Defensie.nl, 18 februari", [("url", "defensie.nl"), ("number", "18")]),
        ("http://a.nl/b_(c)", [("url", "a.nl/b_(c)")]),
    ],
)
def test_dutch(text: str, expected: list[tuple[str, str]]) -> None:
    assert normal(text) == expected


def test_one_and_a_half_in_english() -> None:
    assert normal("1.500", "en") == [("number", "1.5")]


@given(st.text(alphabet="aZ1.,-/@: €", max_size=40))
def test_offsets(text: str) -> None:
    end = 0
    for found in find_placeables(text):
        assert found.start >= end
        assert text[found.start : found.end] == found.text
        assert found.kind in PlaceableKind
        end = found.end
