"""A sign that a sentence was not understood: words that English does not have."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.text.spelling import unknown_words

__all__ = ["RULE"]


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


RULE = _invented
