"""Text that was not wholly translated: Dutch words left in it."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, quoted, rule
from workbench.quality.checks.language_signs import (
    DUTCH_FUNCTION_WORDS,
    DUTCH_SPELLING,
    ENGLISH_FUNCTION_WORDS,
)
from workbench.text.words import dutch_words

__all__ = ["RULE"]

_ENGLISH_TOO = frozenset(
    re.findall(r"\w+", "van en die of was over in is we open kind had hand land me men hen")
)
_ONLY_DUTCH = re.compile(r"[^f]ijd|[^s]chts|acht$|eeuw|ieuw|lijk|heid$|[^n]isch[e]?$")
_QUOTED = re.compile(r"[“\"„‘'«*_(][^”\"’'»*_)]*[”\"’'»*_)]")


@rule(
    "dutch-words",
    "Dutch words left",
    Severity.WARNING,
    "Words of the Dutch source stand in the translation that are no names and no English words.",
    Example(
        "De krijgsmacht oefent met de bondgenoten.",
        "The krijgsmacht exercises with the allies.",
        "The armed forces exercise with the allies.",
    ),
    dutch_english=True,
)
def _dutch_words(pair: Pair) -> Iterator[Hit]:
    quotations: list[Span] | None = None
    spans: list[Span] = []
    for match in pair.target_words:
        word = match.group()
        lower = word.lower()
        if lower not in pair.source_set or not word.islower() or lower in _ENGLISH_TOO:
            continue
        if not (lower in DUTCH_FUNCTION_WORDS or (len(word) >= 5 and _is_dutch(lower))):
            continue
        if quotations is None:
            quotations = [found.span() for found in _QUOTED.finditer(pair.target)]
        if any(start <= match.start() < end for start, end in quotations):
            continue
        if not _in_name(pair.target, match):
            spans.append(match.span())
    words = [pair.target[slice(*span)] for span in spans]
    function = [word for word in words if word in DUTCH_FUNCTION_WORDS]
    # A single de or het is part of a name that nobody wrote with capitals.
    if spans and (len(function) != 1 or len(words) > 1):
        yield Hit(f"the Dutch {quoted(dict.fromkeys(words))} is left", target=tuple(spans))


def _is_dutch(word: str) -> bool:
    if _ONLY_DUTCH.search(word):
        return True
    return word in dutch_words() and DUTCH_SPELLING.search(word) is not None


def _in_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word stands beside a capital: Vlaams Belang, Van der Leyen, Raad van State."""
    before = re.search(r"([\w.]+)[\s-]+$", text[: match.start()])
    after = re.match(r"[\s'’-]+(\w)", text[match.end() :])
    if after and after[1].isupper():
        return True
    return (
        before is not None
        and before[1][0].isupper()
        and before[1].lower() not in ENGLISH_FUNCTION_WORDS
    )


RULE = _dutch_words
