"""References in square brackets: none lost."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE"]

_REFERENCE = re.compile(r"\[\d{1,3}\]")


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


RULE = _references
