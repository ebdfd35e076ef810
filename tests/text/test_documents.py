import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.text import documents as made
from workbench.domain import Segment, SegmentKind
from workbench.errors import FormatError, InputError, SecurityError
from workbench.text.documents import SUFFIXES, parse_document, read_document
from workbench.text.readers.html import read_html


def texts(name: str, data: bytes, kind: SegmentKind) -> list[str]:
    return [s.text for s in parse_document(name, data).segments if s.kind is kind]


def kinds(segments: tuple[Segment, ...]) -> dict[str, SegmentKind]:
    return {segment.text: segment.kind for segment in segments}


def marks(page: str) -> list[str]:
    return [block.mark for block in read_html("a.html", page.encode()).blocks or ()]


def zipped(**members: str | bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


BOMB = '<!DOCTYPE a [<!ENTITY b "xxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.txt", b"", InputError, "empty"),
        ("a.txt", b" \n\n ", InputError, "no text"),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00", InputError, "binary"),
        ("a.txt", bytes(range(1, 32)) * 20 + b"\xff", InputError, "binary"),
        ("a.txt", b"\xef\xbb\xbf\xff\xfe", InputError, "claims to be"),
        ("a.md", b"x\x00\x00\x01y", InputError, "binary"),
        ("a.txt", b"x" * 2000, InputError, "more than"),
        ("a.xlsx", b"x", InputError, "Known: .docx"),
        ("a", b"x", InputError, "no suffix"),
        ("a.docx", b"PK\x03\x04 kapot", FormatError, "damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, InputError, "password"),
        ("a.docx", zipped(a="b"), FormatError, "word/document.xml is missing"),
        ("a.docx", zipped(word__document_xml="x"), FormatError, "missing"),
        ("a.odt", zipped(**{"content.xml": "<a>"}), FormatError, "content.xml is damaged"),
        ("a.odt", zipped(**{"content.xml": BOMB}), SecurityError, "entities"),
        ("a.docx", zipped(**{"word/document.xml": OUTSIDE}), SecurityError, "entities"),
        (
            "a.docx",
            zipped(**{"word/document.xml": "<a/>", "../b.xml": "<a/>"}),
            SecurityError,
            "leaves",
        ),
        ("a.odt", zipped(**{"content.xml": "<a/>"}), FormatError, "damaged"),
        ("a.pdf", b"%PDF-1.7 kapot", FormatError, "no readable PDF"),
        ("a.pdf", made.locked_paper(), InputError, "password"),
        ("a.html", b"<html></html>", InputError, "no text"),
    ],
)
def test_refusals(name: str, data: bytes, error: type[InputError], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        parse_document(name, data, max_bytes=1500 if data == b"x" * 2000 else 10**6)
    assert str(caught.value).startswith(f"{name}: ")


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = zipped(**{"word/document.xml": b" " * 60_000_000})
    assert len(data) < 100_000
    with pytest.raises(SecurityError, match="zip bomb"):
        parse_document("a.docx", data)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"weg\.txt"):
        read_document(tmp_path / "weg.txt")


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "groot.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)
    with pytest.raises(InputError, match="200 MB, more than 100 MB"):
        read_document(path)


def test_every_suffix_has_a_reader() -> None:
    samples = {
        "txt": b"De zin.",
        "md": b"# De kop",
        "html": made.PAGE.encode(),
        "docx": made.word(),
        "odt": made.open_document(),
        "pdf": made.paper(),
    }
    for suffix, media_type in SUFFIXES.items():
        document = parse_document(f"Map/Bestand{suffix.upper()}", samples[media_type])
        assert document.media_type == media_type
        assert document.name == f"Bestand{suffix.upper()}"
        for segment in document.segments:
            assert 0 <= segment.start < segment.end <= len(document.raw)
            assert "\n" not in segment.text


