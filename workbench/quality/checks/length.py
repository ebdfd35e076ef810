"""Translations that are much too short or too long."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_SHORTEST = 30
"""Sources below so many characters may become as long or short as they like."""


@rule(
    "length",
    "Length",
    Severity.WARNING,
    "The translation has less than 45 % or more than 220 % of the characters of its source.",
    Example(
        "De regering heeft vandaag besloten om meer geld aan defensie te besteden.",
        "The government decided.",
        "The government decided today to spend more money on defence.",
    ),
)
def _length(pair: Pair) -> Iterator[Hit]:
    source, target = len(pair.source.strip()), len(pair.target.strip())
    if source < _SHORTEST or not target:
        return
    ratio = target / source
    if ratio < 0.45:
        yield Hit(f"the translation has only {ratio:.0%} of the length of its source")
    elif ratio > 2.2:
        yield Hit(f"the translation is {ratio:.1f} times as long as its source")


RULE = _length
