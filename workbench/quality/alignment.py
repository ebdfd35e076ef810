"""Scores of an alignment against gold, and of the probabilities that came with it.

Precision and recall are those of the scorer of vecalign (Thompson and Koehn 2019, section 5): a
bead is strictly right when the gold has exactly this bead, laxly when it shares a sentence pair
with the gold. Unaligned sentences are beads with an empty side: they count for precision and not
for recall, and can be right strictly only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.domain import Bead

__all__ = ["AlignmentScore", "calibration_error", "score_alignments"]

Group = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class AlignmentScore:
    """Strict and lax scores, each 0 to 1.

    Attributes:
        precision: Share of the beads found that are in the gold.
        recall: Share of the gold's beads with both sides that were found.
        lax_precision: Share that have a sentence pair in common with the gold.
        lax_recall: Share of the gold's beads with both sides that were found in part.
        beads: Number of beads found.
    """

    precision: float
    recall: float
    lax_precision: float
    lax_recall: float
    beads: int

    @property
    def f1(self) -> float:
        """Harmonic mean of strict precision and recall."""
        return _mean(self.precision, self.recall)

    @property
    def lax_f1(self) -> float:
        """Harmonic mean of lax precision and recall."""
        return _mean(self.lax_precision, self.lax_recall)


def _mean(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _groups(beads: Iterable[Bead]) -> set[Group]:
    return {(bead.source, bead.target) for bead in beads if bead.source or bead.target}


def _hits(found: set[Group], known: set[Group]) -> tuple[int, int]:
    """How many of the groups are known exactly, and how many at least in part."""
    partners: dict[int, set[int]] = defaultdict(set)
    for source, target in known:
        for index in source:
            partners[index].update(target)
    strict = lax = 0
    for group in found:
        if group in known:
            strict += 1
            lax += 1
        elif any(not partners[index].isdisjoint(group[1]) for index in group[0]):
            lax += 1
    return strict, lax


def score_alignments(pairs: Iterable[tuple[Iterable[Bead], Iterable[Bead]]]) -> AlignmentScore:
    """Score the alignments of several documents together.

    Args:
        pairs: For each document the gold and what was found.
    """
    strict = lax = found_total = 0
    recalled = partly = gold_total = 0
    for gold_beads, found_beads in pairs:
        gold, found = _groups(gold_beads), _groups(found_beads)
        hits = _hits(found, gold)
        strict, lax, found_total = strict + hits[0], lax + hits[1], found_total + len(found)
        both = {group for group in gold if group[0] and group[1]}
        hits = _hits(both, {group for group in found if group[0] and group[1]})
        recalled, partly, gold_total = recalled + hits[0], partly + hits[1], gold_total + len(both)
    return AlignmentScore(
        strict / max(found_total, 1),
        recalled / max(gold_total, 1),
        lax / max(found_total, 1),
        partly / max(gold_total, 1),
        found_total,
    )


def calibration_error(judged: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error, 0 to 1 (Naeini, Cooper and Hauskrecht 2015).

    Args:
        judged: Each bead's probability and whether it was strictly right.
        bins: Equally wide intervals of probability.
    """
    sums = [(0.0, 0)] * bins
    for probability, right in judged:
        place = min(int(probability * bins), bins - 1)
        sums[place] = sums[place][0] + probability, sums[place][1] + right
    gaps = sum(abs(expected - hits) for expected, hits in sums)
    return gaps / max(len(judged), 1)