def test_word() -> None:
    document = parse_document("a.docx", made.word())
    found = kinds(document.segments)
    assert found["Ministerie van Defensie"] is SegmentKind.FURNITURE
    assert found["Militaire inzet in het buitenland"] is SegmentKind.HEADING
    assert found["Tussenkop in vet"] is SegmentKind.HEADING
    assert found["Figuur 1 De route van de missie"] is SegmentKind.CAPTION
    assert found["Zie de brief van de minister van 3 mei 2024."] is SegmentKind.FOOTNOTE
    assert "GESCHRAPT" not in document.raw
    sentence = next(s for s in document.segments if "later over" in s.text)
    assert sentence.text == "Het kabinet besluit later over het mandaat."
    assert sentence.flags == ("footnote-ref:1",)
    marks = [s.flags[0] for s in document.segments if s.kind is SegmentKind.BULLET]
    assert marks == ["mark:•", "mark:•", "mark:1.", "mark:2."]
    assert found["Aantal militairen"] is SegmentKind.SENTENCE
    english = document.segments[-1]
    assert (english.language, english.translatable, english.flags) == (
        "en",
        False,
        ("passed-english",),
    )


def test_open_document() -> None:
    segments = parse_document("a.odt", made.open_document()).segments
    assert [(s.kind.value, s.text) for s in segments] == [
        ("heading", "Het besluit"),
        ("sentence", "De regering stuurt militairen naar de oostgrens."),
        ("sentence", "Dat duurt een jaar."),
        ("footnote", "Besluit van 4 juni 2025."),
        ("bullet", "eerste stap"),
        ("bullet", "tweede stap"),
        ("bullet", "los punt"),
    ]
    assert segments[1].flags == ("footnote-ref:1",)
    assert segments[3].flags == ("footnote:1",)
    assert [s.flags[0] for s in segments[4:]] == ["mark:1.", "mark:2.", "mark:•"]


def test_web_page() -> None:
    document = parse_document("a.html", made.PAGE.encode())
    assert "niet vertalen" not in document.raw
    assert [(s.kind.value, s.text) for s in document.segments] == [
        ("furniture", "Voorpagina"),
        ("heading", "Kabinet stuurt fregat"),
        ("sentence", "Het kabinet stuurt een fregat naar de Rode Zee."),
        ("sentence", "Dat meldt de minister & zijn staf."),
        ("footnote", "Kamerbrief van 2 mei."),
        ("bullet", "Het schip vaart morgen uit."),
        ("bullet", "De missie duurt een jaar."),
        ("bullet", "derde punt"),
        ("caption", "Het fregat in Den Helder"),
        ("sentence", "Eerste regel tweede regel"),
        ("furniture", "Lees onze privacyverklaring"),
    ]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("iso-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("utf-8", "utf-8"), ("onzin", "utf-8")],
)
def test_web_page_encodings(declared: str, encoding: str) -> None:
    page = f'<meta charset="{declared}"><p>Oekraïne vraagt “hulp”.</p>'
    assert texts("a.html", page.encode(encoding), SegmentKind.SENTENCE) == [
        "Oekraïne vraagt “hulp”."
    ]


def test_paper() -> None:
    segments = parse_document("a.pdf", made.paper()).segments
    assert [(s.kind.value, s.text) for s in segments] == [
        ("furniture", "Notitie 12 - Militaire inzet"),
        ("heading", "Inzet van de krijgsmacht in het buitenland"),
        (
            "sentence",
            "De minister kondigde in de Tweede Kamer nieuwe machtsmiddelen aan om het "
            "staakt-het-vuren te bewaken.",
        ),
        (
            "sentence",
            "Een nieuw staakt-het-vuren vraagt volgens hem om samenwerking in NAVO-verband.",
        ),
        ("sentence", "Daarover is veel gesproken."),
        ("sentence", "De oppositie bleef kritisch over de kosten en de duur van de missie."),
        ("footnote", "Zie de brief van de minister van Defensie van 3 mei 2024, blz. 4."),
        ("sentence", "De regering wil de onderhandelingen niet vooruitlopen."),
        (
            "sentence",
            "Zij stelt dat de veiligheid van de lidstaten die aan de oostgrens van het "
            "bondgenootschap liggen daarom voorop moet staan.",
        ),
        ("furniture", "Pagina 1 van 2"),
        ("furniture", "Notitie 12 - Militaire inzet"),
        ("sentence", "Een tweede alinea begint hier en sluit het stuk af."),
        ("furniture", "Pagina 2 van 2"),
    ]
    assert segments[4].flags == ("footnote-ref:1",)
    assert segments[6].flags == ("footnote:1",)


