"""Small English that is easily wrong: apostrophes."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_DECADE = re.compile(r"(?<![\w.,])((?:1[0-9]|20)\d0|[1-9]0)['’]s\b")
_TORN = re.compile(
    r"(?<=[^\W\d_])[ \u00a0]+(['’](?:s|re|ve|ll|d|m))\b(?=[\s,.;:!?])"
    r"|(?<=[^\W\d_])[ \u00a0]+(n['’]t)\b",
    re.IGNORECASE,
)
_ACCENT = re.compile(r"(?<=[^\W\d_])[´`](?=[^\W\d_])")
_DUTCH_PLURAL = re.compile(r"\b([^\W\d_]*[aiouy])['’]s\b")


@rule(
    "apostrophes",
    "Apostrophes",
    Severity.WARNING,
    "An apostrophe that English does not write: 1990’s, foto’s; a torn one: it ’s; an accent.",
    Example("In de jaren ’90.", "In the 1990’s.", "In the 1990s."),
    dutch_english=True,
)
def _apostrophes(pair: Pair) -> Iterator[Hit]:
    target = pair.target
    edits = [(match.start(), match.end(), match[1] + "s") for match in _DECADE.finditer(target)]
    edits += [
        (match.start(), match.end(), match.group().strip(" \u00a0"))
        for match in _TORN.finditer(target)
    ]
    edits += [(match.start(), match.end(), "’") for match in _ACCENT.finditer(target)]
    edits += [
        (match.start(), match.end(), match[1] + "s")
        for match in _DUTCH_PLURAL.finditer(target)
        if match.group().islower()
        and match.group().replace("'", "’") in pair.source.replace("'", "’")
    ]
    if edits:
        yield Hit("an apostrophe is not written as in English", edits=tuple(edits))


RULE = _apostrophes
