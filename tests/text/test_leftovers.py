import pytest

from workbench.text.leftovers import left_dutch

CASES = [
    ("De baas, dus de chef.", "The boss, dus the chief.", ["dus"]),
    ("De cijfers (bron: CBS).", "The figures (bron: CBS).", ["bron"]),
    ("Landen als o.a. Polen.", "Countries such as o.a. Poland.", ["o.a."]),
    ("Varianten zijn er ook.", "Varianten there are too.", ["Varianten"]),
    ("Figuur 1 Varianten van vrede.", "Figure 1 Varianten of peace.", ["Varianten"]),
    ("De werkelijkheid is anders.", "The werkelijkheid is different.", ["werkelijkheid"]),
    ("Een besluit van de raad.", "A decision van de council.", ["van", "de"]),
    ("Dat is de les van gisteren.", "That is de lesson of yesterday.", []),
    # English words, names, quotations, and months that only English writes with a capital.
    ("De deal in de status quo.", "The deal in the status quo.", []),
    ("In november 2022.", "In November 2022.", []),
    ("Dat zei Raad van State.", "The Raad van State said that.", []),
    ("Van der Leyen en Vlaams Belang.", "Van der Leyen and Vlaams Belang.", []),
    ("Hij riep 'leugen'.", "He cried 'leugen'.", []),
    # A word that the source has not is no copy.
    ("Hij ging weg.", "He left dus.", []),
]


@pytest.mark.parametrize(("source", "target", "expected"), CASES)
def test_dutch_words_left(source: str, target: str, expected: list[str]) -> None:
    assert [match.group() for match in left_dutch(source, target)] == expected
