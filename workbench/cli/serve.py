"""``workbench serve``: open the app, on this machine only."""

import argparse
import sys

from workbench.domain import SegmentStatus
from workbench.settings import REPOSITORY, Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser("serve", help="open the review app in the browser")
    command.add_argument(
        "--port", type=_port, default=8501, help="port on 127.0.0.1, 1 to 65535 (default 8501)"
    )
    command.add_argument(
        "--seeds",
        action="store_true",
        help="add the documents in seeds/ and translate them in the background",
    )
    command.add_argument("--no-browser", action="store_true", help="don't open a browser window")
    command.set_defaults(func=_serve)


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: choose one from 1024 to 65535")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    from workbench.app.server import require_free, serve

    # Before anything is stored for a server that then can't run.
    require_free(options.port)
    if options.seeds:
        _add_samples(Settings.load())
    print(f"The workbench is at http://localhost:{options.port} (Ctrl+C stops it).")
    sys.stdout.flush()
    serve(port=options.port, open_browser=not options.no_browser)
    return 0


def _add_samples(settings: Settings) -> None:
    """Store the sample documents, and leave their translation to a process of its own."""
    from workbench.corpus.database import Database
    from workbench.workflow.background import start_translation
    from workbench.workflow.directions import Directions
    from workbench.workflow.ingest import ingest_files

    directions = Directions.open(settings)
    database = Database.open(settings.database)
    results = ingest_files(
        database,
        sorted((REPOSITORY / "seeds").glob("*.txt")),
        settings=settings,
        author=settings.user,
        forms=directions.source_words,
        sources=directions.sources,
    )
    database.close()
    start_translation(
        settings, *(each.document.id for each in results if each.document.translatable)
    )
    if any(each.document.counts[SegmentStatus.UNTRANSLATED] for each in results):
        print("The samples are being translated; the Documents page shows how far they are.")
