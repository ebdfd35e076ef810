"""Which units of the store a command takes, and how it writes their languages."""

import argparse
from typing import TYPE_CHECKING

from workbench.counts import counted
from workbench.errors import NotFoundError
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.corpus.database import Database

__all__ = ["add_selection", "opened", "print_elsewhere"]


def add_selection(command: argparse.ArgumentParser) -> None:
    """Add ``--document``, ``--project`` and ``--languages``."""
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


def opened(options: argparse.Namespace) -> "Database":
    """Open the store.

    Raises:
        NotFoundError: It has none of the documents that were named, or not the project.
    """
    from workbench.corpus import documents, projects
    from workbench.corpus.database import Database

    database = Database.open(Settings.load().database)
    for number in options.document or ():
        documents.get(database, number)
    known = [project.name for project in projects.projects(database)]
    if options.project is not None and options.project not in known:
        raise NotFoundError(
            f"there is no project {options.project!r}",
            fix=f"Projects: {', '.join(known) or 'none'}",
        )
    return database


def print_elsewhere(number: int) -> None:
    """Tell how many units were passed over, if any, since they are in other languages."""
    if number:
        print(f"{counted(number, 'unit')} in other languages left out; --languages chooses them.")
