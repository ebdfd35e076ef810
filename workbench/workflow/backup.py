"""A whole workbench in one file, and out of it again on any machine and database.

A backup is a ZIP: ``manifest.json`` (what is in it, with checksums), ``tables/*.jsonl`` (the
store), ``glossaries/*`` and ``settings.json``; the list of installed packages, and the packages
themselves if they are wanted. Restoring goes into an empty store only. The store is committed as
the very last step, so a restore that is cut short can simply be run again.
"""

import hashlib
import json
import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench import __version__
from workbench.corpus import backup as tables
from workbench.corpus.database import Database
from workbench.engine.contents import STAMP
from workbench.engine.packages import PackageStore
from workbench.errors import StoreError
from workbench.exchange import base
from workbench.settings import Settings
from workbench.workflow.backup_file import (
    FORMAT,
    MANIFEST,
    SETTINGS,
    BackupInfo,
    inspect,
    is_backup,
    opened,
    reading,
    table_lines,
)

__all__ = ["back_up", "restore"]

_STAGING = ".restore-"
_BLOCK = 1 << 20
_LOCAL = frozenset({"home", "database", "glossaries"})
"""Settings that name places on one machine, and may hold a password: they stay there."""


def back_up(
    settings: Settings,
    path: Path,
    *,
    packages: bool = False,
    step: Callable[[int], None] | None = None,
) -> BackupInfo:
    """Write everything into one file, consistent while people work, and check what was written.

    Args:
        settings: Of the workbench to save.
        path: The file; an earlier backup there is replaced when the new one was read and is whole.
        packages: Whether to include the installed packages, not only their names.
        step: Called with the number of rows after each batch.

    Raises:
        StoreError: The store or another file can't be read, something else is at ``path``, or
            it can't be written.
        FormatError: What was written is not what was meant; an earlier backup stays.
    """
    place = base.place_for(path, folder=True)
    if place.exists() and not is_backup(place):
        raise StoreError(
            "there is something else than a backup here",
            where=str(path),
            fix="Choose another file",
        )
    if not place.parent.is_dir():
        raise StoreError("there is no such folder", where=str(place.parent), fix="Make it first")
    checked: list[BackupInfo] = []
    database = Database(settings.database)
    try:
        with (
            _folder_beside(place) as folder,
            tables.snapshot(database, folder) as connection,
            base.atomic(place, check=lambda new: checked.append(inspect(new))) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):

            def sink(name: str, lines: Iterable[bytes]) -> None:
                with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
                    for line in lines:
                        member.write(line)

            contents = tables.dump(connection, sink, step=step)
            written = dict(_put_files(archive, settings, packages=packages))
            manifest = {
                "format": FORMAT,
                "version": __version__,
                "created": datetime.now(UTC).isoformat(),
                "schema": contents.schema,
                "tables": [asdict(table) for table in contents.tables],
                "files": written,
                "packages": _package_list(settings),
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    finally:
        database.close()
    return replace(checked[0], path=path)


def restore(
    settings: Settings, path: Path, *, step: Callable[[int], None] | None = None
) -> BackupInfo:
    """Put a backup into an empty store and home.

    The glossaries go into ``glossaries`` in the home folder, and its ``workbench.toml`` names
    that folder; the database and the home stay those of ``settings``. Packages that are in the
    backup are installed.

    Args:
        settings: Of the new place.
        path: The backup.
        step: Called with the number of rows after each batch.

    Raises:
        StoreError: The store, the settings file or the glossary folder there is not empty, or
            the restored store is not what the backup says.
        FormatError: It is no backup, or damaged.
        InputError: The file can't be read.
        PackageError: A package in it is damaged.
    """
    info = inspect(path)
    database = Database(settings.database)
    try:
        tables.check(database, info.contents)
        settings.home.mkdir(parents=True, exist_ok=True)
        for leftover in settings.home.glob(f"{_STAGING}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        with (
            opened(path) as archive,
            tempfile.TemporaryDirectory(prefix=_STAGING, dir=settings.home) as folder,
        ):
            staged = Path(folder)
            _stage(archive, info, path, staged)
            _refuse_other_files(settings, staged)
            tables.load(
                database,
                info.contents,
                lambda name: table_lines(archive, name, path),
                before_commit=lambda: _place(settings, staged, info),
                step=step,
            )
    except OSError as error:
        raise StoreError(
            f"the backup can't be restored ({error.strerror or error})",
            where=str(settings.home),
            fix="Check the folder, its rights and the free space",
        ) from error
    finally:
        database.close()
    return info


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """Give a folder on the same disk as ``path``, gone afterwards."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=base.part_prefix(path), dir=path.parent))
    except OSError as error:
        raise base.unwritable(path, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put_files(
    archive: zipfile.ZipFile, settings: Settings, *, packages: bool
) -> Iterator[tuple[str, tuple[str, int]]]:
    """Write all files that are no tables; yield name, checksum and size of each."""
    glossaries = settings.glossaries
    for file in sorted(glossaries.iterdir()) if glossaries.is_dir() else ():
        if file.is_file() and not file.name.startswith("."):
            yield _put(archive, f"glossaries/{file.name}", file)
    toml = settings.home / "workbench.toml"
    kept = tomllib.loads(toml.read_text(encoding="utf-8")) if toml.is_file() else {}
    kept = {name: value for name, value in kept.items() if name not in _LOCAL}
    content = json.dumps(kept, indent=1).encode()
    archive.writestr(SETTINGS, content)
    yield SETTINGS, (hashlib.sha256(content).hexdigest(), len(content))
    if not packages:
        return
    for package in PackageStore(settings.packages).list():
        if package.embedded:
            continue
        # As an .argosmodel again, so that restoring installs it with all its checks.
        with tempfile.TemporaryFile() as packed:
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as inner:
                for file in sorted(package.folder.rglob("*")):
                    if file.is_file():
                        inside = file.relative_to(package.folder.parent).as_posix()
                        inner.write(file, inside)
            packed.seek(0)
            name = f"packages/{package.name}.argosmodel"
            digest, size = hashlib.sha256(), 0
            with archive.open(name, "w", force_zip64=True) as member:
                while block := packed.read(_BLOCK):
                    member.write(block)
                    digest.update(block)
                    size += len(block)
        yield name, (digest.hexdigest(), size)


def _put(archive: zipfile.ZipFile, name: str, file: Path) -> tuple[str, tuple[str, int]]:
    content = file.read_bytes()
    archive.writestr(name, content)
    return name, (hashlib.sha256(content).hexdigest(), len(content))


def _package_list(settings: Settings) -> list[dict[str, Any]]:
    return [
        {
            "name": package.name,
            "version": package.version,
            "sha256": package.sha256,
            "embedded": package.embedded,
        }
        for package in PackageStore(settings.packages).list()
    ]


def _stage(archive: zipfile.ZipFile, info: BackupInfo, path: Path, staged: Path) -> None:
    """Write the files of a backup into a folder of its own."""
    for name in info.files:
        target = staged / name
        target.parent.mkdir(exist_ok=True)
        with reading(archive, name, path) as member, target.open("wb") as file:
            shutil.copyfileobj(member, file)


def _refuse_other_files(settings: Settings, staged: Path) -> None:
    """Refuse a home that has glossaries or settings of its own; the same ones are fine."""
    toml = settings.home / "workbench.toml"
    wanted = {"workbench.toml": _toml(settings, staged).encode()}
    found = {"workbench.toml": toml.read_bytes()} if toml.is_file() else {}
    own, new = settings.home / "glossaries", staged / "glossaries"
    for folder, files in ((own, found), (new, wanted)):
        for file in folder.iterdir() if folder.is_dir() else ():
            files[f"glossaries/{file.name}"] = file.read_bytes() if file.is_file() else b""
    for name, content in found.items():
        if wanted.get(name) != content:
            raise StoreError(
                f"there is another {name} here already",
                where=str(settings.home),
                fix="Restore into a new home: set WORKBENCH_HOME to a new folder",
            )


def _place(settings: Settings, staged: Path, info: BackupInfo) -> None:
    """Move the files to where they belong; all of it can be done again after a crash."""
    store = PackageStore(settings.packages)
    known = {f"packages/{package['name']}.argosmodel": package for package in info.packages}
    for name in info.files:
        if name.startswith("packages/"):
            installed = store.install(staged / name)
            # Packed anew it has another checksum than the file it once came from, and its
            # translations would count as those of another engine.
            stamp = json.dumps({"sha256": known[name]["sha256"]})
            (installed.folder / STAMP).write_text(stamp, encoding="utf-8")
    new, own = staged / "glossaries", settings.home / "glossaries"
    if new.is_dir():
        shutil.rmtree(own, ignore_errors=True)
        new.rename(own)
    with base.atomic(settings.home / "workbench.toml") as file:
        file.write(_toml(settings, staged, own=own.is_dir()).encode())


def _toml(settings: Settings, staged: Path, *, own: bool | None = None) -> str:
    """Return the settings file of the restored home."""
    kept = json.loads((staged / SETTINGS).read_bytes())
    known = {field.name for field in fields(Settings)} - _LOCAL
    lines = [
        f"{name} = {json.dumps(value)}"
        for name, value in kept.items()
        if name in known and isinstance(value, str | int)
    ]
    if own or (own is None and (staged / "glossaries").is_dir()):
        lines.append(f"glossaries = {json.dumps(str(settings.home / 'glossaries'))}")
    return "".join(f"{line}\n" for line in lines)
