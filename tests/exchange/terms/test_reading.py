"""Files of other tools are understood; broken and hostile ones are refused with a clear message."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from workbench.errors import FormatError, InputError, SecurityError, SettingsError
from workbench.exchange.terms import base
from workbench.exchange.terms.base import read_terms

DCT = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed:3.0"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>
<conceptEntry id="c1"><min:subjectField>law</min:subjectField>
<langSec xml:lang="nl-NL"><termSec><term>verdrag</term><min:partOfSpeech>noun</min:partOfSpeech>
</termSec></langSec>
<langSec xml:lang="en-GB"><descripGrp><basic:definition>A written agreement.</basic:definition>
</descripGrp><termSec><term>pact</term>
<min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>treaty</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>accord</term>
<min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>traité</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""

MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>
</fileDesc></martifHeader><text><body>
<termEntry id="7"><descrip type="subjectField">law</descrip><note>signed</note>
<langSet xml:lang="en"><ntig><termGrp><term>tr<hi>eat</hi>y</term>
<termNote type="partOfSpeech">noun</termNote></termGrp></ntig></langSet>
<langSet xml:lang="nl"><tig><term>verdrag</term></tig><tig><term>traktaat</term></tig></langSet>
</termEntry>
<termEntry id="8"><langSet xml:lang="nl"><tig><term>grondwet</term></tig></langSet></termEntry>
</body></text></martif>"""


def test_tbx_3_with_data_categories_as_tags(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(DCT, encoding="utf-8")
    (entry,) = read_terms(path)
    assert entry.cells == {
        "concept": "c1",
        "domain": "law",
        "nl": "verdrag",
        "en": "treaty",
        "admitted": "accord",
        "forbidden": "pact",
        "pos": "noun",
        "note": "A written agreement.",
    }


def test_tbx_2_of_an_older_tool(tmp_path: Path) -> None:
    path = tmp_path / "a.tbx"
    path.write_text(MARTIF, encoding="utf-8")
    first, second = read_terms(path)
    assert first.cells == {
        "concept": "7",
        "domain": "law",
        "nl": "verdrag",
        "nl_also": "traktaat",
        "en": "treaty",
        "pos": "noun",
        "note": "signed",
    }
    assert second.cells == {"concept": "8", "nl": "grondwet", "status": "proposed"}


BOMB = """<?xml version="1.0"?>
<!DOCTYPE martif [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<martif><text><body><termEntry><langSet xml:lang="nl"><tig><term>&b;</term></tig></langSet>
</termEntry></body></text></martif>"""
XXE = BOMB.replace('"aaaa"', 'SYSTEM "file:///etc/passwd"').replace("&b;", "&a;")


@pytest.mark.parametrize(
    ("name", "content", "error", "told"),
    [
        ("bomb.tbx", BOMB.encode(), SecurityError, "declares XML entities"),
        ("xxe.tbx", XXE.encode(), SecurityError, "declares XML entities"),
        ("a.tbx", b"<html></html>", FormatError, "no TBX file"),
        ("a.tbx", b"nl,en\n", FormatError, "no TBX file"),
        ("a.tbx", b"", FormatError, "no TBX file"),
        ("a.tbx", DCT[:-300].encode(), FormatError, "broken XML"),
        (
            "a.tbx",
            DCT.replace("nl-NL", "de").encode(),
            FormatError,
            r"no entry has a Dutch term \(1 entry",
        ),
        (
            "a.tbx",
            DCT.replace("verdrag", "verdr\xe9g").encode("latin-1"),
            FormatError,
            "broken XML",
        ),
        ("a.csv", b"nl,en\nvr\xe9de,peace\n", FormatError, "no UTF-8 text"),
        ("a.csv", b"nl,en\nvrede\0,peace\n", FormatError, "a binary file"),
        ("a.csv", b'nl,en\n"vrede,peace\n', FormatError, "broken table"),
        ("a.csv", b"", FormatError, "empty"),
        ("a.csv", b"a,b,c,d\n1,2,3,4\n", FormatError, "which column is Dutch"),
        ("a.csv", b"nl,en\n" + b"x" * 200_000 + b",y\n", FormatError, "broken table"),
        ("a.xlsx", b"PK\x03\x04 no zip", FormatError, "no workbook"),
        ("a.utf8", b"vrede\n", FormatError, "one column only"),
        ("a.odt", b"", SettingsError, "this file ending"),
    ],
)
def test_what_is_refused(
    tmp_path: Path, name: str, content: bytes, error: type[Exception], told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error, match=told):
        read_terms(path)


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    book = Workbook()
    book.active.append(["nl", "en"])
    book.save(whole)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(whole) as known, zipfile.ZipFile(path, "w") as copy:
        for item in known.namelist():
            data = known.read(item)
            if item.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "a">]>' + data
            copy.writestr(item, data)
    with pytest.raises(SecurityError, match="document type"):
        read_terms(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.exchange.terms import tables

    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b" " * 3_000_000)
    monkeypatch.setattr(tables, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(SecurityError, match="unpacks to more"):
        read_terms(path)


def test_huge_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nl,en\n" + "a,b\n" * 20, encoding="utf-8")
    monkeypatch.setattr(base, "MAX_ENTRIES", 10)
    with pytest.raises(FormatError, match="more than 10 entries"):
        read_terms(path)
    monkeypatch.setattr(base, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="too large"):
        read_terms(path)
    with pytest.raises(InputError, match="can't be read"):
        read_terms(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("name", "content", "cells"),
    [
        ("a.csv", "\ufeffnl;en\r\nvrede;peace\r\n".encode(), {"nl": "vrede", "en": "peace"}),
        ("a.csv", "nl\ten\nvrede\tpeace\n".encode("utf-16"), {"nl": "vrede", "en": "peace"}),
        ("a.tsv", b"vrede\tpeace\n", {"nl": "vrede", "en": "peace"}),
        ("a.csv", b"Dutch,English,x\nvrede,peace,1\n", {"nl": "vrede", "en": "peace"}),
        (
            "a.utf8",
            b'# mine\nvrede\tpea"ce\tno war\n',
            {"nl": "vrede", "en": 'pea"ce', "note": "no war"},
        ),
    ],
)
def test_tables_of_other_tools(
    tmp_path: Path, name: str, content: bytes, cells: dict[str, str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (entry,) = read_terms(path)
    assert entry.cells == cells
