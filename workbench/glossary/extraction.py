"""Terms that a text may have: word groups that stand together, more here than elsewhere.

C-value (Frantzi, Ananiadou and Mima 2000) rewards groups that are long and frequent and not only a
part of longer ones. Weirdness (Ahmad, Gillam and Tostevin 1999) is the share of a word here against
its share in general language; the general counts are from the project's own everyday sentences.
"""

import lzma
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Extracted", "extract", "groups", "weirdness"]

MOST_WORDS = 4
"""Words of a candidate, at most."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*|[^\s\w]")
_COMMON = 0.0004
"""Share of general language from which a word can't begin or end a term."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A term candidate.

    Attributes:
        text: As it is written most often.
        count: How often it occurs.
        c_value: Its C-value, above 0.
        weirdness: Of its rarest word, 1 for a word that is as frequent in general language.
    """

    text: str
    count: int
    c_value: float
    weirdness: float

    @property
    def score(self) -> float:
        """C-value times the logarithm of the weirdness: what candidates are sorted by."""
        return self.c_value * math.log1p(self.weirdness)


@cache
def _general(language: str) -> tuple[int, dict[str, int]]:
    packed = files("workbench.glossary").joinpath("general", f"{language}.txt.xz").read_bytes()
    total, *lines = lzma.decompress(packed).decode("utf-8").splitlines()
    counts = (line.split("\t") for line in lines)
    return int(total), {word: int(count) for word, count in counts}


def _common(word: str, language: str) -> bool:
    total, counts = _general(language)
    return counts.get(word, 0) > total * _COMMON


def weirdness(word: str, share: float, language: str) -> float:
    """Return the share of a word here over its share in general language, above 0."""
    total, counts = _general(language)
    return share / ((counts.get(word.casefold(), 0) + 1) / total)


def groups(sentence: str, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the word groups of a sentence that may be a term, each as its words as written.

    They have one to :data:`MOST_WORDS` words, no punctuation, no numbers, and neither begin nor end
    with a common word.
    """
    words = _WORD.findall(sentence)
    plain = [bool(word[0].isalpha()) for word in words]
    edge = [
        good and len(word) > 2 and not _common(word.casefold(), language)
        for word, good in zip(words, plain, strict=True)
    ]
    for first in range(len(words)):
        if not edge[first]:
            continue
        for last in range(first, min(first + MOST_WORDS, len(words))):
            if not plain[last]:
                break
            if edge[last]:
                yield tuple(words[first : last + 1])


def extract(
    sentences: Iterable[str], *, language: str = "nl", least: int = 3, limit: int = 200
) -> list[Extracted]:
    """Return the likeliest terms of a text, best first.

    Args:
        sentences: The text.
        language: ``nl`` or ``en``.
        least: Occurrences that a candidate needs.
        limit: Most candidates to return.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    single: Counter[str] = Counter()
    for sentence in sentences:
        single.update(word.casefold() for word in _WORD.findall(sentence) if word[0].isalpha())
        for group in groups(sentence, language):
            key = tuple(word.casefold() for word in group)
            counts[key] += 1
            written[key][" ".join(group)] += 1
    total = max(sum(single.values()), 1)
    frequent = {key: count for key, count in counts.items() if count >= least}
    nested: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for key, count in frequent.items():
        for length in range(1, len(key)):
            for first in range(len(key) - length + 1):
                nested[key[first : first + length]].append(count)
    found = []
    for key, count in frequent.items():
        around = nested.get(key, ())
        rest = count - sum(around) / len(around) if around else float(count)
        value = math.log2(len(key) + 1) * rest
        odd = max(weirdness(word, single[word] / total, language) for word in key)
        if value > 0 and odd > 1:
            text = written[key].most_common(1)[0][0]
            found.append(Extracted(text, count, value, odd))
    return sorted(found, key=lambda one: -one.score)[:limit]
