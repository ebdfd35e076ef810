"""Headings in capitals."""

import pytest
import sacrebleu

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.splitting import sentences_of
from workbench.engine.uppercase import (
    as_sentence,
    in_capitals,
    pair_as_read,
    raised,
    raised_hypothesis,
    sentence_case,
)
from workbench.language import NL_EN

HEADING = "DE OORLOG IN OEKRAÏNE EN DE GEVOLGEN VOOR DE KRIJGSMACHT"


@pytest.mark.parametrize(
    "text",
    [HEADING, "INLEIDING", "1. SAMENVATTING", "HOOFDSTUK 2: DE NAVO", "VREDE", "DEEL III",
     "WAT IS ER AAN DE HAND?", "ZIE https://www.vn.nl/Missies VOOR DE MISSIES"],
)  # fmt: skip
def test_a_heading_is_in_capitals(text: str) -> None:
    assert in_capitals(text)


@pytest.mark.parametrize(
    "text",
    ["", "12", "NAVO", "EU en NAVO", "De NAVO-top", "KLPD", "DE AIVD", "De HEREN van de THEE"],
)
def test_acronyms_and_sentences_are_not(text: str) -> None:
    assert not in_capitals(text)


@pytest.mark.parametrize(
    ("loud", "calm"),
    [
        (HEADING, "De oorlog in Oekraïne en de gevolgen voor de krijgsmacht"),
        ("2. DE NAVO EN DE VREDESMISSIES", "2. De NAVO en de vredesmissies"),
        ("DE VS STUREN MILITAIREN NAAR IRAK", "De VS sturen militairen naar Irak"),
        ("DE TWEEDE KAMER STEMT", "De Tweede Kamer stemt"),
        ("PROTESTEN IN DEN HAAG", "Protesten in Den Haag"),
        ("ZIJ SPRAKEN MET TRUMP", "Zij spraken met Trump"),
        ("HOOFDSTUK VI VAN ARTIKEL II", "Hoofdstuk VI van artikel II"),
        ("DE F-35 EN DE KIST VAN MH17", "De F-35 en de kist van MH17"),
        ("HET IJZEREN GORDIJN. IJZER EN STAAL", "Het ijzeren gordijn. IJzer en staal"),
        ("HET MANDAAT VAN KFOR", "Het mandaat van KFOR"),
        ("ZIE WWW.VN.NL/Missies VOOR DE MISSIES", "Zie WWW.VN.NL/Missies voor de missies"),
        ("WIJ ZIJN SOLDATEN. NIEMAND BLIJFT.", "Wij zijn soldaten. Niemand blijft."),
        ("De vrede.", "De vrede."),
    ],
)
def test_a_heading_is_read_as_a_sentence_of_the_same_length(loud: str, calm: str) -> None:
    assert as_sentence(loud) == calm
    assert len(calm) == len(loud)


def test_sentences_in_capitals_are_still_several() -> None:
    text = "WIJ ZIJN SOLDATEN. DE VIJAND ZIET ONS. NIEMAND BLIJFT."
    assert len(sentences_of(as_sentence(text), "nl")) == 3


@pytest.mark.parametrize(
    ("loud", "calm"),
    [
        ("THE DUTCH PEACE MISSION IN UKRAINE", "The Dutch peace mission in Ukraine"),
        ("THE US ARMY LEAVES CHINA", "The US army leaves China"),
        ("WHO IS THE ENEMY?", "Who is the enemy?"),
    ],
)
def test_english_names_are_known(loud: str, calm: str) -> None:
    assert as_sentence(loud, "en") == calm


def test_a_word_that_lacks_its_end_is_no_acronym() -> None:
    assert sentence_case("THE PEACE ENF", "en") == "The peace ENF"
    assert sentence_case("THE PEACE ENF", "en", unfinished=True) == "The peace enf"


def test_raising_keeps_the_length_the_addresses_and_the_bytes_of_unknown_letters() -> None:
    assert raised("see www.un.org/Missions") == "SEE www.un.org/Missions"
    loud = raised_hypothesis(Hypothesis("Straße 1", ("▁Stra", "<0xC3>", "<0x9F>", "e"), -1.0))
    assert loud.text == "STRAßE 1"
    assert loud.tokens == ("▁STRA", "<0xC3>", "<0x9F>", "E")


def test_a_pair_is_read_in_its_case() -> None:
    assert pair_as_read("DE OORLOG", "THE WAR IN UKRAINE", NL_EN) == (
        "De oorlog", "The war in Ukraine",
    )  # fmt: skip
    assert pair_as_read("DE OORLOG", "The war", NL_EN) == ("De oorlog", "The war")
    assert pair_as_read("De oorlog", "THE WAR", NL_EN) == ("De oorlog", "THE WAR")


def test_the_model_reads_sentences_better_than_capitals(
    engine: ArgosEngine, sentences: list[str]
) -> None:
    some = sentences[:12]
    wanted = [[found[0].text.upper() for found in engine.translate(some)]]
    raw = [found[0].text.upper() for found in engine.translate([text.upper() for text in some])]
    read = [
        raised(found[0].text)
        for found in engine.translate([as_sentence(text.upper()) for text in some])
    ]
    before = sacrebleu.corpus_chrf(raw, wanted).score
    now = sacrebleu.corpus_chrf(read, wanted).score
    assert now > before + 15
