"""XLIFF and PO of other tools: states both ways, inline codes, what has to be left out."""

from pathlib import Path

import pytest
from lxml import etree

from tests.exchange.conftest import make_unit
from workbench.domain import SegmentStatus
from workbench.errors import FormatError, SecurityError
from workbench.exchange import base
from workbench.exchange.base import Options, Properties
from workbench.exchange.xliff import FROM_2, FROM_12, TO_2, TO_12
from workbench.language import LanguagePair

HEAD_12 = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a.docx"'
    ' source-language="nl-NL" target-language="en" datatype="plaintext"><body>'
)
HEAD_2 = (
    '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="nl" trgLang="en">'
    '<file id="f1" original="a.docx">'
)


def read(text: str, tmp_path: Path, **options: object) -> list[tuple[str, str, str]]:
    path = tmp_path / "in.xlf"
    path.write_text(text, encoding="utf-8")
    found = base.reader("xliff").read(path, Options(**options))  # type: ignore[arg-type]
    return [(unit.source.text, unit.target.text, str(unit.status)) for unit in found]


def unit_12(target: str, attributes: str = "", more: str = "") -> str:
    return (
        f'<trans-unit id="1" {attributes}><source>Een <g id="1">zin</g><x id="2"/></source>'
        f"{target}{more}</trans-unit>"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<target state="final">S</target>', [("Een zin", "S", "approved")]),
        ('<target state="signed-off">S</target>', [("Een zin", "S", "reviewed")]),
        ('<target state="translated">S</target>', [("Een zin", "S", "draft")]),
        ('<target state="x-odd">S</target>', [("Een zin", "S", "draft")]),
        (
            '<target state="translated" state-qualifier="rejected-length">S</target>',
            [("Een zin", "S", "rejected")],
        ),
        ('<target>a<bpt id="1">&lt;b></bpt>B<ept id="1"/></target>', [("Een zin", "aB", "draft")]),
        (
            '<target>a <ph id="1">&lt;img alt="<sub>S</sub>"></ph></target>',
            [("Een zin", "a S", "draft")],
        ),
        ('<target><mrk mtype="seg" mid="0">S</mrk> T</target>', [("Een zin", "S T", "draft")]),
        ("<alt-trans><target>No</target></alt-trans>", []),
        ("<target/>", []),
    ],
)
def test_version_1(body: str, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    assert read(f"{HEAD_12}{unit_12(body)}</body></file></xliff>", tmp_path) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<segment state="final"><source>A</source><target>B</target></segment>', ["approved"]),
        ('<segment state="reviewed"><source>A</source><target>B</target></segment>', ["reviewed"]),
        (
            "<segment><source>A</source><target>B</target></segment><ignorable><source> </source>"
            "<target> </target></ignorable><segment><source>A</source><target>B</target></segment>",
            ["draft", "draft"],
        ),
        (
            '<segment><source><pc id="1">A</pc><ph id="2"/></source>'
            '<target><cp hex="0042"/></target></segment>',
            ["draft"],
        ),
    ],
)
def test_version_2(body: str, expected: list[str], tmp_path: Path) -> None:
    found = read(f'{HEAD_2}<unit id="u1">{body}</unit></file></xliff>', tmp_path)
    assert found == [("A", "B", status) for status in expected]


def test_tags_may_be_kept(tmp_path: Path) -> None:
    text = f"{HEAD_12}{unit_12('<target>S</target>')}</body></file></xliff>"
    assert read(text, tmp_path, inline="keep")[0][0] == 'Een <g id="1">zin</g><x id="2"/>'


def test_the_opposite_direction_is_turned_round(tmp_path: Path) -> None:
    text = f"{HEAD_2}<unit id='u'><segment><source>A</source><target>B</target></segment></unit>"
    text += "</file></xliff>"
    assert read(text, tmp_path, pair=LanguagePair("en", "nl")) == [("B", "A", "draft")]
    with pytest.raises(FormatError, match=r"no unit is de-fr \(1 unit in the file\)"):
        read(text, tmp_path, pair=LanguagePair("de", "fr"))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<xliff version='9'/>", FormatError),
        ("<tmx version='1.4'/>", FormatError),
        (f"{HEAD_2}<unit>", FormatError),
        (f'<!DOCTYPE xliff [<!ENTITY a "b">]>{HEAD_2}</file></xliff>', SecurityError),
        (f"{HEAD_2}{'<group>' * 5000}", FormatError),
    ],
)
def test_what_is_refused(text: str, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error):
        read(text, tmp_path)


def test_states_say_the_same_both_ways() -> None:
    for status in (SegmentStatus.DRAFT, SegmentStatus.REVIEWED, SegmentStatus.APPROVED):
        assert FROM_2[TO_2[status]] == status
        assert FROM_12[TO_12[status]] == status


@pytest.mark.parametrize("name", ["xliff", "xliff12"])
@pytest.mark.parametrize("level", Properties)
def test_a_changed_state_counts_more_than_our_own_note(
    name: str, level: Properties, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlf"
    options = Options(properties=level)
    with base.atomic(path) as file:
        base.writer(name).write([make_unit("a", "b")], file, options)
    etree.parse(str(path))
    (unit,) = base.reader(name).read(path, options)
    known = level != Properties.NONE
    assert unit.status == (SegmentStatus.APPROVED if known else SegmentStatus.DRAFT)
    text = path.read_text(encoding="utf-8").replace(' approved="yes"', "")
    path.write_text(text.replace('state="final"', 'state="translated"'), encoding="utf-8")
    (unit,) = base.reader(name).read(path, options)
    assert unit.status == SegmentStatus.DRAFT


def test_translate_toolkit_reads_our_files(tmp_path: Path) -> None:
    from translate.storage import po, xliff, xliff2

    units = [make_unit("Een & <zin>", 'A "sentence"\n', uid="1"), make_unit("b", "c", uid="2")]
    readers = (
        ("xliff12", xliff.xlifffile),
        ("xliff", xliff2.Xliff2File),
        ("po", po.pofile),
    )
    for name, storage in readers:
        path = tmp_path / name
        with base.atomic(path) as file:
            base.writer(name).write(units, file, Options())
        with path.open("rb") as opened:
            store = storage(opened)
        found = [(str(u.source), str(u.target)) for u in store.units if u.source]
        assert found == [(unit.source.text, unit.target.text) for unit in units]


PO = r"""# note
#. status: approved
#, c-format
msgctxt "x"
msgid "Een\n"
"zin \"q\""
msgstr "A\t\101\x42"

#, fuzzy
msgid "%d dag"
msgid_plural "%d dagen"
msgstr[0] "%d day"
msgstr[1] "%d days"

#~ msgid "oud"
#~ msgstr "old"

msgid "leeg"
msgstr ""
"""


def test_po_of_other_tools(tmp_path: Path) -> None:
    path = tmp_path / "in.po"
    path.write_text(PO, encoding="utf-8")
    found = [
        (unit.source.text, unit.target.text, str(unit.status), unit.note)
        for unit in base.reader("po").read(path, Options())
    ]
    assert found == [
        ('Een\nzin "q"', "A\tAB", "approved", "note"),
        ("%d dag", "%d day", "draft", ""),
        ("%d dagen", "%d days", "draft", ""),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hello", "line 1"),
        ('"loose"', "line 1"),
        ('msgid "a"\nmsgid "b"', "line 2"),
        ('msgid ""\nmsgstr "charset=klingon\\n"', "klingon"),
    ],
)
def test_broken_po(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "in.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        list(base.reader("po").read(path, Options()))
