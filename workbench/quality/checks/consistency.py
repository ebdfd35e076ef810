"""One document, one voice: the same source translated alike, and different sources differently."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from workbench.quality.checks.base import DocumentRule, Hit, Pair, Severity, quoted

__all__ = ["RULES"]

_FIGURES = re.compile(r"[\W\d_]+")
_SHORTEST = 3
"""Words from which two sources with one translation are worth a look: *ja* and *jawel* are not."""


def _plain(text: str) -> str:
    """Return a text without case, spaces at its ends and its final full stop."""
    return " ".join(text.casefold().split()).rstrip(".")


def _same_source(pairs: Sequence[Pair]) -> Iterator[tuple[int, Hit]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        if pair.target.strip():
            groups[_plain(pair.source)].append(index)
    for members in groups.values():
        if len(members) < 2:
            continue
        counts = Counter(_plain(pairs[index].target) for index in members)
        if len(counts) < 2:
            continue
        first = {_plain(pairs[index].target): pairs[index].target for index in reversed(members)}
        ranked = [text for text, _ in counts.most_common()]
        for index in members:
            target = pairs[index].target
            own = _plain(target)
            other = first[next(text for text in ranked if text != own)]
            # The usual translation is offered where another one stands.
            usual = own != ranked[0]
            edits = ((0, len(target), first[ranked[0]]),) if usual else ()
            yield (
                index,
                Hit(
                    f"the same source is translated {quoted([other])} elsewhere",
                    edits=edits,
                    label="Take the usual translation",
                ),
            )


def _same_target(pairs: Sequence[Pair]) -> Iterator[tuple[int, Hit]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        if len(pair.target.split()) >= _SHORTEST:
            groups[_plain(pair.target)].append(index)
    for members in groups.values():
        if len(members) < 2:
            continue
        sources = {index: _FIGURES.sub(" ", _plain(pairs[index].source)) for index in members}
        if len(set(sources.values())) < 2:
            continue
        for index in members:
            other = next(other for other in members if sources[other] != sources[index])
            told = quoted([pairs[other].source])
            yield index, Hit(f"another source has the same translation: {told}")


RULES = (
    DocumentRule(
        "same-source",
        "Same source, different translations",
        Severity.WARNING,
        "The same Dutch text is translated in more than one way in the document; case and a final "
        "full stop do not count.",
        _same_source,
    ),
    DocumentRule(
        "same-target",
        "Different sources, same translation",
        Severity.INFO,
        "Different Dutch texts have the same translation of three words or more: one of them may "
        "have slipped into the wrong row.",
        _same_target,
    ),
)
"""The checks of this family."""
