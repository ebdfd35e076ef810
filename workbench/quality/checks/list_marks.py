"""What list makers write: list marks and numbering."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, rule

__all__ = ["RULE"]

_MARK = re.compile(
    r"^\s*(?:(?P<bullet>[•·▪◦‣*–—-])\s+|(?P<number>(?:\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-zA-Z]\)"
    r"|\(?[ivx]{1,4}\)|\(\d{1,3}\)|§\s?\d+))\s+)(?=\S)"
)


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


RULE = _marks
