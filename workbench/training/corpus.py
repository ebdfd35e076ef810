"""Reading, cleaning and filtering of parallel text, and the exclusion of test sentences."""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Pair",
    "banned_ngrams",
    "clean",
    "is_banned",
    "is_good_prose",
    "is_usable",
    "ngrams",
    "read_pairs",
    "unique",
]

NGRAM_WORDS = 8
_WORD = re.compile(r"\w+")
_JUNK = re.compile(r"[{}<>|\\=_@#`~^\[\]•→]|https?:|www\.|\.\w{2,4}\b/|::|\s-\s-|%[sd]")
_DUTCH = re.compile(
    r"\b(?:de|het|een|van|en|in|is|dat|die|te|op|voor|met|niet|zijn|aan|er|om|ook|als|dan|maar"
    r"|bij|of|uit|door|over|worden|wordt|deze|dit|u|je|naar|kan|kunt|heeft|hebt|moet)\b"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One Dutch sentence and its English translation."""

    nl: str
    en: str


def clean(text: str) -> str:
    """Return `text` in NFC with control characters removed and white space collapsed."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if c.isprintable() else " " for c in text if c not in "\u00ad\u200b\ufeff")
    return " ".join(text.split())


def read_pairs(path: Path) -> list[Pair]:
    """Read the pairs of a tab-separated file (plain or `.xz`): Dutch, tab, English.

    Lines without both sides are skipped; further columns are ignored.
    """
    opener = lzma.open if path.suffix == ".xz" else open
    pairs: list[Pair] = []
    with opener(path, "rt", encoding="utf-8", errors="replace") as handle:
        for line in handle:
            columns = line.rstrip("\n").split("\t")
            if len(columns) < 2:
                continue
            nl, en = clean(columns[0]), clean(columns[1])
            if nl and en:
                pairs.append(Pair(nl, en))
    return pairs


def ngrams(text: str, *, size: int = NGRAM_WORDS) -> Iterator[tuple[str, ...]]:
    """Yield the runs of `size` lower-cased words of `text`."""
    words = _WORD.findall(text.lower())
    for start in range(len(words) - size + 1):
        yield tuple(words[start : start + size])


def banned_ngrams(paths: Iterable[Path]) -> frozenset[tuple[str, ...]]:
    """Collect the word n-grams of the test files; columns of `.tsv` files count separately."""
    found: set[tuple[str, ...]] = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            for column in line.split("\t"):
                found.update(ngrams(column))
    return frozenset(found)


def is_banned(pair: Pair, banned: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether either side of `pair` shares an n-gram with the test files."""
    return any(g in banned for side in (pair.nl, pair.en) for g in ngrams(side))


def is_usable(pair: Pair) -> bool:
    """Tell whether a pair is fit for training: lengths in proportion, and not a mere copy."""
    n_nl, n_en = len(pair.nl.split()), len(pair.en.split())
    if n_nl > 110 or n_en > 110:
        return False
    if n_nl + n_en > 12 and not 0.45 <= n_nl / n_en <= 2.2:
        return False
    return not (n_nl > 3 and pair.nl == pair.en)


def is_good_prose(pair: Pair, *, shortest: int = 8, longest: int = 40) -> bool:
    """Tell whether a software-manual pair is a well-formed sentence without interface junk."""
    words = pair.nl.split()
    n_en = len(pair.en.split())
    if not shortest <= len(words) <= longest or not 0.6 <= len(words) / max(n_en, 1) <= 1.7:
        return False
    if _JUNK.search(pair.nl) or _JUNK.search(pair.en):
        return False
    if pair.nl[-1] not in ".!?" or pair.en[-1] != pair.nl[-1]:
        return False
    if not pair.nl[0].isupper() or not pair.en[0].isupper():
        return False
    inner = [w for w in words[1:] if w[:1].isalpha()]
    if sum(w[0].isupper() for w in inner) > 0.12 * len(words):
        return False
    if len(_DUTCH.findall(pair.nl.lower())) < 0.2 * len(words):
        return False
    return sorted(re.findall(r"\d+", pair.nl)) == sorted(re.findall(r"\d+", pair.en))


def unique(pairs: Iterable[Pair]) -> list[Pair]:
    """Drop repeated pairs (case-insensitive on both sides), keeping the first."""
    seen: set[tuple[str, str]] = set()
    kept: list[Pair] = []
    for pair in pairs:
        key = (pair.nl.lower(), pair.en.lower())
        if key not in seen:
            seen.add(key)
            kept.append(pair)
    return kept
