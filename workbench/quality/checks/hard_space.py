"""Spaces: unusual ones."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_HARD = re.compile(r"[\u00a0\u2007\u202f\u2000-\u2006\u2008-\u200a\u3000]")


@rule(
    "hard-space",
    "Unusual space",
    Severity.INFO,
    "A space that does not break, or another special space, where the source has none.",
    Example("Vijf jaar later.", "Five\u00a0years later.", "Five years later."),
)
def _hard(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), " ") for match in _HARD.finditer(pair.target))
    if edits and not _HARD.search(pair.source):
        yield Hit("there is a special space that the source has not", edits=edits, label="Plain")


RULE = _hard
