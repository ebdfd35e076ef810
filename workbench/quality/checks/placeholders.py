"""What programs read: placeholders, tags and entities."""

import re
from collections import Counter
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE"]

_PLACEHOLDER = re.compile(
    r"\{\{[^{}]*\}\}|\$?\{[\w.:]*\}|%\(\w+\)[sdif]|%(?:\d+\$)?[-+0]*\d*(?:\.\d+)?[sdif@](?![\w])|%%"
    r"|</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|&(?:[a-z]+|#\d+);|\[\[[^\[\]]+\]\]|\\[nt]"
)


@rule(
    "placeholders",
    "Placeholders and tags",
    Severity.ERROR,
    "A placeholder ({0}, %s, ${name}), tag (<b>) or entity (&amp;) of the source is lost or new.",
    Example("Welkom, {naam}!", "Welcome, {name}!", "Welcome, {naam}!"),
)
def _placeholders(pair: Pair) -> Iterator[Hit]:
    mine = list(_PLACEHOLDER.finditer(pair.source))
    theirs = list(_PLACEHOLDER.finditer(pair.target))
    if not mine and not theirs:
        return
    known = Counter(match.group() for match in mine)
    there = Counter(match.group() for match in theirs)
    lost, new = known - there, there - known
    if not lost and not new:
        return
    left = tuple(match.span() for match in mine if match.group() in lost)
    right = tuple(match.span() for match in theirs if match.group() in new)
    if lost:
        message = f"{quoted(lost)} is missing in the translation"
    else:
        message = f"{quoted(new)} is not in the source"
    edits: tuple[tuple[int, int, str], ...] = ()
    if lost.total() == new.total() == len(right) == 1:
        edits = ((*right[0], next(iter(lost))),)
    yield Hit(message, left, right, edits, "Take the one of the source")


RULE = _placeholders
