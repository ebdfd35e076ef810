"""Spaces: one inside brackets or quotation marks."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_INSIDE = re.compile(r"(?<=[(\[“])[ \u00a0]+(?=\w)|(?<=[\w.,!?])[ \u00a0]+(?=[)\]]|”(?!\w))")


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


RULE = _inside
