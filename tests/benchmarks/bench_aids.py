"""What the model offers while somebody types: the rest of the sentence, and other words."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench_engine import LINES
from tests.benchmarks.rows import Row, median_seconds
from workbench.corpus import documents, rows
from workbench.corpus.database import Database
from workbench.domain import Document, Segment, SegmentKind
from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import PackageStore
from workbench.workflow.aids import Aids

ASKED = 30


def measure() -> Iterator[Row]:
    """Yield the figures."""
    lines = LINES.read_text(encoding="utf-8").splitlines()[:ASKED]
    content = tuple(Segment(line, SegmentKind.SENTENCE, 0, 0, 1, "nl") for line in lines)
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'bench.db'}")
        number = documents.add(
            database, Document("b.txt", "txt", "x", "nl", content, "0" * 64)
        ).document.id
        engine = ArgosEngine(PackageStore(Path(folder)).embedded(), threads=2, beam=1)
        aids = Aids(lambda pair: engine)
        asked = []
        for row in rows.rows(database, number, limit=ASKED):
            whole = aids.complete(database, row.id, prefix="", person="b")["rest"]
            # In the middle of a word, as the fingers are.
            asked.append((row.id, whole[: len(whole) // 2]))
        times = sorted(
            median_seconds(
                lambda segment=segment, prefix=prefix: aids.complete(
                    database, segment, prefix=prefix, person="b"
                ),
                times=3,
            )
            for segment, prefix in asked
        )
        middle = times[len(times) // 2]
        yield Row(
            f"completion of a half-typed sentence, {ASKED} sentences",
            f"{1000 * middle:.0f} ms, slowest {1000 * times[-1]:.0f} ms",
            "under 300 ms",
            middle < 0.3,
        )
        words = sorted(
            median_seconds(
                lambda segment=segment, prefix=prefix: aids.alternatives(
                    database, segment, prefix=prefix.rpartition(" ")[0] + " ", person="b"
                ),
                times=1,
            )
            for segment, prefix in asked[:10]
        )
        yield Row("other words at the cursor", f"{1000 * words[len(words) // 2]:.0f} ms")
        database.close()
