"""Quotation marks: opened and closed, and none lost."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_DOUBLE = re.compile(r"[\"“”„«»]")
_SINGLE_QUOTE = re.compile(
    r"(?<!\w)[‘‚'][^\W\d_][^‘‚']*?[^\W\d_,.!?][’'](?!\w)|(?<!\w)‘[^‘’]+’(?!\w)"
)


@rule(
    "quotes",
    "Quotation marks",
    Severity.WARNING,
    "Quotation marks are opened and not closed, or those of the source are all gone.",
    Example("Hij zei: “Nee.”", "He said: “No.", "He said: “No.”"),
)
def _quotes(pair: Pair) -> Iterator[Hit]:
    mine, theirs = _DOUBLE.findall(pair.source), list(_DOUBLE.finditer(pair.target))
    # A quotation may go on in the next segment, and then the source is just as odd.
    if len(theirs) % 2 and mine and not len(mine) % 2:
        yield Hit("a quotation mark has no counterpart", (), tuple(m.span() for m in theirs))
    elif len(mine) >= 2 and not theirs and not _SINGLE_QUOTE.search(pair.target):
        spans = tuple(match.span() for match in _DOUBLE.finditer(pair.source))
        yield Hit("the quotation marks of the source are gone", spans)


RULE = _quotes
