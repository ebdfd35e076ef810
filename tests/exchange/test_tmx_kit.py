"""The TMX compliance kit: every unit of every file, as the kit says it must be read.

The expected texts were written down from the kit, not from what our reader gives: from its TMX
files by eye, and once more from the documents that belong to them (``.txt``, ``.htm``), which are
what a tool makes that translates with the memory. Kept inline tags are those of the file with the
native code between them; stripped ones leave no code behind, but all text: also that in the middle
of a code (``sub``: sub-flow text, TMX 1.4b, content markup).
"""

import re
from html import unescape

import pytest

from tests.exchange.conftest import KIT
from workbench.exchange.base import Options
from workbench.exchange.tmx_reader import read_tmx
from workbench.language import LanguagePair

Texts = list[tuple[str, str]]

US_UK = "en-US:en-GB"
US_FR = "en-US:fr-CA"
SPACES: Texts = [
    ("Text with 3 spaces [   ] and 2 [  ]", "Texte avec 3 espaces [   ] et 2 [  ]"),
    ("Text with 1 tab [\t] and 2 [\t\t]", "Texte avec 1 tab [\t] et 2 [\t\t]"),
    ("<=lt, >=gt, &=amp, {=obrace, }=cbrace", "<=lt, >=gt, &=amp, {=obrace, }=cbrace"),
    (
        "é=eacute, \xa0=nbsp, ¤=curr, ÿ=yumlaut, ©=copy, §=para",
        "é=eacute, \xa0=nbsp, ¤=curr, ÿ=yumlaut, ©=copy, §=para",
    ),
]
QUOTES = "<=lt, >=gt, &=amp, '=apos, \"=quot, {=obrace, }=cbrace"
SIGNS: Texts = [
    ("à=agrave, é=eacute, æ=aelig", "à=agrave, é=eacute, æ=aelig"),
    ("ÿ=U+00FF, ™=U+2122, \u2019=U+2019", "ÿ=U+00FF, ™=U+2122, \u2019=U+2019"),
    ("\u201c=U+201C, \u2013=U+2013, ¤=U+00A4", "\u201c=U+201C, \u2013=U+2013, ¤=U+00A4"),
]
BRITISH: Texts = [
    ("First entry in US English", "First entry in UK English"),
    ("Second entry in US English", "Second entry in UK English"),
]
FORMATTED: Texts = [
    ("The big black cat sleeps.", "Le gros chat noir dors."),
    (
        'Test for special characters = <=lt, >=gt, &=amp, "=quot.',
        'Test pour caractères spéciaux = <=lt, >=gt, &=amp, "=quot.',
    ),
    (
        "Nested formatting = Bold+Italic+Underlined, Bold+Italic, Bold.",
        "Format en gigogne = gras+italique+souligné, gras+italique, gras.",
    ),
    ("First sentence.", "Première phrase."),
    ("Second sentence.", "Seconde phrase."),
    ("Picture: ", "Image: "),
    ("Some text with a part highlighted.", "Du texte avec une portion délimitée."),
]

STRIPPED: list[tuple[str, str, Texts]] = [
    ("ExportTest1A", US_FR, SPACES),
    ("ExportTest1B", US_FR, [(QUOTES, QUOTES), SPACES[3]]),
    ("ExportTest1C", US_FR, SPACES),
    ("ExportTest1D", US_FR, SPACES),
    ("ExportTest1E", US_FR, SPACES),
    (
        "ExportTest2A",
        US_FR,
        [
            ("The big black cat sleeps.", "Le gros chat noir dors."),
            ("The big black cat sleeps.", "Le gros chat noir dors."),
            *FORMATTED[1:3],
            ("Sentence one.", "Phrase 1."),
            ("And two.", "Et 2."),
        ],
    ),
    (
        "ImportTest1A",
        US_FR,
        [
            ("First segment with [\t\t   ]", "Premier segment avec [\t\t   ]"),
            ("Second segment with [  \t\t]", "Second segment avec [  \t\t]"),
        ],
    ),
    ("ImportTest1B", US_FR, [("Text of the segment", "Texte du segment")]),
    (
        "ImportTest1C",
        US_FR,
        [
            ("First entry in US English", "First entry in French Canadian"),
            ("Second entry in US English", "Second entry in French Canadian"),
            ("Third entry in US English", "Third entry in French Canadian"),
        ],
    ),
    (
        "ImportTest1C",
        "ja-JP:es-ES",
        [
            ("First entry in Japanese", "First entry in Spanish"),
            ("Second entry in Japanese", "Second entry in Spanish"),
            ("Third entry in Japanese", "Third entry in Spanish"),
        ],
    ),
    ("ImportTest1D", US_UK, SIGNS),
    ("ImportTest1E", US_UK, SIGNS),
    ("ImportTest1F", US_UK, SIGNS),
    ("ImportTest1G", US_UK, SIGNS),
    ("ImportTest1H", US_UK, SIGNS),
    (
        "ImportTest1I",
        "en-US:ja-JP",
        [("English segment with [    ]", "Japanese segment with [\u3000\u3000]")],
    ),
    ("ImportTest1J", US_UK, BRITISH),
    # "For import with source=en-us and target=en-gb, only first and second entries should be
    # imported", says the file.
    ("ImportTest1J_many", US_UK, BRITISH),
    ("ImportTest1K", "de-DE:en-GB", [("First Entry - German", "First Entry - UK English")]),
    (
        "ImportTest1K",
        "fr-CA:en-GB",
        [("Second Entry - French Canadian", "Second Entry - UK English")],
    ),
    ("ImportTest1L", "en-US:fr", [("Text of the segment.", "Texte du segment.")]),
    ("ImportTest1L", US_UK, [("Text of the segment.", "Text of the segment.")]),
    ("ImportTest2A", US_FR, FORMATTED),
    ("ImportTest2A-0index", US_FR, FORMATTED),
    (
        "ImportTest2B",
        US_FR,
        [*FORMATTED[:6], (FORMATTED[6][0], "Du text avec une portion délimitée.")],
    ),
    (
        "ImportTest2C",
        "en-US:fr",
        [("Click Start Here! to start.", "Cliquez Commencez ici ! pour commencer.")],
    ),
    ("ImportTest2C", US_UK, [("Click Start Here! to start.", "Click Start Here! to start.")]),
]
"""Files, languages, and the texts of all units in them without inline tags."""

