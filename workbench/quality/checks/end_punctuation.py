"""Punctuation: the mark at the end."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_CLOSERS = ")]}\"'”’»› \u00a0"
_ABBREVIATED = re.compile(
    r"(?:\b[A-Za-z]\.(?:[A-Za-z]\.)*|\b(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|St|No|vol|ed|eds|al|pp|a\.o|"
    r"o\.a|enz|e\.d|a\.m|p\.m|[ap]m))\.?$"
)
_MARKS = ".?!:;…,"


def _end(text: str) -> tuple[str, int]:
    """Return the final mark of a text without what closes behind it, and where it stands."""
    bare = text.rstrip(_CLOSERS)
    if bare.endswith("..."):
        return "…", len(bare) - 3
    return (bare[-1], len(bare) - 1) if bare and bare[-1] in _MARKS else ("", len(bare))


@rule(
    "end-punctuation",
    "End punctuation",
    Severity.WARNING,
    "The translation ends with another mark than its source, or with none.",
    Example("Waarom is dat zo?", "Why is that so.", "Why is that so?"),
)
def _final(pair: Pair) -> Iterator[Hit]:
    source, target = pair.source.rstrip(), pair.target.rstrip()
    mark, at = _end(source)
    other, place = _end(target)
    if mark == other or not re.search(r"\w", target):
        return
    # A heading that ends in etc. or U.S. has its full stop for another reason.
    for text, end in ((source, mark), (target, other)):
        if end == "." and _ABBREVIATED.search(text.rstrip(_CLOSERS)):
            return
    width = 3 if target[place:].startswith("...") else len(other)
    wanted = "..." if mark == "…" and source[at] == "." else mark
    if not mark:
        message, label = f"the source does not end with ‘{other}’", "Take it away"
    elif not other:
        message, label = f"‘{wanted}’ is missing at the end", "Add it"
    else:
        message, label = f"the source ends with ‘{wanted}’", f"End with {wanted}"
    # After a closing bracket or quotation mark the mark goes behind it.
    place = len(target) if not other else place
    yield Hit(
        message,
        ((at, at + len(wanted)),) if mark else (),
        ((max(0, len(target) - 1), len(target)),),
        ((place, place + width, wanted),),
        label,
    )


RULE = _final
