"""Different sources of a document translated differently."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from workbench.quality.checks.base import DocumentRule, Hit, Pair, Severity, quoted
from workbench.quality.checks.comparable_texts import plain

__all__ = ["RULE"]

_FIGURES = re.compile(r"[\W\d_]+")
_SHORTEST = 3
"""Words from which two sources with one translation are worth a look: *ja* and *jawel* are not."""


def _same_target(pairs: Sequence[Pair]) -> Iterator[tuple[int, Hit]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        if len(pair.target.split()) >= _SHORTEST:
            groups[plain(pair.target)].append(index)
    for members in groups.values():
        if len(members) < 2:
            continue
        sources = {index: _FIGURES.sub(" ", plain(pairs[index].source)) for index in members}
        if len(set(sources.values())) < 2:
            continue
        for index in members:
            other = next(other for other in members if sources[other] != sources[index])
            told = quoted([pairs[other].source])
            yield index, Hit(f"another source has the same translation: {told}")


RULE = DocumentRule(
    "same-target",
    "Different sources, same translation",
    Severity.INFO,
    "Different Dutch texts have the same translation of three words or more: one of them may "
    "have slipped into the wrong row.",
    _same_target,
)
