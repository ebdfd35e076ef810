"""What a translation takes over unchanged, compared between the two sides."""

from collections.abc import Iterator

from workbench.quality.checks.base import Hit, Pair, quoted
from workbench.text.placeables import Placeable, PlaceableKind, find_placeables

__all__ = ["compared", "placeables_of"]


def placeables_of(text: str, kind: PlaceableKind) -> list[Placeable]:
    """Return what a text has of one kind, such as its web addresses."""
    return [found for found in find_placeables(text) if found.kind is kind]


def compared(pair: Pair, kind: PlaceableKind, what: str) -> Iterator[Hit]:
    """Yield what one side has of a kind and the other has not; ``what`` names it for people."""
    mine = placeables_of(pair.source, kind)
    theirs = placeables_of(pair.target, kind)
    if not mine and not theirs:
        return
    known, there = {found.normal for found in mine}, {found.normal for found in theirs}
    lost = [found for found in mine if found.normal not in there]
    new = [found for found in theirs if found.normal not in known]
    if lost:
        edits: tuple[tuple[int, int, str], ...] = ()
        if len(lost) == len(new) == 1:
            edits = ((new[0].start, new[0].end, lost[0].text),)
        yield Hit(
            f"the {what} {quoted([found.text for found in lost])} is missing or changed",
            tuple((found.start, found.end) for found in lost),
            tuple((found.start, found.end) for found in new),
            edits,
            f"Take the {what} of the source",
        )
    elif new:
        spans = tuple((found.start, found.end) for found in new)
        told = quoted([found.text for found in new])
        yield Hit(f"the {what} {told} is not in the source", (), spans)
