"""Times: Dutch ones take a full stop and *uur*, and *14.30 uur* is *14:30* or *2.30 p.m.*"""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE"]

_UUR = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])[.:]([0-5]\d)\s*(?:uur|u)\b\.?")
_CLOCK = re.compile(
    r"(?<![\d.,:$€£-])([01]?\d|2[0-4])\.([0-5]\d)(?!\d|[.,]\d|\s*(?:%|per|[ap]\.?m))"
)


@rule(
    "times",
    "Times",
    Severity.WARNING,
    "A time of the day is left as Dutch writes it: 14.30 uur, or 14.30 where the source has uur. "
    "English has 14:30 or 2.30 p.m.",
    Example("Om 14.30 uur begint het.", "It begins at 14.30.", "It begins at 14:30."),
    dutch_english=True,
)
def _times(pair: Pair) -> Iterator[Hit]:
    edits = {match.span(): f"{match[1]}:{match[2]}" for match in _UUR.finditer(pair.target)}
    said = {(match[1], match[2]) for match in _UUR.finditer(pair.source)}
    for match in _CLOCK.finditer(pair.target) if said else ():
        taken = any(start <= match.start() < end for start, end in edits)
        if (match[1], match[2]) in said and not taken:
            edits[match.span()] = f"{match[1]}:{match[2]}"
    if edits:
        told = quoted(list(edits.values()))
        changes = tuple((*span, new) for span, new in edits.items())
        yield Hit(f"in English this time is {told}", edits=changes, label="Write it with a colon")


RULE = _times
