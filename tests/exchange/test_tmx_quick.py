"""The quick reader gives what the parser gives, and leaves to it what is not plain."""

from dataclasses import fields
from pathlib import Path

import pytest

from tests.exchange.conftest import KIT, make_unit
from tests.exchange.test_tmx_reader import tmx, tu
from workbench.domain import TranslationUnit
from workbench.errors import WorkbenchError
from workbench.exchange import tmx_reader
from workbench.exchange.base import Options
from workbench.exchange.quick_units import quick_unit
from workbench.exchange.tmx import write_tmx
from workbench.exchange.tmx_quick import Tally, quick_units
from workbench.language import LanguagePair

PROPS = '<note>n&amp;</note><prop type="x-status">approved</prop><prop type="z">&lt;</prop>'

# name: (file, whether the quick reader reads it to its end)
FILES = {
    "plain": (tmx(tu() + tu("a &amp; &#233;", "b &quot;")), True),
    "attributes": (tmx(tu(attributes="tuid='x&amp;y' changedate=\"20200102T030405Z\"")), True),
    "props": (tmx(f"<tu>{PROPS}{tu()[4:]}"), True),
    "inline": (tmx(tu("a <bpt i='1'>x</bpt>b<ept i='1'/>") + tu()), True),
    "three languages": (
        tmx(
            '<tu><tuv xml:lang="fr"><seg>f</seg></tuv><tuv xml:lang="nl"><seg>n</seg></tuv>'
            '<tuv xml:lang="en"><seg>e</seg></tuv></tu>'
        ),
        True,
    ),
    "carriage returns": (tmx(tu("a\r\nb", "c\rd")), True),
    "comment": (tmx(tu() + "<!-- <tu></tu> -->" + tu()), False),
    "comment in a unit": (tmx(tu("a<!-- </tu> -->b") + tu()), False),
    "character data": (tmx(tu("<![CDATA[</tu>]]>") + tu()), False),
    "namespace": (tmx(tu()).replace("<tmx ", '<tmx xmlns:x="y" '), False),
    "behind the end": (tmx(tu()) + "<!-- z -->", False),
    "unknown entity": (tmx(tu() + tu("&nbsp;")), False),
    "attribute twice": (tmx(tu(attributes='tuid="a" tuid="b"')), False),
    "illegal reference": (tmx(tu("&#0;")), False),
    "control character": (tmx(tu("a\x01")), False),
    "not closed": (tmx(tu())[:-6], False),
    "declared entity": (
        '<!DOCTYPE tmx [<!ENTITY a "b">]>' + tmx(tu("&a;"), head=""),
        False,
    ),
}


def outcome(path: Path, *, quick: bool, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patch:
        if not quick:

            def nothing(*_: object) -> object:
                return False
                yield

            patch.setattr(tmx_reader, "quick_units", nothing)
        try:
            return list(tmx_reader.read_tmx(path))
        except WorkbenchError as error:
            return str(error)


@pytest.mark.parametrize("name", FILES)
def test_both_readers_agree(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, to_the_end = FILES[name]
    path = tmp_path / "in.tmx"
    path.write_text(content, encoding="utf-8", newline="")
    with path.open("rb") as file:
        reading = quick_units(file, Options(), Tally())
        while True:
            try:
                next(reading)
            except StopIteration as stop:
                assert stop.value is to_the_end
                break
    assert outcome(path, quick=True, monkeypatch=monkeypatch) == outcome(
        path, quick=False, monkeypatch=monkeypatch
    )


@pytest.mark.parametrize("path", sorted(KIT.glob("*.tmx")), ids=lambda path: path.stem)
def test_both_readers_agree_on_the_kit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcome(path, quick=True, monkeypatch=monkeypatch) == outcome(
        path, quick=False, monkeypatch=monkeypatch
    )


def test_our_own_files_are_read_quickly_to_the_end(tmp_path: Path) -> None:
    units = [make_unit(f"a {n}", "b & <c>", uid=f"{n}", note="x" * (n % 3)) for n in range(500)]
    path = tmp_path / "own.tmx"
    pair = LanguagePair("nl", "en")
    write_tmx(units, path, options=Options(pair=pair))
    tally = Tally()
    with path.open("rb") as file:
        assert list(quick_units(file, Options(), tally)) == units
    assert (tally.units, tally.found) == (500, 500)


def test_a_quick_unit_is_a_unit() -> None:
    wanted = make_unit("a", "b")
    values = [getattr(wanted, each.name) for each in fields(TranslationUnit)]
    unit = quick_unit(values[0], ("nl", "en"), "a", "b", *values[3:12])
    assert unit == wanted and type(unit) is TranslationUnit and hash(unit) == hash(wanted)
    with pytest.raises(AttributeError):
        unit.note = "x"  # type: ignore[misc]
