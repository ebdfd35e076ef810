"""Which English words a Dutch word may become, to see whether one text says what the other does.

The list was counted in this project's aligned training sentences (see ``wordlists/README.md``).
It is generous, since a word that is not found counts as a hint that something was left out.
"""

import lzma
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = [
    "FUNCTION_KEYS",
    "SHORTEST",
    "Entry",
    "english_key",
    "english_keys",
    "key_weight",
    "lookup",
    "meant_by",
    "stem",
]

SHORTEST = 4
"""Letters of the shortest Dutch words that are listed."""

_LEAST_FIRST, _LEAST_LAST = 3, 5
"""Letters of the shortest first and last parts of a compound that are told apart."""

_STEM = 7
_KEY = 5
FUNCTION_KEYS = frozenset(
    re.findall(
        r"\w+",
        "the to of a in and is it for that be are on as with at by an was from this or not he his "
        "they we you have has their which will who its been were had i her she but all no more "
        "also can if there would",
    )
)
"""English words that say nothing about whether a Dutch word was translated."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexicon knows of a Dutch word.

    Attributes:
        weight: How often it was seen, as a logarithm to base 2; 0 for never.
        keys: Beginnings of the English words it became.
    """

    weight: int
    keys: frozenset[str]


_UNKNOWN = Entry(0, frozenset())


def stem(word: str) -> str:
    """Return the beginning of a Dutch word under which it is listed."""
    return word.lower()[:_STEM]


@lru_cache(maxsize=65536)
def english_key(word: str) -> str:
    """Return the beginning of an English word that stands for its forms, without accents."""
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))[:_KEY]


def english_keys(text: str) -> frozenset[str]:
    """Return the keys of all words of an English text, and of the parts of those with hyphens."""
    words = _WORD.findall(text)
    parts = (part for word in words for part in re.split(r"['’-]", word) if part)
    return frozenset(map(english_key, (*words, *parts)))


def lookup(word: str) -> Entry:
    """Return what is known of a Dutch word of four letters or more."""
    return _entries().get(stem(word), _UNKNOWN)


def meant_by(text: str) -> frozenset[str]:
    """Return the keys of all English words that the words of a Dutch text may stand for.

    Of a long word its possible last parts are looked up too: *vredesverdrag* may say *treaty*.
    """
    found: set[str] = set()
    for match in _WORD.finditer(text):
        for part in (match.group(), *re.split(r"['’-]", match.group())):
            found |= lookup(part).keys
            for start in range(_LEAST_FIRST, len(part) - _LEAST_LAST + 1):
                found |= lookup(part[start:]).keys
    return frozenset(found)


def key_weight(key: str) -> int:
    """Return how often Dutch words became an English word, as a logarithm to base 2.

    Returns:
        0 for a word that no Dutch one became.
    """
    return _key_weights().get(key, 0)


@cache
def _key_weights() -> dict[str, int]:
    totals: dict[str, float] = {}
    for entry in _entries().values():
        for key in entry.keys:
            totals[key] = totals.get(key, 0.0) + 2.0**entry.weight / len(entry.keys)
    return {key: max(round(math.log2(total)), 1) for key, total in totals.items()}


@cache
def _entries() -> dict[str, Entry]:
    packed = files("workbench.text").joinpath("wordlists", "nl-en.tsv.xz").read_bytes()
    entries = {}
    for line in lzma.decompress(packed).decode("utf-8").splitlines():
        word, weight, keys = line.split("\t")
        entries[word] = Entry(int(weight), frozenset(keys.split()))
    return entries
