"""``workbench exports``: the last exports and releases, and making one of them again."""

import argparse
import json

from workbench.counts import counted
from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its actions."""
    command = subparsers.add_parser("exports", help="list the last exports, make one again")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_list)
    actions = command.add_subparsers(title="actions", metavar="ACTION")
    for name, told, work in (
        ("again", "make an export again, of the corpus as it is now", _again),
        ("run", "fulfil a request that the app noted", _run),
        ("remove", "delete an export with its file", _remove),
    ):
        action = actions.add_parser(name, help=told)
        action.add_argument("id", help="name as `workbench exports` shows it")
        action.set_defaults(func=work)


def _list(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow.exports import listing

    settings = Settings.load()
    found = listing(settings, Database.open(settings.database))
    if options.json:
        rows = [
            {
                "id": entry.id,
                "kind": entry.request.kind,
                "format": entry.request.format,
                "state": entry.state,
                "file": str(entry.file) if entry.file else None,
                **entry.result,
            }
            for entry in found
        ]
        print(json.dumps(rows, indent=2, default=str))
        return 0
    for entry in found:
        what = entry.request.format if entry.request.kind == "export" else ""
        units = entry.result.get("units", entry.result.get("error", ""))
        print(f"{entry.id}  {entry.request.kind} {what:6} {entry.state:8} {units}")
    if not found:
        print("No exports yet.")
    return 0


def _again(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow import exports

    settings = Settings.load()
    database = Database.open(settings.database)
    request = exports.get(settings, database, options.id).request
    entry = exports.run(settings, database, exports.ask(settings, request, start=False))
    print(f"{counted(entry.result['units'], 'unit')} written to {entry.file}")
    return 0


def _run(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow import exports

    settings = Settings.load()
    exports.run(settings, Database.open(settings.database), options.id)
    return 0


def _remove(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow import exports

    settings = Settings.load()
    exports.remove(settings, Database.open(settings.database), options.id)
    print(f"Removed {options.id}.")
    return 0
