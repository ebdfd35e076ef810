from pathlib import Path

from lxml import etree

from workbench.exchange.tmx_reader import read_tmx
from workbench.settings import Settings
from workbench.workflow.directions import Directions
from workbench.workflow.files import names_for, translate_file
from workbench.workflow.pipeline import Pipeline

KIT = Path(__file__).parent.parent / "data" / "tmx-kit"


def test_a_file_becomes_a_text_and_a_memory(
    dutch: Path, tmp_path: Path, pipeline: Pipeline, settings: Settings
) -> None:
    out = tmp_path / "out"
    summary = translate_file(
        dutch, out, name="debat", directions=Directions([pipeline]), settings=settings
    )
    assert sorted(path.name for path in out.iterdir()) == ["debat.en.txt", "debat.tmx"]
    text = (out / "debat.en.txt").read_text(encoding="utf-8")
    paragraphs = text.strip().split("\n\n")
    assert len(paragraphs) == 3
    assert paragraphs[-1] == "https://www.defensie.nl/onderwerpen"
    dtd = etree.DTD(str(KIT / "tmx14.dtd"))
    assert dtd.validate(etree.parse(str(out / "debat.tmx"))), dtd.error_log
    units = list(read_tmx(out / "debat.tmx"))
    assert len(units) == summary.translated == summary.segments - 1
    for unit in units:
        assert unit.target.text in text
        assert unit.document == "debat.txt"
        assert unit.provenance.engine == pipeline.engine.signature
    assert sum(summary.terms.values()) == 2
    assert not settings.home.exists(), "files are translated without the store"


def test_english_is_passed_through(tmp_path: Path, pipeline: Pipeline, settings: Settings) -> None:
    path = tmp_path / "speech.txt"
    path.write_text("The minister spoke to the House of Commons about the war yesterday evening.")
    summary = translate_file(
        path, tmp_path, name="speech", directions=Directions([pipeline]), settings=settings
    )
    assert (summary.language, summary.translated) == ("en", 0)
    assert (tmp_path / "speech.en.txt").read_text() == path.read_text() + "\n"
    assert list(read_tmx(tmp_path / "speech.tmx")) == []


def test_names() -> None:
    paths = [Path("a/x.txt"), Path("b/y.md"), Path("b/x.md")]
    assert names_for(paths) == ["x.txt", "y", "x.md"]
