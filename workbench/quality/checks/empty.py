"""Translations that are not there."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]


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


RULE = _empty
