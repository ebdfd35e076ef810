"""Tables: CSV, TSV and XLSX of other tools, and what a spreadsheet would do with ours."""

import time
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.exchange.conftest import make_unit
from tests.exchange.test_formats import NAMES, TEXTS, through, write
from workbench.domain import Origin, Provenance, SegmentStatus
from workbench.errors import FormatError, SecurityError
from workbench.exchange import base, delimited, xlsx
from workbench.exchange.base import Options
from workbench.exchange.columns import guard, unguard


@settings(deadline=None)
@given(TEXTS)
def test_guarding_can_be_taken_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[0] not in "=+-@\t\r"


def test_no_spreadsheet_sees_a_formula(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    unit = make_unit('=HYPERLINK("http://x")', "-2+3", note="@SUM(1)")
    write("csv", [unit], tmp_path / "x.csv", Options())
    line = (tmp_path / "x.csv").read_text().splitlines()[1]
    assert line.startswith("\"'=HYPERLINK") and ",'-2+3," in line and ",'@SUM(1)," in line
    write("xlsx", [unit], tmp_path / "x.xlsx", Options())
    sheet = load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert [sheet.cell(2, column).data_type for column in (1, 2, 4)] == ["s", "s", "s"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("source,target\r\na,b\r\n", [("a", "b")]),
        ("\ufeffTarget,SOURCE\nb,a\n", [("a", "b")]),
        ("note,en,nl\nx,b,a\n\n,d,c", [("a", "b"), ("c", "d")]),
        ("nl-NL,en-GB,nl,en\nx,y,a,b", [("a", "b")]),
        ('nl,en\n"a\nb","c ""d"""', [("a\nb", 'c "d"')]),
        ("nl,en\na\n,b\nc,d,e,f", [("c", "d")]),
    ],
)
def test_tables_of_other_tools(text: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / "in.csv").write_bytes(text.lstrip("\ufeff").encode(encoding))
        found = base.reader("csv").read(tmp_path / "in.csv", Options())
        assert [(unit.source.text, unit.target.text) for unit in found] == expected


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("segment", "9" * 5000),
        ("segment", "-1"),
        ("confidence", "nan"),
        ("confidence", "1e999"),
        ("confidence", "1.5"),
        ("created", "0001-01-01T00:00:00+23:59"),
        ("changed", "9999-12-31T23:59:59-23:59"),
        ("status", "done"),
        ("origin", "heaven"),
    ],
)
def test_cells_that_say_nothing_are_left_out(column: str, cell: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"nl,en,{column}\na,b,{cell}\n")
    (unit,) = base.reader("csv").read(path, Options())
    assert unit == make_unit(
        "a",
        "b",
        uid="1",
        status=SegmentStatus.DRAFT,
        provenance=Provenance(Origin.MEMORY),
        document="",
        segment=0,
        created=None,
        changed=None,
        creator="",
        changer="",
        note="",
    )
    # What was read can be written, in whatever time zone it said it was.
    for name in NAMES:
        write(name, [unit], tmp_path / "out", Options())


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_lies_before_a_bad_line_is_read(line_end: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    good = line_end.join(["nl,en", '"a\u2028b\x0b",c', ""]).encode()
    path.write_bytes(b"\xef\xbb\xbf" + good)
    (unit,) = base.reader("csv").read(path, Options())
    assert (unit.source.text, unit.target.text) == ("a\u2028b\x0b", "c")
    if line_end != "\r":
        path.write_bytes(good + b"d\xff,e\n")
        found = []
        with pytest.raises(FormatError, match="line 3: this is no UTF-8 text"):
            for unit in base.reader("csv").read(path, Options()):
                found.append(unit.target.text)
        assert found == ["c"]


def test_a_table_without_the_languages(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("de,fr\na,b\n")
    with pytest.raises(FormatError, match="no column is called nl or source") as caught:
        list(base.reader("csv").read(tmp_path / "in.csv", Options()))
    assert "found: de, fr" in str(caught.value)


def test_a_workbook_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", bytes(9 * 2**20))
    monkeypatch.setattr(xlsx, "MAX_UNPACKED_BYTES", 8 * 2**20)
    with pytest.raises(SecurityError, match="unpacks to more than 8 MB"):
        list(base.reader("xlsx").read(path, Options()))


def workbook_with(change: Callable[[str, bytes], bytes], folder: Path) -> Path:
    """Return a workbook of one unit, each part of which was changed."""
    path = folder / "in.xlsx"
    write("xlsx", [make_unit("Een", "One")], path, Options())
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return path


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{10 * f"&{old};"}">' for old, new in pairwise("abcdefghij"))
    + "]>"
)


def test_entities_in_a_workbook(tmp_path: Path) -> None:
    def bomb(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        text = content.decode().removeprefix('<?xml version="1.0"?>')
        return (LAUGHS + text.replace("One", "&j;")).encode()

    started = time.perf_counter()
    with pytest.raises(FormatError):
        list(base.reader("xlsx").read(workbook_with(bomb, tmp_path), Options()))
    assert time.perf_counter() - started < 20


def test_a_cell_beyond_all_measure(tmp_path: Path) -> None:
    def swell(_: str, content: bytes) -> bytes:
        return content.replace(b"One", b"One" * 2**20)

    with pytest.raises(SecurityError, match="no cell can hold"):
        list(base.reader("xlsx").read(workbook_with(swell, tmp_path), Options()))


def test_a_workbook_whose_sheet_is_cut_off(tmp_path: Path) -> None:
    def cut(name: str, content: bytes) -> bytes:
        return content[:-60] if name == "xl/worksheets/sheet1.xml" else content

    with pytest.raises(FormatError, match=r"damaged|no workbook"):
        list(base.reader("xlsx").read(workbook_with(cut, tmp_path), Options()))


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_a_line_beyond_all_measure(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "_MAX_LINE", 100)
    path = tmp_path / "in"
    separator = "," if name == "csv" else "\t"
    path.write_text(f"nl{separator}en\na{separator}b\n{'x' * 99}{separator}y\n")
    found = []
    with pytest.raises(FormatError, match="line 3: the line is longer"):
        for unit in base.reader(name).read(path, Options()):
            found.append(unit.source.text)
    assert found == ["a"]


def test_a_side_too_long_for_a_cell_is_left_out_whole(tmp_path: Path) -> None:
    units = [make_unit("a" * 32_768, "b"), make_unit("c" * 32_767, "d")]
    assert [len(unit.source.text) for unit in through("xlsx", units, tmp_path)] == [32_767]
