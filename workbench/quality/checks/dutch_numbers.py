"""Dutch numbers in English, which has comma and full stop the other way round.

The Dutch *1.000,5* is *1,000.5* in English.
"""

import re

from workbench.quality.checks.base import Pair

__all__ = ["dutch_formats", "english_number"]

_DUTCH_FORMAT = re.compile(
    r"(?<![\w.,:/-])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?![\w:/]|[.,]\d)"
)


def english_number(number: str) -> str:
    """Write a Dutch number in English: ``1.000,5`` gives ``1,000.5``."""
    return number.translate(str.maketrans(".,", ",."))


def dutch_formats(pair: Pair) -> tuple[tuple[int, int, str], ...]:
    """Return the numbers of the target that stand there as in the source, and in English."""
    edits = []
    for match in _DUTCH_FORMAT.finditer(pair.target):
        text = match.group()
        # 1,250 may well be English; 1.250 and 3,5 come from the source only.
        dutch = "." in text or len(text.rsplit(",", 1)[1]) != 3
        if dutch and re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d]|[.,]\d)", pair.source):
            edits.append((*match.span(), english_number(text)))
    return tuple(edits)
