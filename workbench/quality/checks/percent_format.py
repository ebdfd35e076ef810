"""Percentages written as English writes them."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_SPACE = re.compile(r"(?<=\d)[ \u00a0\u202f]+(?=%)")


@rule(
    "percent-format",
    "Space before per cent sign",
    Severity.INFO,
    "English writes 5%, without a space.",
    Example("Het is 5 %.", "It is 5 %.", "It is 5%."),
    dutch_english=True,
)
def _percent_format(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), "") for match in _SPACE.finditer(pair.target))
    if edits:
        yield Hit("English has no space before the per cent sign", edits=edits, label="No space")


RULE = _percent_format
