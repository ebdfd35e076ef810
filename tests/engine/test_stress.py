"""Accents of stress are taken off before the model reads a text."""

import pytest

from workbench.engine.argos import ArgosEngine
from workbench.engine.stress import without_stress


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Er zijn géén garanties.", "Er zijn geen garanties."),
        ("Dat is wèl zo, óók hier.", "Dat is wel zo, ook hier."),
        ("Vóór of ná de oorlog; Níét NU.", "Voor of na de oorlog; Niet NU."),
        # These have their accents for good.
        ("Eén café, één idee; hé, privé.", "Eén café, één idee; hé, privé."),
        ("Financiën, coördinatie, enquête", "Financiën, coördinatie, enquête"),
    ],
)
def test_only_stress_goes_and_offsets_stay(text: str, plain: str) -> None:
    assert without_stress(text) == plain
    assert len(without_stress(text)) == len(text)


def test_the_model_reads_a_stressed_word_as_the_word(engine: ArgosEngine) -> None:
    stressed, plain = engine.translate(["Er zijn géén vrije kamers.", "Er zijn geen vrije kamers."])
    assert stressed[0].text == plain[0].text
