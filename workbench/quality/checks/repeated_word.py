"""Words that come twice in a row."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.quality.checks.repeats import TWICE

__all__ = ["RULE"]

_FINE = frozenset(
    re.findall(
        r"\w+",
        "had that very bye ha ho no so really now there blah tut hear pom can do is",
    )
)


@rule(
    "repeated-word",
    "Repeated word",
    Severity.WARNING,
    "The same word stands twice in a row, and not in the source.",
    Example("De minister sprak.", "The the minister spoke.", "The minister spoke."),
)
def _repeated(pair: Pair) -> Iterator[Hit]:
    edits = []
    words = []
    for match in TWICE.finditer(pair.target):
        word = match[1]
        twins = word.lower() in _FINE or (word[0].isupper() and match[2].strip()[0].isupper())
        if not twins:
            edits.append((match.start(2), match.end(2), ""))
            words.append(word)
    if edits and not TWICE.search(pair.source):
        yield Hit(f"{quoted(words)} stands twice", edits=tuple(edits), label="Only once")


RULE = _repeated
