"""Languages as files name them: three letters, underscores, and the direction of a PO file."""

from pathlib import Path

import pytest

from tests.exchange.conftest import make_unit
from workbench.errors import FormatError, SettingsError
from workbench.exchange import base
from workbench.exchange.base import Options
from workbench.exchange.tmx import write_tmx
from workbench.language import EN_NL, NL_EN, LanguagePair, canonical


@pytest.mark.parametrize(
    ("code", "expected"),
    [("NLD", "nl"), ("dut", "nl"), ("eng", "en"), ("nld_be", "nl-BE"), ("fra", "fra")],
)
def test_the_shortest_code_counts(code: str, expected: str) -> None:
    assert canonical(code) == expected


def test_a_memory_with_codes_of_three_letters(tmp_path: Path) -> None:
    path = tmp_path / "in.tmx"
    write_tmx([make_unit("Een", "One")], path)
    text = path.read_text().replace('lang="nl"', 'lang="NLD"').replace('lang="en"', 'lang="eng"')
    path.write_text(text)
    (unit,) = base.reader("tmx").read(path, Options())
    assert (unit.source.language, unit.target.language) == ("nl", "en")


def test_a_pair_is_written_as_it_is_read() -> None:
    for text in ("nl-en", "nl-NL:en-GB", "nl:en-GB"):
        assert str(LanguagePair.parse(text)) == text
    with pytest.raises(SettingsError, match="nl-NL:en-GB"):
        LanguagePair.parse("nl-NL-en-GB")


_REGIONS = LanguagePair("nl-NL", "en-GB")

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.mark.parametrize(
    ("fields", "wanted", "expected"),
    [
        ("", NL_EN, ("nl", "a", "b")),
        ('"Language: en_GB\\n"', NL_EN, ("nl", "a", "b")),
        ('"Language: nl\\n"', NL_EN, ("nl", "b", "a")),
        ('"X-Source-Language: en\\n"\n"Language: nl_NL\\n"', NL_EN, ("nl", "b", "a")),
        ('"X-Source-Language: en\\n"', NL_EN, ("nl", "b", "a")),
        ('"Language: nl\\n"', EN_NL, ("en", "a", "b")),
        ('"Language: nl_NL_formal\\n"', NL_EN, ("nl", "b", "a")),
        ('"Language: nl_NL@formal\\n"', NL_EN, ("nl", "b", "a")),
        ('"Language: nl-NL.UTF-8\\n"', EN_NL, ("en", "a", "b")),
        ('"Language: NLD\\n"', NL_EN, ("nl", "b", "a")),
        # No codes: they say nothing.
        ('"Language: Dutch\\n"', NL_EN, ("nl", "a", "b")),
        ('"Language: C\\n"', NL_EN, ("nl", "a", "b")),
        ('"Language: nl\\n"', _REGIONS, ("nl-NL", "b", "a")),
        ('"Language: en\\n"', _REGIONS, ("nl-NL", "a", "b")),
        ('"X-Source-Language: nl_BE\\n"\n"Language: en\\n"', _REGIONS, ("nl-NL", "a", "b")),
    ],
)
def test_the_direction_of_a_po_file(
    fields: str, wanted: LanguagePair, expected: tuple[str, str, str], tmp_path: Path
) -> None:
    path = tmp_path / "in.po"
    path.write_text(f'{HEADER}{fields}\n\nmsgid "a"\nmsgstr "b"\n')
    (unit,) = base.reader("po").read(path, Options(pair=wanted))
    assert (unit.source.language, unit.source.text, unit.target.text) == expected


@pytest.mark.parametrize(
    "fields",
    [
        '"Language: fr\\n"',
        '"Language: de_AT_formal\\n"',
        '"X-Source-Language: de\\n"\n"Language: en\\n"',
    ],
)
def test_a_po_file_of_other_languages(fields: str, tmp_path: Path) -> None:
    path = tmp_path / "in.po"
    path.write_text(f'{HEADER}{fields}\n\nmsgid "a"\nmsgstr "b"\n')
    with pytest.raises(FormatError, match="and not nl-en"):
        list(base.reader("po").read(path, Options()))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"later": 1}', "'later' is no field of a unit"),
        ('{"uid": "1"}', "source is missing"),
        ("{", "it is no JSON"),
    ],
)
def test_a_line_of_a_later_version_says_what_is_unknown(
    line: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(line)
    with pytest.raises(FormatError, match=reason) as caught:
        list(base.reader("jsonl").read(path, Options()))
    assert caught.value.fix


def test_depth_is_said_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "in.tmx"
    write_tmx([make_unit("Een", "One")], path)
    deep = f"<seg>{'<hi>' * 300}Een{'</hi>' * 300}</seg>"
    path.write_text(path.read_text().replace("<seg>Een</seg>", deep))
    with pytest.raises(FormatError, match="more than 255 deep"):
        list(base.reader("tmx").read(path, Options()))
