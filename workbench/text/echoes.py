"""A word that comes again within a few words, as when a model fills up what it did not understand.

*A dangerous precedent of precedent*, *risks, risks and risks*: no loop yet, but a clause of the
source is often gone in its place. Sources that repeat a word themselves are left alone.
"""

import re
from collections import Counter

__all__ = ["echo"]

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]")
_SHORTEST = 5
_END = 7
_REACH = 4
"""Most tokens, marks among them, from a word to its echo."""
# Fifteen to fifteen, day by day, one after the other.
_LINKS = frozenset({"to", "by", "after", "upon", "per", "in", "over", "for"})
# Thousands and thousands, further and further.
_MORE = frozenset(
    {"dozens", "hundreds", "thousands", "millions", "billions", "hours", "weeks", "months", "years"}
)
# A disease is a disease which ...
_DEFINES = frozenset({"is", "are"}), frozenset({"that", "which", "who", "whose", "where"})
_FINE = frozenset({"never", "other", "there", "these", "those", "their", "which", "would", "could"})


def echo(source: str, target: str) -> re.Match[str] | None:
    """Return the second of two equal words of five letters or more that stand close together.

    Args:
        source: Source text; when any two of its words begin alike, or two long ones end
            alike, there is no echo.
        target: Its translation; only words in lower case count.

    Returns:
        A match of the word in the target; None for none.
    """
    begins = Counter(
        match.group()[:4].lower() for match in _TOKEN.finditer(source) if len(match.group()) >= 4
    )
    # Interieurontwerp en landschapsontwerp: compounds repeat themselves at their ends.
    ends = Counter(
        match.group()[-_END:].lower()
        for match in _TOKEN.finditer(source)
        if len(match.group()) >= _END + 3
    )
    if any(count > 1 for count in (*begins.values(), *ends.values())):
        return None
    tokens = list(_TOKEN.finditer(target))
    last: dict[str, int] = {}
    for index, match in enumerate(tokens):
        word = match.group()
        if len(word) < _SHORTEST or not word.islower() or word in _FINE:
            continue
        before = last.get(word)
        last[word] = index
        if before is None or index - before > _REACH:
            continue
        between = tokens[before + 1].group()
        if index - before == 2 and between in _LINKS:
            continue
        if index - before == 2 and between == "and" and (word in _MORE or word.endswith("er")):
            continue
        after = tokens[index + 1].group() if index + 1 < len(tokens) else ""
        if index - before == 3 and between in _DEFINES[0] and after in _DEFINES[1]:
            continue
        return match
    return None
