"""What two sentences in different languages can have in common, as features that are counted.

Words, their first four letters, character 4-grams, numbers, dates and the concepts that both
languages have; ``vectors.py`` weighs them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache

__all__ = ["Concepts", "Feature", "Kind", "fold", "number_value", "sentence_features", "tokens"]

Concepts = Callable[[str, str], Sequence[str]]
"""From a text and its language to the names of the concepts in it, equal in both languages."""

MAX_CHARACTERS = 20_000
"""Of a longer sentence only this many characters at its beginning become features."""

_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f']\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_ORDINAL = re.compile(r"(?<=\d)(?:e|de|ste|st|nd|rd|th|er|ère|ème)$")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_NUMERALS = {
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "en": "two three four five six seven eight nine ten eleven twelve",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
}
_ORDINALS = {
    "nl": "tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
    "en": "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "de": "zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
    "fr": "deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième "
    "onzième douzième",
}


class Kind(IntEnum):
    """Kinds of features."""

    WORD = 0
    PREFIX = 1
    GRAM = 2
    NUMBER = 3
    CONCEPT = 4


Feature = tuple[Kind, str]


def fold(text: str) -> str:
    """Return the text in lower case without accents, ligatures and direction marks."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return "".join(kept).translate(_LETTERS)


def number_value(digits: str) -> str:
    """Return a number without its separators of thousands: 8.501, 8,501 and 8 501 give 8501.

    A separator is kept, as a point, where it can only be that of decimals: ``3,5`` gives 3.5.
    """
    parts = re.split(r"[.,\u00a0\u202f']", digits)
    if len(parts) == 1:
        return digits.lstrip("0") or "0"
    if all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0] != "0":
        return "".join(parts)
    if len(parts) == 2:
        return f"{parts[0].lstrip('0') or '0'}.{parts[1]}"
    return ".".join(part.lstrip("0") or "0" for part in parts)


def _named_numbers() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for language in _MONTHS:
        words: dict[str, str] = {}
        for offset, mark, text in (
            (1, "month ", _MONTHS[language]),
            (2, "", _NUMERALS[language]),
            (2, "", _ORDINALS[language]),
        ):
            words |= {fold(word): f"{mark}{k}" for k, word in enumerate(text.split(), offset)}
        tables[language] = words
    return tables


_NAMED = _named_numbers()


def tokens(text: str, language: str) -> Iterator[Feature]:
    """Yield the numbers and the words of a sentence, folded; a numeral is both.

    Args:
        text: The sentence; only its first ``MAX_CHARACTERS`` count.
        language: Its language (BCP 47); known ones have their months and numerals recognised.
    """
    named = _NAMED.get(language.split("-")[0], {})
    for match in _TOKEN.finditer(fold(text[:MAX_CHARACTERS])):
        word = match.group()
        if word[0].isdigit():
            yield Kind.NUMBER, number_value(word)
            continue
        value = named.get(word)
        if value is not None:
            yield Kind.NUMBER, value
        yield Kind.WORD, word


@lru_cache(maxsize=20_000)
def _inside(word: str) -> tuple[Feature, ...]:
    """The features of parts of a word."""
    if len(word) < 4:
        return ()
    padded = f" {word} "
    grams = ((Kind.GRAM, padded[k : k + 4]) for k in range(len(padded) - 3))
    return ((Kind.PREFIX, word[:4]), *grams)


def sentence_features(
    text: str, language: str, concepts: Concepts | None = None
) -> Counter[Feature]:
    """Return the features of a sentence with their counts.

    Args:
        text: The sentence.
        language: As in :func:`tokens`.
        concepts: Gives names of concepts that both languages share, such as glossary ids.
    """
    found: list[Feature] = []
    for token in tokens(text, language):
        found.append(token)
        if token[0] is Kind.WORD:
            found += _inside(token[1])
    if concepts is not None:
        found += ((Kind.CONCEPT, name) for name in concepts(text, language))
    return Counter(found)
