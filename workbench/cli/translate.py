"""``workbench translate``: files into files, or documents of the store into drafts."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.workflow.directions import Directions
    from workbench.workflow.files import FileSummary
    from workbench.workflow.translate import TranslateSummary

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser(
        "translate",
        help="translate files, or documents of the store",
        description="Translate files into --out DIR (NAME.en.txt and NAME.tmx for each), "
        "or documents of the store into drafts (--stored, --all).",
    )
    command.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a document")
    command.add_argument("--out", type=Path, metavar="DIR", help="folder for the translated files")
    command.add_argument(
        "--stored",
        type=int,
        action="append",
        default=[],
        metavar="ID",
        help="a document of the store, by its number in `workbench status`; may be repeated",
    )
    command.add_argument("--all", action="store_true", help="all documents of the store")
    command.add_argument(
        "--english-too",
        action="store_true",
        help="translate English files into Dutch (NAME.nl.txt); otherwise they are passed through",
    )
    command.add_argument(
        "--glossary", type=Path, metavar="CSV", help="a glossary file or folder (default: all)"
    )
    command.add_argument(
        "--package", default="", metavar="P", help="Argos package to translate with"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=_translate, parser=command)


def _translate(options: argparse.Namespace) -> int:
    stored = bool(options.all or options.stored)
    if stored == bool(options.files):
        options.parser.error("name files, or documents of the store with --stored or --all")
    if options.files and options.out is None:
        options.parser.error("files need --out DIR")
    from workbench.errors import WorkbenchError
    from workbench.workflow.directions import Directions

    settings = Settings.load()
    try:
        directions = Directions.open(settings, package=options.package, glossary=options.glossary)
    except WorkbenchError as error:
        if options.stored:
            _refuse(settings, options.stored, error)
        raise
    if options.files and not options.english_too:
        directions = directions.first_only()
    run = _stored if stored else _files
    return run(options, settings, directions)


def _refuse(settings: Settings, numbers: Sequence[int], error: "WorkbenchError") -> None:
    """Note in the store why nothing is translated: the app asked for it and shows only that."""
    from workbench.corpus.database import Database
    from workbench.workflow.translate_queue import refuse

    refuse(Database.open(settings.database), numbers, error)


def _files(options: argparse.Namespace, settings: Settings, directions: "Directions") -> int:
    from workbench.cli.progress import bar
    from workbench.errors import Cancelled, WorkbenchError
    from workbench.workflow.files import names_for, translate_file

    done: list[dict[str, Any]] = []
    errors: list[dict[str, str]] = []
    for path, name in zip(options.files, names_for(options.files), strict=True):
        try:
            with bar(path.name) as progress:
                summary = translate_file(
                    path,
                    options.out,
                    name=name,
                    directions=directions,
                    settings=settings,
                    progress=progress,
                )
        except Cancelled:
            raise
        except WorkbenchError as error:
            errors.append({"file": str(path), "message": str(error)})
            print(f"workbench: {error}", file=sys.stderr)
            continue
        done.append(_file_json(summary))
        if not options.json:
            print(_file_line(summary))
    if options.json:
        print_json({"files": done, "errors": errors})
    return 1 if errors else 0


def _stored(options: argparse.Namespace, settings: Settings, directions: "Directions") -> int:
    from workbench.cli.progress import bar
    from workbench.corpus import documents
    from workbench.corpus.database import Database
    from workbench.errors import Cancelled, WorkbenchError
    from workbench.workflow.catch_up import catch_up
    from workbench.workflow.translate_queue import queue

    database = Database.open(settings.database)
    if options.glossary is None:
        catch_up(database, settings.glossaries)
    numbers = options.stored
    if options.all:
        numbers = [info.id for info in documents.listing(database)]
    done: list[dict[str, Any]] = []
    errors: list[WorkbenchError] = []
    with queue(database, numbers, directions=directions) as turns:
        for turn in turns:
            try:
                with bar(turn.document.name) as progress:
                    summary = turn.translate(progress)
            except WorkbenchError as error:
                # The others are translated all the same.
                errors.append(error)
                print(f"workbench: {error}", file=sys.stderr)
                continue
            done.append(_stored_json(summary))
            if not options.json:
                print(summary.line())
    if options.json:
        print_json({"documents": done})
    if errors and all(isinstance(error, Cancelled) for error in errors):
        return 130
    return 1 if errors else 0


def _file_line(summary: "FileSummary") -> str:
    passed = summary.segments - summary.translated
    return (
        f"{summary.source.name}: {summary.language}, {summary.translated} segments translated, "
        f"{passed} passed through, {summary.seconds:.0f} s -> {summary.text}, {summary.tmx}"
    )


def _file_json(summary: "FileSummary") -> dict[str, Any]:
    return {
        "file": str(summary.source),
        "text": str(summary.text),
        "tmx": str(summary.tmx),
        "language": summary.language,
        "segments": summary.segments,
        "translated": summary.translated,
        "terms": {str(strategy): number for strategy, number in summary.terms.items()},
        "problems": summary.problems,
        "seconds": round(summary.seconds, 3),
    }


def _stored_json(summary: "TranslateSummary") -> dict[str, Any]:
    return {
        "id": summary.document,
        "name": summary.name,
        "translated": summary.translated,
        "kept": summary.kept,
        "current": summary.current,
        "passed": summary.passed,
        "terms": {str(strategy): number for strategy, number in summary.terms.items()},
        "problems": summary.problems,
        "seconds": round(summary.seconds, 3),
    }
