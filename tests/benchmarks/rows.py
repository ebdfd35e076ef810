"""One line of the benchmark table."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure.

    Attributes:
        what: What was measured, on how much.
        figure: The figure with its unit.
        target: What it should be, or empty.
        met: Whether it is, or None without a target.
    """

    what: str
    figure: str
    target: str = ""
    met: bool | None = None

    def markdown(self) -> str:
        mark = {True: "met", False: "**missed**", None: ""}[self.met]
        return f"| {self.what} | {self.figure} | {self.target} | {mark} |"


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Give a function that tells the seconds since the block began."""
    begun = time.perf_counter()
    yield lambda: time.perf_counter() - begun


def median_seconds(work: Callable[[], object], *, times: int) -> float:
    """Return the median of several runs, in seconds."""
    seconds = []
    for _ in range(times):
        with stopwatch() as elapsed:
            work()
        seconds.append(elapsed())
    return median(seconds)
