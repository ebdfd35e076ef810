"""What numbers count: money, percentages and units, the same kind on both sides."""

import re
from collections.abc import Iterator
from functools import cache

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULES"]

_CURRENCIES = {
    "€": (r"€|\bEUR\b|\beuro(?:'s|s)?\b", r"€|\bEUR\b|\beuros?\b|\beurocents?\b"),
    "$": (r"\$|\bUSD\b|\bdollars?\b", r"\$|\bUSD\b|\bdollars?\b|\bbucks?\b"),
    "£": (r"£|\bGBP\b|\bpond sterling\b", r"£|\bGBP\b|\bpounds?\b|\bsterling\b"),
    "¥": (r"¥|\bJPY\b|\byen\b", r"¥|\bJPY\b|\byen\b"),
    "guilder": (r"ƒ\s?\d|\bNLG\b|\bgulden\b", r"ƒ|\bNLG\b|\bguilders?\b"),
    "rouble": (r"₽|\bRUB\b|\broebels?\b", r"₽|\bRUB\b|\broubles?\b|\brubles?\b"),
}
_PERCENT = (r"%|\bprocent(?:en)?\b|\bpct\b|\bprocentpunt", r"%|\bper ?cent\b|\bpercent|\bpct\b")
_AMOUNT = r"\d\s*"
_UNITS = {
    "km": (r"km|kilometers?", r"kms?\b|kilomet(?:re|er)s?|clicks?\b"),
    "metre": (r"m|meters?", r"m\b|met(?:re|er)s?\b|\d-?m\b"),
    "cm": (r"cm|centimeters?", r"cms?\b|centimet(?:re|er)s?"),
    "mm": (r"mm|millimeters?", r"mm\b|millimet(?:re|er)s?"),
    "kg": (r"kg|kilo(?:gram)?s?", r"kgs?\b|kilos?\b|kilogram(?:me)?s?"),
    "gram": (r"gram", r"g\b|gram(?:me)?s?\b"),
    "tonne": (r"ton", r"t\b|tons?\b|tonnes?\b"),
    "litre": (r"l|liters?", r"l\b|lit(?:re|er)s?\b"),
    "hectare": (r"ha|hectaren?", r"ha\b|hectares?"),
    "mile": (r"mijl(?:en)?|mi", r"mi\b|miles?\b|mph\b"),
    "foot": (r"voet|ft", r"ft\b|feet\b|foot\b|′"),
    "knot": (r"knopen", r"knots?\b|kn\b|kts?\b"),
    "watt": (r"[kMG]?W|(?:kilo|mega|giga)?watt", r"watts?\b|[kMG]?Wh?\b|\d[kMG]W\b"),
    "degree Celsius": (r"°\s?C|graden(?: Celsius)?", r"°|degrees?\b"),
    "hour": (r"uur lang", r"hours?\b"),
}
_SPACE = re.compile(r"(?<=\d)[ \u00a0\u202f]+(?=%)")
_SIGN_SPACE = re.compile(r"(?<=[€£$])[ \u00a0\u202f]+(?=\d)")
_DUTCH_CENTS = re.compile(r"(?<=\d),(?:-{1,2}|–|—|=)(?![\w-])")


@cache
def _money() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {
        name: (re.compile(dutch), re.compile(english, re.IGNORECASE))
        for name, (dutch, english) in _CURRENCIES.items()
    }


@cache
def _measures() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {
        name: (
            re.compile(rf"{_AMOUNT}(?:{dutch})(?![\w²³/])"),
            # English glues it to its figure as well: 90kg.
            re.compile(rf"(?<![^\W\d_])(?:{english})", re.IGNORECASE),
        )
        for name, (dutch, english) in _UNITS.items()
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


@rule(
    "percentages",
    "Percentages",
    Severity.ERROR,
    "The source has a percentage and the translation has none.",
    Example("Twee procent is de norm.", "Two is the norm.", "Two per cent is the norm."),
    dutch_english=True,
)
def _percentages(pair: Pair) -> Iterator[Hit]:
    found = [match.span() for match in re.finditer(_PERCENT[0], pair.source)]
    if found and not re.search(_PERCENT[1], pair.target, re.IGNORECASE):
        yield Hit("the percentage is not in the translation", tuple(found))


@rule(
    "percent-format",
    "Space before per cent sign",
    Severity.INFO,
    "English writes 5%, without a space.",
    Example("Het is 5 %.", "It is 5 %.", "It is 5%."),
    dutch_english=True,
)
def _percent_format(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), "") for match in _SPACE.finditer(pair.target))
    if edits:
        yield Hit("English has no space before the per cent sign", edits=edits, label="No space")


@rule(
    "units",
    "Units",
    Severity.WARNING,
    "A quantity of the source lost its unit or has another one: 20 km became 20 miles.",
    Example("Het ligt 20 km verder.", "It lies 20 miles away.", "It lies 20 km away."),
    dutch_english=True,
)
def _units(pair: Pair) -> Iterator[Hit]:
    if not any(map(str.isdigit, pair.source)):
        return
    for name, (dutch, english) in _measures().items():
        found = [match.span() for match in dutch.finditer(pair.source)]
        if found and not english.search(pair.target):
            yield Hit(f"the unit {quoted([name])} is not in the translation", tuple(found))


RULES = (_currency, _currency_format, _percentages, _percent_format, _units)
"""The checks of this family."""
