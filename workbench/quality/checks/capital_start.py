"""Capitals at the beginning: one where the source has one."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_OPENERS = "\"“‘'„‚«([{-–—•*· \u00a0¿¡"


def _first(text: str) -> tuple[str, int]:
    """Return the first word of a text and where it begins."""
    at = len(text) - len(text.lstrip(_OPENERS))
    match = re.compile(r"[^\W\d_][\w'’-]*").match(text, at)
    return (match.group(), at) if match else ("", at)


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


RULE = _start
