"""A backup is one state of the workbench, and comes back as it was in either database."""

import json
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.corpus.conftest import make_document
from tests.workflow.backup_kit import (
    dumped,
    here,
    other_schema,
    place,
    postgres_server,
    postgres_url,
    sqlite_home,
    url,
)
from workbench.cli.main import main
from workbench.corpus import documents, history, projects, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.migrations import run
from workbench.engine.packages import PackageStore
from workbench.errors import FormatError, StoreError
from workbench.settings import Settings
from workbench.workflow.backup import back_up, restore
from workbench.workflow.backup_file import inspect

__all__ = ["here", "postgres_server", "postgres_url", "sqlite_home", "url"]


@pytest.mark.parametrize("target", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_what_was_saved_comes_back_in_either_database(
    here: Settings, tmp_path: Path, target: str, request: pytest.FixtureRequest
) -> None:
    info = back_up(here, tmp_path / "backup.zip")
    assert (info.count("documents"), info.count("segments"), info.count("comments")) == (1, 4, 1)
    there = place(tmp_path)
    if target == "postgres":
        server = request.getfixturevalue("postgres_server")
        there = replace(there, database=other_schema(server))
    restored = restore(there, tmp_path / "backup.zip")
    assert restored == info
    before, after = dumped(here, tmp_path / "a"), dumped(there, tmp_path / "b")
    assert before == after
    assert sum(map(len, before.values())) == info.rows > 20

    database = Database.open(there.database)
    (document,) = documents.listing(database)
    row = rows.rows(database, document.id)[0]
    assert row.target == "Sentence 0 ✓"
    # Work goes on: history, ids and searching are those of the old place.
    history.redo(database, document.id, author="bert")
    assert rows.rows(database, document.id)[0].target == "Again."
    added = documents.add(database, make_document(["Nieuw."], sha256="ef" * 32)).document
    assert added.id == 3, "the id of the deleted document does not come back"
    database.close()
    loaded = Settings.load({"WORKBENCH_HOME": str(there.home)})
    assert (loaded.beam, loaded.glossaries) == (2, there.home / "glossaries")
    assert (loaded.glossaries / "terms.csv").read_text() == "nl,en\nvrede,peace\n"
    assert "secret" not in (there.home / "workbench.toml").read_text()
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert not any(b"secret" in archive.read(name) for name in archive.namelist())


def test_a_restored_text_index_finds_what_was_there(here: Settings, tmp_path: Path) -> None:
    from workbench.corpus.concordance import concordance

    back_up(here, tmp_path / "backup.zip")
    there = place(tmp_path)
    restore(there, tmp_path / "backup.zip")
    database = Database.open(there.database)
    assert len(concordance(database, "Sentence")) == 3
    database.close()


def test_a_backup_is_one_state_while_people_write(here: Settings, tmp_path: Path) -> None:
    """A writer gives two segments the same text in each transaction; no backup sees them differ."""
    database = Database.open(here.database)
    number = documents.add(
        database, make_document([f"Zin {n}." for n in range(300)], sha256="12" * 32)
    ).document.id
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            written += 1
            found = rows.rows(database, number, limit=300)
            edits = [segments.Edit(row.id, row.version, f"Text {written}") for row in found]
            segments.save_many(database, edits, author="anna")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(3):
            seen = written
            path = tmp_path / f"backup{n}.zip"
            back_up(here, path)
            with zipfile.ZipFile(path) as archive:
                lines = archive.read("tables/translations.jsonl").splitlines()
            texts = [json.loads(line)["text"] for line in lines]
            assert len({found for found in texts if found.startswith("Text ")}) <= 1
            restore(place(tmp_path, f"there{n}"), path)
            while written == seen and writer.is_alive():
                time.sleep(0.01)
    finally:
        stop.set()
        writer.join()
    assert written > 3, "the writer went on writing"
    database.close()


def test_a_store_with_work_is_never_overwritten(here: Settings, tmp_path: Path) -> None:
    back_up(here, tmp_path / "backup.zip")
    before = dumped(here, tmp_path / "a")
    with pytest.raises(StoreError, match="there is work in this store already"):
        restore(here, tmp_path / "backup.zip")
    assert dumped(here, tmp_path / "a") == before
    assert not list(here.home.glob(".restore*"))


@pytest.mark.parametrize("name", ["workbench.toml", "glossaries/terms.csv", "glossaries/own.csv"])
def test_other_files_are_never_overwritten(here: Settings, tmp_path: Path, name: str) -> None:
    back_up(here, tmp_path / "backup.zip")
    there = place(tmp_path)
    (there.home / "glossaries").mkdir(parents=True)
    (there.home / name).write_text("mine")
    with pytest.raises(StoreError, match=f"another {name} here already"):
        restore(there, tmp_path / "backup.zip")
    assert (there.home / name).read_text() == "mine"
    assert not (there.home / "workbench.db").exists()


def test_a_backup_replaces_only_a_backup(here: Settings, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    path.write_text("a letter")
    with pytest.raises(StoreError, match="something else than a backup here"):
        back_up(here, path)
    assert path.read_text() == "a letter"
    path.unlink()
    back_up(here, path)
    back_up(here, path)
    with pytest.raises(StoreError, match="no such folder"):
        back_up(here, tmp_path / "nowhere" / "backup.zip")
    assert [found.name for found in tmp_path.glob(".backup*")] == []


def test_an_earlier_backup_stays_until_the_new_one_was_read(
    here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "backup.zip"
    info = back_up(here, path)
    assert (info.path, info) == (path, inspect(path))
    before = path.read_bytes()

    def damaged(new: Path) -> None:
        assert new != path
        raise FormatError("the disk lost a bit", where=str(new))

    monkeypatch.setattr("workbench.workflow.backup.inspect", damaged)
    with pytest.raises(FormatError, match="lost a bit"):
        back_up(here, path)
    assert path.read_bytes() == before


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    tmp_path: Path, sqlite_home: Settings
) -> None:
    database = Database.open(sqlite_home.database)
    run.downgrade(database, "0001")
    fill_old(database)
    path = tmp_path / "old.zip"
    # As the earlier version would have done it: it knew of no later schema.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "migrate", lambda self: None)
        assert back_up(sqlite_home, path).contents.schema == "0001"
    database.close()
    there = place(tmp_path)
    restore(there, path)
    restored = Database.open(there.database)
    assert [project.name for project in projects.projects(restored)] == ["oud"]
    with restored.read() as session:
        version = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    assert version == run.HEAD
    restored.close()


def fill_old(database: Database) -> None:
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO projects (name, source_language, target_language, created)"
                " VALUES ('oud', 'nl', 'en', '2025-01-01 00:00:00')"
            )
        )


