"""The features of every bead in a rectangle of two texts, computed for all places at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from workbench.align.scraps import is_scrap
from workbench.align.similarity import Products

__all__ = ["BEAD_FEATURES", "GAP_FEATURES", "Block", "Side"]

Array = npt.NDArray[np.float64]
Plane = npt.NDArray[np.float32]
Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one side's sentences by themselves.

    Attributes:
        lengths: Characters without spaces; of the translation where there is one.
        endings: Class of the last character: see ``_ENDINGS``.
        small: Whether the sentence begins with a small letter.
        joined: Whether it may go on the one before: small letter, or no full stop in between.
        scrap: Whether it has no word in it.
    """

    lengths: Array
    endings: npt.NDArray[np.int8]
    small: npt.NDArray[np.bool_]
    joined: npt.NDArray[np.bool_]
    scrap: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, texts: Sequence[str], measured: Sequence[str]) -> "Side":
        """Look at the sentences; ``measured`` are the texts whose length counts."""
        endings = np.array([_ending(text) for text in texts], np.int8)
        small = np.array([_begins_small(text) for text in texts], np.bool_)
        return cls(
            np.array([max(len("".join(text.split())), 1) for text in measured], np.float64),
            endings,
            small,
            small | np.isin(np.roll(endings, 1), _OPEN),
            np.array([is_scrap(text) for text in texts], np.bool_),
        )

    def part(self, first: int, last: int) -> "Side":
        """Return what is known of the sentences from one to before another."""
        return Side(
            self.lengths[first:last],
            self.endings[first:last],
            self.small[first:last],
            self.joined[first:last],
            self.scrap[first:last],
        )


_ENDINGS = {".": 1, "…": 1, "?": 2, "!": 3, ":": 4, ";": 5, ",": 6, "-": 7}

_OPEN = (0, 4, 5, 6, 7)
"""Endings after which a sentence can go on."""


def _ending(text: str) -> int:
    bare = text.rstrip(" \t\u00a0\"'»”’)]\u200e\u200f")
    return _ENDINGS.get(bare[-1:], 0)


def _begins_small(text: str) -> bool:
    letter = next((c for c in text[:40] if c.isalpha()), "")
    return letter.islower()


SHAPE_CLASSES = ((1, 1), (1, 2), (1, 3), (1, 4), (2, 2), (2, 3), (2, 4), (3, 3))
BEAD_FEATURES = (
    *(f"{a}-{b}" for a, b in SHAPE_CLASSES),
    *("bridge", "bridge_size", "bridge_root", "direct", "direct_size", "direct_root"),
    *("number_shared", "number_conflict", "number_lonely"),
    *("length", "length_square", "length_far"),
    *("ending", "ending_both", "start", "start_small", "inner_joined"),
    *("peel", "peel_direct", "support", "leak", "leak_root"),
)
"""What a bead is scored by; see :meth:`Block.beads`."""

GAP_FEATURES = (
    "open",
    "next",
    "size",
    "best",
    "best_direct",
    "number",
    "ending",
    "joined",
    "scrap",
)
"""What an unaligned sentence is scored by; see :meth:`Block.gaps`."""

_PLACE = {name: place for place, name in enumerate(BEAD_FEATURES)}


