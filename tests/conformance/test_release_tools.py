"""From the sample documents to a release that other tools load."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from translate.storage import tmx

from tests.conformance import omegat
from tests.conformance.conftest import installed
from tests.conformance.test_tmx_tools import DTD
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.exchange.base import Options, reader
from workbench.exchange.tmx_check import check_tmx

pytestmark = pytest.mark.conformance

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
EACH = 8
"""Segments of each document that are translated by hand and approved."""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the sample documents, some of whose segments were translated and approved."""
    folder = tmp_path_factory.mktemp("release")
    environment = {**os.environ, "WORKBENCH_HOME": str(folder / "home")}

    def workbench(*arguments: str | Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "workbench.cli.main", *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    workbench("ingest", *SEEDS)
    database = Database.open(f"sqlite:///{folder / 'home' / 'workbench.db'}")
    for document in documents.listing(database):
        found = [row for row in rows.rows(database, document.id, limit=200) if row.translatable]
        plain = [row for row in found if not any(map(str.isdigit, row.source))][:EACH]
        segments.save_many(
            database,
            [
                segments.Edit(
                    row.id,
                    row.version,
                    english(document.id, row.position),
                    SegmentStatus.APPROVED,
                )
                for row in plain
            ],
            author="anna",
        )
    database.close()
    workbench("release", folder / "out", "--gate", "ratio=off", "--licence", "CC0-1.0")
    return folder / "out"


def english(document: int, position: int) -> str:
    """Return a line for each segment, without figures and different from all others."""
    names = [chr(ord("a") + number % 26) * (1 + number // 26) for number in (document, position)]
    return f"The reviewer wrote this line for {' and '.join(names)} and that is all."


def pairs(released: Path) -> dict[str, str]:
    return {
        unit.source.text: unit.target.text
        for path in sorted(released.glob("*.tmx"))
        for unit in reader("tmx").read(path, Options())
    }


def test_the_release_is_whole_and_valid(released: Path) -> None:
    names = {path.name for path in released.iterdir()}
    assert names == {"train.tmx", "dev.tmx", "test.tmx", "rejected.tsv", "README.md", "SHA256SUMS"}
    assert len(pairs(released)) > 15
    dtd = etree.DTD(str(DTD))
    for path in released.glob("*.tmx"):
        assert list(check_tmx(path)) == []
        assert dtd.validate(etree.parse(str(path))), dtd.error_log


def test_translate_toolkit_loads_the_release(released: Path) -> None:
    found = {}
    for path in released.glob("*.tmx"):
        with path.open("rb") as file:
            found |= {unit.source: unit.target for unit in tmx.tmxfile(file, "nl", "en").units}
    assert found == pairs(released)


@installed("omegat", "omegat")
def test_omegat_translates_the_samples_with_the_release(
    released: Path, tool: Callable[..., str], tmp_path: Path
) -> None:
    wanted = pairs(released)
    memories = sorted(released.glob("*.tmx"))
    found = omegat.translate(tool, tmp_path / "project", memories, list(wanted))
    assert found == list(wanted.values())
