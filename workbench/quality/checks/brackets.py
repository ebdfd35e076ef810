"""Brackets: opened and closed."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, rule

__all__ = ["RULE"]

_BRACKETS = {")": "(", "]": "[", "}": "{"}
_ITEM = re.compile(r"^\s*(?:\w{1,4}|[ivxlc]+)\)")
_SMILEY = re.compile(r"[:;]-?[()]")


def _unbalanced(text: str) -> list[Span]:
    """Return the brackets that are opened and not closed, or the other way round."""
    skip = {
        at
        for pattern in (_ITEM, _SMILEY)
        for match in pattern.finditer(text)
        for at in range(*match.span())
    }
    open_: list[tuple[str, int]] = []
    wrong: list[Span] = []
    for at, char in enumerate(text):
        if at in skip:
            continue
        if char in "([{":
            open_.append((char, at))
        elif char in _BRACKETS:
            if open_ and open_[-1][0] == _BRACKETS[char]:
                open_.pop()
            else:
                wrong.append((at, at + 1))
    return sorted([*wrong, *((at, at + 1) for _, at in open_)])


@rule(
    "brackets",
    "Brackets",
    Severity.ERROR,
    "A bracket is opened and not closed, or closed and not opened, though all is well in the "
    "source.",
    Example(
        "De brug (uit 1990) staat.",
        "The bridge (from 1990 stands.",
        "The bridge (from 1990) stands.",
    ),
)
def _brackets(pair: Pair) -> Iterator[Hit]:
    wrong = _unbalanced(pair.target)
    if wrong and not _unbalanced(pair.source):
        yield Hit("a bracket has no counterpart", target=tuple(wrong))


RULE = _brackets
