"""A million imported units: concordance, matches, and what importing them takes.

The number of units can be given as WORKBENCH_BENCH_UNITS, since a million take minutes to import.
"""

import os
import random
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import Row, median_seconds, stopwatch
from workbench.corpus import memory_import
from workbench.corpus.concordance import concordance
from workbench.corpus.database import Database
from workbench.corpus.memory import Memory
from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit, Variant

UNITS = int(os.environ.get("WORKBENCH_BENCH_UNITS", "1000000"))
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))

PHRASES = (
    "vredesafdwinging",
    "de",
    "van de",
    "minister",
    "krijgsmacht",
    "kende hij",
    "sche",
    "Europese Unie",
    "qxzqx",
    "the",
    "ministerie van",
    "neutralit",
)


def sentences(count: int) -> Iterator[tuple[str, str]]:
    """Yield pairs of sentences with the words of the seeds, as often as they come in them."""
    words = [re.findall(r"\w+", path.read_text(encoding="utf-8")) for path in SEEDS]
    # The seeds in English serve as the target side.
    english = [text for text in words if "the" in text[:400]]
    dutch = [text for text in words if text not in english]
    source = [word for text in dutch for word in text]
    target = [word for text in english or dutch for word in text]
    choice = random.Random(7)
    for number in range(count):
        pair = []
        for words_of in (source, target):
            parts = []
            for _ in range(3):
                start = choice.randrange(len(words_of) - 6)
                parts += words_of[start : start + choice.randint(2, 6)]
            pair.append(f"{' '.join(parts)} {number}.")
        yield pair[0], pair[1]


def units(count: int) -> Iterator[TranslationUnit]:
    provenance = Provenance(Origin.MEMORY)
    for number, (source, target) in enumerate(sentences(count)):
        yield TranslationUnit(
            uid=str(number),
            source=Variant("nl", source),
            target=Variant("en", target),
            status=SegmentStatus.DRAFT,
            provenance=provenance,
        )


def measure() -> Iterator[Row]:
    """Yield the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        database = Database.open(f"sqlite:///{path}")
        with stopwatch() as elapsed:
            memory_import.add(database, "large", units(UNITS))
        seconds = elapsed()
        size = path.stat().st_size / 2**20
        yield Row(
            f"import a memory of {UNITS} units with its text index",
            f"{seconds:.0f} s, {UNITS / seconds:.0f} units/s, {size:.0f} MB",
        )
        times = {
            phrase: median_seconds(lambda phrase=phrase: concordance(database, phrase), times=7)
            for phrase in PHRASES
        }
        ordered = sorted(times.values())
        middle = ordered[len(ordered) // 2]
        worst = max(times, key=lambda phrase: times[phrase])
        yield Row(
            f"concordance in {UNITS} units, median of {len(PHRASES)} phrases",
            f"{1000 * middle:.1f} ms (slowest: {worst!r}, {1000 * times[worst]:.0f} ms)",
            "under 100 ms",
            middle < 0.1,
        )
        memory = Memory(database)
        asked = [source for source, _ in sentences(20)]
        asked = [re.sub(r" (\w+) (\w+)", r" \1", source, count=1) for source in asked]
        looking = sorted(
            median_seconds(lambda source=source: memory.find(source), times=3) for source in asked
        )
        found = sum(bool(memory.find(source)) for source in asked)
        middle = looking[len(looking) // 2]
        yield Row(
            f"fuzzy matches in {UNITS} units ({found} of {len(asked)} changed sentences found)",
            f"{1000 * middle:.0f} ms, slowest {1000 * looking[-1]:.0f} ms",
            "under 300 ms",
            middle < 0.3,
        )
        database.close()
