"""Punctuation: marks that stand twice."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_DOUBLED = re.compile(
    r",[ ]?(?:,[ ]?)+(?=\S|$)|(?<!\.)\.\.(?!\.)|;[;,]+|:{2,}(?!\w)|(?<=\w),\.(?!\.)"
)
_EXCITED = re.compile(r"[!?]{2,}")


@rule(
    "doubled-punctuation",
    "Doubled punctuation",
    Severity.WARNING,
    "Two commas, two full stops, or a comma and a full stop together.",
    Example("Ja, dat klopt.", "Yes,, that is right..", "Yes, that is right."),
)
def _doubled(pair: Pair) -> Iterator[Hit]:
    if _DOUBLED.search(pair.source):
        return
    edits = []
    for match in _DOUBLED.finditer(pair.target):
        text = match.group()
        if text == ",.":
            kept = "."
        else:
            kept = text[0] + (" " if text[0] == "," and text.endswith(" ") else "")
        edits.append((*match.span(), kept))
    if not _EXCITED.search(pair.source):
        edits += [
            (*match.span(), "?" if "?" in match.group() else "!")
            for match in _EXCITED.finditer(pair.target)
        ]
    if edits:
        yield Hit("a punctuation mark is there twice", edits=tuple(edits), label="Only once")


RULE = _doubled
