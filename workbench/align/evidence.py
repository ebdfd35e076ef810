"""Everything known of two texts that helps to align them.

A view compares one form of the source with one of the target: the source's translation with the
target, the source itself with the target (names, numbers, cognates), the source with the target's
translation back. ``block.py`` makes features of beads of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.align.block import Block, Side
from workbench.align.features import Concepts, Feature, Kind, sentence_features
from workbench.align.known import Known, KnownPlaces
from workbench.align.similarity import (
    Products,
    neighbour_norms,
    products,
    without_neighbour,
)
from workbench.align.vectors import Counted, Space, Vectors
from workbench.language import LanguagePair

__all__ = ["Evidence", "gather"]

Array = npt.NDArray[np.float64]
Plane = npt.NDArray[np.float32]
Range = tuple[int, int]

TEXT_WEIGHTS = {
    Kind.WORD: 1.0,
    Kind.PREFIX: 0.8,
    Kind.GRAM: 0.4,
    Kind.NUMBER: 1.2,
    Kind.CONCEPT: 1.0,
}
WORD_WEIGHTS = {Kind.WORD: 1.0, Kind.PREFIX: 0.6, Kind.NUMBER: 1.2, Kind.CONCEPT: 1.0}
NUMBER_WEIGHTS = {Kind.NUMBER: 1.0}


@dataclass(frozen=True, slots=True)
class View:
    """One comparison of the two sides.

    Attributes:
        left: Vectors of the source's side.
        right: Vectors of the target's side.
        left_norms: :func:`neighbour_norms` of ``left``.
        right_norms: Those of ``right``.
    """

    left: Vectors
    right: Vectors
    left_norms: Array
    right_norms: Array

    @classmethod
    def of(cls, left: Vectors, right: Vectors) -> "View":
        """Compute the norms."""
        return cls(left, right, neighbour_norms(left), neighbour_norms(right))

    def block(self, rows: Range, columns: Range) -> Products:
        """Return the products of a block."""
        cells = products(self.left, self.right, rows, columns)
        return Products.of(
            cells, self.left_norms[:, slice(*rows)], self.right_norms[:, slice(*columns)]
        )


@dataclass(frozen=True, slots=True)
class Cuts:
    """What sentences at a possible cut share with one side of it only.

    A cut lies between two neighbouring sentences in each text. Words that only the first of the
    source's two and only the first of the target's two have support it; words that only the first
    and only the second have leak through it (and the other way round).

    Attributes:
        left: Vectors without what the next, and without what the previous sentence has.
        right: The same for the target.
    """

    left: tuple[Vectors, Vectors]
    right: tuple[Vectors, Vectors]

    @classmethod
    def of(cls, left: Vectors, right: Vectors) -> "Cuts":
        """Reduce the vectors of both sides."""
        return cls(
            (without_neighbour(left, 1), without_neighbour(left, -1)),
            (without_neighbour(right, 1), without_neighbour(right, -1)),
        )

    def block(self, rows: Range, columns: Range) -> tuple[Plane, Plane]:
        """Return support and leak of every cut of a block, (rows + 1) x (columns + 1)."""
        shape = rows[1] - rows[0] + 1, columns[1] - columns[0] + 1
        support, leak = np.zeros(shape), np.zeros(shape)
        (before, behind), (above, below) = self.left, self.right
        inner = slice(1, -1), slice(1, -1)
        if min(shape) > 2:
            support[inner] += products(before, above, rows, columns)[:-1, :-1]
            support[inner] += products(behind, below, rows, columns)[1:, 1:]
            leak[inner] += products(before, below, rows, columns)[:-1, 1:]
            leak[inner] += products(behind, above, rows, columns)[1:, :-1]
        return support.astype(np.float32), leak.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All views of two texts.

    Attributes:
        bridge: Translated views, one for each hypothesis and direction.
        direct: Source against target.
        numbers: Their numbers only.
        source: The source's sentences.
        target: The target's sentences.
        cuts: What speaks for and against cuts, for each bridge (or directly).
        known: Where pairs stand that were approved before; None where there is no memory.
    """

    bridge: tuple[View, ...]
    direct: View
    numbers: View
    source: Side
    target: Side
    cuts: tuple[Cuts, ...]
    known: KnownPlaces | None = None

    @property
    def main(self) -> View:
        """The view that says most: the first translated one, or the direct one."""
        return self.bridge[0] if self.bridge else self.direct

    def block(self, rows: Range, columns: Range) -> Block:
        """Return the block of the sentences in two ranges."""
        cuts = [cut.block(rows, columns) for cut in self.cuts]
        return Block(
            tuple(view.block(rows, columns) for view in self.bridge),
            self.direct.block(rows, columns),
            self.numbers.block(rows, columns),
            self.source.part(*rows),
            self.target.part(*columns),
            (np.mean([one[0] for one in cuts], axis=0), np.mean([one[1] for one in cuts], axis=0)),
            self.known.block(rows, columns) if self.known is not None else {},
        )


def gather(
    source: Sequence[str],
    target: Sequence[str],
    *,
    translations: Sequence[Sequence[str]] = (),
    back_translations: Sequence[Sequence[str]] = (),
    concepts: Concepts | None = None,
    known: Known | None = None,
    languages: LanguagePair,
) -> Evidence:
    """Compute the views of two texts.

    Args:
        source: Source sentences.
        target: Target sentences.
        translations: Translations of the source sentences, each as long as ``source``.
        back_translations: Translations of the target sentences, each as long as ``target``.
        concepts: Names of concepts in a text of either language.
        known: Pairs of texts that were approved before.
        languages: Of source and target.
    """
    weights = [TEXT_WEIGHTS[kind] for kind in Kind]
    numbers = [NUMBER_WEIGHTS.get(kind, 0.0) for kind in Kind]

    space = Space()

    def counted(texts: Sequence[str], language: str, named: Sequence[Sequence[str]]) -> Counted:
        def features() -> Iterator[Counter[Feature]]:
            for index, text in enumerate(texts):
                found = sentence_features(text, language)
                if named:
                    found.update((Kind.CONCEPT, name) for name in named[index])
                yield found

        return space.count(features())

    named: list[list[Sequence[str]]] = [[], []]
    if concepts is not None:
        named[0] = [concepts(text, languages.source) for text in source]
        named[1] = [concepts(text, languages.target) for text in target]
    own_source = counted(source, languages.source, named[0])
    own_target = counted(target, languages.target, named[1])
    pairs = [(counted(texts, languages.target, named[0]), own_target) for texts in translations]
    pairs += [
        (own_source, counted(texts, languages.source, named[1])) for texts in back_translations
    ]
    words = [WORD_WEIGHTS.get(kind, 0.0) for kind in Kind]
    return Evidence(
        tuple(View.of(*space.vectors(pair, weights)) for pair in pairs),
        View.of(*space.vectors([own_source, own_target], weights)),
        View.of(*space.vectors([own_source, own_target], numbers)),
        Side.of(source, translations[0] if translations else source),
        Side.of(target, target),
        tuple(
            Cuts.of(*space.vectors(pair, words, relative=True))
            for pair in pairs or [(own_source, own_target)]
        ),
        KnownPlaces.of(source, target, known) if known else None,
    )
