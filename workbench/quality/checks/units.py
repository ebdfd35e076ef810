"""What numbers count: units, the same kind on both sides."""

import re
from collections.abc import Iterator
from functools import cache

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE"]

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


RULE = _units
