"""TMX read and written beside Translate Toolkit, and the memory that a million units take."""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from translate.storage import tmx as toolkit

from tests.benchmarks.rows import Row
from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit, Variant
from workbench.exchange.base import Options
from workbench.exchange.tmx import WRITER, write_tmx
from workbench.exchange.tmx_reader import read_tmx

COMPARED = 40_000
UNITS = int(os.environ.get("WORKBENCH_BENCH_UNITS", "1000000"))
NL = "De minister zei dat vredesafdwinging niet aan de orde is zolang er een bestand is."
EN = "The minister said that peace enforcement is out of the question while there is a truce."

MEMORY = """
import sys
from pathlib import Path
from tests.benchmarks.bench_exchange import units
from workbench.exchange.tmx import write_tmx
from workbench.exchange.tmx_reader import read_tmx
path = Path(sys.argv[1])
assert write_tmx(units(int(sys.argv[2])), path) == sum(1 for _ in read_tmx(path))
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
# Not ru_maxrss: that of a new process begins with the peak of the one that started it (Linux,
# exec_mmap), and here Translate Toolkit filled that one.


def units(count: int) -> Iterator[TranslationUnit]:
    provenance = Provenance(Origin.MACHINE, "nl_en 0.1", "v3", "nl_en", confidence=0.8125)
    when = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    for number in range(count):
        yield TranslationUnit(
            f"ab12cd34-{number}",
            Variant("nl", f"{number}. {NL}"),
            Variant("en", f"{number}. {EN}"),
            SegmentStatus.APPROVED,
            provenance,
            document="debat.pdf",
            segment=number + 1,
            created=when,
            changed=when,
            creator="engine",
            changer="anna",
        )


def measure() -> Iterator[Row]:
    """Yield ratios in processor time on the same file, and the peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.tmx"
        content = list(units(COMPARED))
        write_tmx(content, path)

        def theirs() -> None:
            with path.open("rb") as file:
                for unit in toolkit.tmxfile(file, "nl", "en").units:
                    _ = unit.source, unit.target

        def their_writing() -> None:
            store = toolkit.tmxfile()
            for unit in content:
                store.addtranslation(unit.source.text, "nl", unit.target.text, "en")
            store.serialize(io.BytesIO())

        for what, ours, other in (
            ("read", lambda: sum(1 for _ in read_tmx(path)), theirs),
            ("write", lambda: WRITER.write(content, io.BytesIO(), Options()), their_writing),
        ):
            mine, toolkits = _seconds(ours), _seconds(other)
            yield Row(
                f"{what} a TMX of {COMPARED} units, against Translate Toolkit on the same units",
                f"{toolkits / mine:.1f} times ({COMPARED / mine:.0f} units/s)",
                "5 times",
                toolkits / mine >= 5,
            )
        large = Path(folder) / "large.tmx"
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(large), str(UNITS)],
            capture_output=True,
            text=True,
            check=True,
        )
        peak = int(done.stdout)
        yield Row(
            f"write and read a TMX of {UNITS} units ({large.stat().st_size // 2**20} MB)",
            f"peak {peak} MB",
            "under 200 MB",
            peak < 200,
        )


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        begun = process_time()
        work()
        best = min(best, process_time() - begun)
    return best
