"""``workbench restore``: a backup into a new or empty home."""

import argparse
from pathlib import Path

from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "restore",
        help="put a backup into a new or empty home",
        description="Put a backup into the home that WORKBENCH_HOME names and the database that "
        "WORKBENCH_DATABASE names. A store that holds work is never overwritten.",
    )
    command.add_argument("file", type=Path, help="the backup")
    command.add_argument(
        "--check", action="store_true", help="only read it and compare all checksums"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_restore)


def _restore(options: argparse.Namespace) -> int:
    from workbench.cli.backup import describe
    from workbench.engine.packages import PackageStore
    from workbench.workflow.backup import restore
    from workbench.workflow.backup_file import inspect

    settings = Settings.load()
    if options.check:
        print(describe(inspect(options.file), "is whole", as_json=options.json))
        return 0
    info = restore(settings, options.file)
    print(describe(info, f"restored into {settings.home}", as_json=options.json))
    if not options.json:
        present = {package.name for package in PackageStore(settings.packages).list()}
        for package in info.packages:
            if package["name"] not in present:
                print(f"Not in the backup, install it yourself: package {package['name']}")
    return 0
