"""A whole training in seconds: data, vocabulary, alignment, two runs, package, adaptation."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("eflomal")

from tests.training.conftest import simple_pairs
from workbench.errors import FormatError, InputError
from workbench.training.adapt import adapt, next_version
from workbench.training.augment import Rates
from workbench.training.config import (
    REVERSE,
    Development,
    ModelShape,
    Schedule,
    TrainConfig,
)
from workbench.training.corpus import Pair
from workbench.training.evaluation import translate_with
from workbench.training.pack import pack, read_base
from workbench.training.trainer import Training, train
from workbench.training.vocabulary import load_vocabulary

SHAPE = ModelShape(
    vocabulary=320, width=64, heads=4, feed_forward=128, encoder_layers=2, decoder_layers=1
)
SCHEDULE = Schedule(
    updates=600, warmup_updates=10, update_pieces=600, micro_pieces=300, chunk_pieces=6000,
    evaluate_seconds=1000.0, checkpoint_seconds=1000.0, average=0.9, sample=0.0,
    matrix_rate=0.02, rate=0.0015,
)  # fmt: skip


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    folder = tmp_path_factory.mktemp("data")
    rows = [f"{p.nl}\t{p.en}\n" for p in simple_pairs()]
    (folder / "original-toy.tsv").write_text("".join(rows[:-60]), encoding="utf-8")
    (folder / "lexicon.tsv").write_text("nl\ten\nvredesplan\tpeace plan\n", encoding="utf-8")
    (folder / "dev.tsv").write_text("".join(rows[-60:-50]), encoding="utf-8")
    return TrainConfig(
        data=(folder,), lexicons=(folder / "lexicon.tsv",), leave_out=("dev", "lexicon"),
        shape=SHAPE, schedule=SCHEDULE, dropout=0.0, shipped_pairs=False,
        development={"dev": Development(nl=folder / "dev.tsv")},
    )  # fmt: skip


@pytest.fixture(scope="module")
def package(config: TrainConfig, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run")
    first = Training(replace(config, schedule=replace(SCHEDULE, updates=20)), out)
    first.run()
    assert first.update > 3
    again = Training(config, out)
    assert again.update == first.update
    assert again.elapsed == first.elapsed
    return train(config, out, version="0.9", card="# Toy\n")


def test_package_has_the_layout_and_declares_terminology(package: Path) -> None:
    assert package.name == "translate-nl_en-0_9.argosmodel"
    with zipfile.ZipFile(package) as archive:
        names = set(archive.namelist())
        top = "translate-nl_en-0_9/"
        wanted = ("metadata.json", "README.md", "sentencepiece.model", "model/model.bin")
        assert {top + name for name in (*wanted, "checkpoint/weights.npz")} <= names
        metadata = json.loads(archive.read(top + "metadata.json"))
    assert metadata["terminology"] == {
        "style": "source-annotation", "open": "<term>", "separator": "<trans>", "close": "</term>",
    }  # fmt: skip


def test_package_installs_with_argos_translate(package: Path, tmp_path: Path) -> None:
    argos = pytest.importorskip("argostranslate.package")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path)
    installed = argos.Package(tmp_path / "translate-nl_en-0_9")
    assert (installed.from_code, installed.to_code) == ("nl", "en")
    assert installed.tokenizer.encode("De brug.")


def test_equal_inputs_give_equal_bytes(package: Path, tmp_path: Path) -> None:
    base = read_base(package)
    paths = [
        pack(base.model, base.vocabulary, tmp_path / n, version="1.0", card="x", replay=base.replay)
        for n in ("a", "b")
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_trained_model_translates_the_toy_language(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / "translate-nl_en-0_9"
    processor = load_vocabulary(root / "sentencepiece.model")
    source = ["De minister ziet de brug in 1995.", "De vijand verlaat de stad in Kharkiv."]
    found = translate_with(root / "model", processor, source, beam=2, threads=1)
    assert found == [
        "The minister sees the bridge in 1995.",
        "The enemy leaves the city in Kharkiv.",
    ]


def test_adaptation_teaches_a_new_rendering(package: Path, tmp_path: Path) -> None:
    approved = [
        Pair(p.nl, p.en.replace("bridge", "port"))
        for p in simple_pairs()
        if "bridge" in p.en and "enemy" not in p.en
    ]
    report = adapt(package, approved, tmp_path, passes=6, rate=1.5)
    assert report.package.name == "translate-nl_en-0_9_1.argosmodel"
    with zipfile.ZipFile(report.package) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / "translate-nl_en-0_9_1"
    found = translate_with(
        root / "model", load_vocabulary(root / "sentencepiece.model"),
        ["De vijand ziet de brug in 1995.", "De vijand ziet de stad in 1995."], threads=1,
    )  # fmt: skip
    assert found == ["The enemy sees the port in 1995.", "The enemy sees the city in 1995."]
    scores = {name: (before, after) for name, before, after in report.scores}
    assert scores["approved"][1].bleu > scores["approved"][0].bleu


def test_adaptation_says_what_is_missing(package: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too few"):
        adapt(package, [Pair("a", "b")], tmp_path)
    bad = tmp_path / "bad.argosmodel"
    bad.write_bytes(b"nothing")
    with pytest.raises(FormatError, match="can't be trained"):
        read_base(bad)


def test_versions() -> None:
    assert next_version("1.0") == "1.0.1"
    assert next_version("1.0.9") == "1.0.10"


@pytest.fixture(scope="module")
def reverse(package: Path, config: TrainConfig, tmp_path_factory: pytest.TempPathFactory) -> Path:
    turned = replace(
        config, direction=REVERSE, start=package, rates=Rates(terms=0.0),
        schedule=replace(SCHEDULE, updates=300),
    )  # fmt: skip
    return train(turned, tmp_path_factory.mktemp("reverse"), version="0.9")


def test_the_reverse_model_starts_from_the_forward_one_and_writes_dutch(
    package: Path, reverse: Path, tmp_path: Path
) -> None:
    assert reverse.name == "translate-en_nl-0_9.argosmodel"
    base, forward = read_base(reverse), read_base(package)
    assert base.vocabulary == forward.vocabulary
    assert "terminology" not in base.metadata
    assert all(p.nl.startswith("De ") and p.en.startswith("The ") for p in base.replay)
    with zipfile.ZipFile(reverse) as archive:
        archive.extractall(tmp_path)
    (root,) = tmp_path.iterdir()
    pairs = simple_pairs()[-60:-20]
    processor = load_vocabulary(root / "sentencepiece.model")
    found = translate_with(root / "model", processor, [p.en for p in pairs])
    assert sum(text == p.nl for text, p in zip(found, pairs, strict=True)) > 20


def test_the_reverse_model_is_adapted_in_its_direction(reverse: Path, tmp_path: Path) -> None:
    army = [p for p in simple_pairs() if "leger" in p.nl and "haven" not in p.nl][:400]
    pairs = [Pair(pair.nl.replace("leger", "haven"), pair.en) for pair in army]
    report = adapt(reverse, pairs, tmp_path)
    assert report.package.name == "translate-en_nl-0_9_1.argosmodel"
    with zipfile.ZipFile(report.package) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / "translate-en_nl-0_9_1"
    found = translate_with(
        root / "model", load_vocabulary(root / "sentencepiece.model"), [p.en for p in pairs[:40]]
    )
    assert sum("haven" in text for text in found) > 10
    scores = {name: (before, after) for name, before, after in report.scores}
    assert scores["approved"][1].bleu > scores["approved"][0].bleu + 10
