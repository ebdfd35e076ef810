"""Which English words go with which Dutch ones, by counting aligned sentences.

The log-likelihood ratio (Dunning 1993) says how surely two word groups occur together more than by
chance, the Dice coefficient how exclusively they do; a pair has to satisfy both.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.glossary.extraction import groups

__all__ = ["Association", "associations", "log_likelihood"]

MOST_PAIRS = 20_000
"""Sentence pairs that are looked at, at most; the newest ones count."""


@dataclass(frozen=True, slots=True)
class Association:
    """A Dutch word group and the English one that goes with it.

    Attributes:
        source: Dutch words.
        target: English words.
        together: Sentence pairs that have both.
        likelihood: Log-likelihood ratio; 10.8 is one chance in a thousand.
        dice: Share of their occurrences that they have together, 0 to 1.
    """

    source: str
    target: str
    together: int
    likelihood: float
    dice: float


def log_likelihood(both: int, source: int, target: int, total: int) -> float:
    """Return the log-likelihood ratio of two events in `total` trials (Dunning 1993).

    Args:
        both: Trials with both.
        source: Trials with the first.
        target: Trials with the second.
        total: All trials.
    """
    observed = (both, source - both, target - both, total - source - target + both)
    rows, columns = (source, total - source), (target, total - target)
    expected = (
        rows[0] * columns[0] / total,
        rows[0] * columns[1] / total,
        rows[1] * columns[0] / total,
        rows[1] * columns[1] / total,
    )
    return 2 * sum(
        seen * math.log(seen / wanted)
        for seen, wanted in zip(observed, expected, strict=True)
        if seen > 0 and wanted > 0
    )


def associations(
    pairs: Iterable[tuple[str, str]],
    *,
    least: int = 3,
    likelihood: float = 15.0,
    dice: float = 0.6,
) -> list[Association]:
    """Return the word groups of aligned sentences that translate each other, surest first.

    Args:
        pairs: (Dutch, English) sentences.
        least: Sentence pairs in which both must be.
        likelihood: Least log-likelihood ratio.
        dice: Least Dice coefficient.
    """
    listed = [
        (_distinct(source, "nl"), _distinct(target, "en"))
        for source, target in list(pairs)[-MOST_PAIRS:]
    ]
    total = len(listed)
    sources = _frequent((one for one, _ in listed), least)
    targets = _frequent((one for _, one in listed), least)
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for left, right in listed:
        known = [text for text in right if text in targets]
        for text in left:
            if text in sources:
                together[text].update(known)
    found: list[Association] = []
    for source, counts in together.items():
        best: Association | None = None
        for target, both in counts.items():
            share = 2 * both / (sources[source] + targets[target])
            if both < least or share < dice:
                continue
            ratio = log_likelihood(both, sources[source], targets[target], total)
            one = Association(source, target, both, ratio, share)
            if ratio >= likelihood and (best is None or _better(one, best)):
                best = one
        if best is not None:
            found.append(best)
    return sorted(_outer(found), key=lambda one: (-one.likelihood, one.source))


def _better(one: Association, other: Association) -> bool:
    """Tell whether a target fits better; of two that fit alike the longer one does."""
    return (round(one.dice, 2), len(one.target)) > (round(other.dice, 2), len(other.target))


def _outer(found: list[Association]) -> list[Association]:
    """Leave out what is only a part of a longer term with the same English, or as frequent."""
    return [
        one
        for one in found
        if not any(
            f" {one.source} " in f" {other.source} "
            and one is not other
            and other.together >= one.together
            for other in found
        )
    ]


def _distinct(sentence: str, language: str) -> set[str]:
    return {" ".join(group).casefold() for group in groups(sentence, language)}


def _frequent(sentences: Iterable[set[str]], least: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for texts in sentences:
        counts.update(texts)
    return {text: count for text, count in counts.items() if count >= least}
