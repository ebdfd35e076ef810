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
from statistics import median

from tests.benchmarks.rows import Row
from workbench.align.again import realign
from workbench.align.aligner import Alignment, AlignOptions, align

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
    """Yield the processor time of a document, of a stretch between two pins, and of a book."""
    source, bridge, target = texts(300)
    whole: list[Alignment] = []
    seconds = _processor_seconds(
        lambda: whole.append(align(source, target, translation=bridge)), times=3
    )
    yield Row(
        f"align {len(source)} x {len(target)} sentences, translated, with reasons",
        f"{seconds:.2f} s",
        "under 1 s",
        seconds < 1.0,
    )
    for rows in (20, 60):
        seconds = _processor_seconds(
            lambda rows=rows: realign(
                whole[0], source, target, between=(100, 99 + rows), translation=bridge
            ),
            times=5,
        )
        yield Row(
            f"align {rows} rows between two pins again",
            f"{1000 * seconds:.0f} ms",
            "under 200 ms",
            seconds < 0.2,
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
