"""Spaces: two in a row."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_DOUBLE = re.compile(r"[ \u00a0\u202f]{2,}")


@rule(
    "double-space",
    "Double space",
    Severity.WARNING,
    "Two or more spaces in a row.",
    Example("De minister sprak.", "The minister  spoke.", "The minister spoke."),
)
def _double(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), " ") for match in _DOUBLE.finditer(pair.target))
    if edits:
        yield Hit("there is more than one space in a row", edits=edits, label="One space")


RULE = _double
