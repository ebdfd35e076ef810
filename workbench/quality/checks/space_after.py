"""Spaces: none after a comma or another mark."""

import re
from collections.abc import Iterable, Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, rule

__all__ = ["RULE"]

_GLUED = re.compile(r"(?<=[^\W\d_]{2})(?:[,;!?](?=[^\W\d_]{2})|\.(?=[A-Z][a-z]+\s))")
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


RULE = _after
