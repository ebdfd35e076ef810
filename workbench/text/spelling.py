"""Which words of an English text no English word list knows, not even in parts.

A translation model writes letter by letter when it is at a loss, and what comes out looks like
English (*gloyment*, *agggression*, *peacepingping*). A word counts as known when it is listed, or
made of a listed word with English endings and beginnings, or of two listed words. The list is
SCOWL's British one (see ``wordlists/README.md``) with the words of this project's own sentences.
"""

import lzma
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["english_words", "is_english", "unknown_words"]

# Not the first half of a contraction (wouldn't), and no part of a mended word (con[c]essions).
_WORD = re.compile(r"(?<![\]\w])[^\W\d_]+(?!\w|[’']\w|\[)")
_SHORTEST = 5
_STEPS = 2
"""Endings and beginnings that are taken off one after the other."""

# An ending, and what stands in its place in the listed word.
_ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y"), ("ing", "")),
    *(("ing", "e"), ("ly", ""), ("ily", "y"), ("ly", "le"), ("er", ""), ("r", ""), ("ers", "")),
    *(("rs", ""), ("est", ""), ("ness", ""), ("iness", "y"), ("less", ""), ("able", "")),
    *(("able", "e"), ("ability", "able"), ("ation", "e"), ("ation", ""), ("ations", "e")),
    *(("al", ""), ("ally", ""), ("ity", ""), ("ity", "e"), ("ism", ""), ("ist", ""), ("ists", "")),
    *(("ise", ""), ("ised", ""), ("ize", "ise"), ("ized", "ised"), ("izing", "ising")),
    *(
        ("izes", "ises"),
        ("yze", "yse"),
        ("yzes", "yses"),
        ("yzed", "ysed"),
        ("ization", "isation"),
        ("or", "our"),
        ("ors", "ours"),
        ("ense", "ence"),
    ),
    *(("ise", "e"), ("ise", "y"), ("ising", ""), ("ising", "e"), ("ising", "y"), ("ible", "")),
    *(("ibility", "ible"), ("ee", ""), ("ee", "e"), ("ees", ""), ("ees", "e")),
    *(("eer", ""), ("eers", ""), ("eering", "")),
    *(("ic", ""), ("ically", "ic"), ("ous", ""), ("ian", ""), ("y", ""), ("ish", "")),
)
_BEGINNINGS = (
    *("un", "re", "in", "im", "dis", "non", "over", "under", "out", "mis", "pre", "post", "anti"),
    *("multi", "inter", "sub", "super", "counter", "trans", "semi", "micro", "co", "de", "bio"),
    *("geo", "tele", "self", "infra", "extra", "ultra", "hyper", "auto", "mega", "electro"),
    *("photo", "hydro", "neuro", "thermo", "poly", "mono", "bi", "tri", "proto", "pseudo", "neo"),
    *("radio", "cyber", "nano", "psycho", "socio", "macro", "meta", "para"),
)
_AMERICAN = (
    *(("archeo", "archaeo"), ("paleo", "palaeo"), ("anesth", "anaesth"), ("hemo", "haemo")),
    *(("orthoped", "orthopaed"), ("pediatr", "paediatr"), ("gynec", "gynaec")),
    *(("estrogen", "oestrogen"), ("esophag", "oesophag"), ("fetal", "foetal")),
)
"""Beginnings as America writes them, and as the list does."""

_TRIPLE = re.compile(r"(\w)\1\1")


@cache
def english_words() -> frozenset[str]:
    """Return the shipped English word list: 65 000 forms in lower case, 2 letters and more."""
    packed = files("workbench.text").joinpath("wordlists", "en.txt.xz").read_bytes()
    return frozenset(lzma.decompress(packed).decode("utf-8").split())


def unknown_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of an English text that are no English words.

    Only runs of five letters and more in lower case are looked at: others may be names.

    Yields:
        A match for each, with its offsets in the text.
    """
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) >= _SHORTEST and word.islower() and not is_english(word):
            yield match


@lru_cache(maxsize=65536)
def is_english(word: str) -> bool:
    """Whether a word in lower case is listed, or made of listed words and English endings."""
    return not _TRIPLE.search(word) and _known(word, _STEPS)


def _known(word: str, steps: int) -> bool:
    listed = english_words()
    if word in listed:
        return True
    if not steps or len(word) < 3:
        return False
    for ending, instead in _ENDINGS:
        stem = word[: -len(ending)] if word.endswith(ending) else ""
        if len(stem) < 3:
            continue
        if _known(stem + instead, steps - 1):
            return True
        # stopped, bigger
        if ending in {"ed", "ing", "er", "est"} and stem[-1] == stem[-2] and stem[:-1] in listed:
            return True
    for american, british in _AMERICAN:
        if word.startswith(american) and british + word[len(american) :] in listed:
            return True
    for beginning in _BEGINNINGS:
        rest = word.removeprefix(beginning)
        if rest != word and len(rest) >= 4 and _known(rest, steps - 1):
            return True
    return any(word[:cut] in listed and word[cut:] in listed for cut in range(3, len(word) - 2))
