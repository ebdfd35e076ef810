"""Line-end hyphens: does ``machts-`` + ``middelen`` keep its hyphen or lose it?

A typesetter's hyphen has to go, the hyphen of *staakt-het-vuren*, *NAVO-verband* and
*F-35-piloot* has to stay, and the *NAVO-* of *NAVO- en EU-lidstaten* keeps hyphen and space.
The decision comes from the document itself first (the same word elsewhere inside a line), then
from the glossary and a word list, then from the Dutch spelling rules (Woordenlijst Nederlandse
Taal, leidraad 6: a hyphen where vowels would clash).
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from workbench.text.words import compound_parts, dutch_words

__all__ = ["HyphenEvidence", "Joint", "join_words"]

_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_SUSPENDED = frozenset({"en", "of", "tot", "als", "and", "or", "to", "noch", "dan", "plus"})
_SMALL_WORDS = frozenset({"het", "de", "een", "te", "me", "of", "the", "to", "in", "en", "a"})
_SPLIT = re.compile("[-‐‑]")
_ENGLISH_KEEP = frozenset({"self", "non", "well", "ex", "co", "cross", "all", "half", "anti"})
# Two vowels that would be read as one sound when a compound is written solid.
_CLASHES = frozenset(
    ["aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "oe", "oi", "oo", "ou", "ui", "uu"]
)


@dataclass(frozen=True, slots=True)
class Joint:
    """What stands between the two halves of a word: nothing, a hyphen, or hyphen and space."""

    text: str
    sure: bool


@dataclass(slots=True)
class HyphenEvidence:
    """The words that a document (and a glossary) uses inside its lines, in lower case."""

    solid: set[str] = field(default_factory=set)
    hyphenated: set[str] = field(default_factory=set)

    @classmethod
    def collect(cls, lines: Iterable[str], forms: Iterable[str] = ()) -> "HyphenEvidence":
        """Read the words of the lines; half words at line ends do not count."""
        evidence = cls()
        for text in (*lines, *forms):
            lower = text.lower()
            evidence.solid.update(_WORD.findall(lower))
            if "-" in lower:
                for word in _HYPHENATED.findall(lower):
                    evidence.hyphenated.add(word)
        return evidence


def join_words(left: str, right: str, evidence: HyphenEvidence, language: str = "nl") -> Joint:
    """Decide how the last word of a line and the first word of the next belong together.

    Args:
        left: The last word without its hyphen (``machts``, ``staakt-het``, ``NAVO``).
        right: The first word of the next line (``middelen``).
        evidence: What the document uses elsewhere.
        language: Language of the text; the word list is for ``nl``.

    Returns:
        The joint, with ``sure`` False where nothing but the general habit speaks for it.
    """
    low_left, low_right = left.lower(), right.lower()
    if low_right in _SUSPENDED:
        return Joint("- ", True)
    tail, head = _SPLIT.split(left)[-1], _SPLIT.split(right)[0]
    whole = (tail + head).lower()
    if f"{low_left}-{low_right}" in evidence.hyphenated:
        return Joint("-", True)
    if _is_code(tail) or right[:1].isdigit() or (right[:1].isupper() and not left.isupper()):
        return Joint("-", True)
    if whole in evidence.solid:
        return Joint("", True)
    if language != "nl":
        return Joint("-", True) if low_left in _ENGLISH_KEEP else Joint("", False)
    return _by_spelling(left, tail, head)


def _by_spelling(left: str, tail: str, head: str) -> Joint:
    """Decide by the Dutch word list and spelling, for what the document does not show."""
    known = dutch_words()
    low_tail, low_head = tail.lower(), head.lower()
    if low_tail + low_head in known or tail + head in known:
        return Joint("", True)
    # Small words stand in a compound with hyphens only: staakt-het-vuren, out-of-area.
    if low_head in _SMALL_WORDS or (tail != left and low_tail in _SMALL_WORDS):
        return Joint("-", True)
    words = _word(low_tail, known), _word(low_head, known)
    if low_tail[-1:] + low_head[:1] in _CLASHES and all(words):
        return Joint("-", True)
    if tail[:1].isupper() and words == (False, True):
        # A name in front of a noun, Patriot-batterij; common names cut in two are in the list.
        return Joint("-", False)
    return Joint("", bool(compound_parts(low_tail + low_head, known)))


def _is_code(word: str) -> bool:
    """Whether a word is an acronym, a single letter or holds a digit: EU, F, 35, C4ISR."""
    return (
        len(word) == 1 or any(char.isdigit() for char in word) or (word.isupper() and len(word) > 1)
    )


def _word(word: str, known: Container[str]) -> bool:
    return word in known or bool(compound_parts(word, known))
