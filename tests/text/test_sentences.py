import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.sentences import split_sentences

SAMPLE = Path(__file__).parents[1] / "data" / "sentences-alpino.txt"


def split(text: str, language: str = "nl") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Het plan gaat op 1 jan. 2035 in.",
        "Dat kost € 1,5 mld. per jaar.",
        "Het bedrag van € 1,5 mld. Euro's is hoog.",
        "Prof. dr. J. de Vries sprak met mr. A.B. Jansen.",
        "Het gaat o.a. over de NAVO en o.a. Duitsland.",
        "Er kwamen ca. 30.000 soldaten.",
        "De Wet van 3 mei (Stb. 2001, nr. 7) geldt, d.w.z. Nederland doet mee.",
        "Zie art. 5 van het verdrag, blz. 12 e.v. van de tekst.",
        "Minister A. Bijleveld-Schouten van Defensie zei niets.",
        "Volgens dhr. Van den Berg c.s. is dat zo.",
        "Het kabinet-Rutte II viel in 2017.",
        "De vergadering (die op 3 mei was. Of later.) ging niet door.",
        "“Dat kan. Dat moet ook.” zei de minister.",
        "De minister zei: “Dat kan. Dat moet ook”, en vertrok.",
        "Zie ‘Will Russia stop at Ukraine? That’s the Wrong Question’, Clingendael, 2024.",
        "Op 21. september begon het.",
        "De website Defensie.nl meldt dat.",
        "De VN, de NAVO enz. doen mee.",
        "Koning Willem I. van Oranje",
        "1. Een relatief kleine missie.",
        "Dat was in de 19e eeuw... maar nu niet.",
        "Hoezo? vroeg hij.",
    ],
)
def test_no_boundary_inside(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dat scheelt tijd.", "En dat telt."],
        ["Wat doet een F-35?", "Hoe ver gaat dat!", "Ver."],
        ["Dat zei hij (gisteren).", "Toen ging hij."],
        ["“Dat kan.”", "“Dat moet.”"],
        ["Maar “we gaan uit van wat nodig is.", "Zij vechten.", "Dus we passen ons aan.”"],
        ["Er zijn tanks, schepen enz.", "De rest volgt."],
        ["Dat is in art. 5.", "’s Avonds niet."],
        ["Dat is in 2014.", "‘Willen’ is een vraag."],
        ["Het duurt tot 2035.", "3 landen doen mee."],
        ["Zo doen het de VS.", "Wij ook."],
        ["Dat wil de V.S.", "De rest niet."],
        ["Zo werkt N.V. Philips in de V.S. Army."],
        ["De bom viel...", "Niemand zei iets."],
        ["Dat zei hij. ''", ",,Nee. ''"],
        ['"Ja."', '"Nee."'],
    ],
)
def test_boundaries(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("With U.S. Forces as backstop.", ["With U.S. Forces as backstop."]),
        ("He left the U.S. The war went on.", ["He left the U.S.", "The war went on."]),
        ("Gen. Smith, e.g. in Fig. 3, disagrees.", ["Gen. Smith, e.g. in Fig. 3, disagrees."]),
        ("It ended at 5 p.m. Nobody came.", ["It ended at 5 p.m. Nobody came."]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert split(text, "en") == expected


def test_boundary_f1_on_the_alpino_sample() -> None:
    hits = wanted = given_ = 0
    body = SAMPLE.read_text("utf-8").split("\n", 2)[2]
    for paragraph in body.strip().split("\n\n"):
        sentences = paragraph.split("\n")
        text = " ".join(sentences)
        gold, position = set(), -1
        for sentence in sentences:
            position += len(sentence) + 1
            gold.add(position)
        found = {end for _, end in split_sentences(text)}
        hits += len(gold & found)
        wanted += len(gold)
        given_ += len(found)
    precision, recall = hits / given_, hits / wanted
    assert 2 * precision * recall / (precision + recall) >= 0.95


@pytest.mark.parametrize(
    ("piece", "copies", "sentences"),
    [
        ("Dit is een zin van gewone lengte, met een komma. ", 60_000, 60_000),
        ("'s Avonds kwam hij thuis. ", 40_000, 40_000),
        ("Hij zei (zacht): ja. ", 40_000, 40_000),
        ('Zij zei " Ja. " en ging weg. ', 20_000, 20_000),
        ("1. januari ", 60_000, 1),
        ("(“ a. ", 60_000, 1),
        (".", 500_000, 1),
        ("‘", 200_000, 1),
    ],
)
def test_a_paragraph_of_megabytes_takes_seconds(piece: str, copies: int, sentences: int) -> None:
    began = time.process_time()
    found = split_sentences((piece * copies).strip())
    assert time.process_time() - began < 10, "it looks at the whole text for each sentence"
    assert len(found) == sentences


@given(st.text(alphabet="aB1.?! ()“”‘’'\"…,\n", max_size=80))
def test_nothing_is_lost(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
