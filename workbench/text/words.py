"""Words with their offsets, and the parts of Dutch compounds.

Dutch writes compounds in one word (*luchtverdediging*, *onderhandelingstactiek*): whoever looks
a word up in a list or glossary has to look inside it. A word here is a run of letters and
digits; hyphens and apostrophes inside it belong to it (*staakt-het-vuren*, *zo'n*, *F-35*).
"""

import lzma
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Word", "compound_parts", "dutch_words", "word_texts", "words"]

_WORD = re.compile(r"[’']?\w+(?:(?:[-‐‑’'.&]|(?<=\d),(?=\d))\w+)*")
_SIMPLE = re.compile(r"[^\W\d_]+")
_LINKS = ("", "s", "en", "e", "er", "n", "-", "s-")
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text with their offsets.

    Full stops and ampersands inside a word belong to it (``o.a``, ``1.000``, ``R&D``), a final
    one does not; an apostrophe belongs to the word in front (``zo'n``, ``'s``, ``foto's``).
    """
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        # An opening quote before a word looks like the apostrophe of 's and 't.
        if word[0] in "’'" and word[1:].lower() not in {"s", "t", "n", "k", "m", "r"}:
            start, word = start + 1, word[1:]
        yield Word(word, start, end)


def word_texts(text: str) -> list[str]:
    """Return the runs of letters of a text, in order, for counting and comparing."""
    return _SIMPLE.findall(text)


@cache
def dutch_words() -> frozenset[str]:
    """Return the shipped Dutch word list: forms of 3 letters and more.

    It holds the words of this project's own training sentences: 34 000 in lower case, and
    3 000 names that never come in lower case, with their capital.
    """
    packed = files("workbench.text").joinpath("wordlists", "nl.txt.xz").read_bytes()
    return frozenset(lzma.decompress(packed).decode("utf-8").split())


def compound_parts(word: str, known: Container[str]) -> list[str]:
    """Split a Dutch compound into words that are known.

    Tries the fewest and then the longest parts; between two parts a linking *s*, *en*, *e*,
    *er*, *n* or hyphen may stand, which stays with the part in front.

    Args:
        word: The word; upper case is looked up in lower case.
        known: Lower-case words that may be parts, 3 letters or longer.

    Returns:
        The parts in order, which joined give the word; empty when it can't be split into two
        or more parts. A word that is known as a whole is split too when its parts are known.
    """
    lower = word.lower()
    best: list[tuple[int, ...] | None] = [None] * (len(lower) + 1)
    best[len(lower)] = ()
    for start in range(len(lower) - _SHORTEST_PART, -1, -1):
        for end in range(len(lower), start + _SHORTEST_PART - 1, -1):
            rest = best[end]
            if rest is None or (start, end) == (0, len(lower)):
                continue
            if not _is_part(lower[start:end], known, final=end == len(lower)):
                continue
            current = best[start]
            if current is None or len(rest) + 1 < len(current):
                best[start] = (end, *rest)
    cuts = best[0]
    if not cuts:
        return []
    return [word[start:end] for start, end in zip((0, *cuts), cuts, strict=False)]


def _is_part(part: str, known: Container[str], *, final: bool) -> bool:
    if final:
        return part in known
    return any(
        len(part) - len(link) >= _SHORTEST_PART
        and part.endswith(link)
        and part[: len(part) - len(link)] in known
        for link in _LINKS
    )
