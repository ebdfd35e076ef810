"""Signs that a sentence was not understood: words that English does not have, a lost *not*."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.text.negation import negation_added, negation_lost
from workbench.text.spelling import unknown_words

__all__ = ["RULES"]


@rule(
    "invented-word",
    "No English word",
    Severity.WARNING,
    "A word in lower case is in no word list of English, not even in parts, and not in the source: "
    "a slip of the keyboard, or something a model made up.",
    Example(
        "Er is geen vorm van inzet mogelijk.",
        "No form of gloyment is possible.",
        "No form of deployment is possible.",
    ),
    dutch_english=True,
)
def _invented(pair: Pair) -> Iterator[Hit]:
    copied = pair.source.lower()
    found = [match for match in unknown_words(pair.target) if match.group() not in copied]
    if found:
        words = quoted(dict.fromkeys(match.group() for match in found))
        yield Hit(f"{words}: no English word", target=tuple(match.span() for match in found))


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


RULES = (_invented, _negation)
"""The checks of this family."""
