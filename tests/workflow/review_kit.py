"""A document of six drafts to review: an error, a repeated segment, an empty one."""

import pytest

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

PAIRS = [
    ("Het debat begint om 10 uur.", "The debate begins at 10.", 0.9),
    ("De minister sprak.", "The minister spoke.", 0.4),
    ("Ja.", "Yes.", 0.6),
    ("Ja.", "Yes.", 0.6),
    ("Er waren 15 soldaten.", "There were 15 soldi\ufffders.", 0.8),
    ("Hij zweeg.", "", None),
]


@pytest.fixture
def document(database: Database) -> int:
    content = tuple(Segment(source, SegmentKind.SENTENCE, 0, 0, 1, "nl") for source, _, _ in PAIRS)
    number = documents.add(
        database, Document("d.txt", "txt", "x", "nl", content, "7" * 64), author="anna"
    ).document.id
    term = TermOutcome("m", "minister", 3, 11, "minister", TermStrategy.NATURAL)
    drafts = [
        machine_drafts.Draft(
            row.id,
            1,
            target,
            Provenance(origin=Origin.MACHINE, engine="e", confidence=confidence, terms=(term,))
            if row.position == 1
            else Provenance(origin=Origin.MACHINE, engine="e", confidence=confidence),
        )
        for row, (_, target, confidence) in zip(rows.rows(database, number), PAIRS, strict=True)
        if target
    ]
    machine_drafts.put_drafts(database, number, drafts, author="engine")
    return number


def row_at(database: Database, document: int, position: int) -> rows.SegmentRow:
    return rows.rows(database, document, start=position, limit=1)[0]
