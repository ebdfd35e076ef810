"""E-mail addresses, which a translation takes over unchanged."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule
from workbench.quality.checks.placeable_comparison import compared
from workbench.text.placeables import PlaceableKind

__all__ = ["RULE"]


@rule(
    "emails",
    "E-mail addresses",
    Severity.ERROR,
    "An e-mail address is missing, changed or new.",
    Example("Mail info@tno.nl.", "Mail info@tno.com.", "Mail info@tno.nl."),
)
def _emails(pair: Pair) -> Iterator[Hit]:
    if "@" in pair.source or "@" in pair.target:
        yield from compared(pair, PlaceableKind.EMAIL, "e-mail address")


RULE = _emails
