"""Ordinals: Dutch ones end in *e* or *de*, and *19e* is *19th*."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE", "ordinal"]

_ORDINAL = re.compile(r"(?<![\w.,-])(\d{1,4})(e|de|ste|ème|st|nd|rd|th)(?![\w-])")
_SPECIAL = {"1": "st", "2": "nd", "3": "rd"}


def ordinal(number: str) -> str:
    """Write an English ordinal: ``21`` gives ``21st``, ``12`` gives ``12th``."""
    teen = number[-2:] in ("11", "12", "13")
    return number + ("th" if teen else _SPECIAL.get(number[-1], "th"))


@rule(
    "ordinals",
    "Ordinal numbers",
    Severity.ERROR,
    "A Dutch ordinal is left (1e, 19de), or an English one has the wrong ending (21th).",
    Example("De 21e eeuw.", "The 21th century.", "The 21st century."),
    dutch_english=True,
)
def _ordinals(pair: Pair) -> Iterator[Hit]:
    edits = tuple(
        (*match.span(), ordinal(match[1]))
        for match in _ORDINAL.finditer(pair.target)
        if ordinal(match[1]) != match.group()
    )
    if edits:
        told = quoted([new for _, _, new in edits])
        yield Hit(f"the ordinal number should be {told}", edits=edits, label="Write the ordinal")


RULE = _ordinals
