"""A sign that a sentence was not understood: a lost *not*."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.text.negation import negation_added, negation_lost

__all__ = ["RULE"]


@rule(
    "negation",
    "Negation",
    Severity.WARNING,
    "The source says no (geen, nooit, is niet) and nothing in the translation does, or the other "
    "way round.",
    Example(
        "Er zijn geen harde garanties.",
        "There are strong guarantees.",
        "There are no strong guarantees.",
    ),
    dutch_english=True,
)
def _negation(pair: Pair) -> Iterator[Hit]:
    if lost := negation_lost(pair.source, pair.target):
        yield Hit(
            f"{quoted([lost.group()])} of the source is not in the translation",
            source=(lost.span(),),
        )
    elif added := negation_added(pair.source, pair.target):
        yield Hit(
            f"{quoted([added.group()])} has nothing in the source to go with",
            target=(added.span(),),
        )


RULE = _negation
