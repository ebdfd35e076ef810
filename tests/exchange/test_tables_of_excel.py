"""Tables as spreadsheets of other countries save them, and those that somebody left unfinished."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.exchange.conftest import make_unit
from tests.exchange.test_formats import write
from workbench.errors import FormatError
from workbench.exchange import base
from workbench.exchange.base import Options
from workbench.language import LanguagePair


def pairs_in(path: Path, options: Options | None = None) -> list[tuple[str, str]]:
    found = base.reader(base.format_for(path).name).read(path, options or Options())
    return [(unit.source.text, unit.target.text) for unit in found]


def table(name: str, rows: list[list[str]], folder: Path) -> Path:
    """Write a table as another tool would, with semicolons in CSV, and return its path."""
    from openpyxl import Workbook

    path = folder / f"in.{name}"
    if name != "xlsx":
        between = {"csv": ";", "tsv": "\t"}[name]
        path.write_text("".join(f"{between.join(row)}\n" for row in rows))
        return path
    book = Workbook()
    sheet = book.create_sheet("data")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "text",
    [
        'nl;en;opmerking\r\n"Eén; twee";One, two;\r\n',
        'sep=;\r\nnl;en\r\n"Eén; twee";One, two\r\n',
        'SEP=|\nnl|en\n"Eén; twee"|One, two\n',
        '"sep=;"\r\n"nl";"en"\r\n"Eén; twee";"One, two"\r\n',
        '\r\n\nnl;en\r\n"Eén; twee";One, two\r\n',
        '\nsep=;\nnl;en\n"Eén; twee";One, two\n',
        "nl\ten\r\nEén; twee\tOne, two\r\n",
        'nl,en\r\nEén; twee,"One, two"\r\n',
    ],
    ids=[
        *("semicolons", "declared", "declared-bar", "declared-quoted", "blank", "blank-declared"),
        *("tabs", "commas"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_the_separator_is_found(text: str, encoding: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"in{ending}"
    path.write_bytes(text.encode(encoding))
    assert pairs_in(path) == [("Eén; twee", "One, two")]


@pytest.mark.parametrize("separator", ["d", "5", " ", '"', "'", "\0", "é", "\x7f"])
def test_what_texts_are_made_of_separates_nothing(separator: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"\nsep={separator}\nnl{separator}en\nEen{separator}One\n")
    with pytest.raises(FormatError, match=r"line 2: .* can't separate cells"):
        pairs_in(path)


@pytest.mark.parametrize(
    ("cell", "expected"), [("0,93", 0.93), ("0.93", 0.93), ("1,5", None), ("0,9,3", None)]
)
def test_a_decimal_comma(cell: str, expected: float | None, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"nl;en;confidence\nEen;One;{cell}\n")
    (unit,) = base.reader("csv").read(path, Options())
    assert unit.provenance.confidence == expected


def test_windows_code_pages_are_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes("nl;en\r\nEén;One\r\n".encode("cp1252"))
    with pytest.raises(FormatError, match=r"line 2: this is no UTF-8 text\. .*CSV UTF-8"):
        pairs_in(path)


@pytest.mark.parametrize("declared", ["", "sep=,\n", "\nsep=,\n", "\n\n"])
def test_a_quotation_mark_that_is_not_closed(declared: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f'{declared}nl,en\n"a\nb",c\n\n"d,e\nf,g\n')
    found = []
    line = 5 + declared.count("\n")
    with pytest.raises(FormatError, match=rf"line {line}: a quotation mark .* is not closed"):
        for unit in base.reader("csv").read(path, Options()):
            found.append(unit.source.text)
    assert found == ["a\nb"]


@pytest.mark.parametrize("name", ["csv", "tsv", "xlsx", "moses"])
@pytest.mark.parametrize("pair", ["nl-BE:en-GB", "nl_nl:en_us"])
def test_columns_with_regions_are_read_where_none_is_asked_for(
    name: str, pair: str, tmp_path: Path
) -> None:
    path = tmp_path / f"out{base.FORMATS[name].endings[0]}"
    write(name, [make_unit("Een", "One")], path, Options(pair=LanguagePair.parse(pair)))
    assert pairs_in(path) == [("Een", "One")]
    with pytest.raises(FormatError):
        pairs_in(path, Options(pair=LanguagePair("nl-AW", "en-AU")))


@pytest.mark.parametrize("name", ["csv", "tsv", "xlsx"])
def test_a_heading_that_only_begins_as_a_code_is_no_language(name: str, tmp_path: Path) -> None:
    rows = [["nl-comment", "nl-NL", "en-comment", "en-GB"], ["wrong", "Een", "wrong", "One"]]
    assert pairs_in(table(name, rows, tmp_path)) == [("Een", "One")]
    with pytest.raises(FormatError, match="no column is called nl"):
        pairs_in(table(name, [["nl-comment", "en-comment"], ["wrong", "wrong"]], tmp_path))


@pytest.mark.parametrize("name", ["csv", "tsv", "xlsx"])
def test_of_several_regions_none_is_chosen(name: str, tmp_path: Path) -> None:
    path = table(name, [["nl", "en-US", "en-GB"], ["Kleur", "Color", "Colour"]], tmp_path)
    with pytest.raises(FormatError, match="several columns may be the target: en-US, en-GB"):
        pairs_in(path)
    asked = Options(pair=LanguagePair("nl-NL", "en-GB"))
    assert pairs_in(path, asked) == [("Kleur", "Colour")]


@pytest.mark.parametrize(
    ("endings", "expected"),
    [
        (["nl-comment", "en-comment", "nl-BE", "en-GB"], "One 3"),
        (["nl-comment", "en-comment"], r"no file in it ends in \.nl"),
        (["nl", "en-US", "en-GB"], "several files in it may be en: c.en-US, c.en-GB"),
    ],
)
def test_the_files_of_a_moses_pair(endings: list[str], expected: str, tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, ending in enumerate(endings):
            archive.writestr(f"c.{ending}", f"One {number}\n")
    if expected.startswith("One"):
        assert pairs_in(path) == [("One 2", expected)]
        return
    with pytest.raises(FormatError, match=expected):
        pairs_in(path)


def test_the_first_sheet_that_holds_anything(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("data")
    for row in (["nl", "en"], [date(2026, 1, 2), datetime(2026, 1, 2, 15, 30)], [3, 0.5]):
        sheet.append(row)
    book.create_sheet("more").append(["x", "y"])
    book.save(tmp_path / "in.xlsx")
    assert pairs_in(tmp_path / "in.xlsx") == [("2026-01-02", "2026-01-02 15:30:00"), ("3", "0.5")]