EXPORTED: Texts = [
    ("The big {b1}black{/b1} {u2}cat{/u2} sleeps.", "Le gros {u2}chat{/u2} {b1}noir{/b1} dors."),
    (
        "The {u1}{b2}big{/b2} {i3}black{/i3}{/u1} cat sleeps.",
        "Le {u1}{b2}gros{/b2} chat {i3}noir{/i3}{/u1} dors.",
    ),
    (
        "Test for special characters = {b1}<{/b1}=lt, {b2}>{/b2}=gt, {b3}&{/b3}=amp,"
        ' {b4}"{/b4}=quot.',
        "Test pour caractères spéciaux = {b1}<{/b1}=lt, {b2}>{/b2}=gt, {b3}&{/b3}=amp,"
        ' {b4}"{/b4}=quot.',
    ),
    (
        "Nested formatting = {b1}{i2}{u3}Bold+Italic+Underlined{/u3}, Bold+Italic{/i2}, Bold{/b1}.",
        "Format en gigogne = {b1}{i2}{u3}gras+italique+souligné{/u3}, gras+italique{/i2},"
        " gras{/b1}.",
    ),
    (
        'Sentence <it pos="begin" x="1"><b></it>one.',
        'Phrase <it pos="begin" x="1"><b></it>1.',
    ),
    ('And<it pos="end" x="1"></b></it> two.', 'Et<it pos="end" x="1"></b></it> 2.'),
]


def imported(image: str, *, first: int, opened: str, closed: str, french: str) -> Texts:
    """Return the level 2 units of the import tests, which differ in codes and numbers."""
    begin = f'<it pos="begin" type="bold" x="{first}">{opened}</it>'
    picture = '<ph assoc="p" type="image" x="1"' + (f">{image}</ph>" if image else "/>")
    hi = '<hi type="special-part" x="1">'
    return [
        EXPORTED[0],
        EXPORTED[2],
        EXPORTED[3],
        (f"First {begin}sentence.", f"Première {begin}phrase."),
        (
            f'Second<it pos="end" type="bold" x="{first}">{closed}</it> sentence.',
            f'Seconde<it pos="end" type="bold" x="1">{closed}</it> phrase.',
        ),
        (f"Picture: {picture}", f"Image: {picture}"),
        (f"Some text with {hi}a part highlighted</hi>.", french.format(hi=hi)),
    ]


FRENCH = "Du texte avec {hi}une portion délimitée</hi>."
HTML = {"b": "<b>", "/b": "</b>", "u": "<u>", "/u": "</u>", "i": "<i>", "/i": "</i>"}
RTF = {"b": "{\\b ", "/b": "}", "u": "{\\ul ", "/u": "}", "i": "{\\i ", "/i": "}"}
TYPES = {"b": "bold", "u": "ulined", "i": "italic"}
CLICK = (
    '<it pos="begin" type="italic" x="1"><I></it><bpt i="1" type="bold" x="2"><B></bpt>{click} '
    '<ph assoc="b" type="image" x="3"><IMG SRC="here.png" ALT="<sub>{alt}</sub>"></ph> {to} '
    '<hi type="verb" x="4">{start}</hi>.<ept i="1"></B></ept>'
)
ENGLISH_CLICK = CLICK.format(click="Click", alt="Start Here!", to="to", start="start")
FRENCH_CLICK = CLICK.format(click="Cliquez", alt="Commencez ici !", to="pour", start="commencer")
IMG = '<img src="img.png"/>'

