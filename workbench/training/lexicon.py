"""The shipped Dutch-English word lexicon, counted in the aligned training pairs.

Dutch words are cut to their first seven letters and English ones to five, so that most inflected
forms meet. `workbench.text.lexicon` reads what is written here.
"""

from __future__ import annotations

import lzma
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from workbench.text.lexicon import FUNCTION_KEYS, SHORTEST, english_key, stem
from workbench.training.prepare import Aligned

__all__ = ["count_renderings", "write_lexicon"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SURE = 2
"""Weight of a link that both directions of the alignment agree on; others weigh 1."""

_SHARE = 0.005
"""Least share of a stem's links that an English key must have to be listed."""

_SPARSE = 6
"""Up to so much weight a single link is enough."""


def count_renderings(pairs: Iterable[Aligned]) -> dict[str, Counter[str]]:
    """Count for each Dutch stem the English keys it is linked to.

    Args:
        pairs: Aligned pairs with Dutch as their source.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        sure = set(pair.sure)
        for i, j in sure | set(pair.guide):
            dutch, english = pair.source[i].strip().lower(), pair.target[j].strip()
            if len(dutch) < SHORTEST or len(english) < 2:
                continue
            if _WORD.fullmatch(dutch) and _WORD.fullmatch(english):
                counts[stem(dutch)][english_key(english)] += _SURE if (i, j) in sure else 1
    return dict(counts)


def write_lexicon(counts: dict[str, Counter[str]], path: Path) -> int:
    """Write the lexicon: stem, logarithm of its weight, keys; one stem a line, xz.

    Returns:
        The number of stems written.
    """
    lines = []
    for dutch, keys in sorted(counts.items()):
        total = sum(keys.values())
        kept = sorted(
            key
            for key, weight in keys.items()
            if key not in FUNCTION_KEYS
            and (weight >= 2 or total <= _SPARSE)
            and weight / total >= _SHARE
        )
        if kept:
            lines.append(f"{dutch}\t{round(math.log2(total))}\t{' '.join(kept)}\n")
    path.write_bytes(lzma.compress("".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    return len(lines)
