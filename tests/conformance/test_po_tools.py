"""PO files of ours in the hands of GNU gettext and Translate Toolkit."""

from collections.abc import Callable
from gettext import GNUTranslations
from pathlib import Path

import pytest
from translate.storage import po as toolkit

from tests.conformance.conftest import clean, installed, units
from tests.exchange.conftest import make_unit
from workbench.domain import SegmentStatus
from workbench.exchange.base import Options, Properties, atomic
from workbench.exchange.po import WRITER
from workbench.language import LanguagePair

pytestmark = pytest.mark.conformance


@pytest.fixture(params=list(Properties))
def file(request: pytest.FixtureRequest, codes: str, tmp_path: Path) -> Path:
    path = tmp_path / "units.po"
    draft = make_unit("Een ontwerp.", "A draft.", uid="draft", status=SegmentStatus.DRAFT)
    options = Options(pair=LanguagePair.parse(codes), properties=request.param)
    with atomic(path) as opened:
        WRITER.write([*units(), draft], opened, options)
    return path


@installed("msgfmt", "gettext")
def test_gettext_compiles_it_without_a_word(
    file: Path, tool: Callable[..., str], tmp_path: Path
) -> None:
    """``--check`` looks at the header, the texts and the format."""
    compiled = tmp_path / "units.mo"
    assert tool("msgfmt", "--check", "--use-fuzzy", "-o", compiled, file) == ""
    with compiled.open("rb") as opened:
        catalogue = GNUTranslations(opened)
    for unit in units():
        assert catalogue.pgettext(unit.uid, unit.source.text) == unit.target.text


def test_translate_toolkit_reads_all(file: Path) -> None:
    """All but the control character, for whose escape it has no name."""
    with file.open("rb") as opened:
        found = toolkit.pofile(opened)
    texts = {unit.source: unit.target for unit in found.units if not unit.isheader()}
    wanted = {unit.source.text: unit.target.text for unit in units()}
    wanted["Een ontwerp."] = "A draft."
    odd = {text for text in wanted if clean(text) != text}
    assert len(texts) == len(wanted)
    assert {text: texts.get(text) for text in wanted.keys() - odd} == {
        text: wanted[text] for text in wanted.keys() - odd
    }
