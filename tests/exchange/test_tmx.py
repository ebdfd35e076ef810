import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import tmx as toolkit

from tests.exchange.conftest import KIT, make_unit
from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit
from workbench.errors import StoreError
from workbench.exchange.base import Options
from workbench.exchange.tmx import write_tmx
from workbench.exchange.tmx_reader import read_tmx
from workbench.exchange.xmltext import legal
from workbench.language import LanguagePair

DTD = etree.DTD(str(KIT / "tmx14.dtd"))


def valid(path: Path) -> etree._ElementTree:
    tree = etree.parse(str(path), etree.XMLParser(load_dtd=False, resolve_entities=False))
    assert DTD.validate(tree), DTD.error_log
    return tree


HARD = [
    ("Gewone zin.", "Plain sentence."),
    ("<b>Vet</b> & 'scherp' \"]]>\"", "<b>Bold</b> & 'sharp' \"]]>\""),
    ("  spaties  binnen  ", "\tspaces\u00a0 \u2009kept\n"),
    ("Nieuwe\r\nregel\rhier", "New\r\nline\rhere"),
    ("𝔘nicode 😀 é e\u0301 \u200f\u202e", "𝔘nicode 😀 é e\u0301 \ufdd0"),
    ("&amp; &#65; &lt;", "&amp; &#65; &lt;"),
]


