"""Translations that are not whole: cut off in mid-sentence."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_ENDS = re.compile(r"[.!?…][)\]\"”'’»]*$")
_DANGLING = re.compile(
    r"(?:[,(–-]|\b(?:the|a|an|of|and|or|that|which|is|are|was|were|with|their|its)) ?$",
    re.IGNORECASE,
)


@rule(
    "truncated",
    "Cut off",
    Severity.ERROR,
    "The source is a finished sentence, the translation stops in the middle of one.",
    Example(
        "Hij koos voor de partij van de arbeid.",
        "He chose the party of the",
        "He chose the party of labour.",
    ),
)
def _truncated(pair: Pair) -> Iterator[Hit]:
    target = pair.target.rstrip()
    if _ENDS.search(pair.source.rstrip()) and (found := _DANGLING.search(target)):
        yield Hit("the translation stops in the middle of the sentence", target=(found.span(),))


RULE = _truncated
