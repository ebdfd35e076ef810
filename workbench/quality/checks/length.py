"""Translations that are not whole: empty, cut off in mid-sentence, much too short or too long."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULES"]

_SHORTEST = 30
"""Sources below so many characters may become as long or short as they like."""

_ENDS = re.compile(r"[.!?…][)\]\"”'’»]*$")
_DANGLING = re.compile(
    r"(?:[,(–-]|\b(?:the|a|an|of|and|or|that|which|is|are|was|were|with|their|its)) ?$",
    re.IGNORECASE,
)


@rule(
    "empty",
    "Empty",
    Severity.ERROR,
    "There is no translation.",
    Example("De Kamer stemt.", "", "The House votes."),
)
def _empty(pair: Pair) -> Iterator[Hit]:
    if pair.source.strip() and not pair.target.strip():
        yield Hit("there is no translation")


@rule(
    "truncated",
    "Cut off",
    Severity.ERROR,
    "The source is a finished sentence, the translation stops in the middle of one.",
    Example(
        "Hij koos voor de partij van de arbeid.",
        "He chose the party of the",
        "He chose the party of labour.",
    ),
)
def _truncated(pair: Pair) -> Iterator[Hit]:
    target = pair.target.rstrip()
    if _ENDS.search(pair.source.rstrip()) and (found := _DANGLING.search(target)):
        yield Hit("the translation stops in the middle of the sentence", target=(found.span(),))


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


RULES = (_empty, _truncated, _length)
"""The checks of this family."""
