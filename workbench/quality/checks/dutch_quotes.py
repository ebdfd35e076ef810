"""Quotation marks: English ones, not those with which Dutch opens."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]


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


RULE = _dutch_quotes
