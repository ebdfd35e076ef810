"""Capitals: at the beginning, and whole texts or words in capitals."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULES"]

_OPENERS = "\"“‘'„‚«([{-–—•*· \u00a0¿¡"


def _first(text: str) -> tuple[str, int]:
    """Return the first word of a text and where it begins."""
    at = len(text) - len(text.lstrip(_OPENERS))
    match = re.compile(r"[^\W\d_][\w'’-]*").match(text, at)
    return (match.group(), at) if match else ("", at)


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 12 and sum(map(str.isupper, letters)) > 0.9 * len(letters)


@rule(
    "capital-start",
    "Capital at the beginning",
    Severity.WARNING,
    "The source begins with a capital, the translation does not.",
    Example("De vloot voer uit.", "the fleet set sail.", "The fleet set sail."),
)
def _start(pair: Pair) -> Iterator[Hit]:
    word, at = _first(pair.target)
    source, _ = _first(pair.source)
    # iPhone and eBay keep their small letter, and so does a word that the source has so.
    if not word or not word[0].islower() or any(map(str.isupper, word[1:])):
        return
    if source[:1].isupper() and word not in pair.source and word.upper()[0] != word[0]:
        upper = word[0].upper()
        if len(upper) == 1:
            edit = (at, at + 1, upper)
            yield Hit("the translation begins with a small letter", edits=(edit,), label="Capital")


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


RULES = (_start, _capitals)
"""The checks of this family."""
