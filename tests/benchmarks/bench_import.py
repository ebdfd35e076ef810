"""How long a reviewer's save waits while a large project is brought into the same store.

The number of units can be given as WORKBENCH_BENCH_UNITS; 200 000 take minutes.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.bench_exchange import units
from tests.benchmarks.rows import Row, stopwatch
from tests.corpus.conftest import make_document
from workbench.corpus import documents, rows
from workbench.corpus.database import Database
from workbench.domain import Origin, SegmentStatus, TranslationUnit, UnitVersion
from workbench.exchange import base
from workbench.workflow import review

UNITS = min(200_000, int(os.environ.get("WORKBENCH_BENCH_UNITS", "200000")))
IN_DOCUMENT = 1000
EVERY = 0.1
"""Seconds between two saves."""


def _with_history() -> Iterator[TranslationUnit]:
    """Yield units that a machine drafted and a person approved."""
    when = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    for number, unit in enumerate(units(UNITS)):
        yield replace(
            unit,
            document=f"debate {number // IN_DOCUMENT}.pdf",
            segment=number % IN_DOCUMENT + 1,
            history=(
                UnitVersion(
                    "A draft.", SegmentStatus.DRAFT, "engine", when, "draft", Origin.MACHINE
                ),
                UnitVersion(
                    unit.target.text, SegmentStatus.APPROVED, "anna", when, "edit", Origin.HUMAN
                ),
            ),
        )


def measure() -> Iterator[Row]:
    """Yield the waits of the saves, and what the import took."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        file = home / "units.jsonl"
        with base.atomic(file) as out:
            base.writer("jsonl").write(_with_history(), out, base.Options())
        database = Database.open(f"sqlite:///{home / 'workbench.db'}")
        number = documents.add(database, make_document(["Een zin."])).document.id
        desk = _Desk(database, number)
        alone = [desk.save() for _ in range(50)]
        command = [sys.executable, "-m", "workbench.cli.main", "import", str(file)]
        with stopwatch() as elapsed:
            importing = subprocess.Popen(
                [*command, "--project", "moved", "--json"],
                env={**os.environ, "WORKBENCH_HOME": folder},
                stdout=subprocess.DEVNULL,
            )
            beside = []
            while importing.poll() is None:
                beside.append(desk.save())
                time.sleep(EVERY)
            seconds = elapsed()
        assert importing.returncode == 0
        database.close()
    middle, most, rate = median(beside), max(beside), UNITS / seconds
    yield Row(
        f"save a segment while {UNITS} units with histories are imported by another process,"
        f" median of {len(beside)}",
        f"{_ms(middle)} (95 %: {_ms(quantiles(beside, n=20)[-1])}; without: {_ms(median(alone))})",
        "under 200 ms",
        middle < 0.2,
    )
    yield Row("the longest wait of these", _ms(most), "under 2 s", most < 2)
    yield Row(f"import {UNITS} units with histories", f"{seconds:.0f} s, {rate:.0f} units/s")


class _Desk:
    """A reviewer who saves one segment again and again."""

    def __init__(self, database: Database, document: int) -> None:
        self._database = database
        (row,) = rows.rows(database, document)
        self._segment, self._version = row.id, row.version

    def save(self) -> float:
        """Return the seconds that a save took."""
        with stopwatch() as elapsed:
            stored = review.save(
                self._database,
                self._segment,
                text=f"Text {self._version}",
                version=self._version,
                author="bench",
            )
            seconds = elapsed()
        self._version = stored["version"]
        return seconds


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"
