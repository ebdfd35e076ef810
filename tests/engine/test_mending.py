import pytest

from workbench.domain import Hypothesis
from workbench.engine.anchors import find_anchors, lost_anchors
from workbench.engine.argos import ArgosEngine
from workbench.engine.capitals import restore_capitals
from workbench.engine.names import (
    complete_names,
    forced_prefix,
    names_in_a_row,
    repair_names,
    repair_numbers,
)
from workbench.engine.packages import Package
from workbench.engine.problems import detect_problems, severity


def repaired(source: str, target: str, links: dict[str, str] | None = None) -> str:
    """Repair with whole words for pieces; `links` says what target words attended to."""
    source_tokens = ["▁" + word for word in source.split()]
    target_words = target.split()
    alignment = tuple(
        source.split().index((links or {}).get(word, source.split()[0])) for word in target_words
    )
    hypothesis = Hypothesis(target, tuple("▁" + word for word in target_words), -1.0, alignment)
    return repair_names(source, source_tokens, hypothesis, find_anchors(source))


REPAIRS = [
    # A near miss needs no attention ...
    ("Dat zei Stoltenberg gisteren", "Stoltenburg said that yesterday", {}, "Stoltenberg said"),
    # ... a farther one does.
    (
        "Dat zei Stoltenberg toen",
        "Solensburg said that",
        {"Solensburg": "Stoltenberg"},
        "Stoltenberg said",
    ),
    ("Dat zei Stoltenberg toen", "Solens said that", {}, "Solens said"),
    ("Namens Eichelsheim en Rutte", "For Eichelshemim and Rute", {}, "For Eichelsheim and Rutte"),
    ("De OVSE meldt", "The OVSE reports", {}, "The OSCE reports"),
    ("Over Servië sprak hij", "He spoke about Serbiana", {}, "He spoke about Serbia"),
    # What is right stays, and a word that is another name is not written over.
    ("Dat zei Rutte tegen Ratte", "Rutte said that to him", {}, "Rutte said that to him"),
    ("Dat zei Stoltenberg toen", "He said that", {}, "He said that"),
]


@pytest.mark.parametrize(("source", "target", "links", "expected"), REPAIRS)
def test_misspelt_names(source: str, target: str, links: dict[str, str], expected: str) -> None:
    assert repaired(source, target, links).startswith(expected)


def test_possession_stays() -> None:
    assert repaired("Het plan van Stoltenberg", "Stoltenburg's plan") == "Stoltenberg's plan"


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Er kwamen 1.250 man.", "There came 1.250 men.", "There came 1,250 men."),
        ("Het was 2,5 procent.", "It was 2,5 per cent.", "It was 2.5 per cent."),
        ("In augustus 1995 kwam hij.", "He came in August 2015.", "He came in August 1995."),
        ("In 1995 en 1996.", "In 2015 and 2016.", "In 2015 and 2016."),
        ("In 1995.", "In that year.", "In that year."),
        ("Een wind van 133 m/s.", "A wind of 13 m/s.", "A wind of 133 m/s."),
        ("Er waren 2.220 en 2.207 man.", "2,202 and 27 men.", "2,220 and 2,207 men."),
        ("Het is 100-200 mijl per uur.", "It is 100-20 miles.", "It is 100-200 miles."),
        ("Het seizoen 1995-1996 kwam.", "The season 1996 came.", "The season 1995-1996 came."),
        ("Nanak (1469–1539).", "Nanak (1469).", "Nanak (1469–1539)."),
        ("In 1995-1996.", "In 1995 or 1995.", "In 1995 or 1995."),
    ],
)
def test_numbers(source: str, target: str, expected: str) -> None:
    assert repair_numbers(source, target, find_anchors(source)) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Dat zei Roberto Jefferson.", "Roberto said that.", "Roberto Jefferson said that."),
        (
            "De maffia doodde Giovanni Falcone.",
            "They killed Falcone.",
            "They killed Giovanni Falcone.",
        ),
        ("Bij Santa Cruz ligt zand.", "Santa Fuque has sand.", "Santa Cruz has sand."),
        ("Hij sprak met Scott Kouns.", "He spoke with Branda Kouns.", "He spoke with Scott Kouns."),
        ("Tussen Manarola, Vernazza en zee.", "Manarola and sea.", "Manarola, Vernazza and sea."),
        ("Het Taj Mahal is wit.", "The Mahal is white.", "The Taj Mahal is white."),
        # A neighbour that is there twice could be either; words of the source stay.
        ("Zoon van Floyd Jourdain.", "Jourdain, son of Jourdain.", "Jourdain, son of Jourdain."),
        ("Hij zag Jeff Bridges en ging.", "He saw Jeff and went.", "He saw Jeff Bridges and went."),
    ],
)
def test_a_lost_name_is_written_beside_its_neighbour(
    source: str, target: str, expected: str
) -> None:
    assert complete_names(source, target, find_anchors(source)) == expected