KEPT: list[tuple[str, str, dict[str, str], int, bool, Texts]] = [
    ("ExportTest2A", US_FR, HTML, 1, False, EXPORTED),
    (
        "ImportTest2A",
        US_FR,
        HTML,
        1,
        True,
        imported(IMG, first=1, opened="<b>", closed="</b>", french=FRENCH),
    ),
    (
        "ImportTest2A-0index",
        US_FR,
        HTML,
        0,
        True,
        imported(IMG, first=0, opened="<b>", closed="</b>", french=FRENCH),
    ),
    (
        "ImportTest2B",
        US_FR,
        RTF,
        1,
        True,
        imported("", first=1, opened="{\\b ", closed="}", french=FRENCH.replace("texte", "text")),
    ),
    ("ImportTest2C", "en-US:fr", {}, 1, True, [(ENGLISH_CLICK, FRENCH_CLICK)]),
    ("ImportTest2C", US_UK, {}, 1, True, [(ENGLISH_CLICK, ENGLISH_CLICK)]),
]
"""Files, languages, native codes, the first ``x``, whether codes have a type, and all texts."""


def with_codes(text: str, codes: dict[str, str], first: int, *, typed: bool) -> str:
    """Put ``bpt`` and ``ept`` in place of ``{b1}`` and ``{/b1}``; the figure is their ``i``."""

    def put(match: re.Match[str]) -> str:
        kind, number = match[1], int(match[2])
        if kind.startswith("/"):
            return f'<ept i="{number}">{codes[kind]}</ept>'
        named = f' type="{TYPES[kind]}"' if typed else ""
        return f'<bpt i="{number}"{named} x="{number - 1 + first}">{codes[kind]}</bpt>'

    return re.sub(r"\{(/?[bui])(\d)\}", put, text)


def ordered(text: str) -> str:
    """Sort the attributes of TMX's own tags, whose order says nothing."""
    return re.sub(
        r"<(bpt|ept|it|ph|hi)((?: \w+=\"[^\"]*\")+)",
        lambda match: f"<{match[1]} {' '.join(sorted(match[2].split()))}",
        text,
    )


def read(name: str, pair: str, inline: str) -> Texts:
    options = Options(LanguagePair.parse(pair), inline=inline)
    return [
        (unit.source.text, unit.target.text)
        for unit in read_tmx(KIT / f"{name}.tmx", options=options)
    ]


def test_every_file_of_the_kit_is_here() -> None:
    files = {path.stem for path in KIT.glob("*.tmx")}
    assert {name for name, _, _ in STRIPPED} == files
    tagged = {path.stem for path in KIT.glob("*Test2*.tmx")}
    assert {row[0] for row in KEPT} == tagged


@pytest.mark.parametrize(("name", "pair", "texts"), STRIPPED)
def test_texts_without_inline_tags(name: str, pair: str, texts: Texts) -> None:
    assert read(name, pair, "strip") == texts
    if "Test1" in name:
        assert read(name, pair, "keep") == texts


@pytest.mark.parametrize(("name", "pair", "codes", "first", "typed", "texts"), KEPT)
def test_texts_with_inline_tags(
    name: str, pair: str, codes: dict[str, str], first: int, typed: bool, texts: Texts
) -> None:
    expected = [
        tuple(ordered(with_codes(side, codes, first, typed=typed)) for side in unit)
        for unit in texts
    ]
    found = read(name, pair, "keep")
    assert [tuple(map(ordered, unit)) for unit in found] == expected


@pytest.mark.parametrize("name", [f"ImportTest1{letter}" for letter in "ABCDEFGHI"])
def test_the_texts_are_those_of_the_kit_s_documents(name: str) -> None:
    (path,) = KIT.glob(f"{name}_*.txt")
    region = path.stem.split("_")[1]
    pair = f"en-US:{region[:2]}-{region[3:].upper()}"
    lines = [
        file.read_text(encoding="utf-16" if "ja" in file.stem else "utf-8-sig").splitlines()
        for file in (KIT / f"{name}.txt", path)
    ]
    assert read(name, pair, "strip") == list(zip(*lines, strict=True))


@pytest.mark.parametrize("name", ["ExportTest1B", "ExportTest2A", "ImportTest2A"])
def test_the_texts_are_those_of_the_kit_s_pages(name: str) -> None:
    (path,) = KIT.glob(f"{name}_*.htm")
    sides = zip(*read(name, US_FR, "strip"), strict=True)
    for file, texts in zip((KIT / f"{name}.htm", path), sides, strict=True):
        page = file.read_bytes().decode("cp1252")
        # A paragraph may hold two units of the memory.
        paragraphs = re.findall(r"<p>(.*?)</p>", page)
        whole = " ".join(unescape(re.sub(r"</?(?:b|u|i|img)\b[^>]*>", "", p)) for p in paragraphs)
        assert " ".join(texts) == whole
