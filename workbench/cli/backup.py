"""``workbench backup``: everything in one file, while people work."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.counts import counted
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.workflow.backup_file import BackupInfo

__all__ = ["describe", "register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "backup",
        help="save store, glossaries and settings in one file",
        description="Save everything in one file, consistent while people work. `workbench "
        "restore` puts it into a new home, on SQLite or PostgreSQL.",
    )
    command.add_argument("file", type=Path, help="the file to write, such as backup.zip")
    command.add_argument(
        "--packages", action="store_true", help="the installed packages too, not only their names"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_backup)


def _backup(options: argparse.Namespace) -> int:
    from workbench.workflow.backup import back_up

    info = back_up(Settings.load(), options.file, packages=options.packages)
    print(describe(info, "written and checked", as_json=options.json))
    return 0


def describe(info: "BackupInfo", what: str, *, as_json: bool) -> str:
    """Return what a command says about a backup.

    Args:
        info: The backup.
        what: What was done with it.
        as_json: Whether to say it as JSON.
    """
    glossaries = sum(name.startswith("glossaries/") for name in info.files)
    told = {
        "file": str(info.path),
        "created": info.created.isoformat(),
        "version": info.version,
        "schema": info.contents.schema,
        "documents": info.count("documents"),
        "segments": info.count("segments"),
        "revisions": info.count("revisions"),
        "rows": info.rows,
        "glossaries": glossaries,
        "packages": [package["name"] for package in info.packages],
        "with_packages": info.has_packages,
        "bytes": info.bytes,
    }
    if as_json:
        return json.dumps(told, indent=2)
    return (
        f"{info.path} {what}: {counted(info.count('documents'), 'document')}, "
        f"{counted(info.count('segments'), 'segment')}, "
        f"{counted(info.count('revisions'), 'revision')}, "
        f"{counted(glossaries, 'glossary file')}, "
        f"{info.bytes / 1e6:.1f} MB, made {info.created:%Y-%m-%d %H:%M} UTC"
    )
