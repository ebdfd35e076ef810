"""Traps of text taken from pages, one a case: what comes in, which segments go out."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain import Segment
from workbench.errors import InputError
from workbench.text.documents import parse_document

BODY = """De regering van het land heeft besloten om
meer geld te geven aan de krijgsmacht, omdat
de toestand aan de grens daarom vraagt.
"""


def segments(text: str) -> tuple[Segment, ...]:
    return parse_document("a.txt", text.encode()).segments


def shown(text: str) -> list[tuple[str, str]]:
    return [(segment.kind.value, segment.text) for segment in segments(text)]


SENTENCE = (
    "sentence",
    "De regering van het land heeft besloten om meer geld te geven aan de krijgsmacht, omdat "
    "de toestand aan de grens daarom vraagt.",
)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("wrapped lines", BODY, [SENTENCE]),
        ("windows line ends", BODY.replace("\n", "\r\n"), [SENTENCE]),
        ("old mac line ends", BODY.replace("\n", "\r"), [SENTENCE]),
        ("form feed in a sentence", BODY.replace("om\n", "om\n\f"), [SENTENCE]),
        ("empty line in a sentence", BODY.replace("om\n", "om\n\n"), [SENTENCE]),
        ("non-breaking and double spaces", BODY.replace("van het", "van\u00a0 het"), [SENTENCE]),
        ("soft hyphens", BODY.replace("krijgs", "krijgs\u00ad"), [SENTENCE]),
        ("zero width and control", BODY.replace("grens", "gr\u200be\x01ns\ufeff"), [SENTENCE]),
        ("line-end hyphen", BODY.replace("krijgsmacht", "krijgs-\nmacht"), [SENTENCE]),
        ("soft line-end hyphen", BODY.replace("krijgsmacht", "krijgs\u00ad\nmacht"), [SENTENCE]),
        ("pdf line-end hyphen", BODY.replace("krijgsmacht", "krijgs\ufffe\nmacht"), [SENTENCE]),
        (
            "address between the lines",
            BODY.replace("om\n", "om\n\nhttps://example.org/een/twee\n "),
            [SENTENCE, ("url", "https://example.org/een/twee")],
        ),
        (
            "vertical text",
            "N\no\nti\n\nt\nie\n\n" + BODY,
            [("furniture", "N o ti t ie"), SENTENCE],
        ),
        (
            "footnote in a sentence",
            BODY.replace("krijgsmacht,", "krijgsmacht,1").replace(
                "omdat\n", "omdat\n\n1 Zie de brief aan de Kamer\nvan 3 mei 2024.\n\n"
            ),
            [SENTENCE, ("footnote", "Zie de brief aan de Kamer van 3 mei 2024.")],
        ),
        (
            "raised footnote number",
            BODY.replace("vraagt.", "vraagt.¹") + "\n¹ Zie de brief.\n",
            [SENTENCE, ("footnote", "Zie de brief.")],
        ),
        (
            "a number at the start of a line is no footnote",
            BODY.replace("omdat\n", "omdat artikel\n5 geldt en\n"),
            [("sentence", SENTENCE[1].replace("omdat", "omdat artikel 5 geldt en"))],
        ),
        (
            "headings",
            "De inzet in het oosten:\nwat kan er?\n\n" + BODY + "\nTot slot\n" + BODY,
            [
                ("heading", "De inzet in het oosten: wat kan er?"),
                SENTENCE,
                ("heading", "Tot slot"),
                SENTENCE,
            ],
        ),
        (
            "bullets that go on",
            "Er zijn twee redenen:\n• de toestand aan de grens die\n\ndaarom vraagt;\n"
            "• de wens van het land om\nmee te doen.\n\n" + BODY,
            [
                ("sentence", "Er zijn twee redenen:"),
                ("bullet", "de toestand aan de grens die daarom vraagt;"),
                ("bullet", "de wens van het land om mee te doen."),
                SENTENCE,
            ],
        ),
        (
            "a dash that goes on is no bullet",
            BODY.replace("omdat\n", "omdat\n– zoals gezegd –\n"),
            [("sentence", SENTENCE[1].replace("omdat", "omdat – zoals gezegd –"))],
        ),
        (
            "dashes as bullets",
            "Er zijn twee redenen:\n- de grens;\n- de wens van het land.\n\n" + BODY,
            [
                ("sentence", "Er zijn twee redenen:"),
                ("bullet", "de grens;"),
                ("bullet", "de wens van het land."),
                SENTENCE,
            ],
        ),
        (
            "running headers and page numbers",
            "Nota 12 over de grens\n\n"
            + BODY.replace("omdat\n", "omdat\n\n3\n\fNota 12 over de grens\n\n"),
            [
                ("furniture", "Nota 12 over de grens"),
                SENTENCE,
                ("furniture", "3"),
                ("furniture", "Nota 12 over de grens"),
            ],
        ),
        (
            "a paragraph a line",
            "De eerste alinea staat op een regel. Zij heeft twee zinnen.\nDe tweede ook.\n",
            [
                ("sentence", "De eerste alinea staat op een regel."),
                ("sentence", "Zij heeft twee zinnen."),
                ("sentence", "De tweede ook."),
            ],
        ),
        (
            "domain and address cut at a line end",
            BODY.replace("krijgsmacht,", "krijgsmacht (Defensie.\nnl, https://example.org/a/\nb),"),
            [
                (
                    "sentence",
                    SENTENCE[1].replace(
                        "krijgsmacht,", "krijgsmacht (Defensie.nl, https://example.org/a/b),"
                    ),
                )
            ],
        ),
        (
            "a caption and its English figure",
            BODY.replace(
                "omdat\n",
                "omdat\n\nFiguur 1 De grens\n\nThe border\n\nThe border is where the two armies\n"
                "meet each other and\n\nwhere the troops are.\n\nhttps://example.org\n",
            ),
            [
                SENTENCE,
                ("caption", "Figuur 1 De grens"),
                ("figure", "The border"),
                (
                    "figure",
                    "The border is where the two armies meet each other and where the troops are.",
                ),
                ("url", "https://example.org"),
            ],
        ),
    ],
)
def test_traps(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text) == expected, name


LETTER = """Ministerie van Buitenlandse Zaken

