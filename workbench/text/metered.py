"""How far a long work over many items is, told as a share while the items go through."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["Told", "metered", "silent", "within"]

Told = Callable[[float], None]
"""Told the share of the work that is done, 0 to 1, which never goes down."""

_Item = TypeVar("_Item")

_STEP = 0.01


def metered(
    items: Iterable[_Item], size: Callable[[_Item], int], *, whole: int, told: Told
) -> Iterator[_Item]:
    """Give items on, and tell at each hundredth of the whole how far it is.

    Args:
        items: What goes through.
        size: Size of an item, in the unit of `whole`.
        whole: Size of all items, about.
        told: Told the share that is done.
    """
    done, last = 0, 0.0
    for item in items:
        yield item
        done += size(item)
        share = min(1.0, done / max(1, whole))
        if share - last >= _STEP:
            last = share
            told(share)
    told(1.0)


def silent(share: float) -> None:
    """Tell nobody."""


def within(told: Told, start: float, end: float) -> Told:
    """Return what tells the shares of a part as shares of the whole, from `start` to `end`."""
    return lambda share: told(start + (end - start) * share)
