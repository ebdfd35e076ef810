"""The same corpus gives the same release: in another process, time zone, database and machine."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.backup_kit import other_schema, place, postgres_server
from tests.workflow.release_kit import BAD, GOOD, filled, store
from workbench.corpus.database import Database
from workbench.settings import Settings
from workbench.workflow.backup import back_up, restore
from workbench.workflow.release import release
from workbench.workflow.release_plan import ReleaseOptions

__all__ = ["postgres_server"]

OPTIONS = ReleaseOptions(split=(60, 20, 20), licence="CC-BY-4.0")


@pytest.fixture
def corpus(settings: Settings, database: Database) -> Settings:
    filled(database, 6)
    store(database, "nota.txt", [*GOOD, *BAD])
    return settings


def released(settings: Settings, out: Path) -> dict[str, bytes]:
    database = Database.open(settings.database)
    release(database, out, OPTIONS)
    database.close()
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_another_process_with_other_surroundings(corpus: Settings, tmp_path: Path) -> None:
    found = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        out = tmp_path / f"{seed}.zip"
        subprocess.run(
            [
                *(sys.executable, "-m", "workbench.cli.main", "release", str(out)),
                *("--split", "60,20,20", "--licence", "CC-BY-4.0"),
            ],
            env={
                **os.environ,
                "WORKBENCH_HOME": str(corpus.home),
                "PYTHONHASHSEED": seed,
                "TZ": zone,
                "LC_ALL": "C",
            },
            check=True,
        )
        found.append(out.read_bytes())
    assert found[0] == found[1]


@pytest.mark.parametrize("target", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_the_corpus_moved_in_one_file(
    corpus: Settings, tmp_path: Path, target: str, request: pytest.FixtureRequest
) -> None:
    before = released(corpus, tmp_path / "before")
    assert {"train.tmx", "dev.tmx", "test.tmx", "rejected.tsv"} < set(before)
    back_up(corpus, tmp_path / "moved.zip")
    there = place(tmp_path)
    if target == "postgres":
        there = replace(there, database=other_schema(request.getfixturevalue("postgres_server")))
    restore(there, tmp_path / "moved.zip")
    assert released(there, tmp_path / "after") == before
