import argparse
from importlib.util import find_spec

import pytest

from workbench.cli import train
from workbench.errors import SettingsError


def _parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser()
    train.register(root.add_subparsers(required=True))
    return root


def test_both_commands_are_there() -> None:
    options = _parser().parse_args(["train", "--config", "a.toml", "--out", "b"])
    assert options.version == ""
    options = _parser().parse_args(["adapt", "--corpus", "a", "--base", "b", "--out", "c"])
    assert options.passes == 6


@pytest.mark.skipif(find_spec("torch") is not None, reason="the train extra is installed")
def test_without_the_extra_the_message_says_what_to_install() -> None:
    options = _parser().parse_args(["train", "--config", "a.toml", "--out", "b"])
    with pytest.raises(SettingsError) as error:
        options.func(options)
    assert "[train]" in error.value.fix
