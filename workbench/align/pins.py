"""Groups that a person has decided: what they leave for the aligner to do.

Pins that follow each other in both texts, each in one piece, cut the texts into stretches that
are aligned by themselves. All other pinned sentences (left unaligned, crossing, in more than one
piece) are taken out of the texts first, so that what stood around them may be joined.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain import Bead
from workbench.errors import InputError

__all__ = ["Plan", "Stretch", "longest_increasing", "plan"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Ranges of the remaining sentences (first, behind last) to be aligned by themselves."""

    rows: tuple[int, int]
    columns: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be aligned.

    Attributes:
        source: Indices of the source sentences that take part, ascending.
        target: Those of the target.
        stretches: Over positions in ``source`` and ``target``.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    stretches: tuple[Stretch, ...]


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly increasing subsequence (Fredman 1975)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        ends[place : place + 1] = [index]
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _used(sides: Sequence[Sequence[int]], size: int, name: str) -> set[int]:
    used: set[int] = set()
    for side in sides:
        for index in side:
            if not 0 <= index < size:
                raise InputError(
                    f"a pin names {name} sentence {index}, and there are {size}",
                    where="pins",
                    fix="Sentences are counted from 0",
                )
            if index in used:
                raise InputError(
                    f"{name} sentence {index} is in two pins", where="pins", fix="Remove one"
                )
            used.add(index)
    return used


def _one_piece(side: Sequence[int], free: Sequence[int]) -> bool:
    return bisect_left(free, side[0]) == bisect_left(free, side[-1])


def plan(pins: Sequence[Bead], sources: int, targets: int) -> Plan:
    """Cut two texts at the pins.

    Args:
        pins: Decided groups; one side may be empty.
        sources: Number of source sentences.
        targets: Number of target sentences.

    Raises:
        InputError: A pin names a sentence that does not exist, or that another pin has.
    """
    used = (
        _used([pin.source for pin in pins], sources, "source"),
        _used([pin.target for pin in pins], targets, "target"),
    )
    source = tuple(index for index in range(sources) if index not in used[0])
    target = tuple(index for index in range(targets) if index not in used[1])
    pieces = sorted(
        (pin.source[0], pin.target[0])
        for pin in pins
        if pin.source
        and pin.target
        and _one_piece(pin.source, source)
        and _one_piece(pin.target, target)
    )
    stretches = []
    row = column = 0
    for index in longest_increasing([first for _, first in pieces]):
        here = bisect_left(source, pieces[index][0]), bisect_left(target, pieces[index][1])
        stretches.append(Stretch((row, here[0]), (column, here[1])))
        row, column = here
    stretches.append(Stretch((row, len(source)), (column, len(target))))
    return Plan(source, target, tuple(stretches))
