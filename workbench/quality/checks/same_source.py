"""One document, one voice: the same source translated alike."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from workbench.quality.checks.base import DocumentRule, Hit, Pair, Severity, quoted
from workbench.quality.checks.comparable_texts import plain

__all__ = ["RULE"]


def _same_source(pairs: Sequence[Pair]) -> Iterator[tuple[int, Hit]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        if pair.target.strip():
            groups[plain(pair.source)].append(index)
    for members in groups.values():
        if len(members) < 2:
            continue
        counts = Counter(plain(pairs[index].target) for index in members)
        if len(counts) < 2:
            continue
        first = {plain(pairs[index].target): pairs[index].target for index in reversed(members)}
        ranked = [text for text, _ in counts.most_common()]
        for index in members:
            target = pairs[index].target
            own = plain(target)
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


RULE = DocumentRule(
    "same-source",
    "Same source, different translations",
    Severity.WARNING,
    "The same Dutch text is translated in more than one way in the document; case and a final "
    "full stop do not count.",
    _same_source,
)
