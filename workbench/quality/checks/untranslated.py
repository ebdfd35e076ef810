"""Text that was not translated: the source copied."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule
from workbench.quality.checks.comparable_texts import bare
from workbench.quality.checks.language_signs import DUTCH_FUNCTION_WORDS, DUTCH_SPELLING
from workbench.text.placeables import find_placeables
from workbench.text.words import dutch_words

__all__ = ["RULE"]

_PARTICLES = frozenset(
    re.findall(r"\w+", "van de der den het ten ter te op in aan en of and the la le von du")
)


@rule(
    "untranslated",
    "Not translated",
    Severity.ERROR,
    "The translation is the source again, though it is more than a name, a number or an address.",
    Example("Inleiding en doel", "Inleiding en doel", "Introduction and aim"),
    dutch_english=True,
)
def _untranslated(pair: Pair) -> Iterator[Hit]:
    source, target = bare(pair.source), bare(pair.target)
    if source and source == target and not _may_stay(pair.source):
        yield Hit("the translation is the same as the source", target=((0, len(pair.target)),))


def _may_stay(text: str) -> bool:
    """Whether a text may be the same in both languages: names, numbers, codes, English words."""
    rest = list(text)
    for found in find_placeables(text):
        rest[found.start : found.end] = " " * (found.end - found.start)
    words = re.findall(r"[^\W\d_]+", "".join(rest))
    lower = [word for word in words if word.islower()]
    if any(word in DUTCH_FUNCTION_WORDS and word not in _PARTICLES for word in lower):
        return False
    proper = [word for word in words if word.lower() not in _PARTICLES]
    if all(word[0].isupper() for word in proper):
        known = [word for word in proper if word.lower() in dutch_words() and len(word) > 3]
        return len(known) * 2 <= len(proper) and not (known and len(proper) == 1)
    # One or two words in lower case may be English already: radar, offshore.
    return not any(word in dutch_words() and DUTCH_SPELLING.search(word) for word in lower) and (
        len(words) <= 2
    )


RULE = _untranslated
