"""Punctuation: dashes, for which no hyphen stands in."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_HYPHEN = re.compile(r"(?<=[^\W_]|[)\]”’\"]) --? (?=\S)|(?<=[^\W\d_])--(?=[^\W\d_])")
_DASH = re.compile(r"[–—]")


@rule(
    "dashes",
    "Hyphen for a dash",
    Severity.INFO,
    "A hyphen between spaces, or two hyphens, where the source has a dash.",
    Example(
        "De minister – ziek – zweeg.",
        "The minister - ill - said nothing.",
        "The minister – ill – said nothing.",
    ),
)
def _dashes(pair: Pair) -> Iterator[Hit]:
    if not _DASH.search(pair.source):
        return
    edits = tuple((*match.span(), " – ") for match in _HYPHEN.finditer(pair.target))
    if edits:
        yield Hit("a hyphen stands for a dash", edits=edits, label="Write a dash")


RULE = _dashes
