"""TMX files of ours in other people's hands: each reads them without a warning, and whole."""

import logging
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from translate.storage import tmx

from tests.conformance import omegat
from tests.conformance.conftest import Memory, installed, needed, written
from workbench.exchange.base import Properties
from workbench.exchange.tmx_check import check_tmx

pytestmark = pytest.mark.conformance

DTD = Path(__file__).parents[1] / "data" / "tmx-kit" / "tmx14.dtd"
PERL = r"""
use strict; use warnings FATAL => 'all'; use open qw(:std :encoding(UTF-8));
use XML::TMX::Reader;
my ($file, $source, $target) = @ARGV;
my $reader = XML::TMX::Reader->new($file);
print join(',', sort($reader->languages)), "\n";
$reader->for_tu(sub {
    my $tu = shift;
    my $segment = $tu->{-prop}{'x-segment'};
    print join("\t", ref $segment ? $segment->[0] : $segment // '',
        $tu->{$source}{-seg}, $tu->{$target}{-seg}), "\n";
});
"""


def has_xml_tmx() -> bool:
    try:
        command = ["perl", "-MXML::TMX::Reader", "-e", "1"]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def test_the_dtd_finds_it_valid(memory: Memory) -> None:
    dtd = etree.DTD(str(DTD))
    parser = etree.XMLParser(load_dtd=False, no_network=True)
    tree = etree.parse(str(memory.path), parser)
    assert dtd.validate(tree), dtd.error_log
    assert len(dtd.error_log) == len(parser.error_log) == 0
    seen = {tu.findtext("tuv[1]/seg"): tu.findtext("tuv[2]/seg") for tu in tree.iterfind("body/tu")}
    assert seen == memory.pairs


def test_our_own_checks_find_nothing(memory: Memory) -> None:
    assert list(check_tmx(memory.path)) == []


def test_translate_toolkit_reads_all(
    memory: Memory, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    source, target = memory.languages.source, memory.languages.target
    with caplog.at_level(logging.INFO), warnings.catch_warnings(), memory.path.open("rb") as file:
        warnings.simplefilter("error")
        found = tmx.tmxfile(file, source, target)
    assert {unit.source: unit.target for unit in found.units} == memory.pairs
    assert not caplog.records
    assert capfd.readouterr().err == ""


@installed("omegat", "omegat")
def test_omegat_translates_with_it(tmp_path: Path, tool: Callable[..., str], codes: str) -> None:
    """One project has a memory of each level of properties, each with texts of its own."""
    memories = [
        written(tmp_path, codes, level, mark=f"{number}. ")
        for number, level in enumerate(Properties, 1)
    ]
    pairs = {source: target for memory in memories for source, target in memory.pairs.items()}
    unknown = "Deze zin kent niemand."
    found = omegat.translate(
        tool,
        tmp_path / "project",
        [memory.path for memory in memories],
        [*pairs, unknown],
        source=memories[0].languages.source,
        target=memories[0].languages.target,
    )
    assert found == [*pairs.values(), unknown]


@needed(has_xml_tmx(), "XML::TMX", "libxml-tmx-perl")
def test_xml_tmx_reads_all(memory: Memory, tool: Callable[..., str]) -> None:
    source, target = memory.languages.source, memory.languages.target
    told = tool("perl", "-e", PERL, memory.path, source, target)
    languages, *rows = told.splitlines()
    assert languages == f"{target},{source}"
    bare = memory.level == Properties.NONE
    expected = [
        f"{'' if bare else number}\t{left}\t{right}"
        for number, (left, right) in enumerate(memory.pairs.items(), 1)
    ]
    # XML::TMX leaves entities and white space as they are in the file.
    decoded = [
        row.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
        for row in rows
    ]
    assert decoded == expected


@installed("lt-tmxcomp", "lttoolbox")
@pytest.mark.parametrize("level", list(Properties))
def test_lttoolbox_compiles_it_and_translates(
    level: Properties, tmp_path: Path, tool: Callable[..., str]
) -> None:
    """Its command line takes two codes with a hyphen between, so none with a region."""
    memory = written(tmp_path, "nl:en", level)
    compiled = tmp_path / "memory.bin"
    told = tool("lt-tmxcomp", "nl-en", memory.path, compiled)
    assert "nl->en" in told
    plain = [text for text in memory.pairs if text.isascii() and not any(map(str.isdigit, text))]
    assert len(plain) == 4
    answer = tool("lt-proc", "-t", compiled, standard_input="\n".join(plain) + "\n")
    assert answer.strip().splitlines() == [memory.pairs[text] for text in plain]


@pytest.mark.parametrize(("setting", "skipped"), [("", True), ("required", False)])
def test_a_missing_tool_is_an_error_where_tools_are_required(
    setting: str, skipped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_TOOLS", setting)
    assert needed(False, "a tool", "its-package").args == (skipped,)
    assert needed(True, "a tool", "its-package").args == (False,)


def test_the_whole_check_requires_the_tools() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        ["make", "--dry-run", "test"], cwd=root, capture_output=True, text=True, check=True
    )
    assert "WORKBENCH_TOOLS=required" in done.stdout
    assert ".ci/system-packages" in done.stdout
    assert "make VENV" in (root / ".ci" / "run").read_text(encoding="utf-8")
