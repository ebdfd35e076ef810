import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.engine.anchors import english_number, find_anchors, lost_anchors, new_numbers

FOUND = [
    ("Volgens Stoltenberg is de NAVO klaar.", ["Stoltenberg", "NAVO"]),
    ("Stoltenberg zei niets.", []),
    ("Stoltenberg zei dat Stoltenberg niets zei.", ["Stoltenberg", "Stoltenberg"]),
    ("Het NAVO-besluit en de EU-lidstaten.", ["NAVO", "EU"]),
    ("De F-16's van Kleine-Brogel.", ["F-16", "Brogel"]),
    ("De VVD'ers en Bidens plan.", ["VVD", "Bidens"]),
    ("Hij zei: 'Dat kan.' Daarna niets.", []),
    (
        "De groep Laskhar-e-Taiba en Stratford-upon-Avon.",
        ["Laskhar-e-Taiba", "Stratford-upon-Avon"],
    ),
    ("Toen won Ma in Santa Fe.", ["Ma", "Santa", "Fe"]),
    ("Hij zag Jeff Weise en Denise, een Chinese.", ["Jeff", "Weise", "Denise"]),
    ("Het IJsselmeer is groot.", ["IJsselmeer"]),
    ("In 2022 kwamen 1.250 man.", ["2022", "1.250"]),
    ("Mail info@raad.nl of zie www.raad.nl/A1.", ["info@raad.nl", "www.raad.nl/A1"]),
    ("MILITAIRE INZET IN OEKRAÏNE", []),
    ("Hij sprak met de Cultuurraad en de Gezondheidsdienst.", []),
]


@pytest.mark.parametrize(("source", "expected"), FOUND)
def test_what_is_found(source: str, expected: list[str]) -> None:
    anchors = find_anchors(source)
    assert [anchor.text for anchor in anchors] == expected
    assert all(source[each.start : each.end] == each.text for each in anchors)


KEPT = [
    ("de NAVO", "NATO", True),
    ("de NAVO", "the Alliance", True),
    ("de NAVO", "the NAVO", False),
    ("de VN", "the United Nations", True),
    ("de VN", "the UNO", False),
    ("de OVSE", "the OSCE", True),
    ("met Stoltenberg", "with Stoltenberg's", True),
    ("met Stoltenberg", "with Soltenberg", False),
    ("met Stoltenberg", "with Stoltenbergers", False),
    ("in Oekraïne", "in Ukraine", True),
    ("in Oekraïne", "in the country", False),
    ("met Poetin", "with Putin", True),
    ("met Yeşilgöz", "with Yesilgoz", True),
    ("in Ligurië", "in Liguria", True),
    ("op 3 mei", "on the third of May", True),
    ("op 3 mei", "on 3 May", True),
    ("op 3 mei", "on 13 May", True),
    ("op 24 mei", "on 25 May", False),
    ("om 17.00 uur", "at 5 pm", True),
    ("om 17.00 uur", "at 17:00", True),
    ("1.250 man", "1,250 men", True),
    ("1.250 man", "1.250 men", False),
    ("2,5 procent", "2.5 per cent", True),
    ("2,5 procent", "2,5 per cent", False),
    ("de jaren 60", "the 1960s", True),
    ("zie www.raad.nl.", "see www.raad.nl.", True),
    ("zie www.raad.nl.", "see www.raad.com.", False),
]


@pytest.mark.parametrize(("source", "target", "kept"), KEPT)
def test_what_counts_as_kept(source: str, target: str, kept: bool) -> None:
    anchors = find_anchors(source)
    assert len(anchors) == 1
    assert lost_anchors(anchors, target) == ([] if kept else anchors)


@pytest.mark.parametrize(
    ("source", "target", "new"),
    [
        ("in 2022", "in 2022 and 1999", ["1999"]),
        ("om 17.00 uur", "at 5 pm", []),
        ("vijf man", "5 men", []),
        ("1.250 man", "1,250 men", []),
    ],
)
def test_numbers_from_nowhere(source: str, target: str, new: list[str]) -> None:
    assert new_numbers(source, target) == new


@pytest.mark.parametrize(
    ("dutch", "english"),
    [("1.250", "1,250"), ("2,5", "2.5"), ("1.250.000,75", "1,250,000.75"), ("17.30", "17.30")],
)
def test_numbers_in_english(dutch: str, english: str) -> None:
    assert english_number(dutch) == english


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_searched_and_a_copy_keeps_its_addresses(text: str) -> None:
    anchors = find_anchors(text)
    assert all(text[each.start : each.end] == each.text for each in anchors)
    assert "url" not in {each.kind for each in lost_anchors(anchors, text)}
