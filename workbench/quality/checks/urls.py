"""Web addresses, which a translation takes over unchanged."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule
from workbench.quality.checks.placeable_comparison import compared
from workbench.text.placeables import PlaceableKind

__all__ = ["RULE"]


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
        yield from compared(pair, PlaceableKind.URL, "address")


RULE = _urls
