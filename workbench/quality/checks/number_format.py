"""Numbers written as English writes them, with its comma and full stop."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.quality.checks.dutch_numbers import dutch_formats

__all__ = ["RULE"]


@rule(
    "number-format",
    "Number format",
    Severity.ERROR,
    "A number is written as in the Dutch source, and English reads it as another one: 1.000 is "
    "one in English, and 3,5 no number at all.",
    Example("Het kost 1.250,5 miljoen.", "It costs 1.250,5 million.", "It costs 1,250.5 million."),
    dutch_english=True,
)
def _format(pair: Pair) -> Iterator[Hit]:
    edits = dutch_formats(pair)
    if edits:
        told = quoted([new for _, _, new in edits])
        yield Hit(f"in English this is {told}", edits=edits, label="Write it in English")


RULE = _format
