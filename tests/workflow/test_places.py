"""Exports, releases and backups go where they are told to, whatever is there and its name."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.workflow.release_kit import GOOD, ONE, store
from workbench.corpus.database import Database
from workbench.errors import StoreError
from workbench.settings import Settings
from workbench.workflow.backup import back_up
from workbench.workflow.export import export_units
from workbench.workflow.export_documents import export_documents
from workbench.workflow.release import release

Write = Callable[[Database, Path], object]


def _backed_up(database: Database, path: Path) -> object:
    home = Path(database.name.removeprefix("sqlite:///")).parent
    return back_up(Settings(home=home, database=database.name, glossaries=home / "none"), path)


def _again(database: Database, path: Path) -> object:
    return release(database, path, ONE, replace=True)


FILES = {
    "units": (export_units, ".tmx"),
    "documents": (export_documents, ".zip"),
    "release": (_again, ".zip"),
    "backup": (_backed_up, ".zip"),
}
FOLDERS = {"documents-folder": (export_documents, ""), "release-folder": (_again, "")}

in_files = pytest.mark.parametrize(("write", "ending"), FILES.values(), ids=FILES)
everywhere = pytest.mark.parametrize(
    ("write", "ending"), (FILES | FOLDERS).values(), ids=FILES | FOLDERS
)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Database]:
    """A store with a document of three approved segments, in a folder of its own."""
    home = tmp_path / "home"
    home.mkdir()
    database = Database.open(f"sqlite:///{home / 'store.db'}")
    store(database, "brug.txt", GOOD)
    yield database
    database.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The empty folder to write into."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@everywhere
@pytest.mark.parametrize("name", [b"caf\xe9", f"{'é' * 125}".encode()], ids=["latin-1", "longest"])
def test_any_name_that_the_disk_takes(
    name: bytes, write: Write, ending: str, filled: Database, out: Path
) -> None:
    path = out / (os.fsdecode(name) + ending)
    write(filled, path)
    assert list(out.iterdir()) == [path]


@pytest.mark.parametrize("command", ["export -o", "release --split none", "backup"])
def test_a_name_that_is_no_utf8_is_printed(command: str, filled: Database, out: Path) -> None:
    home = Path(filled.name.removeprefix("sqlite:///")).parent
    path = out / (os.fsdecode(b"caf\xe9") + (".tmx" if "export" in command else ".zip"))
    done = subprocess.run(
        [sys.executable, "-m", "workbench.cli.main", *command.split(), path],
        env=os.environ
        | {"WORKBENCH_HOME": str(home), "WORKBENCH_DATABASE": filled.name}
        | {"PYTHONIOENCODING": "utf-8:strict"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert os.fsencode(path) in done.stdout
    assert list(out.iterdir()) == [path]


@everywhere
def test_a_name_that_is_too_long_is_said_to_be(
    write: Write, ending: str, filled: Database, out: Path
) -> None:
    with pytest.raises(StoreError) as caught:
        write(filled, out / f"{'x' * 300}{ending}")
    assert caught.value.fix == "Choose a shorter name"
    assert list(out.iterdir()) == []


@everywhere
def test_a_link_stays_one(
    write: Write, ending: str, filled: Database, out: Path, tmp_path: Path
) -> None:
    link, real = out / f"link{ending}", tmp_path / f"real{ending}"
    link.symlink_to(real)
    for _ in ("where nothing is", "where the last one is"):
        write(filled, link)
        assert link.is_symlink()
        assert real.exists() and not real.is_symlink()
        assert list(out.iterdir()) == [link]
        if write is export_documents and not ending:
            # An export of documents wants a new or empty folder.
            break


@everywhere
def test_a_pipe_is_neither_opened_nor_replaced(
    write: Write, ending: str, filled: Database, out: Path
) -> None:
    pipe, link = out / f"pipe{ending}", out / f"link{ending}"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        with pytest.raises(StoreError, match="no file"):
            write(filled, path)
    assert pipe.is_fifo()
    assert sorted(out.iterdir()) == [link, pipe]


@in_files
def test_a_folder_is_not_replaced_by_a_file(
    write: Write, ending: str, filled: Database, out: Path
) -> None:
    folder = out / f"folder{ending}"
    folder.mkdir()
    (folder / "mine").write_text("kept")
    with pytest.raises(StoreError):
        write(filled, folder)
    assert (folder / "mine").read_text() == "kept"


@everywhere
def test_a_link_to_itself_is_left(write: Write, ending: str, filled: Database, out: Path) -> None:
    link = out / f"round{ending}"
    link.symlink_to(link)
    with pytest.raises(StoreError):
        write(filled, link)
    assert list(out.iterdir()) == [link]
