"""Whole texts in capitals: on both sides or on none."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 12 and sum(map(str.isupper, letters)) > 0.9 * len(letters)


@rule(
    "all-capitals",
    "All capitals",
    Severity.WARNING,
    "The translation is all in capitals and the source is not, or the other way round.",
    Example(
        "DE TOEKOMST VAN DE KRIJGSMACHT",
        "The future of the armed forces",
        "THE FUTURE OF THE ARMED FORCES",
    ),
)
def _capitals(pair: Pair) -> Iterator[Hit]:
    mine, theirs = _shouts(pair.source), _shouts(pair.target)
    if mine and not theirs and sum(map(str.isalpha, pair.target)) >= 12:
        edits = ((0, len(pair.target), pair.target.upper()),)
        yield Hit("the source is all in capitals", edits=edits, label="All in capitals")
    elif theirs and not mine and len(pair.source) >= 12:
        yield Hit("the translation is all in capitals", target=((0, len(pair.target)),))


RULE = _capitals
