"""The campaign begins from files that are valid, or it would fuzz nothing but a refusal."""

import zipfile
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", list(TARGETS))
def test_the_first_seed_of_every_reader_is_read(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    for part in ("seeds", "in"):
        (tmp_path / part).mkdir()
    first, *more = target.inputs(tmp_path / "seeds")
    path = tmp_path / "in" / f"input{target.suffix}"
    path.write_bytes(target.content(first, tmp_path / "seeds"))
    target.read(path)
    if target.archive:
        assert zipfile.is_zipfile(path)
        # A member by itself stands for the archive with that member in it.
        path.write_bytes(target.content(more[0], tmp_path / "seeds"))
        target.read(path)
