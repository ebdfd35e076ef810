import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.completeness import BackReader, Completeness
from workbench.engine.contents import Package, read_package
from workbench.engine.packages import PackageStore
from workbench.language import EN_NL

SOURCE = "De minister ging naar Brussel en sprak daar lang over de verlenging van de missie."
WHOLE = (
    "The minister went to Brussels and spoke at length about the extension of the mission there."
)
LACKING = "The minister went to Brussels."


@pytest.fixture(scope="module")
def reader(package: Package, tmp_path_factory: pytest.TempPathFactory) -> BackReader:
    """A reader on a package that says it goes from English to Dutch; its model is what it is."""
    folder = tmp_path_factory.mktemp("turned") / "translate-en_nl-0_1"
    shutil.copytree(package.folder, folder)
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    metadata |= {"from_code": "en", "to_code": "nl"}
    (folder / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    turned = read_package(folder)
    assert turned.pair == EN_NL
    return BackReader(turned, threads=1)


def test_every_piece_of_the_source_gets_its_probability(reader: BackReader) -> None:
    found, empty = reader.surprisals([(SOURCE, WHOLE), (SOURCE, "")])
    assert "".join(found.tokens).replace("▁", " ").strip() == SOURCE
    assert len(found.log_probs) == len(found.tokens)
    assert all(value <= 0 for value in found.log_probs)
    assert empty.tokens == ()


def test_what_is_left_out_is_found(engine: ArgosEngine, reader: BackReader) -> None:
    drafts = [Hypothesis(text, (), -0.5) for text in (LACKING, "")]
    found, empty = Completeness(engine, reader).omissions([SOURCE, SOURCE], drafts)
    assert found is not None
    assert "verlenging" in SOURCE[found.start : found.end]
    assert empty is None


def test_without_a_reader_the_attention_has_to_do(engine: ArgosEngine) -> None:
    whole, lacking = engine.score([(SOURCE, WHOLE), (SOURCE, LACKING)])
    drafts = [replace(whole, score=-0.5), replace(lacking, score=-0.5)]
    fine, found = Completeness(engine).omissions([SOURCE, SOURCE], drafts)
    assert fine is None
    assert found is not None
    assert "verlenging" in SOURCE[found.start : found.end]
    blind = [replace(lacking, alignment=())]
    assert Completeness(engine).omissions([SOURCE], blind) == [None]


def test_dutch_drafts_of_english_texts_are_read_back_too(package: Package, packages: Path) -> None:
    reverse = PackageStore(packages).embedded(EN_NL)
    turned = Completeness(ArgosEngine(reverse, threads=1), BackReader(package, threads=1))
    source = "The minister went to Brussels and talked there about the extension of the mission."
    whole = "De minister ging naar Brussel en sprak daar over de verlenging van de missie."
    drafts = [Hypothesis(text, (), -0.5) for text in (whole, "De minister ging naar Brussel.")]
    fine, found = turned.omissions([source, source], drafts)
    assert fine is None
    assert found is not None
    assert "extension" in source[found.start : found.end]
    # The attention alone is not weighed for English.
    assert Completeness(ArgosEngine(reverse)).omissions([source], drafts[1:]) == [None]


def test_a_person_s_free_text_is_left_alone(engine: ArgosEngine) -> None:
    free = "The minister left for Belgium, there to plead at length for more time of the mission."
    [judged] = engine.score([(SOURCE, free)])
    assert judged.score < -2
    assert Completeness(engine).omissions([SOURCE], [judged]) == [None]
