"""The weights are what the script learns: it begins from nothing and measures apart."""

import json
import lzma
from pathlib import Path

import pytest

from workbench.align.block import BEAD_FEATURES, GAP_FEATURES
from workbench.align.parameters import PATH
from workbench.cli.main import main
from workbench.errors import InputError
from workbench.settings import Settings
from workbench.workflow import align_gold
from workbench.workflow.align_learn import learn

PAIRS = (Path(__file__).parent.parent / "data" / "align_pairs.tsv").read_text(encoding="utf-8")


@pytest.fixture
def lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of data with two short texts to learn from."""
    monkeypatch.setattr(align_gold, "_LINES", 14)
    folder = tmp_path / "data"
    (folder / "train").mkdir(parents=True)
    lines = [line for line in PAIRS.splitlines() if len(line.partition("\t")[0]) >= 15]
    for name, chosen in (("original-reportage", lines[:14]), ("software-d365", lines[14:28])):
        # The first hundred lines of a file are never learned from.
        text = "\n".join([lines[0]] * 100 + chosen) + "\n"
        with lzma.open(folder / "train" / f"{name}.tsv.xz", "wt", encoding="utf-8") as file:
            file.write(text)
    return folder


def test_both_sets_are_learned_and_measured_apart(
    lessons: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "weights.json"
    assert main(["align", "learn", str(lessons), "-o", str(out)]) == 0
    told = capsys.readouterr().out
    assert "nl-en made" in told
    assert "cross-validated" in told
    assert "nl-en made, MT" in told
    table = json.loads(out.read_text(encoding="utf-8"))
    for part in table.values():
        assert set(part["bead"]) == set(BEAD_FEATURES)
        assert set(part["gap"]) == set(GAP_FEATURES)
        assert 0.5 < part["temperature"] < 2
        assert 0 <= part["slope"] <= 5
        # More in common is better, whatever the texts.
        assert part["bead"]["bridge"] + part["bead"]["bridge_size"] > 0
        assert part["bead"]["length"] < 0


def test_the_weights_of_the_package_have_every_feature() -> None:
    for part in json.loads(PATH.read_text(encoding="utf-8")).values():
        assert set(part["bead"]) == set(BEAD_FEATURES)
        assert set(part["gap"]) == set(GAP_FEATURES)


def test_a_folder_without_lessons_is_said(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(InputError, match="nothing to learn from"):
        learn(tmp_path, settings=settings, report=print)
