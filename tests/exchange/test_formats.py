"""What every format must do; a new format is in these tests as soon as it is registered."""

import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.conftest import make_unit
from workbench.domain import (
    Origin,
    Provenance,
    SegmentStatus,
    TermOutcome,
    TermStrategy,
    TranslationUnit,
    Variant,
)
from workbench.errors import FormatError, InputError, SettingsError, StoreError
from workbench.exchange import base
from workbench.exchange.base import FORMATS, Options, atomic
from workbench.exchange.xmltext import legal
from workbench.language import LanguagePair

NAMES = sorted(FORMATS)


def unencodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def one_line(text: str) -> str:
    return unencodable(" ".join(text.splitlines()))


KEPT: dict[str, Callable[[str], str]] = {
    "tmx": legal,
    "jsonl": lambda text: text,
    "csv": unencodable,
    "tsv": unencodable,
    "xlsx": legal,
    "moses": one_line,
    "xliff": lambda text: text,
    "xliff12": legal,
    "po": unencodable,
}
"""What each format keeps of a text: everything that it can hold at all."""


def write(name: str, units: list[TranslationUnit], path: Path, options: Options) -> int:
    with base.atomic(path) as file:
        return base.writer(name).write(units, file, options)


def through(
    name: str, units: list[TranslationUnit], folder: Path, options: Options | None = None
) -> list[TranslationUnit]:
    options = options or Options()
    path = folder / f"units{FORMATS[name].endings[0]}"
    write(name, units, path, options)
    return list(base.reader(name).read(path, options))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_ending_names_the_format(name: str) -> None:
    for ending in FORMATS[name].endings:
        assert base.format_for(Path(f"a/b.{ending.upper()}".replace("..", "."))).name == name


def test_unknown_formats_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no format has this file ending"):
        base.format_for(tmp_path / "x.doc")
    for call in (base.reader, base.writer):
        with pytest.raises(SettingsError, match="'doc' is no format"):
            call("doc")


TEXTS = st.text(
    alphabet=st.characters(codec=None, categories=None), min_size=1, max_size=30
) | st.sampled_from(
    [
        "=1+1",
        "'=x",
        "''-",
        "@a",
        "+",
        "-",
        '"',
        '"",',
        "a\tb",
        "a\nb",
        "\r",
        "\r\n",
        "_x0041_",
        "''",
    ]
)


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_every_text_comes_back(name: str, tmp_path: Path, pairs: list[tuple[str, str]]) -> None:
    kept = [(KEPT[name](a), KEPT[name](b)) for a, b in pairs]
    kept = [pair for pair in kept if pair[0].strip() and pair[1].strip()]
    if not kept:
        return
    found = through(name, [make_unit(a, b) for a, b in pairs], tmp_path)
    assert [(unit.source.text, unit.target.text) for unit in found] == kept


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"moses"}))
def test_status_and_provenance_come_back(name: str, tmp_path: Path) -> None:
    units = [
        make_unit(
            "a", "b", status=status, provenance=Provenance(origin, "e", "v", "me"), uid=f"{n}"
        )
        for n, (status, origin) in enumerate(
            (status, origin) for status in SegmentStatus for origin in Origin
        )
    ]
    units.append(make_unit("c", "d", provenance=Provenance(Origin.MACHINE, confidence=0.5)))
    units.append(make_unit("e", "f", created=None, changed=None, note="", segment=0, changer=""))
    assert through(name, units, tmp_path) == units


def test_jsonl_keeps_everything(tmp_path: Path) -> None:
    unit = make_unit(
        "a\ud800",
        "b\u2028\0",
        created=datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
        provenance=Provenance(
            Origin.MACHINE,
            raw="roh",
            confidence=1 / 3,
            flags=("loop",),
            terms=(TermOutcome("c", "s", 1, 2, "t", TermStrategy.FORCED, 0.25, "hint"),),
        ),
    )
    assert through("jsonl", [unit], tmp_path) == [unit]


