"""How long the command line takes to start."""

import subprocess
import sys
from collections.abc import Iterator

from tests.benchmarks.rows import Row, median_seconds


def measure() -> Iterator[Row]:
    """Yield the time of `workbench --help`, beside that of Python itself."""
    bare = median_seconds(lambda: _run("-c", "pass"), times=9)
    start = median_seconds(lambda: _run("-m", "workbench.cli.main", "--help"), times=9)
    yield Row(
        "command line start (`workbench --help`)",
        f"{start:.2f} s (Python alone {bare:.2f} s)",
        "under 1.5 s",
        start < 1.5,
    )


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
