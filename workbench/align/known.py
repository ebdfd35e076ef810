"""Pairs of texts that somebody approved before, found again in two texts that are aligned.

A translation memory says of a text what its translation is, not where it stands: where a text
occurs again and again, each of its places goes with each of those of its translation, and the
order of the two texts decides.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.align.similarity import GROUP

__all__ = ["Known", "KnownPlaces", "groups", "is_known", "plain", "remembered"]

Known = Mapping[str, Collection[str]]
"""From a source text to its translations; runs of white space are one space in both."""

Plane = npt.NDArray[np.float32]
Range = tuple[int, int]
Shape = tuple[int, int]


def plain(text: str) -> str:
    """Return a text with one space for each run of white space."""
    return " ".join(text.split())


def remembered(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return what a memory of these pairs (source, target) knows."""
    known: dict[str, set[str]] = defaultdict(set)
    for source, target in pairs:
        known[plain(source)].add(plain(target))
    return dict(known)


def groups(texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the first sentence, the number of sentences and the text of every possible group."""
    sentences = [plain(text) for text in texts]
    for first in range(len(sentences)):
        for size in range(1, min(GROUP, len(sentences) - first) + 1):
            # An empty sentence adds nothing that anybody could have approved.
            if not sentences[first + size - 1]:
                break
            yield first, size, " ".join(sentences[first : first + size])


def is_known(known: Known, source: str, target: str) -> bool:
    """Whether a pair of texts was approved before."""
    return plain(target) in known.get(plain(source), ())


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """Where known pairs stand in two texts.

    Attributes:
        rows: First sentence and size of each source group that is known, with its translations
            that occur, by first sentence.
        columns: For each of these translations its first sentences, ascending, by size.
    """

    rows: Sequence[tuple[int, int, Sequence[str]]]
    columns: Mapping[str, Mapping[int, npt.NDArray[np.int64]]]

    @classmethod
    def of(cls, source: Sequence[str], target: Sequence[str], known: Known) -> "KnownPlaces":
        """Look for known pairs in two texts."""
        found = [(i, a, known[text]) for i, a, text in groups(source) if text in known]
        wanted = {translation for _, _, translations in found for translation in translations}
        places: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for j, b, text in groups(target):
            if text in wanted:
                places[text][b].append(j)
        return cls(
            [
                (i, a, there)
                for i, a, translations in found
                if (there := [text for text in translations if text in places])
            ],
            {
                text: {size: np.array(firsts, np.int64) for size, firsts in by_size.items()}
                for text, by_size in places.items()
            },
        )

    def block(self, rows: Range, columns: Range) -> dict[Shape, Plane]:
        """Return, for shapes with known beads in a block, 1 where one begins and 0 elsewhere."""
        planes: dict[Shape, Plane] = {}
        begin = bisect_left(self.rows, rows[0], key=lambda row: row[0])
        end = bisect_left(self.rows, rows[1], key=lambda row: row[0])
        height, width = rows[1] - rows[0], columns[1] - columns[0]
        for first, a, translations in self.rows[begin:end]:
            if first + a > rows[1]:
                continue
            for text in translations:
                for b, places in self.columns[text].items():
                    inside = places[(places >= columns[0]) & (places + b <= columns[1])]
                    if not inside.size:
                        continue
                    if (a, b) not in planes:
                        planes[a, b] = np.zeros((height - a + 1, width - b + 1), np.float32)
                    planes[a, b][first - rows[0], inside - columns[0]] = 1
        return planes
