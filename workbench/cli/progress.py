"""A progress bar on a terminal; elsewhere silence, or a line now and then where it takes long."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["Progress", "bar", "shares"]

_LINE_SECONDS = 5.0


class Progress(Protocol):
    """What a job reports: counts, segments a second, and seconds left (None: not known yet)."""

    @property
    def done(self) -> int:
        """Segments done."""

    @property
    def total(self) -> int:
        """Segments in all."""

    @property
    def rate(self) -> float:
        """Segments a second."""

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds to the end."""


@contextmanager
def bar(title: str) -> Iterator[Callable[[Progress], None]]:
    """Show a bar on standard error while the block runs, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True),
    ) as display:
        task = display.add_task(title, total=None, pace="")

        def show(progress: Progress) -> None:
            left = progress.seconds_left
            pace = (
                f"{progress.rate:.1f}/s"
                if left is None
                else f"{progress.rate:.1f}/s, {left:.0f} s left"
            )
            display.update(task, completed=progress.done, total=progress.total, pace=pace)

        yield show


@contextmanager
def shares() -> Iterator[Callable[[str, float], None]]:
    """Tell on standard error how far each of some works is, while the block runs.

    What is given is called with the name of a work and the share of it that is done, 0 to 1. A
    terminal shows a bar for each; anything else gets a line every five seconds.
    """
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    tasks = {}
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as display:

        def show(name: str, share: float) -> None:
            if name not in tasks:
                tasks[name] = display.add_task(name, total=1.0)
            display.update(tasks[name], completed=share)

        yield show


def _lines() -> Callable[[str, float], None]:
    due = time.monotonic() + _LINE_SECONDS

    def tell(name: str, share: float) -> None:
        nonlocal due
        if share < 1.0 and time.monotonic() >= due:
            due = time.monotonic() + _LINE_SECONDS
            print(f"{name}: {share:.0%}", file=sys.stderr, flush=True)

    return tell
