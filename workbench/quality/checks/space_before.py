"""Spaces: one before a comma or another mark."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_BEFORE = re.compile(r"(?<=[\w)\]”’\"])[ \u00a0\u202f]+(?=[,;:!?](?!\w)|\.(?![\w.]|\s*\.))")


@rule(
    "space-before",
    "Space before punctuation",
    Severity.WARNING,
    "A space before a comma, full stop, colon or question mark, unless the source has one too.",
    Example("Ja, dat klopt.", "Yes , that is right.", "Yes, that is right."),
)
def _before(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), "") for match in _BEFORE.finditer(pair.target))
    if edits and not _BEFORE.search(pair.source):
        yield Hit("there is a space before a punctuation mark", edits=edits, label="No space")


RULE = _before
