"""TMX files of ours in other people's hands: each reads them without a warning, and whole."""

import importlib.util
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.conformance import omegat
from tests.conformance.conftest import Memory, clean, installed, units
from workbench.exchange.base import Options
from workbench.exchange.tmx import write_tmx
from workbench.exchange.tmx_check import check_tmx
from workbench.language import LanguagePair

pytestmark = pytest.mark.conformance

DTD = Path(__file__).parents[1] / "data" / "tmx-kit" / "tmx14.dtd"
PERL = r"""
use strict; use warnings FATAL => 'all'; use open qw(:std :encoding(UTF-8));
use XML::TMX::Reader;
my $reader = XML::TMX::Reader->new($ARGV[0]);
print join(',', sort($reader->languages)), "\n";
$reader->for_tu(sub {
    my $tu = shift;
    print join("\t", $tu->{-prop}{'x-segment'}[0] // $tu->{-prop}{'x-segment'},
        $tu->{nl}{-seg}, $tu->{en}{-seg}), "\n";
});
"""


def has_xml_tmx() -> bool:
    try:
        return subprocess.run(["perl", "-MXML::TMX::Reader", "-e", "1"], check=False,
                              capture_output=True).returncode == 0  # fmt: skip
    except OSError:
        return False


def test_the_dtd_finds_it_valid(memory: Memory) -> None:
    dtd = etree.DTD(str(DTD))
    tree = etree.parse(str(memory.path), etree.XMLParser(load_dtd=False, no_network=True))
    assert dtd.validate(tree), dtd.error_log
    seen = {tu.findtext("tuv[1]/seg"): tu.findtext("tuv[2]/seg") for tu in tree.iterfind("body/tu")}
    assert seen == memory.pairs


def test_our_own_checks_find_nothing(memory: Memory) -> None:
    assert list(check_tmx(memory.path)) == []


@pytest.mark.skipif(
    importlib.util.find_spec("translate") is None,
    reason="translate-toolkit is not installed (requirements-dev.txt)",
)
@pytest.mark.parametrize("pair", ["nl:en", "nl-NL:en-GB"])
def test_translate_toolkit_reads_all(tmp_path: Path, pair: str) -> None:
    from translate.storage import tmx

    languages = LanguagePair.parse(pair)
    path = tmp_path / "memory.tmx"
    write_tmx(units(), path, options=Options(pair=languages))
    with path.open("rb") as file:
        found = tmx.tmxfile(file, languages.source, languages.target)
    assert {unit.source: unit.target for unit in found.units} == {
        clean(unit.source.text): clean(unit.target.text) for unit in units()
    }


@installed("omegat", "omegat")
@pytest.mark.parametrize("pair", ["nl:en", "nl-NL:en-GB"])
def test_omegat_translates_with_it(tmp_path: Path, tool: Callable[..., str], pair: str) -> None:
    languages = LanguagePair.parse(pair)
    path = tmp_path / "memory.tmx"
    write_tmx(units(), path, options=Options(pair=languages))
    pairs = {clean(unit.source.text): clean(unit.target.text) for unit in units()}
    lines = [*pairs, "Deze zin kent niemand."]
    found = omegat.translate(
        tool,
        tmp_path / "project",
        [path],
        lines,
        source=languages.source,
        target=languages.target,
    )
    assert found == [*pairs.values(), "Deze zin kent niemand."]


@pytest.mark.skipif(
    not has_xml_tmx(),
    reason="XML::TMX is not installed (Debian package libxml-tmx-perl; .ci/system-packages does)",
)
def test_xml_tmx_reads_all(memory: Memory, tool: Callable[..., str]) -> None:
    languages, *rows = tool("perl", "-e", PERL, memory.path).splitlines()
    assert languages == "en,nl"
    expected = [
        f"{number}\t{source}\t{target}"
        for number, (source, target) in enumerate(memory.pairs.items(), 1)
    ]
    # XML::TMX leaves entities and white space as they are in the file.
    decoded = [
        row.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
        for row in rows
    ]
    assert decoded == expected


@installed("lt-tmxcomp", "lttoolbox")
def test_lttoolbox_compiles_it_and_translates(
    memory: Memory, tmp_path: Path, tool: Callable[..., str]
) -> None:
    compiled = tmp_path / "memory.bin"
    told = tool("lt-tmxcomp", "nl-en", memory.path, compiled)
    assert "nl->en" in told
    source = "Vredesafdwinging is geen oorlog."
    answer = tool("lt-proc", "-t", compiled, standard_input=source + "\n")
    assert answer.strip() == memory.pairs[source]
