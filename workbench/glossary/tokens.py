"""Words of a raw text with their offsets, broken words repaired.

Text from pages breaks words at line ends (``vredes-⏎afdwinging``), hides soft hyphens in them
and writes typographic apostrophes and hyphens. A :class:`Token` keeps where it stands in the
original and lists how it may have been meant.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Token", "fold", "tokenise"]

_CHARACTER = r"(?:[^\W_]|[\u0300-\u036f])"
_BREAK = r"[-\u2010\u2011\u00ac\u00ad][ \t]*\r?\n[ \t]*(?!(?:en|of|noch|tot|and|or)\b)"
_WORD = re.compile(
    rf"(?P<lead>(?<![^\W_])[-\u2010\u2011](?=[^\W\d_]))?"
    rf"{_CHARACTER}+(?:(?:{_BREAK}|[-\u2010\u2011'\u2019]|[\u00ad\u200b-\u200d]+){_CHARACTER}+)*"
    r"(?P<tail>[-\u2010\u2011](?!\w))?"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_BREAK_ONLY = re.compile(_BREAK)
_SAME = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u2018": "'"})
_HIDDEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", ""))
_CLAUSE_END = re.compile(r"[.!?;:,()\[\]\u2026\u2013\u2014]|\n\s*\n")
_PARAGRAPH = re.compile(r"\n[ \t\f\r]*\n")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        readings: How it may be meant, likeliest first, in its own case: one, or two where a line
            end may have added a hyphen.
        repaired: Whether something was removed to read it.
        joined: Whether only white space lies between it and the word before.
        clause: Number of its clause; words with the same number have no punctuation between.
        last: Whether its clause ends behind it.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    repaired: bool
    joined: bool
    clause: int
    last: bool


def fold(text: str) -> str:
    """Return `text` as index key: lower case, NFC, plain hyphens and apostrophes, single spaces."""
    if text.isascii():
        if text.isalnum():
            return text.lower()
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFC", text.translate(_HIDDEN).translate(_SAME))
    return " ".join(text.lower().split())


def tokenise(text: str) -> list[Token]:
    """Return the words of `text` in order; hyphenated words and broken words are one token.

    Words of web and e-mail addresses are no words.
    """
    addresses = [match.span() for match in _ADDRESS.finditer(text)] if _has_address(text) else []
    found = [
        match
        for match in _WORD.finditer(text)
        if not any(start <= match.start() < end for start, end in addresses)
    ]
    gaps = [text[: found[0].start()] if found else ""]
    gaps += [text[left.end() : right.start()] for left, right in pairwise(found)]
    gaps.append(text[found[-1].end() :] if found else "")
    tokens: list[Token] = []
    clause = 0
    for number, match in enumerate(found):
        gap, after = gaps[number], gaps[number + 1]
        if gap != " " and _CLAUSE_END.search(gap):
            clause += 1
        word = match.group()
        readings, repaired = (
            ((word,), False) if word.isascii() and "\n" not in word else _read(word)
        )
        tokens.append(
            Token(
                start=match.start(),
                end=match.end(),
                readings=readings,
                repaired=repaired,
                joined=number > 0
                and (gap == " " or (gap.isspace() and not _PARAGRAPH.search(gap))),
                clause=clause,
                last=number + 1 == len(found) or (after != " " and bool(_CLAUSE_END.search(after))),
            )
        )
    return tokens


def _has_address(text: str) -> bool:
    return "@" in text or "://" in text or "www." in text


def _read(word: str) -> tuple[tuple[str, ...], bool]:
    """Return the readings of a word with something unusual in it, and whether it was broken."""
    readings = [word]
    broken = _BREAK_ONLY.search(word)
    if broken:
        joined = _BREAK_ONLY.sub("", word)
        kept = _BREAK_ONLY.sub("-", word)
        readings = [joined] if broken.group()[0] in "\u00ac\u00ad" else [joined, kept]
    clean = tuple(
        unicodedata.normalize("NFC", reading.translate(_HIDDEN).translate(_SAME))
        for reading in readings
    )
    return clean, bool(broken) or "\u00ad" in word
