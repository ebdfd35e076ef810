"""Punctuation: ellipses on both sides or on none."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_ELLIPSIS = re.compile(r"…|\.{3,}|\. \. \.")


@rule(
    "ellipsis",
    "Ellipsis",
    Severity.INFO,
    "The source has an ellipsis that the translation has not, or the other way round.",
    Example("Hij zei … niets.", "He said nothing.", "He said … nothing."),
)
def _ellipsis(pair: Pair) -> Iterator[Hit]:
    mine = [match.span() for match in _ELLIPSIS.finditer(pair.source)]
    theirs = [match.span() for match in _ELLIPSIS.finditer(pair.target)]
    if mine and not theirs:
        yield Hit("the ellipsis is missing in the translation", tuple(mine))
    elif theirs and not mine:
        yield Hit("the source has no ellipsis", (), tuple(theirs))


RULE = _ellipsis
