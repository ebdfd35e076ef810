"""What programs read or list makers write: placeholders, tags, list marks and numbering."""

import re
from collections import Counter
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, quoted, rule

__all__ = ["RULES"]

_PLACEHOLDER = re.compile(
    r"\{\{[^{}]*\}\}|\$?\{[\w.:]*\}|%\(\w+\)[sdif]|%(?:\d+\$)?[-+0]*\d*(?:\.\d+)?[sdif@](?![\w])|%%"
    r"|</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|&(?:[a-z]+|#\d+);|\[\[[^\[\]]+\]\]|\\[nt]"
)
_MARK = re.compile(
    r"^\s*(?:(?P<bullet>[•·▪◦‣*–—-])\s+|(?P<number>(?:\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-zA-Z]\)"
    r"|\(?[ivx]{1,4}\)|\(\d{1,3}\)|§\s?\d+))\s+)(?=\S)"
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


@rule(
    "list-marks",
    "List marks and numbering",
    Severity.WARNING,
    "The source begins with a list mark (•, –) or number (2., a)), the translation with none or "
    "another one.",
    Example("b) de landmacht", "c) the army", "b) the army"),
)
def _marks(pair: Pair) -> Iterator[Hit]:
    mine, theirs = _MARK.match(pair.source), _MARK.match(pair.target)
    if not mine and not theirs:
        return
    wanted = mine.group().strip() if mine else ""
    there = theirs.group().strip() if theirs else ""
    if wanted == there or (mine and theirs and mine["bullet"] and theirs["bullet"]):
        return
    end = theirs.end() if theirs else 0
    spans: tuple[Span, ...] = ((0, len(there)),) if there else ()
    if not wanted:
        message = f"the translation begins with ‘{there}’, the source does not"
    else:
        message = f"the source begins with ‘{wanted}’"
    start = f"{wanted} " if wanted else ""
    yield Hit(
        message,
        (mine.span(),) if mine else (),
        spans,
        ((0, end, start),),
        "Begin as the source",
    )


RULES = (_placeholders, _marks)
"""The checks of this family."""
