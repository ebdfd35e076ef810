"""Words of a raw text with their offsets, broken words repaired.

Text from pages breaks words at line ends (``vredes-⏎afdwinging``), hides soft hyphens in them
and writes typographic apostrophes and hyphens. A :class:`Token` keeps where it stands in the
original and lists how it may have been meant.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Token", "fold", "tokenise"]

_LETTER = r"[^\W_]\u0300-\u036f"
_BREAK = r"(?:[-\u2010\u2011¬]|\u00ad)[ \t]*\r?\n[ \t]*(?!(?:en|of|noch|tot|dan wel)\b)"
_JOINT = rf"(?:{_BREAK}|[-\u2010\u2011\u00ad'\u2019\u200b\u200d&/]?)"
_WORD = re.compile(
    r"(?<![^\W_])(?P<lead>[-\u2010\u2011](?=[^\W\d_]))?"
    rf"(?:[^\W_]|[\u0300-\u036f])+(?:(?:{_BREAK}|[-\u2010\u2011'\u2019]|[\u00ad\u200b\u200d]+)"
    r"(?:[^\W_]|[\u0300-\u036f])+)*"
    r"(?P<tail>[-\u2010\u2011](?![\w]))?"
    r"|['\u2019](?=s\b)s"
)
_BREAK_PATTERN = re.compile(_BREAK)
_SAME = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u2018": "'", "ʼ": "'"})
_HIDDEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", ""))
