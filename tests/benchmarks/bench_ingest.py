"""Reading a large text document."""

import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import Row, stopwatch
from workbench.text.documents import read_document

SEED = Path(__file__).parents[2] / "seeds" / "002_60e23a47fe6455cb.txt"
MEGABYTES = 10


def measure() -> Iterator[Row]:
    """Yield time and memory of ingesting 10 MB of running text."""
    paragraph = SEED.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.txt"
        # Numbered, so that no paragraph repeats as page furniture would.
        copies = MEGABYTES * 2**20 // len(paragraph.encode())
        path.write_text(
            "\n\n".join(f"Hoofdstuk {number}\n\n{paragraph}" for number in range(copies)),
            encoding="utf-8",
        )
        with stopwatch() as elapsed:
            document = read_document(path, max_bytes=100 * 2**20)
        seconds = elapsed()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row(
        f"ingest a text of {MEGABYTES} MB ({len(document.segments)} segments)",
        f"{seconds:.1f} s, {MEGABYTES / seconds:.2f} MB/s, peak {peak:.0f} MB",
        "under 60 s",
        seconds < 60,
    )
