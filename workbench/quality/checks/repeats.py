"""Words and phrases that follow themselves."""

import re
from collections import Counter

__all__ = ["TWICE", "circle"]

TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]+)((?:[ \u00a0]+\1)+)(?![\w'’-])", re.IGNORECASE)
_STUTTER = re.compile(r"([^\W\d_])\1{3}|([^\W\d_]{2,4})\2{2}", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
_LONGEST = 8


def circle(text: str) -> str:
    """Return a phrase of two words or more that follows itself, or that comes three times."""
    if stutter := _STUTTER.search(text):
        return stutter.group()
    tokens = [match.group().lower()[:6] for match in _TOKEN.finditer(text)]
    if len(set(tokens)) > len(tokens) - 2:
        return ""
    for size in range(1, min(_LONGEST, len(tokens) // 2) + 1):
        run = 0
        for index in range(size, len(tokens)):
            run = run + 1 if tokens[index] == tokens[index - size] else 0
            if run >= (2 if size == 1 else size):
                phrase = tokens[index - size + 1 : index + 1]
                if sum(len(token) >= 4 and token.isalpha() for token in phrase) * 2 >= size:
                    return " ".join(phrase)
    phrases = Counter(zip(*(tokens[start:] for start in range(4)), strict=False))
    for four, count in phrases.items():
        if count >= 3 and sum(map(str.isalpha, four)) >= 3:
            return " ".join(four)
    return ""