@dataclass(frozen=True, slots=True)
class Block:
    """The comparison of a range of source sentences with a range of target sentences.

    Attributes:
        bridge: Products of the translated views.
        direct: Products of source and target themselves.
        numbers: Products of their numbers.
        source: The source's sentences.
        target: The target's sentences.
        cuts: Support and leak of every cut, (rows + 1) x (columns + 1).
        known: For a shape, 1 where a bead of it was approved before; none for other shapes.
    """

    bridge: tuple[Products, ...]
    direct: Products
    numbers: Products
    source: Side
    target: Side
    cuts: tuple[Plane, Plane]
    known: Mapping[Shape, Plane] = field(default_factory=dict)

    def cosines(self, a: int, b: int) -> tuple[Plane, Plane]:
        """Return the bridged (mean over hypotheses) and the direct cosines of a shape."""
        direct = self.direct.cosines(a, b)
        if not self.bridge:
            return direct, direct
        bridged = self.bridge[0].cosines(a, b)
        for view in self.bridge[1:]:
            bridged = bridged + view.cosines(a, b)
        return bridged / np.float32(len(self.bridge)), direct

    def beads(
        self, shapes: Sequence[Shape]
    ) -> Iterator[tuple[Shape, Iterator[tuple[int, npt.NDArray[np.generic]]]]]:
        """Yield each shape that fits with its features.

        A feature is its place in ``BEAD_FEATURES`` and its values, rows x columns or what is
        broadcast to that. Use each shape's features before asking for the next shape.

        ``bridge``, ``direct``: cosines, times the root of the bead's size, times its size, and
        their roots times its size. ``number``: cosine of the numbers, its lack where both sides
        have numbers, and whether only one side has. ``length``: logarithm of the lengths' ratio.
        ``ending``, ``start``: punctuation and small letters that differ. ``inner_joined``: how
        often inside of the group a sentence may go on the one before. ``peel``: what the group
        gains by its outer sentences. ``support``, ``leak``: see
        :class:`workbench.align.evidence.Cuts`.
        """
        cache: dict[Shape, tuple[Plane, Plane]] = {}
        support, leak = self.cuts
        cut_planes = (
            ("support", np.log1p(support)),
            ("leak", leak),
            ("leak_root", np.sqrt(leak)),
        )
        for a, b in shapes:
            if a <= len(self.source.lengths) and b <= len(self.target.lengths):
                cache[a, b] = self.cosines(a, b)
                yield (a, b), self._features(a, b, cache, cut_planes)

    def _features(
        self,
        a: int,
        b: int,
        cache: dict[Shape, tuple[Plane, Plane]],
        cut_planes: Sequence[tuple[str, Plane]],
    ) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
        rows, columns = cache[a, b][0].shape
        size = np.float32(a + b)
        yield SHAPE_CLASSES.index((min(a, b), max(a, b))), np.ones((1, 1), np.float32)
        for name, cosine in zip(("bridge", "direct"), cache[a, b], strict=True):
            place = _PLACE[name]
            yield place, cosine * np.sqrt(size)
            yield place + 1, cosine * size
            yield place + 2, np.sqrt(cosine) * size
        yield from self._number_features(a, b)
        long = np.convolve(self.source.lengths, np.ones(a), "valid").astype(np.float32)[:, None]
        wide = np.convolve(self.target.lengths, np.ones(b), "valid").astype(np.float32)[None, :]
        ratio = np.abs(np.log(long + 3) - np.log(wide + 3))
        place = _PLACE["length"]
        yield place, ratio
        scale = np.sqrt(np.minimum(long, wide)) / np.float32(5)
        yield place + 1, np.minimum(ratio * ratio, np.float32(1)) * scale
        yield place + 2, np.maximum(ratio - np.float32(0.7), 0) * size
        ends = self.source.endings[a - 1 :, None], self.target.endings[None, b - 1 :]
        differ = ends[0] != ends[1]
        place = _PLACE["ending"]
        yield place, differ
        yield place + 1, differ & (ends[0] > 0) & (ends[1] > 0)
        starts = self.source.small[:rows, None], self.target.small[None, :columns]
        yield place + 2, starts[0] ^ starts[1]
        yield place + 3, starts[0] & starts[1]
        if a + b > 2:
            yield place + 4, _inside(self.source, a)[:, None] + _inside(self.target, b)
            for kind, name in enumerate(("peel", "peel_direct")):
                yield _PLACE[name], _peel(cache, a, b, kind)
        for name, plane in cut_planes:
            yield _PLACE[name], plane[:rows, :columns] + plane[a:, b:]

    def _number_features(self, a: int, b: int) -> Iterator[tuple[int, npt.NDArray[np.generic]]]:
        shared = self.numbers.cosines(a, b)
        rows, columns = shared.shape
        left = self.numbers.left[a - 1, :rows, None] > 0
        right = self.numbers.right[b - 1, None, :columns] > 0
        place = _PLACE["number_shared"]
        yield place, shared
        yield place + 1, (left & right) * (1 - shared)
        yield place + 2, left ^ right

    def gaps(self) -> tuple[Array, Array]:
        """Return the features of leaving each source and each target sentence unaligned.

        The first two, ``open`` and ``next`` (first of a run or inside of one), are the model's
        business and 0 here. ``size``: logarithm of the length. ``best``, ``best_direct``: the
        highest cosine with any sentence of the other side. ``number``: whether it has one.
        ``ending``: whether it ends without punctuation. ``joined``, ``scrap``: see :class:`Side`.
        """
        bridge, direct = self.cosines(1, 1)
        sides = []
        for axis, side in ((1, self.source), (0, self.target)):
            features = np.zeros((len(GAP_FEATURES), len(side.lengths)))
            features[2] = np.log(side.lengths / 50)
            if bridge.shape[axis]:
                features[3] = bridge.max(axis=axis)
                features[4] = direct.max(axis=axis)
            norms = self.numbers.left if axis else self.numbers.right
            features[5] = norms[0] > 0
            features[6] = side.endings == 0
            features[7] = side.joined
            features[8] = side.scrap
            sides.append(features)
        return sides[0], sides[1]


def _inside(side: Side, size: int) -> Plane:
    """How many of ``size`` neighbours, from each sentence on, may go on the one before them."""
    total = np.concatenate([[0.0], np.cumsum(side.joined)]).astype(np.float32)
    return total[size:] - total[1 : len(total) + 1 - size]


def _peel(cache: dict[Shape, tuple[Plane, Plane]], a: int, b: int, kind: int) -> Plane:
    """The least that a group's similarity gains by its outer sentences."""
    whole = cache[a, b][kind]
    rows, columns = whole.shape
    best = np.full_like(whole, -1.0)
    if a > 1:
        inner = cache[a - 1, b][kind]
        best = np.maximum(best, np.maximum(inner[:rows], inner[1 : rows + 1]))
    if b > 1:
        inner = cache[a, b - 1][kind]
        best = np.maximum(best, np.maximum(inner[:, :columns], inner[:, 1 : columns + 1]))
    result: Plane = whole - best
    return result
