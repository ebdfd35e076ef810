"""A long translation as a stream: unique sentences, cached, with progress and cancel.

Sentences are sorted by length, so that batches have little padding, and handed to the engine in
chunks. Each finished chunk goes into the cache before its results are given out: a job that is
cancelled or killed goes on, when started again, where it was.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workbench.domain import Hypothesis
from workbench.engine.base import Engine
from workbench.engine.cache import TranslationCache

__all__ = ["Progress", "translate_batch"]

CHUNK_CHARACTERS = 12_000
"""Source text in a chunk: some three batches of 1024 tokens, a second or two of work."""

FIRST_CHUNK_CHARACTERS = 2_000
"""Less at first, so that something is seen soon."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done: Sentences finished, doubles and cached ones counted.
        total: Sentences in all.
        rate: Sentences translated a second, cached ones not counted; 0 at the start.
        seconds_left: Estimated from the text that is left; None while nothing is known.
    """

    done: int
    total: int
    rate: float
    seconds_left: float | None


def translate_batch(
    engine: Engine,
    sources: Sequence[str],
    *,
    cache: TranslationCache | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    n_best: int = 1,
) -> Iterator[tuple[int, list[Hypothesis]]]:
    """Translate sentences and give each one's hypotheses as soon as it is done.

    Args:
        engine: Translates.
        sources: Sentences; equal ones are translated once.
        cache: Looked up first and filled; None does without.
        progress: Called at the start, after each chunk, and at the end.
        cancelled: Asked before each chunk; True ends the series early, and what was given out
            before is in the cache.
        n_best: Most hypotheses for each sentence.

    Yields:
        (index into `sources`, hypotheses), cached ones first, then by length, not by index.
    """
    places: dict[str, list[int]] = {}
    for index, source in enumerate(sources):
        places.setdefault(source, []).append(index)
    unique = sorted(places, key=len)
    known = cache.get(engine.signature, unique, n_best=n_best) if cache else [[] for _ in unique]
    meter = _Meter(total=len(sources))
    for source, hypotheses in zip(unique, known, strict=True):
        if hypotheses:
            meter.done += len(places[source])
    waiting = [source for source, found in zip(unique, known, strict=True) if not found]
    meter.left = sum(map(len, waiting))
    if progress:
        progress(meter.read())
    for source, hypotheses in zip(unique, known, strict=True):
        if hypotheses:
            yield from ((index, hypotheses) for index in places[source])
    for chunk in _chunks(waiting):
        if cancelled and cancelled():
            return
        found = engine.translate(chunk, n_best=n_best)
        if cache:
            cache.put(engine.signature, zip(chunk, found, strict=True), n_best=n_best)
        meter.add(chunk, sentences=sum(len(places[source]) for source in chunk))
        if progress:
            progress(meter.read())
        for source, hypotheses in zip(chunk, found, strict=True):
            yield from ((index, hypotheses) for index in places[source])


class _Meter:
    """Counts what is done and how long it took since the start."""

    def __init__(self, *, total: int) -> None:
        self.total = total
        self.done = 0
        self.left = 0
        self._sentences = 0
        self._characters = 0
        self._seconds = 0.0
        self._since = time.monotonic()

    def add(self, chunk: list[str], *, sentences: int) -> None:
        characters = sum(map(len, chunk))
        self.done += sentences
        self.left -= characters
        self._sentences += len(chunk)
        self._characters += characters
        self._seconds = time.monotonic() - self._since

    def read(self) -> Progress:
        if not self._characters or not self._seconds:
            return Progress(self.done, self.total, 0.0, None if self.left else 0.0)
        return Progress(
            self.done,
            self.total,
            self._sentences / self._seconds,
            self.left * self._seconds / self._characters,
        )


def _chunks(sources: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size, limit = 0, FIRST_CHUNK_CHARACTERS
    for source in sources:
        if chunk and size + len(source) > limit:
            yield chunk
            chunk, size, limit = [], 0, CHUNK_CHARACTERS
        chunk.append(source)
        size += len(source)
    if chunk:
        yield chunk
