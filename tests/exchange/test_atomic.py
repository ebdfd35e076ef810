"""A file takes its place whole, whatever stands there, and whatever it is called."""

import os
from pathlib import Path

import pytest

from workbench.errors import StoreError
from workbench.exchange.base import atomic


@pytest.mark.parametrize("name", [f"{'x' * 251}.tmx", f"{'é' * 125}.tmx"])
def test_the_longest_name_that_a_disk_takes(name: str, tmp_path: Path) -> None:
    with atomic(tmp_path / name) as file:
        file.write(b"whole")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [(name, b"whole")]


def test_a_name_that_is_too_long_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught, atomic(tmp_path / f"{'x' * 252}.tmx") as file:
        file.write(b"whole")
    assert caught.value.fix == "Choose a shorter name"
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link.tmx").symlink_to(Path("data") / "real.tmx")
    with atomic(tmp_path / "link.tmx") as file:
        file.write(b"new")
    assert (tmp_path / "link.tmx").is_symlink()
    assert (tmp_path / "data" / "real.tmx").read_bytes() == b"new"


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "round").symlink_to("round")
    for name in ("pipe", "folder", "round"):
        with pytest.raises(StoreError), atomic(tmp_path / name) as file:
            file.write(b"new")
    assert (tmp_path / "pipe").is_fifo()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["folder", "pipe", "round"]
