"""Translations that turn in circles."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.quality.checks.repeats import circle

__all__ = ["RULE"]


@rule(
    "loop",
    "Loop",
    Severity.ERROR,
    "A phrase comes again and again, as when a model is stuck, and not in the source.",
    Example(
        "Zij stuurden troepen naar Litouwen.",
        "They sent troops to Lithuania troops to Lithuania troops to Lithuania.",
        "They sent troops to Lithuania.",
    ),
)
def _loop(pair: Pair) -> Iterator[Hit]:
    found = circle(pair.target)
    if found and not circle(pair.source):
        yield Hit(f"the translation turns in circles at {quoted([found])}")


RULE = _loop
