"""Punctuation: the mark at the end, marks that stand twice, ellipses and dashes."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULES"]

_CLOSERS = ")]}\"'”’»› \u00a0"
_ABBREVIATED = re.compile(
    r"(?:\b[A-Za-z]\.(?:[A-Za-z]\.)*|\b(?:etc|Inc|Ltd|Co|Corp|Jr|Sr|St|No|vol|ed|eds|al|pp|a\.o|"
    r"o\.a|enz|e\.d|a\.m|p\.m|[ap]m))\.?$"
)
_MARKS = ".?!:;…,"
_DOUBLED = re.compile(
    r",[ ]?(?:,[ ]?)+(?=\S|$)|(?<!\.)\.\.(?!\.)|;[;,]+|:{2,}(?!\w)|(?<=\w),\.(?!\.)"
)
_EXCITED = re.compile(r"[!?]{2,}")
_ELLIPSIS = re.compile(r"…|\.{3,}|\. \. \.")
_HYPHEN = re.compile(r"(?<=[^\W_]|[)\]”’\"]) --? (?=\S)|(?<=[^\W\d_])--(?=[^\W\d_])")
_DASH = re.compile(r"[–—]")


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


@rule(
    "doubled-punctuation",
    "Doubled punctuation",
    Severity.WARNING,
    "Two commas, two full stops, or a comma and a full stop together.",
    Example("Ja, dat klopt.", "Yes,, that is right..", "Yes, that is right."),
)
def _doubled(pair: Pair) -> Iterator[Hit]:
    if _DOUBLED.search(pair.source):
        return
    edits = []
    for match in _DOUBLED.finditer(pair.target):
        text = match.group()
        if text == ",.":
            kept = "."
        else:
            kept = text[0] + (" " if text[0] == "," and text.endswith(" ") else "")
        edits.append((*match.span(), kept))
    if not _EXCITED.search(pair.source):
        edits += [
            (*match.span(), "?" if "?" in match.group() else "!")
            for match in _EXCITED.finditer(pair.target)
        ]
    if edits:
        yield Hit("a punctuation mark is there twice", edits=tuple(edits), label="Only once")


@rule(
    "ellipsis",
    "Ellipsis",
    Severity.INFO,
    "The source has an ellipsis that the translation has not, or the other way round.",
    Example("Hij zei … niets.", "He said nothing.", "He said … nothing."),
)
def _ellipsis(pair: Pair) -> Iterator[Hit]:
    mine = [match.span() for match in _ELLIPSIS.finditer(pair.source)]
    theirs = [match.span() for match in _ELLIPSIS.finditer(pair.target)]
    if mine and not theirs:
        yield Hit("the ellipsis is missing in the translation", tuple(mine))
    elif theirs and not mine:
        yield Hit("the source has no ellipsis", (), tuple(theirs))


@rule(
    "dashes",
    "Hyphen for a dash",
    Severity.INFO,
    "A hyphen between spaces, or two hyphens, where the source has a dash.",
    Example(
        "De minister – ziek – zweeg.",
        "The minister - ill - said nothing.",
        "The minister – ill – said nothing.",
    ),
)
def _dashes(pair: Pair) -> Iterator[Hit]:
    if not _DASH.search(pair.source):
        return
    edits = tuple((*match.span(), " – ") for match in _HYPHEN.finditer(pair.target))
    if edits:
        yield Hit("a hyphen stands for a dash", edits=edits, label="Write a dash")


RULES = (_final, _doubled, _ellipsis, _dashes)
"""The checks of this family."""
