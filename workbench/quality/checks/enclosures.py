"""Brackets and quotation marks: opened and closed, English ones, and none lost."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, quoted, rule

__all__ = ["RULES"]

_BRACKETS = {")": "(", "]": "[", "}": "{"}
_ITEM = re.compile(r"^\s*(?:\w{1,4}|[ivxlc]+)\)")
_SMILEY = re.compile(r"[:;]-?[()]")
_DOUBLE = re.compile(r"[\"“”„«»]")
_SINGLE_QUOTE = re.compile(
    r"(?<!\w)[‘‚'][^\W\d_][^‘‚']*?[^\W\d_,.!?][’'](?!\w)|(?<!\w)‘[^‘’]+’(?!\w)"
)
_REFERENCE = re.compile(r"\[\d{1,3}\]")


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


@rule(
    "references",
    "References in square brackets",
    Severity.ERROR,
    "A reference such as [3] is missing or changed.",
    Example("Zie hoofdstuk twee [3].", "See chapter two [8].", "See chapter two [3]."),
)
def _references(pair: Pair) -> Iterator[Hit]:
    mine = list(_REFERENCE.finditer(pair.source))
    lost = [match for match in mine if match.group() not in pair.target]
    if lost:
        told = quoted([match.group() for match in lost])
        yield Hit(f"the reference {told} is missing", tuple(match.span() for match in lost))


@rule(
    "quotes",
    "Quotation marks",
    Severity.WARNING,
    "Quotation marks are opened and not closed, or those of the source are all gone.",
    Example("Hij zei: “Nee.”", "He said: “No.", "He said: “No.”"),
)
def _quotes(pair: Pair) -> Iterator[Hit]:
    mine, theirs = _DOUBLE.findall(pair.source), list(_DOUBLE.finditer(pair.target))
    # A quotation may go on in the next segment, and then the source is just as odd.
    if len(theirs) % 2 and mine and not len(mine) % 2:
        yield Hit("a quotation mark has no counterpart", (), tuple(m.span() for m in theirs))
    elif len(mine) >= 2 and not theirs and not _SINGLE_QUOTE.search(pair.target):
        spans = tuple(match.span() for match in _DOUBLE.finditer(pair.source))
        yield Hit("the quotation marks of the source are gone", spans)


@rule(
    "dutch-quotes",
    "Dutch quotation marks",
    Severity.WARNING,
    "A low opening quotation mark („ or ‚) is left, or a quotation opens with a closing mark.",
    Example("Hij zei: „Nee.”", "He said: „No.”", "He said: “No.”"),
)
def _dutch_quotes(pair: Pair) -> Iterator[Hit]:
    edits = [
        (match.start(), match.end(), "“" if match.group() == "„" else "‘")
        for match in re.finditer(r"„|‚(?=\w)", pair.target)
    ]
    edits += [
        (match.start(), match.end(), "“")
        for match in re.finditer(r"(?:(?<=^)|(?<=[\s(]))”(?=\w)", pair.target)
    ]
    if edits:
        yield Hit("a quotation opens as in Dutch", edits=tuple(edits), label="English marks")


RULES = (_brackets, _references, _quotes, _dutch_quotes)
"""The checks of this family."""
