"""Variants of a training side by side."""

from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("eflomal")

from tests.training.conftest import simple_pairs
from workbench.cli.main import main
from workbench.errors import SettingsError
from workbench.training import alignments
from workbench.training.comparison import (
    VariantResult,
    compare,
    hardened,
    load_variants,
    table,
)
from workbench.training.prepare import Aligned

SHIPPED = Path(__file__).parents[2] / "configs" / "nl-en-craft.toml"
BASE = """
data = ["train"]
shipped_pairs = false
dropout = 0.0
[shape]
vocabulary = 320
width = 32
heads = 4
feed_forward = 64
encoder_layers = 1
decoder_layers = 1
[schedule]
update_pieces = 400
micro_pieces = 200
chunk_pieces = 4000
sample = 0.0
[development.flores]
nl = "dev.tsv"
"""
VARIANTS = """
base = "base.toml"
[common.schedule]
updates = 12
[[variant]]
name = "control"
[[variant]]
name = "hardly any"
[variant.schedule]
updates = 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [f"{p.nl}\t{p.en}\n" for p in simple_pairs()]
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "original-toy.tsv").write_text("".join(rows[:800]), encoding="utf-8")
    (tmp_path / "dev.tsv").write_text("".join(rows[-40:]), encoding="utf-8")
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")
    (tmp_path / "variants.toml").write_text(VARIANTS, encoding="utf-8")
    return tmp_path


def _aligned(nl: str, en: str) -> Aligned:
    return Aligned(tuple(alignments.tokens(nl)), tuple(alignments.tokens(en)), (), ())


def test_variants_change_the_base_option_by_option(folder: Path) -> None:
    control, other = load_variants(folder / "variants.toml")
    assert (control.name, other.name) == ("control", "hardly any")
    assert control.config.schedule.updates == 12
    assert other.config.schedule.updates == 1
    assert other.config.schedule.update_pieces == 400


def test_a_table_that_cannot_be_read_is_explained(folder: Path) -> None:
    path = folder / "variants.toml"
    path.write_text('base = "base.toml"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="variant is missing"):
        load_variants(path)
    path.write_text("no", encoding="utf-8")
    with pytest.raises(SettingsError, match="not a TOML file"):
        load_variants(path)
    path.write_text('base = "base.toml"\n[[variant]]\nname = "a"\nspeed = 1\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="no such option: speed"):
        load_variants(path)


def test_names_of_variants_are_names_of_folders(folder: Path) -> None:
    path = folder / "variants.toml"
    for names in (["a", "a"], ["../a"], []):
        rows = "".join(f'[[variant]]\nname = "{name}"\n' for name in names) or "variant = []\n"
        path.write_text('base = "base.toml"\n' + rows, encoding="utf-8")
        with pytest.raises(SettingsError, match="name of its own"):
            load_variants(path)
    path.write_text('base = "base.toml"\n[variant]\nname = "a"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="tables in a list"):
        load_variants(path)


def test_what_cannot_be_is_said_before_anything_is_trained(folder: Path) -> None:
    control, other = load_variants(folder / "variants.toml")
    with pytest.raises(SettingsError, match="no development set news"):
        compare([control, other], folder / "out", development="news")
    arguments = ["train", "--compare", str(folder / "variants.toml"), "--out", str(folder / "out")]
    assert main([*arguments, "--version", "2.0"]) != 0
    assert not (folder / "out").exists()


def test_the_shipped_table_changes_one_thing_at_a_time(tmp_path: Path) -> None:
    from tests.training.test_config import _folder

    control, *others = load_variants(SHIPPED, data=_folder(tmp_path))
    assert control.name == "control"
    assert len({v.name for v in others}) == len(others)
    for variant in others:
        changed = [
            name for name in ("seed", "dropout", "rates", "schedule", "shares", "late_shares")
            if getattr(variant.config, name) != getattr(control.config, name)
        ]  # fmt: skip
        assert changed in (
            ["seed"], ["dropout"], ["rates"], ["schedule"], ["shares", "late_shares"]
        )  # fmt: skip


def test_hard_sets_are_what_they_are_called() -> None:
    pairs = [
        _aligned(
            "Volgens Brekelmans kost het 'veel' geld.", "According to Brekelmans it costs much."
        ),
        _aligned("Het officiële vredesplan mislukte.", "The official peace plan failed."),
    ]
    hard = hardened(pairs)
    assert "".join(hard["capitals"][0].source).isupper()
    assert not any(p.target[-1] == "." for p in hard["no full stop"])
    assert len(hard["no accents"]) == 1
    assert "officiele" in "".join(hard["no accents"][0].source)
    assert all("-" in "".join(p.source) for p in hard["hyphens"])
    assert len(hard["two sentences"]) == 1
    assert "Brekelmans" not in "".join(hard["names, numbers"][0].source)


def test_the_command_trains_every_variant_and_scores_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", "--compare", str(folder / "variants.toml"), "--out", str(folder / "out")]
    assert main(arguments) == 0
    head, _, control, other = capsys.readouterr().out.strip().splitlines()
    assert head.startswith("| variant | loss | BLEU | chrF2 | p | capitals |")
    assert control.startswith("| control |") and other.startswith("| hardly any |")
    # Twelve updates teach more than one.
    assert float(control.split("|")[2]) < float(other.split("|")[2])
    assert not control.split("|")[5].strip()
    assert 0 < float(other.split("|")[5]) <= 1
    assert (folder / "out" / "hardly any" / "checkpoint.pt").exists()
    # The same once more is only scored; other settings want another folder.
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip().splitlines()[2] == control
    changed = VARIANTS.replace("updates = 12", "updates = 13")
    (folder / "variants.toml").write_text(changed, encoding="utf-8")
    assert main(arguments) != 0
    assert "other settings" in capsys.readouterr().err


def test_a_table_names_every_hard_set() -> None:
    rows = [VariantResult("control", 2.0, 10.0, 40.0, None, {"capitals": 30.0})]
    assert table(rows).splitlines()[2] == "| control | 2.000 | 10.00 | 40.00 |  | 30.0 |"
