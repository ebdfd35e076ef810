"""``workbench``: reads the command line, runs a command, and turns errors into exit codes.

Exit codes: 0 done, 1 an error the message explains, 2 wrong usage, 130 stopped by the person.
"""

import argparse
import errno
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from workbench import __version__
from workbench.errors import Cancelled, WorkbenchError

__all__ = ["main", "parser"]

COMMANDS = (
    "ingest",
    "translate",
    "serve",
    "review",
    "imports",
    "export",
    "release",
    "exports",
    "concordance",
    "align",
    "alignments",
    "glossary",
    "check",
    "analytics",
    "packages",
    "evaluate",
    "omissions",
    "train",
    "backup",
    "restore",
    "status",
)
"""Modules of this package, in the order of ``--help``; each has ``register(subparsers)``."""

_GO_ON = frozenset({"align", "ingest", "translate"})
_KEPT = " What was done is kept; the same command goes on from there."


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    root = argparse.ArgumentParser(
        prog="workbench",
        description="Offline Dutch-English translation, glossary, review and alignment.",
        epilog="WORKBENCH_HOME names the folder for database, cache and packages.",
    )
    root.add_argument("--version", action="version", version=f"workbench {__version__}")
    subparsers = root.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True
    )
    for name in COMMANDS:
        import_module(f"workbench.cli.{name}").register(subparsers)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A file's name may have bytes that are no UTF-8; they are said as they are.
        sys.stdout.reconfigure(errors="surrogateescape")
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.func
    try:
        return command(options)
    except (Cancelled, KeyboardInterrupt):
        goes_on = options.command in _GO_ON
        print("Stopped." + (_KEPT if goes_on else ""), file=sys.stderr)
        return 130
    except WorkbenchError as error:
        print(f"workbench: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except PermissionError as error:
        print(f"workbench: {error.filename}: no permission. Check its rights", file=sys.stderr)
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        fix = ". Free some space and run it again" if error.errno == errno.ENOSPC else ""
        print(f"workbench: {where}{error.strerror or error}{fix}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
