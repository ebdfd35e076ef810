"""A progress bar on a terminal, silence everywhere else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["Progress", "bar"]


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