def test_columns() -> None:
    segments = parse_document("a.pdf", made.columns()).segments
    assert [(s.kind.value, s.text) for s in segments] == [
        (
            "sentence",
            "De eerste kolom gaat over de inzet van grondtroepen en over de steun van de "
            "lidstaten in het oosten.",
        ),
        ("sentence", "Ook de luchtmacht doet mee."),
        ("sentence", "Dat is alles."),
        ("footnote", "Voetnoot bij de eerste kolom."),
        ("footnote", "Voetnoot bij de tweede kolom."),
    ]


def test_markdown() -> None:
    data = """---
title: Notitie
---
# De *inzet* van de [krijgsmacht](https://x.nl/a)

De regering **stuurt** een
fregat naar `de zee`[^1] en 5 * 3 is vijftien.

* punt een
  gaat verder
1. eerst

```python
print("code")
```

Tweede kop
----------

| Naam | Aantal |
|------|-------:|
| Leopard | 52 |

https://example.org/a_b

[^1]: Zie de Kamerbrief.
"""
    segments = parse_document("a.md", data.encode()).segments
    assert [(s.kind.value, s.text, s.flags) for s in segments] == [
        ("furniture", "title: Notitie", ()),
        ("heading", "De inzet van de krijgsmacht", ()),
        (
            "sentence",
            "De regering stuurt een fregat naar de zee en 5 * 3 is vijftien.",
            ("footnote-ref:1",),
        ),
        ("footnote", "Zie de Kamerbrief.", ("footnote:1",)),
        ("bullet", "punt een gaat verder", ("mark:•",)),
        ("bullet", "eerst", ("mark:1.",)),
        ("furniture", 'print("code")', ()),
        ("heading", "Tweede kop", ()),
        ("sentence", "Naam", ()),
        ("sentence", "Aantal", ()),
        ("sentence", "Leopard", ()),
        ("sentence", "52", ()),
        ("url", "https://example.org/a_b", ()),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_text_encodings(encoding: str) -> None:
    text = "Oekraïne vraagt “hulp” en één toezegging.\n\nDe minister zegt ’s avonds toe."
    document = parse_document("a.txt", text.encode(encoding))
    assert [segment.text for segment in document.segments] == [
        "Oekraïne vraagt “hulp” en één toezegging.",
        "De minister zegt ’s avonds toe.",
    ]


def test_forms_of_a_glossary_mend_hyphens() -> None:
    text = (
        "De partijen spraken over een kwarf-\nstoterij en over de lijn\n"
        "die de troepen nu scheidt van de\nandere kant van de rivier.\n"
    )
    plain = parse_document("a.txt", text.encode()).segments[0]
    assert "unsure-hyphen" in plain.flags
    helped = parse_document("a.txt", text.encode(), forms=["kwarfstoterij"]).segments[0]
    assert "kwarfstoterij" in helped.text
    assert not helped.flags


@pytest.mark.parametrize(
    "charset", ["undefined", "punycode", "idna", "unicode_escape", "UTF-7", "hex", "x-unknown"]
)
def test_a_page_of_no_known_charset_is_read_as_what_it_is(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>De brief is \\ud800 één +2AA- keer aangekomen.</p>'
    assert texts("a.html", page.encode(), SegmentKind.SENTENCE) == [
        r"De brief is \ud800 één +2AA- keer aangekomen."
    ]
