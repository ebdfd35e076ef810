"""``workbench export``: write units of the store to a file."""

import argparse
from itertools import islice
from pathlib import Path

from workbench.cli.output import print_json
from workbench.cli.selection import add_selection, opened, print_elsewhere
from workbench.counts import counted
from workbench.exchange.base import FORMATS, Properties

__all__ = ["register"]

_MOST_PROBLEMS = 1000
"""Problems that a check tells; nobody reads more of them."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser("export", help="write translation units to a file")
    place = command.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="the file to write; with --per-document a new folder or a file ending in .zip",
    )
    place.add_argument(
        "--check",
        type=Path,
        metavar="FILE",
        help="write nothing, but look for what is wrong with a TMX file",
    )
    command.add_argument(
        "--format", default="", choices=tuple(FORMATS), help="default: by the file's ending"
    )
    command.add_argument(
        "--status",
        choices=("approved", "reviewed", "all", "every"),
        default="approved",
        help="approved; reviewed: and reviewed; all: and drafts; every: and rejected, in JSON "
        "Lines only (default approved)",
    )
    add_selection(command)
    command.add_argument(
        "--per-document",
        action="store_true",
        help="a file for each document, in a folder or ZIP (as TMX, if --format names no other)",
    )
    level = command.add_mutually_exclusive_group()
    level.add_argument(
        "--properties",
        choices=tuple(Properties),
        default=Properties.USUAL,
        help="how much to say of each unit: none; basic: status, place and note; usual: and what "
        "made it; all: and the machine's own text (default usual)",
    )
    level.add_argument(
        "--no-properties",
        dest="properties",
        action="store_const",
        const=Properties.NONE,
        help="the same as --properties none",
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_export)


def _check(path: Path, *, as_json: bool) -> int:
    from dataclasses import asdict

    from workbench.exchange.tmx_check import check_tmx

    problems = list(islice(check_tmx(path), _MOST_PROBLEMS))
    if as_json:
        print_json([asdict(problem) for problem in problems])
    elif problems:
        for problem in problems:
            print(f"{path}: {problem}")
    else:
        print(f"{path}: no problem found")
    return 1 if problems else 0


def _export(options: argparse.Namespace) -> int:
    if options.check:
        return _check(options.check, as_json=options.json)
    from workbench.language import LanguagePair
    from workbench.workflow.export import export_units, statuses_for
    from workbench.workflow.export_documents import export_documents

    database = opened(options)
    write = export_documents if options.per_document else export_units
    summary = write(
        database,
        options.output,
        format=options.format or ("tmx" if options.per_document else ""),
        statuses=statuses_for(options.status),
        documents=options.document,
        project=options.project,
        pair=LanguagePair.parse(options.languages) if options.languages else None,
        properties=Properties(options.properties),
    )
    if options.json:
        print_json(
            {
                "file": str(summary.path),
                "format": summary.format,
                "units": summary.units,
                "skipped": summary.skipped,
                "bytes": summary.bytes,
                "files": summary.files,
                "other_languages": summary.elsewhere,
            }
        )
    else:
        files = f" in {summary.files} files" if options.per_document else ""
        print(f"{counted(summary.units, 'unit')} written to {summary.path}{files}")
        print_elsewhere(summary.elsewhere)
    return 0