def test_a_file_is_valid_and_keeps_every_text(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    units = [make_unit(a, b, uid=f"u{n}") for n, (a, b) in enumerate(HARD)]
    assert write_tmx(units, path) == len(HARD)
    tree = valid(path)
    segs = tree.xpath("//seg/text()")
    assert segs == [text for pair in HARD for text in pair]
    assert list(read_tmx(path)) == units


def test_the_header(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    write_tmx([], path)
    header = valid(path).getroot().find("header")
    assert header is not None
    assert set(header.attrib) >= {
        *("creationtool", "creationtoolversion", "segtype", "o-tmf"),
        *("adminlang", "srclang", "datatype"),
    }
    assert re.fullmatch(r"\d{8}T\d{6}Z", header.get("creationdate", ""))
    assert header.get("srclang") == "nl"
    assert path.read_bytes().startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx')


def test_the_header_date_can_be_given(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    for name in "ab":
        write_tmx([make_unit("a", "b")], tmp_path / name, options=Options(moment=moment))
    assert b'creationdate="20260102T020405Z"' in (tmp_path / "a").read_bytes()
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_what_a_unit_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    write_tmx([make_unit("Een.", "One.")], path)
    tu = valid(path).getroot().find("body/tu")
    assert tu is not None
    assert dict(tu.attrib) == {
        "tuid": "ab12-7",
        "datatype": "plaintext",
        "creationdate": "20260203T040506Z",
        "creationid": "engine",
        "changedate": "20261112T131415Z",
        "changeid": "Anna <a@b.nl>",
    }
    assert tu.findtext("note") == "Zie ook p. 3"
    assert {prop.get("type"): prop.text for prop in tu.iter("prop")} == {
        "x-document": 'Debat "4 mei" & meer.pdf',
        "x-segment": "7",
        "x-status": "approved",
        "x-origin": "machine",
        "x-author": "translate-nl_en",
        "x-engine": "translate-nl_en 0.1 <beam=4>",
        "x-glossary": "v3",
        "x-confidence": "0.8125",
        "x-flags": "term loop",
    }


def test_an_aligned_unit_has_a_probability(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    write_tmx([make_unit("a", "b", provenance=Provenance(Origin.ALIGNED, confidence=0.5))], path)
    assert b'<prop type="x-probability">0.5000</prop>' in path.read_bytes()
    assert next(read_tmx(path)).provenance == Provenance(Origin.ALIGNED, confidence=0.5)


def test_without_properties(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    write_tmx([make_unit("a", "b")], path, options=Options(properties=False))
    tree = valid(path)
    assert not tree.xpath("//prop | //note")
    assert tree.xpath("//tu/@tuid") == ["ab12-7"]


@pytest.mark.parametrize("pair", ["nl-en", "nl-NL:en-GB", "nl-BE:en-US"])
def test_one_language_string_everywhere(tmp_path: Path, pair: str) -> None:
    path = tmp_path / "out.tmx"
    options = Options(pair=LanguagePair.parse(pair))
    write_tmx([make_unit("Een.", "One.")], path, options=options)
    tree = valid(path)
    source, target = options.pair.source, options.pair.target
    assert tree.getroot().find("header").get("srclang") == source
    assert tree.xpath("//tuv/@*[name()='xml:lang']") == [source, target]
    (unit,) = read_tmx(path, options=options)
    assert (unit.source.language, unit.target.language) == (source, target)


@pytest.mark.parametrize("empty", ["", "  ", "\n", "\x0c", "\ufffe\x01"])
def test_half_empty_units_are_left_out(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "out.tmx"
    units = [make_unit("a", empty), make_unit(empty, "b"), make_unit("c", "d")]
    assert write_tmx(units, path) == 1
    assert valid(path).xpath("//seg/text()") == ["c", "d"]


def test_translate_toolkit_reads_the_same_texts(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    pairs = [pair for pair in HARD if pair == tuple(legal(side) for side in pair)]
    write_tmx([make_unit(a, b, uid=f"u{n}") for n, (a, b) in enumerate(pairs)], path)
    with path.open("rb") as file:
        store = toolkit.tmxfile(file, "nl", "en")
    assert [(unit.source, unit.target) for unit in store.units] == pairs


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    write_tmx([make_unit("oud", "old")], path)

    def broken() -> Iterator[TranslationUnit]:
        yield make_unit("nieuw", "new")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        write_tmx(broken(), path)
    assert next(read_tmx(path)).target.text == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.tmx"]


def test_a_folder_is_made_and_a_file_in_the_way_is_explained(tmp_path: Path) -> None:
    write_tmx([], tmp_path / "new" / "folder" / "out.tmx")
    with pytest.raises(StoreError, match="can't be written"):
        write_tmx([], tmp_path / "new" / "folder" / "out.tmx" / "below.tmx")


def test_constant_memory_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    unit = make_unit("Een zin van gewone lengte over de krijgsmacht.", "A sentence." * 5)

    def peak(count: int) -> int:
        tracemalloc.start()
        write_tmx((replace(unit, uid=str(n)) for n in range(count)), path)
        assert sum(1 for _ in read_tmx(path)) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    small = peak(100)
    assert peak(2500) < small + 500_000


TEXTS = st.text(alphabet=st.characters(codec=None, categories=None), min_size=1, max_size=40)


@settings(max_examples=300, deadline=None)
@given(pairs=st.lists(st.tuples(TEXTS, TEXTS), max_size=6), note=TEXTS, uid=TEXTS)
def test_any_unicode_goes_out_and_comes_back(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], note: str, uid: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.tmx"
    write_tmx([make_unit(a, b, note=note, uid=uid, document=a) for a, b in pairs], path)
    valid(path)
    expected = [(legal(a), legal(b)) for a, b in pairs if legal(a).strip() and legal(b).strip()]
    found = list(read_tmx(path)) if expected else []
    assert [(unit.source.text, unit.target.text) for unit in found] == expected
    for unit in found:
        assert (unit.note, unit.document) == (legal(note), unit.source.text)
        assert unit.uid == (legal(uid) or unit.uid)


@settings(deadline=None)
@given(
    status=st.sampled_from(list(SegmentStatus)),
    origin=st.sampled_from(list(Origin)),
    confidence=st.none() | st.integers(0, 10000).map(lambda number: number / 10000),
    created=st.none() | st.datetimes(min_value=datetime(1990, 1, 1)),
)
def test_status_and_provenance_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    status: SegmentStatus,
    origin: Origin,
    confidence: float | None,
    created: datetime | None,
) -> None:
    path = tmp_path_factory.getbasetemp() / "provenance.tmx"
    when = created.replace(microsecond=0, tzinfo=UTC) if created else None
    unit = make_unit(
        "a",
        "b",
        status=status,
        created=when,
        provenance=Provenance(origin, confidence=confidence),
    )
    write_tmx([unit], path)
    assert list(read_tmx(path)) == [unit]
