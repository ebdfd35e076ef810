"""How long the rest of a review will take: by many stretches of work, never by one fast minute.

The time between two actions of a person belongs to the later one. It is gathered into stretches of
about ten minutes, and the median of their seconds a word is the pace, so that one hard page or one
row of quick approvals decides nothing. No pace is faster than reading both texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles

from workbench.corpus.postedits import Deed

__all__ = ["LONGEST_PAUSE", "NEEDED", "READING", "Pace", "pace", "seconds_spent"]

LONGEST_PAUSE = 180.0
"""Seconds that the time between two actions counts at most: longer is a pause."""

NEEDED = 3
"""Stretches from which on the pace is known."""

READING = 2 * 60 / 238
"""Seconds a word that reading source and translation takes: English is read at 238 words a minute
(Brysbaert 2019, "How many words do we read per minute?", a mean over 190 studies)."""

_AWAY = 10 * LONGEST_PAUSE
_STRETCH = 600.0
_LEAST_SECONDS = 120.0
_LEAST_WORDS = 50


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that a source word takes.

    Attributes:
        middle: Median of the stretches.
        fast: A quarter of the stretches was faster.
        slow: A quarter was slower.
        stretches: Stretches of work it rests on.
    """

    middle: float
    fast: float
    slow: float
    stretches: int


def pace(deeds: Iterable[Deed]) -> Pace | int:
    """Return the pace of the work so far, or how many stretches there are while these are few.

    Args:
        deeds: What people did, in the order of time.
    """
    found = [max(READING, seconds / words) for seconds, words in _stretches(deeds)]
    if len(found) < NEEDED:
        return len(found)
    fast, _, slow = quantiles(found, n=4, method="inclusive")
    return Pace(median(found), fast, slow, len(found))


def seconds_spent(deeds: Iterable[Deed]) -> dict[tuple[str, int], float]:
    """Return the time that people spent, by person and document.

    The time between two actions of a person goes to the later one, up to the longest pause; what
    came before the first action is not known and not counted.
    """
    spent: dict[tuple[str, int], float] = defaultdict(float)
    for deed, seconds in _timed(deeds):
        if seconds is not None:
            spent[deed.person, deed.document] += seconds
    return dict(spent)


def _timed(deeds: Iterable[Deed]) -> Iterator[tuple[Deed, float | None]]:
    """Yield what was done with the seconds it took; None when somebody came back for it."""
    last: dict[str, datetime] = {}
    for deed in deeds:
        seconds = None
        if deed.person in last:
            gap = (deed.at - last[deed.person]).total_seconds()
            if gap <= _AWAY:
                seconds = min(gap, LONGEST_PAUSE)
        last[deed.person] = deed.at
        yield deed, seconds


def _stretches(deeds: Iterable[Deed]) -> Iterator[tuple[float, int]]:
    """Yield seconds and words of each stretch of work."""
    open_: dict[str, tuple[float, int]] = {}

    def counts(seconds: float, words: int) -> bool:
        return seconds >= _LEAST_SECONDS and words >= _LEAST_WORDS

    for deed, seconds in _timed(deeds):
        spent, words = open_.get(deed.person, (0.0, 0))
        if seconds is None or spent >= _STRETCH:
            if counts(spent, words):
                yield spent, words
            spent, words = 0.0, 0
        if seconds is not None:
            spent, words = spent + seconds, words + deed.words
        open_[deed.person] = spent, words
    yield from (each for each in open_.values() if counts(*each))
