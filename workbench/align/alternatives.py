"""What else one row of an alignment could be, each with its probability."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from workbench.align.aligner import Alignment, AlignOptions, evidence_for, weighed
from workbench.align.dynamic import Posterior
from workbench.align.features import Concepts
from workbench.align.known import Known
from workbench.align.pins import Stretch
from workbench.domain import Bead
from workbench.errors import InputError
from workbench.language import NL_EN, LanguagePair

__all__ = ["alternatives"]

_OPTIONS = AlignOptions()


def alternatives(
    alignment: Alignment,
    source: Sequence[str],
    target: Sequence[str],
    *,
    row: int,
    translation: Sequence[str] | None = None,
    concepts: Concepts | None = None,
    known: Known | None = None,
    pins: Sequence[Bead] = (),
    languages: LanguagePair = NL_EN,
    limit: int = 5,
    context: int = 12,
    options: AlignOptions = _OPTIONS,
) -> tuple[Bead, ...]:
    """Return what the first sentence of a row could be grouped into, the likeliest first.

    The beads exclude each other: each holds the row's first source sentence, or its first target
    sentence when the row has no source. The neighbourhood is compared anew, pins outside of it
    being its borders.

    Args:
        alignment: The alignment that the row is in.
        source: All source sentences.
        target: All target sentences.
        row: Number of the row, from 0.
        translation: As in :func:`~workbench.align.aligner.align`.
        concepts: As in :func:`~workbench.align.aligner.align`.
        known: As in :func:`~workbench.align.aligner.align`.
        pins: Decided groups; rows that are pinned have no alternatives.
        languages: Of source and target.
        limit: Most alternatives returned.
        context: Rows before and behind that take part.
        options: See :class:`AlignOptions`.

    Raises:
        InputError: There is no such row.
    """
    if not 0 <= row < len(alignment.beads):
        raise InputError(f"there is no row {row}", fix=f"There are {len(alignment.beads)}")
    pinned = {_key(pin) for pin in pins}
    here = alignment.beads[row]
    if _key(here) in pinned:
        return ()
    first, last = row, row
    while first > 0 and row - first < context and _key(alignment.beads[first - 1]) not in pinned:
        first -= 1
    while (
        last + 1 < len(alignment.beads)
        and last - row < context
        and _key(alignment.beads[last + 1]) not in pinned
    ):
        last += 1
    rows = alignment.beads[first : last + 1]
    kept_source = sorted(index for bead in rows for index in bead.source)
    kept_target = sorted(index for bead in rows for index in bead.target)
    evidence = evidence_for(
        [source[index] for index in kept_source],
        [target[index] for index in kept_target],
        translation=None if translation is None else [translation[i] for i in kept_source],
        concepts=concepts,
        known=known,
        languages=languages,
    )
    if not kept_source or not kept_target:
        return (here,)
    whole = Stretch((0, len(kept_source)), (0, len(kept_target)))
    _, chances = weighed(evidence, whole, options)
    found = _holding(chances, here, kept_source, kept_target)
    return tuple(sorted(found, key=lambda bead: -bead.probability)[:limit])


def _key(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return bead.source, bead.target


def _holding(
    chances: Posterior, here: Bead, source: Sequence[int], target: Sequence[int]
) -> Iterator[Bead]:
    """All beads of some probability that hold the first sentence of a row."""
    if here.source:
        place = bisect_left(source, here.source[0])
        yield Bead((here.source[0],), (), float(chances.source[place]))
    else:
        place = bisect_left(target, here.target[0])
        yield Bead((), (here.target[0],), float(chances.target[place]))
    for (a, b), values in chances.beads.items():
        reach, size = (a, values.shape[0]) if here.source else (b, values.shape[1])
        for first in range(max(place - reach + 1, 0), min(place + 1, size)):
            line = values[first] if here.source else values[:, first]
            for other in (line > 0.001).nonzero()[0]:
                i, j = (first, int(other)) if here.source else (int(other), first)
                yield Bead(tuple(source[i : i + a]), tuple(target[j : j + b]), float(values[i, j]))
