"""Opening a long document, and saving in it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import Row, median_seconds
from workbench.corpus import documents, machine_drafts, rows
from workbench.corpus.database import Database
from workbench.domain import Document, Origin, Provenance, Segment, SegmentKind
from workbench.workflow import review

SEGMENTS = 10_000
SENTENCE = "De minister zei dat vredesafdwinging niet aan de orde is zolang er een bestand is."


def measure() -> Iterator[Row]:
    """Yield what the editor waits for in a document of 10 000 segments."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'bench.db'}")
        number = _fill(database)
        first = rows.rows(database, number, start=0, limit=1)[0]
        opening = median_seconds(
            lambda: (
                review.outline(database, number),
                review.rows(database, number, start=0, limit=100),
            ),
            times=7,
        )
        yield Row(
            f"open a document of {SEGMENTS} segments (outline and first 100 rows)",
            f"{1000 * opening:.0f} ms",
            "under 500 ms",
            opening < 0.5,
        )
        jump = median_seconds(
            lambda: review.rows(database, number, start=SEGMENTS - 150, limit=100), times=15
        )
        yield Row("jump to its end (100 rows)", f"{1000 * jump:.1f} ms", "under 50 ms", jump < 0.05)
        version = first.version

        def save() -> None:
            nonlocal version
            stored = review.save(
                database, first.id, text=f"Text {version}", version=version, author="bench"
            )
            version = stored["version"]

        saving = median_seconds(save, times=30)
        yield Row(
            "save a segment, flushed to disk",
            f"{1000 * saving:.1f} ms",
            "under 50 ms",
            saving < 0.05,
        )
        database.close()


def _fill(database: Database) -> int:
    content = tuple(
        Segment(f"{index}. {SENTENCE}", SegmentKind.SENTENCE, index // 5, index, index + 1, "nl")
        for index in range(SEGMENTS)
    )
    added = documents.add(
        database, Document("long.txt", "txt", "x" * SEGMENTS, "nl", content, "0" * 64)
    )
    number = added.document.id
    drafts = [
        machine_drafts.Draft(row.id, row.version, "A sentence.", Provenance(origin=Origin.MACHINE))
        for row in rows.rows(database, number, start=0, limit=SEGMENTS)
    ]
    machine_drafts.put_drafts(database, number, drafts, author="bench")
    return number
