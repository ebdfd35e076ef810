"""Where in a translation a stretch of the source came out, by the model's attention.

The model attends from each target token to source tokens; here both are laid over the
characters of the two texts, so that the rest of the package can think in words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain import Hypothesis

__all__ = ["WordMap", "piece_spans", "word_map"]

_WORD = re.compile(r"[^\W_](?:[^\W_]|[-'’.](?=[^\W_]))*")
_MARKS = str.maketrans({"▁": " "})


@dataclass(frozen=True, slots=True)
class WordMap:
    """The words of a translation and what they attend to.

    Attributes:
        words: (start, end) of each word in the target text.
        sources: For each word the (start, end) source spans its tokens attend to.
        length: Characters of the source text.
    """

    words: tuple[tuple[int, int], ...]
    sources: tuple[tuple[tuple[int, int], ...], ...]
    length: int

    def weights(self, start: int, end: int) -> list[float]:
        """Return for each word the share of its tokens that attend to source[start:end]."""
        return [
            sum(left < end and right > start for left, right in spans) / len(spans)
            if spans
            else 0.0
            for spans in self.sources
        ]

    def expected(self, start: int, end: int) -> int:
        """Return the word at the same relative place as source[start:end]; -1 without words."""
        place = (start + end) / 2 / max(self.length, 1)
        return min(int(place * len(self.words)), len(self.words) - 1)


def piece_spans(pieces: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each subword piece in `text`.

    Normalisation may have changed a piece; one that isn't found is given its share of the text.
    """
    spans: list[tuple[int, int]] = []
    cursor = 0
    for number, piece in enumerate(pieces):
        word = piece.translate(_MARKS).removesuffix("@@").strip()
        at = text.find(word, cursor, cursor + len(word) + 12) if word else -1
        if at < 0:
            rest = len(pieces) - number
            step = 0 if not word else max(1, (len(text) - cursor) // max(rest, 1))
            spans.append((cursor, min(cursor + step, len(text))))
            if word and len(word) <= len(text) - cursor:
                cursor += min(step, len(word))
            continue
        cursor = at + len(word)
        spans.append((at, cursor))
    return spans


def word_map(source: str, source_pieces: Sequence[str], hypothesis: Hypothesis) -> WordMap:
    """Lay the attention of a hypothesis over the words of its text."""
    words = tuple(match.span() for match in _WORD.finditer(hypothesis.text))
    left = piece_spans(source_pieces, source)
    right = piece_spans(hypothesis.tokens, hypothesis.text)
    attended: list[list[tuple[int, int]]] = [[] for _ in words]
    for (start, end), at in zip(right, hypothesis.alignment, strict=False):
        if start == end or at >= len(left):
            continue
        for number, (begin, stop) in enumerate(words):
            if start < stop and end > begin:
                attended[number].append(left[at])
    return WordMap(words, tuple(tuple(spans) for spans in attended), len(source))
