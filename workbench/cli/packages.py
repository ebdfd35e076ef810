"""``workbench packages``: list, install and remove Argos packages."""

import argparse
from pathlib import Path

from workbench.cli.output import print_json
from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its three actions."""
    command = subparsers.add_parser("packages", help="list, install and remove Argos packages")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="show what is installed and which one is used")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(func=_list)
    install = actions.add_parser("install", help="install a .argosmodel file")
    install.add_argument("file", nargs="?", type=Path, help="the .argosmodel file")
    install.add_argument("--sha256", default="", help="refuse the file unless it has this checksum")
    install.add_argument(
        "--download",
        metavar="PAIR",
        help="fetch the official package for a pair such as nl-en: the only use of the network",
    )
    install.set_defaults(func=_install)
    remove = actions.add_parser("remove", help="remove an installed package")
    remove.add_argument("name", help="name as `packages list` shows it")
    remove.set_defaults(func=_remove)


def _list(options: argparse.Namespace) -> int:
    from workbench.engine.packages import PackageStore

    packages = PackageStore(Settings.load().packages).list()
    if options.json:
        rows = [
            {
                "name": package.name,
                "version": package.version,
                "from": package.pair.source,
                "to": package.pair.target,
                "sha256": package.sha256,
                "embedded": package.embedded,
                "terminology": package.terminology is not None,
            }
            for package in packages
        ]
        print_json(rows)
        return 0
    for package in packages:
        mark = "embedded" if package.embedded else "installed"
        print(f"{package.name:30} {package.pair!s:8} version {package.version:8} {mark}")
    return 0


def _install(options: argparse.Namespace) -> int:
    from workbench.engine.packages import PackageStore
    from workbench.errors import SettingsError
    from workbench.language import LanguagePair

    store = PackageStore(Settings.load().packages)
    if options.download:
        package = store.download(LanguagePair.parse(options.download))
    elif options.file:
        package = store.install(options.file, sha256=options.sha256)
    else:
        raise SettingsError(
            "no package named", fix="Name a .argosmodel file, or use --download nl-en"
        )
    print(f"Installed {package.name} (version {package.version}, {package.pair}).")
    return 0


def _remove(options: argparse.Namespace) -> int:
    from workbench.engine.packages import PackageStore

    PackageStore(Settings.load().packages).remove(options.name)
    print(f"Removed {options.name}.")
    return 0
