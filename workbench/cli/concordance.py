"""``workbench concordance``: where a word or phrase occurs, in either language."""

import argparse

from workbench.cli.output import print_json
from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "concordance", help="find a word or phrase in all documents, in either language"
    )
    command.add_argument("phrase", help="what to look for")
    command.add_argument("--limit", type=int, default=50, help="most lines (default 50)")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_concordance)


def _concordance(options: argparse.Namespace) -> int:
    from workbench.corpus.database import Database
    from workbench.workflow import review

    database = Database.open(Settings.load().database)
    lines = review.concordance(database, options.phrase, limit=options.limit)
    database.close()
    if options.json:
        print_json(lines)
        return 0
    for line in lines:
        print(f"{line['document']} {line['position'] + 1} ({line['status']})")
        print(f"    {line['source']}")
        if line["target"]:
            print(f"    {line['target']}")
    return 0
