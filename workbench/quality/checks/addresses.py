"""Addresses and codes, which a translation takes over unchanged: URLs, e-mail, F-35, A27."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.text.placeables import Placeable, PlaceableKind, find_placeables

__all__ = ["RULES"]


def _of(text: str, kind: PlaceableKind) -> list[Placeable]:
    return [found for found in find_placeables(text) if found.kind is kind]


def _compared(pair: Pair, kind: PlaceableKind, what: str) -> Iterator[Hit]:
    mine = _of(pair.source, kind)
    theirs = _of(pair.target, kind)
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


@rule(
    "urls",
    "Web addresses",
    Severity.ERROR,
    "A web address is missing, changed or new.",
    Example(
        "Zie www.defensie.nl/missies.",
        "See www.defence.nl/missies.",
        "See www.defensie.nl/missies.",
    ),
)
def _urls(pair: Pair) -> Iterator[Hit]:
    if "." in pair.source or "." in pair.target:
        yield from _compared(pair, PlaceableKind.URL, "address")


@rule(
    "emails",
    "E-mail addresses",
    Severity.ERROR,
    "An e-mail address is missing, changed or new.",
    Example("Mail info@tno.nl.", "Mail info@tno.com.", "Mail info@tno.nl."),
)
def _emails(pair: Pair) -> Iterator[Hit]:
    if "@" in pair.source or "@" in pair.target:
        yield from _compared(pair, PlaceableKind.EMAIL, "e-mail address")


@rule(
    "codes",
    "Codes",
    Severity.WARNING,
    "A code of letters and figures, such as F-35 or A27, is missing.",
    Example("Acht F-16's vlogen.", "Eight F-18s flew.", "Eight F-16s flew."),
)
def _codes(pair: Pair) -> Iterator[Hit]:
    if not any(map(str.isdigit, pair.source)):
        return
    target = pair.target.casefold().replace("-", "").replace(" ", "")
    lost = [
        found
        for found in _of(pair.source, PlaceableKind.CODE)
        if found.normal.casefold().replace("-", "") not in target
    ]
    if lost:
        yield Hit(
            f"the code {quoted([found.text for found in lost])} is missing",
            tuple((found.start, found.end) for found in lost),
        )


RULES = (_urls, _emails, _codes)
"""The checks of this family."""
