"""``workbench export``: write units of the store to a file."""

import argparse
import json
from pathlib import Path

from workbench.exchange.base import FORMATS
from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser("export", help="write translation units to a file")
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the file to write"
    )
    command.add_argument(
        "--format", default="", choices=tuple(FORMATS), help="default: by the file's ending"
    )
    command.add_argument(
        "--status",
        choices=("approved", "reviewed", "all"),
        default="approved",
        help="approved; reviewed: and reviewed; all: and drafts (default approved)",
    )
    command.add_argument(
        "--document",
        type=int,
        action="append",
        metavar="ID",
        help="only this document, by its number in `workbench status`; may be repeated",
    )
    command.add_argument("--project", help="only this project")
    command.add_argument(
        "--languages",
        metavar="PAIR",
        help="language codes to write, such as nl-NL:en-GB (default nl-en)",
    )
    command.add_argument(
        "--no-properties", action="store_true", help="leave out where each unit comes from"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_export)


def _export(options: argparse.Namespace) -> int:
    from workbench.corpus import documents
    from workbench.corpus.database import Database
    from workbench.language import LanguagePair
    from workbench.workflow.export import export_units, statuses_for

    database = Database.open(Settings.load().database)
    for number in options.document or ():
        documents.get(database, number)
    summary = export_units(
        database,
        options.output,
        format=options.format,
        statuses=statuses_for(options.status),
        documents=options.document,
        project=options.project,
        pair=LanguagePair.parse(options.languages) if options.languages else None,
        properties=not options.no_properties,
    )
    if options.json:
        print(
            json.dumps(
                {
                    "file": str(summary.path),
                    "format": summary.format,
                    "units": summary.units,
                    "skipped": summary.skipped,
                    "bytes": summary.bytes,
                },
                indent=2,
            )
        )
    else:
        print(f"{summary.units} units written to {summary.path}")
    return 0
