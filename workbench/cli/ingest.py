"""``workbench ingest``: bring documents into the store."""

import argparse
import sys
from pathlib import Path

from workbench.cli.output import print_json
from workbench.counts import counted
from workbench.settings import Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser("ingest", help="bring documents into the store")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a document")
    command.add_argument("--project", default="default", help="project to put them in")
    command.add_argument(
        "--english-too",
        action="store_true",
        help="English documents are to be translated into Dutch; otherwise they stay as they are",
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_ingest)


def _ingest(options: argparse.Namespace) -> int:
    from workbench.cli.progress import shares
    from workbench.corpus.database import Database
    from workbench.errors import WorkbenchError
    from workbench.language import DUTCH
    from workbench.workflow.directions import Directions
    from workbench.workflow.ingest import ingest_files

    settings = Settings.load()
    directions = Directions.open(settings)
    errors: list[tuple[Path, WorkbenchError]] = []
    with shares() as reading:
        results = ingest_files(
            Database.open(settings.database),
            options.files,
            settings=settings,
            project=options.project,
            author=settings.user,
            forms=directions.source_words,
            sources=directions.sources if options.english_too else {DUTCH},
            failed=lambda path, error: errors.append((path, error)),
            reading=lambda path, share: reading(path.name, share),
        )
    if options.json:
        print_json(
            {
                "documents": [
                    {
                        "file": str(result.path),
                        "id": result.document.id,
                        "name": result.document.name,
                        "project": result.document.project,
                        "language": result.document.language,
                        "segments": result.document.segments,
                        "translatable": result.document.translatable,
                        "words": result.document.words,
                        "new": result.new,
                    }
                    for result in results
                ],
                "errors": [{"file": str(path), "message": str(error)} for path, error in errors],
            }
        )
    else:
        for result in results:
            document = result.document
            known = "" if result.new else " (already there)"
            print(
                f"{document.id:4}  {document.name}: {document.language}, "
                f"{counted(document.segments, 'segment')}, {document.translatable} to translate, "
                f"{counted(document.words, 'word')}{known}"
            )
    for _, error in errors:
        print(f"workbench: {error}", file=sys.stderr)
    return 1 if errors else 0
