"""Months in English: no Dutch name of one is left."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.quality.checks.month_names import DUTCH_MONTHS, ENGLISH_MONTHS

__all__ = ["RULE"]

_LEFT_MONTH = re.compile(
    r"\b(januari|februari|maart|mei|juni|juli|augustus|oktober)\b", re.IGNORECASE
)
_NEAR_FIGURES = re.compile(r"\d\.?\s*$")


@rule(
    "months",
    "Dutch months",
    Severity.ERROR,
    "The Dutch name of a month is left in the translation.",
    Example("Op 14 mei 1940.", "On 14 mei 1940.", "On 14 May 1940."),
    dutch_english=True,
)
def _months(pair: Pair) -> Iterator[Hit]:
    edits = []
    for match in _LEFT_MONTH.finditer(pair.target):
        name = match.group()
        dated = _NEAR_FIGURES.search(pair.target[: match.start()]) or re.match(
            r"\s*\d", pair.target[match.end() :]
        )
        # Mei and Juli are also people.
        if name.lower() in pair.source_set and (dated or name.islower()):
            number = DUTCH_MONTHS.index(name.lower())
            edits.append((*match.span(), ENGLISH_MONTHS[number]))
    if edits:
        told = quoted([new for _, _, new in edits])
        yield Hit(
            f"the month is {told} in English", edits=tuple(edits), label="Write it in English"
        )


RULE = _months
