"""Money written as English writes it."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_SIGN_SPACE = re.compile(r"(?<=[€£$])[ \u00a0\u202f]+(?=\d)")
_DUTCH_CENTS = re.compile(r"(?<=\d),(?:-{1,2}|–|—|=)(?![\w-])")


@rule(
    "currency-format",
    "Currency format",
    Severity.WARNING,
    "An amount is written as in Dutch: € 5 with a space, or 5,- with a dash for the cents.",
    Example("Dat kost € 1.000,-.", "That costs € 1,000,-.", "That costs €1,000."),
    dutch_english=True,
)
def _currency_format(pair: Pair) -> Iterator[Hit]:
    edits = tuple(
        (*match.span(), "")
        for pattern in (_SIGN_SPACE, _DUTCH_CENTS)
        for match in pattern.finditer(pair.target)
    )
    if edits:
        yield Hit("the amount is not written as in English", edits=edits, label="Write it so")


RULE = _currency_format