def test_a_lost_name_is_put_where_the_model_looked_at_it() -> None:
    source, target = "Hier zei Brekelmans dat", "Here ministers said that"
    tokens = ["▁Hier", "▁zei", "▁Brekelmans", "▁dat"]
    hypothesis = Hypothesis(target, ("▁Here", "▁ministers", "▁said", "▁that"), -1.0, (0, 2, 1, 3))
    [anchor] = find_anchors(source)
    assert forced_prefix(source, tokens, hypothesis, anchor) == "Here Brekelmans"
    astray = Hypothesis(target, hypothesis.tokens, -1.0, (2, 0, 1, 3))
    far = "Hier zei hij dan ook nog dat dat kwam door Brekelmans"
    [anchor] = find_anchors(far)
    tokens = ["▁" + word for word in far.split()]
    astray = Hypothesis(target, hypothesis.tokens, -1.0, (9, 0, 1, 3))
    assert forced_prefix(far, tokens, astray, anchor) == ""


def test_a_lost_year_is_forced_with_its_preposition() -> None:
    source = "Hij kwam daar in 2010 vandaan"
    tokens = ["▁" + word for word in source.split()]
    [anchor] = find_anchors(source)
    for target in ("He left in time", "He left once again"):
        pieces = tuple("▁" + word for word in target.split())
        hypothesis = Hypothesis(target, pieces, -1.0, (0, 1, 2, 4))
        prefix = forced_prefix(source, tokens, hypothesis, anchor)
        assert prefix == target.rsplit(" ", 1)[0].removesuffix(" in") + " in 2010"
    # The thirties come with their apostrophe, and are no number by themselves.
    [decade] = find_anchors("Dat was in de jaren '30 zo")
    assert forced_prefix("Dat was in de jaren '30 zo", tokens, hypothesis, decade) == ""


def test_names_of_many_words_are_forced_as_one() -> None:
    source = "Hij zag Roberto Jefferson, Kenia en Grand Connaught Rooms"
    rows = [anchor.text for anchor in names_in_a_row(source, find_anchors(source))]
    assert rows == ["Roberto Jefferson", "Kenia", "Grand Connaught Rooms"]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("De Star Alliance vliegt.", "The Star alliance flies.", "The Star Alliance flies."),
        (
            "Hij zag Brekelmans en ging.",
            "He saw brekelmans and left.",
            "He saw Brekelmans and left.",
        ),
        ("Volgens de NAVO kan het.", "It can, says nato.", "It can, says NATO."),
        # English words that stand alone may be just that; twice is not once.
        ("Dat is Frank zijn zaak.", "To be frank, it is his.", "To be frank, it is his."),
        (
            "Hij zag Brekelmans en ging.",
            "A brekelmans, a brekelmans.",
            "A brekelmans, a brekelmans.",
        ),
    ],
)
def test_capitals_come_back(source: str, target: str, expected: str) -> None:
    assert restore_capitals(source, target, find_anchors(source)) == expected


SOURCES = [
    "Volgens minister Brekelmans is het NAVO-besluit van 12 juni definitief.",
    "Het Internationaal Gerechtshof in Den Haag deed op 9 juli 2004 uitspraak over Kosovo.",
    "UNIFIL wordt na bijna een halve eeuw afgebouwd.",
    "De bommen op de Chinese ambassade in Belgrado waren volgens Washington een vergissing.",
]


def test_mending_leaves_fewer_faults_and_says_what_it_did(
    engine: ArgosEngine, plain: ArgosEngine, sentences: list[str]
) -> None:
    sources = [*SOURCES, *sentences[:25]]
    beams = plain.translate(sources, n_best=4)
    before = [found[0] for found in beams]
    after = [found[0] for found in engine.translate(sources)]

    def lost(hypotheses: list[Hypothesis]) -> int:
        return sum(
            len(lost_anchors(find_anchors(source), each.text))
            for source, each in zip(sources, hypotheses, strict=True)
        )

    assert lost(after) < lost(before)
    for source, beam, mended in zip(sources, beams, after, strict=True):
        faults = severity(detect_problems(source, beam[0]))
        # That a stretch was passed over is seen by the attention only, which mending looks at.
        flags = tuple(flag for flag in mended.flags if flag != "dropped")
        assert severity(flags) <= faults
        assert set(detect_problems(source, mended)) == set(mended.flags)
        # What had no fault is left as the model wrote it, though perhaps not in its first choice.
        assert faults or mended.text in {each.text for each in beam}


def test_without_mending_the_model_speaks(package: Package, plain: ArgosEngine) -> None:
    [[raw]] = plain.translate([SOURCES[0]])
    assert raw.flags == ()
    assert "mend=0" in plain.signature
