"""How fast texts are aligned, and in how much memory; seconds are of the processor, not of a clock.

The two texts are made of invented words, with merges, drops and insertions as in real pairs; the
source's translation shares about two thirds of its words with the target.
"""

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.rows import Row
from tests.corpus.conftest import make_document
from workbench.align.aligner import AlignOptions, align
from workbench.corpus import (
    alignment_edits,
    alignment_regroup,
    alignment_runs,
    alignment_texts,
    alignments,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.workflow.alignment_again import preview_realignment

LONG = 20_000
QUICK = AlignOptions(reasons=False)


def texts(count: int, seed: int = 1) -> tuple[list[str], list[str], list[str]]:
    """Return about ``count`` source sentences, their translation, and the target's sentences."""
    chance = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "aan", "el")]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(30_000)]
    common = words[:300]

    def sentence() -> list[str]:
        size = chance.randint(6, 24)
        return [chance.choice(common if chance.random() < 0.5 else words) for _ in range(size)]

    source: list[str] = []
    bridge: list[str] = []
    target: list[str] = []
    while len(source) < count:
        english = sentence()
        rough = [word if chance.random() < 0.66 else chance.choice(words) for word in english]
        source.append(" ".join(word[::-1] for word in english) + ".")
        bridge.append(" ".join(rough) + ".")
        kind = chance.random()
        if kind < 0.05 and target:
            target[-1] = f"{target[-1][:-1]}, {' '.join(english)}."
        elif kind < 0.1:
            target += [" ".join(english[:5]) + ".", " ".join(english[5:]) + "."]
        elif kind > 0.98:
            target.append(" ".join(sentence()) + ".")
        elif kind > 0.04:
            target.append(" ".join(english) + ".")
    return source, bridge, target


def measure() -> Iterator[Row]:
    """Yield the processor time of a document, of a book, and of a stretch between two pins."""
    source, bridge, target = texts(300)
    seconds = _processor_seconds(lambda: align(source, target, translation=bridge), times=3)
    yield Row(
        f"align {len(source)} x {len(target)} sentences, translated, with reasons",
        f"{seconds:.2f} s",
        "under 1 s",
        seconds < 1.0,
    )
    # Memory is that of a process, so the long texts have one of their own.
    line = subprocess.run(
        [sys.executable, "-m", __name__], capture_output=True, text=True, check=True
    ).stdout.split()
    yield Row(
        f"align {line[0]} x {line[1]} sentences, translated",
        f"{float(line[2]):.0f} s",
        "under 60 s",
        float(line[2]) < 60,
    )
    yield Row("its memory, all of the process", f"{line[3]} MB", "under 500 MB", int(line[3]) < 500)
    yield from _stored()


def _stored() -> Iterator[Row]:
    """Measure what the editor asks for in a long alignment, the store included."""
    with (
        TemporaryDirectory() as folder,
        closing(Database.open(f"sqlite:///{folder}/a.db")) as store,
    ):
        source, bridge, target = texts(LONG)
        pair = alignments.create(
            store,
            make_document(source, sha256="1" * 64),
            make_document(target, sha256="2" * 64, language="en"),
        )
        sides = [alignment_texts.sentences(store, pair.id, side) for side in (0, 1)]
        translated = {one.id: bridge[one.number - 1] for one in sides[0]}
        alignment_texts.put_translations(store, translated)
        groups = [Group((a.id,), (b.id,), 0.9) for a, b in zip(*sides, strict=False)]
        groups += [Group((), (one.id,), 0.9) for one in sides[1][len(sides[0]) :]]
        begun = time.process_time()
        alignment_regroup.put_groups(store, pair.id, groups, engine="test", by=Request("aligner"))
        yield Row(
            f"store the first {len(groups)} rows", f"{time.process_time() - begun:.0f} s", "", None
        )
        rows = alignment_runs.run_of_rows(store, pair.id)
        for first, count in ((LONG // 4, 20), (LONG // 2, 60)):
            ends = [rows[first][0], rows[first + count + 1][0]]
            alignment_edits.set_status(store, pair.id, ends, RowStatus.ACCEPTED, by=Request("a"))
            middle = rows[first + count // 2][0]
            seconds = _processor_seconds(
                lambda row=middle: preview_realignment(store, pair.id, scope="around", row=row),
                times=5,
            )
            yield Row(
                f"align {count} of {len(rows)} rows between two pins again, from the store, "
                "with what would change",
                f"{1000 * seconds:.0f} ms",
                "under 200 ms",
                seconds < 0.2,
            )


def _processor_seconds(work: object, *, times: int) -> float:
    assert callable(work)
    found = []
    for _ in range(times):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return median(found)


def _book() -> None:
    source, bridge, target = texts(LONG)
    begun = time.process_time()
    align(source, target, translation=bridge, options=QUICK)
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(len(source), len(target), f"{seconds:.1f}", memory)


if __name__ == "__main__":
    _book()