@pytest.mark.parametrize("name", NAMES)
def test_language_codes_are_written_as_asked(name: str, tmp_path: Path) -> None:
    options = Options(pair=LanguagePair("nl-BE", "en-GB"))
    (unit,) = through(name, [make_unit("Een", "One")], tmp_path, options)
    assert (unit.source, unit.target) == (Variant("nl-BE", "Een"), Variant("en-GB", "One"))


@pytest.mark.parametrize("name", NAMES)
def test_half_empty_units_are_left_out(name: str, tmp_path: Path) -> None:
    units = [make_unit("a", ""), make_unit(" ", "b"), make_unit("c", "d"), make_unit("e", "\n")]
    path = tmp_path / "out"
    assert write(name, units, path, Options()) == 1
    assert [unit.source.text for unit in base.reader(name).read(path, Options())] == ["c"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2\3" * 50, b"PK\x03\x04" + b"x" * 50, b"\xff\xfe\x00"]
)
def test_rubbish_is_refused_with_the_file_named(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(content)
    if (name, content) == ("jsonl", b""):
        assert list(base.reader(name).read(path, Options())) == []
        return
    with pytest.raises(FormatError, match="rubbish"):
        list(base.reader(name).read(path, Options()))


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        list(base.reader(name).read(tmp_path / "none", Options()))


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"xlsx"}))
def test_the_same_units_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    options = Options(moment=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    for copy in ("one", "two"):
        write(name, [make_unit("a", "b"), make_unit("c", "d")], tmp_path / copy, options)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    "line", ["[]", "{}", "not json", '{"uid": 1}', "[" * 100_000, '"x"', "null"]
)
def test_a_broken_line_is_numbered(line: str, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    write("jsonl", [make_unit("a", "b")], path, Options())
    path.write_bytes(path.read_bytes() + b"\n" + line.encode())
    with pytest.raises(FormatError, match="line 3"):
        list(base.reader("jsonl").read(path, Options()))


@pytest.mark.parametrize("place", [bytes.find, bytes.rfind])
def test_moses_names_that_are_no_utf8(place: Callable[[bytes, bytes], int], tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("é.nl", "Een\n")
        archive.writestr("é.en", "One\n")
    data = bytearray(path.read_bytes())
    data[place(bytes(data), "é.nl".encode())] = 0xFF
    path.write_bytes(data)
    with pytest.raises(FormatError, match="ZIP"):
        list(base.reader("moses").read(path, Options()))


def test_moses_files_of_different_lengths(tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/OPUS.nl", "a\nb\n")
        archive.writestr("x/OPUS.en", "1\n")
        archive.writestr("README", "about")
    with pytest.raises(FormatError, match=r"different numbers of lines") as caught:
        list(base.reader("moses").read(path, Options()))
    assert "line 2" in str(caught.value)
    with pytest.raises(FormatError, match=r"no file in it ends in \.de"):
        list(base.reader("moses").read(path, Options(pair=LanguagePair("de", "en"))))


def test_formats_are_loaded_only_when_used() -> None:
    import subprocess
    import sys

    code = (
        "import sys, workbench.exchange.base; loaded = [name for name in sys.modules if name"
        " in ('lxml', 'openpyxl', 'csv') or name.startswith('workbench.exchange.')];"
        "assert loaded == ['workbench.exchange.base'], loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_file_that_fails_is_the_one_that_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone.csv"
    with pytest.raises(StoreError, match="can't be read") as caught, atomic(tmp_path / "new"):
        gone.read_bytes()
    assert caught.value.where == str(gone)
    with pytest.raises(StoreError, match="can't be written"), atomic(tmp_path) as file:
        file.write(b"a folder is here")
    assert list(tmp_path.iterdir()) == []


def test_the_mask_of_the_process_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mask = os.umask(0o027)
    os.umask(mask)
    monkeypatch.setattr(os, "umask", pytest.fail)
    with atomic(tmp_path / "new") as file:
        file.write(b"x")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o666 & ~mask
