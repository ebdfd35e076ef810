"""A store with one long document of drafts, and a look into it while the server runs."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.corpus import documents, machine_drafts, rows
from workbench.corpus.database import Database
from workbench.domain import (
    Document,
    Origin,
    Provenance,
    Segment,
    SegmentKind,
    TermOutcome,
    TermStrategy,
)

if TYPE_CHECKING:
    from tests.browser.conftest import Server

SENTENCE = "Zonder mandaat is vredesafdwinging voor Nederland geen begaanbare weg."
DRAFT = "Without a mandate, peace enforcement is no viable path for the Netherlands."


def fill(home: Path, *, count: int = 40, name: str = "proef.txt") -> Database:
    """Store a document of numbered segments with machine drafts; every tenth is a heading."""
    database = Database.open(f"sqlite:///{home / 'workbench.db'}")
    content = tuple(
        Segment(
            f"{index + 1}. {SENTENCE}",
            SegmentKind.SENTENCE if index % 10 else SegmentKind.HEADING,
            index // 4,
            index,
            index + 1,
            "nl",
        )
        for index in range(count)
    )
    digest = sha256(name.encode()).hexdigest()
    document = Document(name, "txt", "x" * count, "nl", content, digest)
    number = documents.add(database, document).document.id
    at = content[0].text.index("vredesafdwinging")
    drafts = [
        machine_drafts.Draft(
            row.id,
            row.version,
            f"{row.position + 1}. {DRAFT}",
            Provenance(
                origin=Origin.MACHINE,
                engine="test",
                raw=f"{row.position + 1}. Without a mandate, peace coercion is no path.",
                confidence=0.7,
                terms=(
                    TermOutcome(
                        "peace-enforcement",
                        "vredesafdwinging",
                        at + len(str(row.position + 1)) - 1,
                        at + len(str(row.position + 1)) + 15,
                        "peace enforcement",
                        TermStrategy.FORCED,
                    ),
                ),
            ),
        )
        for row in rows.rows(database, number, limit=count)
    ]
    machine_drafts.put_drafts(database, number, drafts, author="engine")
    return database


def stored(server: "Server", position: int, document: int = 1) -> rows.SegmentRow:
    database = Database.open(f"sqlite:///{server.home / 'workbench.db'}")
    row = rows.rows(database, document, start=position, limit=1)[0]
    database.close()
    return row
