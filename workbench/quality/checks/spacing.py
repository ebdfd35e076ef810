"""Spaces: two in a row, before a comma, after none, inside brackets, and unusual ones."""

import re
from collections.abc import Iterable, Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, rule

__all__ = ["RULES"]

_DOUBLE = re.compile(r"[ \u00a0\u202f]{2,}")
_BEFORE = re.compile(r"(?<=[\w)\]”’\"])[ \u00a0\u202f]+(?=[,;:!?](?!\w)|\.(?![\w.]|\s*\.))")
_GLUED = re.compile(r"(?<=[^\W\d_]{2})(?:[,;!?](?=[^\W\d_]{2})|\.(?=[A-Z][a-z]+\s))")
_INSIDE = re.compile(r"(?<=[(\[“])[ \u00a0]+(?=\w)|(?<=[\w.,!?])[ \u00a0]+(?=[)\]]|”(?!\w))")
_HARD = re.compile(r"[\u00a0\u2007\u202f\u2000-\u2006\u2008-\u200a\u3000]")
_ADDRESS = re.compile(r"\S+@\S+|\S*(?:://|www\.)\S+|\S*\.(?:nl|com|org|eu|net|int)\b\S*")


def _addresses(text: str) -> list[Span]:
    if "@" not in text and "." not in text:
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def _outside(matches: Iterable[re.Match[str]], spans: list[Span]) -> Iterator[re.Match[str]]:
    for match in matches:
        if not any(start <= match.start() < end for start, end in spans):
            yield match


@rule(
    "double-space",
    "Double space",
    Severity.WARNING,
    "Two or more spaces in a row.",
    Example("De minister sprak.", "The minister  spoke.", "The minister spoke."),
)
def _double(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), " ") for match in _DOUBLE.finditer(pair.target))
    if edits:
        yield Hit("there is more than one space in a row", edits=edits, label="One space")


@rule(
    "space-before",
    "Space before punctuation",
    Severity.WARNING,
    "A space before a comma, full stop, colon or question mark, unless the source has one too.",
    Example("Ja, dat klopt.", "Yes , that is right.", "Yes, that is right."),
)
def _before(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), "") for match in _BEFORE.finditer(pair.target))
    if edits and not _BEFORE.search(pair.source):
        yield Hit("there is a space before a punctuation mark", edits=edits, label="No space")


@rule(
    "space-after",
    "No space after punctuation",
    Severity.WARNING,
    "Two words with only a comma or full stop between them; addresses are left alone.",
    Example("Eerst land, dan zee.", "First land,then sea.", "First land, then sea."),
)
def _after(pair: Pair) -> Iterator[Hit]:
    found = list(_GLUED.finditer(pair.target))
    if not found or _GLUED.search(pair.source):
        return
    spans = _addresses(pair.target)
    edits = tuple((match.end(), match.end(), " ") for match in _outside(found, spans))
    if edits:
        marks = tuple((end - 1, end) for end, _, _ in edits)
        yield Hit("a space is missing after a punctuation mark", (), marks, edits, "Add the space")


@rule(
    "space-inside",
    "Space inside brackets or quotes",
    Severity.WARNING,
    "A space behind an opening bracket or quotation mark, or before a closing one.",
    Example("De brug (1990) staat er.", "The bridge ( 1990) stands.", "The bridge (1990) stands."),
)
def _inside(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), "") for match in _INSIDE.finditer(pair.target))
    if edits and not _INSIDE.search(pair.source):
        yield Hit("there is a space inside brackets or quotation marks", edits=edits)


@rule(
    "hard-space",
    "Unusual space",
    Severity.INFO,
    "A space that does not break, or another special space, where the source has none.",
    Example("Vijf jaar later.", "Five\u00a0years later.", "Five years later."),
)
def _hard(pair: Pair) -> Iterator[Hit]:
    edits = tuple((*match.span(), " ") for match in _HARD.finditer(pair.target))
    if edits and not _HARD.search(pair.source):
        yield Hit("there is a special space that the source has not", edits=edits, label="Plain")


RULES = (_double, _before, _after, _inside, _hard)
"""The checks of this family."""
