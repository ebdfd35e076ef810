"""What all actions of ``workbench review`` share: the store, numbers of segments, and answers."""

import argparse
from typing import TYPE_CHECKING, Any

from workbench.cli.output import print_json
from workbench.errors import SettingsError
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.corpus.database import Database
    from workbench.glossary.concepts import Glossary

__all__ = ["Store", "action", "numbered", "said"]


def action(actions: Any, name: str, func: Any, explained: str) -> argparse.ArgumentParser:
    """Add an action of the command that works on one document."""
    command: argparse.ArgumentParser = actions.add_parser(name, help=explained)
    command.add_argument("document", type=int, help="its number in `workbench status`")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(func=func)
    return command


def numbered(command: argparse.ArgumentParser) -> None:
    """Let an action take the number of a segment."""
    command.add_argument("segment", type=int, help="number of the segment, from 1")


def said(options: argparse.Namespace, value: Any, sentence: str) -> int:
    """Print what was done, as JSON where that was asked for; return the exit code."""
    if options.json:
        print_json(value)
    else:
        print(sentence)
    return 0


class Store:
    """The store of the settings while a command runs."""

    database: "Database"

    def __enter__(self) -> "Store":
        from workbench.corpus.database import Database

        self.settings = Settings.load()
        self.user = self.settings.user
        self.database = Database.open(self.settings.database)
        return self

    def __exit__(self, *error: object) -> None:
        self.database.close()

    @property
    def glossary(self) -> "Glossary":
        """The glossary of the settings."""
        from workbench.workflow.term_checks import current_glossary

        return current_glossary(self.settings.glossaries)

    def row(self, document: int, number: int) -> dict[str, Any]:
        """Return the segment with this number, from 1."""
        from workbench.errors import NotFoundError
        from workbench.workflow import review

        found = review.rows(self.database, document, start=number - 1, limit=1)
        if number < 1 or not found:
            raise NotFoundError(
                f"document {document} has no segment {number}",
                fix="`workbench status` lists the documents",
            )
        return found[0]

    def positions(self, document: int, written: str) -> list[int]:
        """Return the positions that numbers such as ``3,5-9`` or ``all`` stand for."""
        from workbench.corpus import documents

        size = documents.get(self.database, document).segments
        if written == "all":
            return list(range(size))
        chosen: set[int] = set()
        for part in written.split(","):
            first, _, last = part.partition("-")
            try:
                low, high = int(first), int(last or first)
            except ValueError:
                raise SettingsError(
                    f"{part!r} are no segment numbers", fix="Write 3, 5-9,12 or all"
                ) from None
            if not 1 <= low <= high <= size:
                raise SettingsError(f"the segments are numbered 1 to {size}", where=part)
            chosen.update(range(low - 1, high))
        return sorted(chosen)
