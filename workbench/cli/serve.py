"""``workbench serve``: open the app, on this machine only."""

import argparse
import sys
from pathlib import Path

from workbench.settings import REPOSITORY, Settings

__all__ = ["register"]


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = subparsers.add_parser("serve", help="open the review app in the browser")
    command.add_argument(
        "--port", type=_port, default=8501, help="port on 127.0.0.1, 1 to 65535 (default 8501)"
    )
    command.add_argument(
        "--seeds", action="store_true", help="first ingest and translate the documents in seeds/"
    )
    command.add_argument("--no-browser", action="store_true", help="don't open a browser window")
    command.set_defaults(func=_serve)


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: choose one from 1024 to 65535")
    return int(text)


def _serve(options: argparse.Namespace) -> int:
    from workbench.app.server import require_free, serve

    # Before the samples, whose translation takes its time.
    require_free(options.port)
    if options.seeds:
        _prepare(sorted((REPOSITORY / "seeds").glob("*.txt")), Settings.load())
    print(f"The workbench is at http://localhost:{options.port} (Ctrl+C stops it).")
    sys.stdout.flush()
    serve(port=options.port, open_browser=not options.no_browser)
    return 0


def _prepare(paths: list[Path], settings: Settings) -> None:
    from workbench.cli.progress import bar
    from workbench.workflow.translate import ingest_and_translate

    with bar("Translating the seeds") as progress:
        for summary in ingest_and_translate(paths, settings=settings, progress=progress):
            print(summary.line())