Kamerbrief over de missie in Mali
Datum 12 april 2024

Geachte voorzitter,

Graag bied ik u hierbij de brief aan over de missie
in Mali, waarin het kabinet ingaat op de vragen van de
leden Jansen (D66) en De Boer (VVD).[1] Het kabinet heeft
in samenspraak met de bondgenoten besloten om de missie
met een jaar te verlengen.2)

Pagina 1 van 3

2. Mandaat
Het mandaat van de missie is vastgelegd in resolutie
2100 van de VN-Veiligheidsraad. Dr. A.B. de Vries c.s.
hebben daarover a.g.v. vragen gerapporteerd. In hoofd-
stuk 3 van dat rapport staat dat ca. 11.000 mili-
tairen nodig zijn. De Neder-
landse bijdrage bestaat uit:
a) een verkenningseenheid;
b) vier Apache-helikopters van de Konink-
   lijke Luchtmacht;
c) een veldhospitaal.

Inhoud van de bijlage ........ 7
Eindnoten
1. Kamerstuk 29 521, nr. 213.
2. Zie ook de brief van 3 mei 2023,
   blz. 4.
Pagina 3 van 3
"""


def test_a_letter() -> None:
    assert shown(LETTER) == [
        ("heading", "Ministerie van Buitenlandse Zaken"),
        ("heading", "Kamerbrief over de missie in Mali"),
        ("heading", "Datum 12 april 2024"),
        ("sentence", "Geachte voorzitter,"),
        (
            "sentence",
            "Graag bied ik u hierbij de brief aan over de missie in Mali, waarin het kabinet "
            "ingaat op de vragen van de leden Jansen (D66) en De Boer (VVD).",
        ),
        (
            "sentence",
            "Het kabinet heeft in samenspraak met de bondgenoten besloten om de missie met een "
            "jaar te verlengen.",
        ),
        ("footnote", "Kamerstuk 29 521, nr. 213."),
        ("footnote", "Zie ook de brief van 3 mei 2023, blz. 4."),
        ("furniture", "Pagina 1 van 3"),
        ("heading", "2. Mandaat"),
        (
            "sentence",
            "Het mandaat van de missie is vastgelegd in resolutie 2100 van de VN-Veiligheidsraad.",
        ),
        ("sentence", "Dr. A.B. de Vries c.s. hebben daarover a.g.v. vragen gerapporteerd."),
        (
            "sentence",
            "In hoofdstuk 3 van dat rapport staat dat ca. 11.000 militairen nodig zijn.",
        ),
        ("sentence", "De Nederlandse bijdrage bestaat uit:"),
        ("bullet", "een verkenningseenheid;"),
        ("bullet", "vier Apache-helikopters van de Koninklijke Luchtmacht;"),
        ("bullet", "een veldhospitaal."),
        ("heading", "Inhoud van de bijlage"),
        ("heading", "Eindnoten"),
        ("furniture", "Pagina 3 van 3"),
    ]


def test_combining_marks_are_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "De één is Oekraïens en de ander niet.")
    (segment,) = segments(decomposed)
    assert segment.text == "De één is Oekraïens en de ander niet."
    assert (segment.start, segment.end) == (0, len(decomposed))


def test_footnotes_start_again_on_a_new_page() -> None:
    first = BODY.replace("vraagt.", "vraagt.1") + "\n1 Zie de brief.\n\f"
    second = "De minister van Defensie van het land\nis het daarmee eens.1\n\n1 Kamerdebat, 2024.\n"
    found = [(s.text, s.flags) for s in segments(first + second) if s.kind == "footnote"]
    assert found == [("Zie de brief.", ("footnote:1",)), ("Kamerdebat, 2024.", ("footnote:1",))]


PIECES = st.sampled_from(
    [
        "De minister",
        "zegt dat",
        "het NAVO-",
        "verband",
        "\n",
        "\n\n",
        "\x0c",
        " ",
        "•",
        "1 ",
        "1.",
        ".1",
        "- ",
        "https://a.nl/b",
        "Zie",
        ". ",
        "? ",
        "(",
        ")",
        "“",
        "”",
        "krijgs-",
        "macht",
        "\xad",
        "ï",
        "P",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_keeps_its_words_and_offsets(text: str) -> None:
    try:
        document = parse_document("a.txt", text.encode())
    except InputError:
        assert not text.strip()
        return
    for segment in document.segments:
        assert 0 <= segment.start < segment.end <= len(document.raw)
        assert segment.text == segment.text.strip()
        assert "\n" not in segment.text
        assert not re.search(r"[\x00-\x1f\u00ad\ufffe]|  ", segment.text)

    def letters(value: str) -> list[str]:
        return sorted(re.sub(r"[\W\d_]", "", value))

    assert letters("".join(s.text for s in document.segments)) == letters(text)