def test_installed_packages_travel_on_request(tmp_path: Path, sqlite_home: Settings) -> None:
    store = PackageStore(sqlite_home.packages)
    embedded = store.embedded()
    archive = tmp_path / "other-nl_en-1.argosmodel"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in embedded.folder.rglob("*"):
            if file.is_file() and file.name != "workbench.json":
                packed.write(file, Path("other-nl_en-1") / file.relative_to(embedded.folder))
    installed = store.install(archive)
    info = back_up(sqlite_home, tmp_path / "small.zip")
    told = [package["name"] for package in info.packages]
    assert (told[0], told[-1]) == (embedded.name, installed.name)
    assert not info.has_packages
    assert back_up(sqlite_home, tmp_path / "big.zip", packages=True).has_packages
    there = place(tmp_path)
    restore(there, tmp_path / "big.zip")
    assert PackageStore(there.packages).get(installed.name).sha256 == installed.sha256


def test_the_commands(
    here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (here.home / "workbench.toml").unlink()
    monkeypatch.setenv("WORKBENCH_HOME", str(here.home))
    monkeypatch.setenv("WORKBENCH_DATABASE", here.database)
    monkeypatch.setenv("WORKBENCH_GLOSSARIES", str(here.glossaries))
    path = str(tmp_path / "backup.zip")
    assert main(["backup", path]) == 0
    assert "written and checked: 1 document, 4 segments" in capsys.readouterr().out
    assert main(["restore", path]) == 1
    assert "there is work in this store already" in capsys.readouterr().err
    assert main(["restore", path, "--check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 1
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "there"))
    monkeypatch.delenv("WORKBENCH_DATABASE")
    monkeypatch.delenv("WORKBENCH_GLOSSARIES")
    assert main(["restore", path]) == 0
    assert f"restored into {tmp_path / 'there'}" in capsys.readouterr().out
    assert main(["restore", path + "x"]) == 1
    assert "can't be read" in capsys.readouterr().err
