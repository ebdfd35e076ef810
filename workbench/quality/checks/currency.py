"""What numbers count: money, in the same currency on both sides."""

import re
from collections.abc import Iterator
from functools import cache

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE"]

_CURRENCIES = {
    "€": (r"€|\bEUR\b|\beuro(?:'s|s)?\b", r"€|\bEUR\b|\beuros?\b|\beurocents?\b"),
    "$": (r"\$|\bUSD\b|\bdollars?\b", r"\$|\bUSD\b|\bdollars?\b|\bbucks?\b"),
    "£": (r"£|\bGBP\b|\bpond sterling\b", r"£|\bGBP\b|\bpounds?\b|\bsterling\b"),
    "¥": (r"¥|\bJPY\b|\byen\b", r"¥|\bJPY\b|\byen\b"),
    "guilder": (r"ƒ\s?\d|\bNLG\b|\bgulden\b", r"ƒ|\bNLG\b|\bguilders?\b"),
    "rouble": (r"₽|\bRUB\b|\broebels?\b", r"₽|\bRUB\b|\broubles?\b|\brubles?\b"),
}


@cache
def _money() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {
        name: (re.compile(dutch), re.compile(english, re.IGNORECASE))
        for name, (dutch, english) in _CURRENCIES.items()
    }


@rule(
    "currency",
    "Currency",
    Severity.ERROR,
    "An amount of money of the source is in another currency, or in none, in the translation.",
    Example("Dat kost € 5.", "That costs $5.", "That costs €5."),
    dutch_english=True,
)
def _currency(pair: Pair) -> Iterator[Hit]:
    for name, (dutch, english) in _money().items():
        spans = tuple(match.span() for match in dutch.finditer(pair.source))
        if spans and not english.search(pair.target):
            yield Hit(f"the currency {quoted([name])} is not in the translation", spans)


RULE = _currency
