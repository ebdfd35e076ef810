"""Codes of letters and figures, which a translation takes over: F-35, A27."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.quality.checks.placeable_comparison import placeables_of
from workbench.text.placeables import PlaceableKind

__all__ = ["RULE"]


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
        for found in placeables_of(pair.source, PlaceableKind.CODE)
        if found.normal.casefold().replace("-", "") not in target
    ]
    if lost:
        yield Hit(
            f"the code {quoted([found.text for found in lost])} is missing",
            tuple((found.start, found.end) for found in lost),
        )


RULE = _codes
