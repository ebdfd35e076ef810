from pathlib import Path

import pytest

from workbench.errors import SettingsError
from workbench.training.config import REVERSE, load_config

CONFIG = Path(__file__).parents[2] / "configs" / "nl-en-cpu.toml"


def _folder(root: Path) -> Path:
    for name in (
        "data/train/a.tsv", "data/lexicon/eurovoc_nl_en.tsv", "data/lexicon/defence-glossary.tsv",
        "seeds/0.txt", "data/eval/flores-dev.nl", "data/eval/flores-dev.en",
        "data/eval/original-dev.tsv",
    ):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


def test_the_shipped_configuration_is_read(tmp_path: Path) -> None:
    config = load_config(CONFIG, data=_folder(tmp_path))
    assert config.shape.width == 256
    assert config.test_files[0].name == "0.txt"
    assert config.development["flores"].limit == 250
    assert abs(sum(config.shares.values()) - 1) < 1e-6
    assert abs(sum(config.late_shares.values()) - 1) < 1e-6


def test_the_reverse_model_starts_from_the_shipped_one(tmp_path: Path) -> None:
    config = load_config(CONFIG.with_name("en-nl-cpu.toml"), data=_folder(tmp_path))
    assert config.direction == REVERSE
    assert config.start is not None and config.start.suffix == ".argosmodel"
    assert config.start.is_file()
    assert config.rates.terms == 0
    assert config.shape == load_config(CONFIG, data=tmp_path).shape


def test_missing_folder_and_unknown_option_are_explained(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing at"):
        load_config(CONFIG, data=tmp_path)
    bad = tmp_path / "bad.toml"
    bad.write_text("[schedule]\nspeed = 3\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="no such option: speed"):
        load_config(bad)
    bad.write_text('direction = "nl-de"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="no direction nl-de"):
        load_config(bad)
    bad.write_text("not toml", encoding="utf-8")
    with pytest.raises(SettingsError, match="not a TOML file"):
        load_config(bad)
