"""What numbers count: percentages on both sides."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_PERCENT = (r"%|\bprocent(?:en)?\b|\bpct\b|\bprocentpunt", r"%|\bper ?cent\b|\bpercent|\bpct\b")


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


RULE = _percentages
