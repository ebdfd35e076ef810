"""A disk that is full in the middle: an error that says so and where, and nothing half."""

import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.workflow.release_kit import ONE, store
from workbench.corpus.database import Database
from workbench.errors import StoreError, WorkbenchError
from workbench.settings import Settings
from workbench.workflow.backup import back_up
from workbench.workflow.export import export_units
from workbench.workflow.export_documents import export_documents
from workbench.workflow.release import preview, release


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as on a disk with no more room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _backed_up(database: Database, out: Path) -> object:
    settings = Settings(home=out.parent, database=database.name, glossaries=out.parent / "none")
    return back_up(settings, out / "backup.zip")


@pytest.mark.parametrize(
    "write",
    [
        lambda database, out: export_units(database, out / "x.tmx"),
        lambda database, out: export_units(database, out / "x.xlsx"),
        lambda database, out: export_units(database, out / "x.zip"),
        lambda database, out: export_documents(database, out / "each"),
        lambda database, out: export_documents(database, out / "each.zip"),
        lambda database, out: release(database, out / "release", ONE),
        lambda database, out: release(database, out / "release.zip", ONE),
        _backed_up,
    ],
    ids=["tmx", "xlsx", "moses", "folder", "zip", "release", "release-zip", "backup"],
)
def test_nothing_half_is_left(write: Callable[[Database, Path], object], tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'store.db'}")
    words = [f"{n:x}{n * n:x}" for n in range(3000)]
    pairs = [(f"Zin {word}.", f"Line {word}.", "approved") for word in words]
    store(database, "lang.txt", pairs)
    out = tmp_path / "out"
    out.mkdir()
    with full_at(8192), pytest.raises(WorkbenchError) as caught:
        write(database, out)
    assert isinstance(caught.value, StoreError)
    # A workbook is made in the folder for temporary files, all others beside their place.
    assert caught.value.where.startswith((str(out), tempfile.gettempdir()))
    assert caught.value.fix
    assert list(out.iterdir()) == []
    database.close()


def test_a_preview_needs_room_too(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'store.db'}")
    store(database, "lang.txt", [(f"Zin {n}.", f"Line {n}.", "approved") for n in range(500)])
    with full_at(8192), pytest.raises(StoreError, match="can't be kept on disk"):
        preview(database, ONE)
    database.close()
