"""A backup that is damaged, and a restore that is killed: nothing half is there after it."""

import json
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflow.backup_kit import (
    dumped,
    fill,
    here,
    other_schema,
    place,
    postgres_server,
    postgres_url,
    sqlite_home,
    url,
)
from workbench.corpus import backup as tables
from workbench.corpus.database import Database
from workbench.errors import FormatError, InputError, SecurityError, StoreError
from workbench.settings import Settings
from workbench.workflow.backup import back_up, restore
from workbench.workflow.backup_file import inspect

__all__ = ["here", "postgres_server", "postgres_url", "sqlite_home", "url"]


def rewritten(path: Path, changes: dict[str, bytes | None]) -> bytes:
    """Return a backup with some members changed, or left out."""
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target.read_bytes()


def test_a_name_in_the_zip_that_is_no_utf8_is_said(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("é.json", "{}")
    data = bytearray(path.read_bytes())
    data[data.rfind("é".encode())] = 0xFF
    path.write_bytes(data)
    with pytest.raises(FormatError, match="damaged"):
        inspect(path)


def test_a_damaged_backup_is_refused_and_nothing_is_restored(
    here: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "backup.zip"
    back_up(here, path)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        segment_lines = archive.read("tables/segments.jsonl")
        manifest = json.loads(archive.read("manifest.json"))
    evil = {**manifest, "files": {**manifest["files"], "glossaries/../../x": ["0" * 64, 1]}}
    newer = {**manifest, "schema": "9999"}
    cases: list[tuple[bytes, type[Exception], str]] = [
        (b"a letter", FormatError, "damaged"),
        (b"", FormatError, "damaged"),
        (whole[: len(whole) // 2], FormatError, "damaged"),
        (whole[:-30], FormatError, "damaged"),
        (whole[:200] + bytes(60) + whole[260:], FormatError, "damaged|no backup"),
        (rewritten(path, {"tables/segments.jsonl": None}), FormatError, "damaged"),
        (
            rewritten(path, {"tables/segments.jsonl": segment_lines.replace(b"Twee", b"Zwei")}),
            FormatError,
            "damaged .table 'segments'",
        ),
        (
            rewritten(path, {"tables/segments.jsonl": segment_lines.splitlines(True)[0]}),
            FormatError,
            "damaged",
        ),
        (rewritten(path, {"glossaries/terms.csv": b"nl,en\n"}), FormatError, "damaged .glossar"),
        (rewritten(path, {"manifest.json": None}), FormatError, "is no backup"),
        (rewritten(path, {"manifest.json": b"{}"}), FormatError, "is no backup"),
        (rewritten(path, {"manifest.json": b"[" * 10000}), FormatError, "is no backup"),
        (rewritten(path, {"manifest.json": json.dumps(evil).encode()}), SecurityError, "names a"),
        (rewritten(path, {"manifest.json": json.dumps(newer).encode()}), StoreError, "newer"),
    ]
    for number, (content, error, message) in enumerate(cases):
        case = tmp_path / f"case{number}.zip"
        case.write_bytes(content)
        there = place(tmp_path, f"there{number}")
        with pytest.raises(error, match=message):
            restore(there, case)
        assert not (there.home / "glossaries").exists()
        assert not (there.home / "workbench.toml").exists()
    with pytest.raises(InputError, match="can't be read"):
        inspect(tmp_path / "nowhere.zip")


def test_a_flipped_bit_is_found_wherever_it_changes_anything(
    tmp_path: Path, sqlite_home: Settings
) -> None:
    """What is not found is a date or the like in the ZIP: all content is what it was."""
    database = Database.open(sqlite_home.database)
    fill(database)
    database.close()
    path, case = tmp_path / "backup.zip", tmp_path / "case.zip"
    info = back_up(sqlite_home, path)
    whole = path.read_bytes()
    # The end of the ZIP says where everything is; elsewhere every seventeenth byte will do.
    places = [*range(0, len(whole), 17), *range(len(whole) - 22, len(whole))]
    found = 0
    for at in places:
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        case.write_bytes(changed)
        try:
            assert inspect(case) == replace(info, path=case)
        except InputError:
            found += 1
    assert found > len(places) / 2


KILLED = """
import os, signal, sys
from pathlib import Path
from workbench.settings import Settings
from workbench.workflow import backup

settings = Settings(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[1]) / "none")
steps = 0

def step(rows):
    global steps
    steps += 1
    if steps == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[4] == "placed":
    whole = backup._place
    def placed(*arguments):
        whole(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)
    backup._place = placed
    step = None
backup.restore(settings, Path(sys.argv[3]), step=step)
"""


@pytest.mark.parametrize("when", ["1", "4", "12", "placed"])
def test_a_killed_restore_leaves_nothing_half_and_can_be_repeated(
    here: Settings, tmp_path: Path, when: str, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "backup.zip"
    back_up(here, path)
    there = place(tmp_path)
    if "postgres" in here.database:
        server = request.getfixturevalue("postgres_server")
        there = replace(there, database=other_schema(server))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(there.home), there.database, str(path), when],
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    database = Database(there.database)
    assert tables.is_empty(database)
    database.close()
    restore(there, path)
    assert dumped(there, tmp_path / "b") == dumped(here, tmp_path / "a")
    assert not list(there.home.glob(".restore*"))
