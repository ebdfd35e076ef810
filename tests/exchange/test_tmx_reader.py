import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from workbench.domain import Origin, SegmentStatus
from workbench.errors import FormatError, InputError, SecurityError
from workbench.exchange.base import Options
from workbench.exchange.tmx_reader import read_tmx
from workbench.language import LanguagePair

Write = Callable[..., Path]

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"'
    ' adminlang="en" srclang="nl" datatype="plaintext"/>'
)


def tmx(body: str, *, head: str = '<?xml version="1.0"?>') -> str:
    return f'{head}<tmx version="1.4">{HEADER}<body>{body}</body></tmx>'


def tu(source: str = "Een", target: str = "One", attributes: str = "") -> str:
    return (
        f'<tu {attributes}><tuv xml:lang="nl"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{target}</seg></tuv></tu>'
    )


def test_nothing_of_a_usual_file_is_lost(write_text: Write) -> None:
    path = write_text(
        '<tmx version="1.1"><header/><body>'
        '<tu tuid="x1" creationdate="20200102T030405Z" changeid="B"><note>n</note>'
        '<prop type="x-status">approved</prop><prop type="x-origin">human</prop>'
        '<tuv lang="EN_us" creationid="A"><seg>One</seg></tuv>'
        '<tuv lang="NL-be"><seg>Een</seg></tuv>'
        '<tuv lang="fr"><seg>Un</seg></tuv></tu></body></tmx>'
    )
    (unit,) = read_tmx(path)
    assert (unit.source.language, unit.source.text) == ("nl-BE", "Een")
    assert (unit.target.language, unit.target.text) == ("en-US", "One")
    assert (unit.uid, unit.note, unit.creator, unit.changer) == ("x1", "n", "A", "B")
    assert unit.status == SegmentStatus.APPROVED
    assert unit.provenance.origin == Origin.HUMAN
    assert unit.created is not None and unit.created.isoformat() == "2020-01-02T03:04:05+00:00"
    assert unit.changed is None


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16", None),
        ("iso-8859-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
    ],
)
def test_encodings(write_text: Write, encoding: str, declared: str | None) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    path = write_text(tmx(tu("Reünie", "Café"), head=head), encoding=encoding)
    (unit,) = read_tmx(path)
    assert (unit.source.text, unit.target.text) == ("Reünie", "Café")


INLINE = [
    ("plain", "plain", "plain"),
    ("a <hi>b</hi> c", "a b c", "a <hi>b</hi> c"),
    (
        '<bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept>!',
        "bold!",
        '<bpt i="1"><b></bpt>bold<ept i="1"></b></ept>!',
    ),
    ('x<ph x="1"/>y', "xy", 'x<ph x="1"/>y'),
    ('<it pos="begin">{</it>z <ut>q</ut>', "z ", '<it pos="begin">{</it>z <ut>q</ut>'),
    ("a<!-- no -->b<?pi x?>c", "abc", "abc"),
    (
        'a <ph>&lt;img alt="<sub>b <it pos="begin">{</it></sub>"></ph>',
        "a b ",
        'a <ph><img alt="<sub>b <it pos="begin">{</it></sub>"></ph>',
    ),
    ("<hi>x <hi>y</hi></hi> z", "x y z", "<hi>x <hi>y</hi></hi> z"),
    ("<![CDATA[<raw> & ]]>t", "<raw> & t", "<raw> & t"),
]


@pytest.mark.parametrize(("seg", "stripped", "kept"), INLINE)
def test_inline_tags(write_text: Write, seg: str, stripped: str, kept: str) -> None:
    path = write_text(tmx(tu(seg)))
    assert next(read_tmx(path)).source.text == stripped
    assert next(read_tmx(path, options=Options(inline="keep"))).source.text == kept


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        ("nl-en", [("a", "1"), ("b", "2"), ("c", "3")]),
        ("nl-BE:en-GB", [("b", "2")]),
        ("nl-BE:en", [("b", "2")]),
        ("en-nl", [("1", "a"), ("2", "b"), ("3", "c")]),
    ],
)
def test_choosing_languages(write_text: Write, pair: str, expected: list[tuple[str, str]]) -> None:
    def unit(**variants: str) -> str:
        tuvs = "".join(
            f'<tuv xml:lang="{code.replace("_", "-")}"><seg>{text}</seg></tuv>'
            for code, text in variants.items()
        )
        return f"<tu>{tuvs}</tu>"

    path = write_text(
        tmx(
            unit(nl="a", en="1", nl_NL="x")
            + unit(nl_BE="b", en_GB="2", fr="y")
            + unit(nl="c", en="3")
            + unit(nl="d", fr="4")
        )
    )
    found = read_tmx(path, options=Options(pair=LanguagePair.parse(pair)))
    assert [(unit.source.text, unit.target.text) for unit in found] == expected


def test_other_languages_are_named(write_text: Write) -> None:
    path = write_text(tmx('<tu><tuv xml:lang="de"><seg>x</seg></tuv></tu>' * 3))
    with pytest.raises(FormatError, match=r"no unit is nl-en \(3 units in the file\)") as caught:
        list(read_tmx(path))
    assert "de" in str(caught.value)


def test_an_empty_memory_is_fine(write_text: Write) -> None:
    assert list(read_tmx(write_text(tmx("")))) == []


BROKEN = [
    ("", "no TMX file"),
    ("not xml at all", "no TMX file"),
    ("PK\x03\x04zip", "no TMX file"),
    ("<html><body/></html>", "no TMX file"),
    (tmx(tu() + tu() + "<tu><tuv>"), "behind unit 2"),
    (tmx(tu() + tu("&nosuch;x & y")), "behind unit 1"),
    (tmx(tu("a\x0cb")), "broken XML"),
    (tmx(tu())[:-8], "behind unit 1"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_broken_files_say_where(write_text: Write, text: str, message: str) -> None:
    path = write_text(text)
    with pytest.raises(FormatError) as caught:
        list(read_tmx(path))
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_what_lies_before_the_break_is_read(write_text: Write) -> None:
    found = []
    with pytest.raises(FormatError):
        for unit in read_tmx(write_text(tmx(tu("a") + tu("b") + "<tu>"))):
            found.append(unit.source.text)
    assert found == ["a", "b"]


LAUGHS = (
    '<!DOCTYPE tmx [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{10 * f"&{old};"}">' for old, new in pairwise("abcdefghij"))
    + "]>"
)
SECRET = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file://{path}">]>'


@pytest.mark.parametrize("where", ["text", "attribute"])
def test_entity_bombs_are_refused_at_once(write_text: Write, where: str) -> None:
    body = tu("&j;") if where == "text" else tu(attributes='tuid="&j;"')
    started = time.perf_counter()
    with pytest.raises((SecurityError, FormatError)):
        list(read_tmx(write_text(tmx(body, head='<?xml version="1.0"?>' + LAUGHS))))
    assert time.perf_counter() - started < 2


def test_no_file_is_ever_included(write_text: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    head = '<?xml version="1.0"?>' + SECRET.format(path=tmp_path / "secret")
    with pytest.raises(SecurityError, match="declares XML entities"):
        list(read_tmx(write_text(tmx(tu("&x;"), head=head))))


def test_an_outside_dtd_is_not_fetched(write_text: Write) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">'
    assert len(list(read_tmx(write_text(tmx(tu(), head=head))))) == 1


def test_a_missing_file() -> None:
    with pytest.raises(InputError, match="can't be read"):
        list(read_tmx(Path("/nowhere/x.tmx")))
