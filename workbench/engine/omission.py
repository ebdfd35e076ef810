"""Words of the source that a translation says nothing of, though it reads well.

For each word of the source the evidence is weighed that it was left out or misread: none of the
words it may become is there, and either a model that translates back finds it
surprising, given the translation (a form of contrastive conditioning, Vamvas and Sennrich
2022), or, without such a model, no word of the translation attended to it. The weights are those
of a logistic regression, which ``workflow/omission_learn.py`` makes: they give the log-odds of a
word of FLORES dev and of the in-domain development pairs whose translation was taken out, against
the words of the untouched pairs. The stretch with the greatest sum counts (Kadane's algorithm).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.engine.renderings import SourceWord, Surprisal, source_words
from workbench.language import DUTCH, ENGLISH

__all__ = ["Omission", "Weights", "features", "find_omission", "heaviest", "limit"]

_MOST = 6.0
"""Greatest log-odds of one word, either way."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the evidence of a direction weighs; from ``workbench omissions``.

    Attributes:
        words: Weights of the :func:`features` of a word.
        scores: 98 in 100 texts of the model have the first score (mean log-probability a token)
            or more; the second or less have two thirds of the references.
        limits: Weight from which on a stretch counts as missing, at these scores. Fewer than 1 in
            50 references are taken for incomplete by them.
    """

    words: tuple[float, ...]
    scores: tuple[float, float]
    limits: tuple[float, float]


_READ = {
    DUTCH: Weights((-1.51, -2.68, -0.44, 0.85, 2.23, 0.86, -0.6), (-0.68, -1.9), (0.6, 7.1)),
    ENGLISH: Weights((-0.72, -2.3, -0.49, 0.38, 1.94, 0.69, -0.5), (-1.14, -2.67), (0.6, 7.1)),
}
_ATTENDED = {
    DUTCH: Weights((1.46, -2.99, -0.37, -0.05, 0.3), (-0.68, -1.9), (2.5, 6.0)),
}


@dataclass(frozen=True, slots=True)
class Omission:
    """A stretch of the source that seems to be missing.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        weight: Sum of the log-odds of its words.
    """

    start: int
    end: int
    weight: float


def find_omission(
    source: str,
    target: str,
    *,
    language: str = DUTCH,
    surprisal: Surprisal | None = None,
    attended: Sequence[tuple[int, int]] = (),
) -> Omission | None:
    """Return the stretch of the source that is most likely missing in the target.

    Args:
        source: Source text.
        target: Its translation.
        language: Of the source: Dutch, or English if it was translated back.
        surprisal: What translating back says, if there is a model for it.
        attended: Spans of the source that the translation's words attended to, for use without.

    Returns:
        None if every word is accounted for. Whether the weight is enough is for :func:`limit`.
    """
    read = surprisal is not None
    words = source_words(source, target, language=language, surprisal=surprisal, attended=attended)
    return heaviest(words, _weights(language, read=read).words, read=read)


def heaviest(
    words: Iterable[SourceWord], weights: Sequence[float], *, read: bool
) -> Omission | None:
    """Return the stretch of words with the greatest sum of log-odds, if one is above 0.

    Args:
        words: The words of a source, in order.
        weights: One for each of the :func:`features`.
        read: Whether the text was translated back.
    """
    best: Omission | None = None
    start, total = 0, 0.0
    for word in words:
        found = features(word, read=read)
        odds = sum(value * weight for value, weight in zip(found, weights, strict=True))
        if total <= 0:
            start, total = word.start, 0.0
        total += min(max(odds, -_MOST), _MOST)
        if total > (best.weight if best else 0.0):
            best = Omission(start, word.end, total)
    return best


def limit(score: float, *, language: str = DUTCH, read: bool) -> float:
    """Return the weight from which on a stretch counts as missing.

    What a model wrote keeps close to its source, what a person wrote is free: the less probable
    the whole text is for the model, the more it takes.

    Args:
        score: Mean log-probability a token of the translation under the model that made it.
        language: Of the source.
        read: Whether the text was translated back.
    """
    known = _weights(language, read=read)
    (own, free), (own_limit, free_limit) = known.scores, known.limits
    share = (score - own) / (free - own)
    return own_limit + (free_limit - own_limit) * min(max(share, 0.0), 1.0)


def _weights(language: str, *, read: bool) -> Weights:
    return (_READ if read else _ATTENDED)[language]


def features(word: SourceWord, *, read: bool) -> tuple[float, ...]:
    """Return the values that the weights belong to; the first is constant.

    Args:
        word: A word of the source.
        read: Whether the text was translated back.
    """
    missing = float(not word.rendered)
    common = (1.0, 1 - missing, missing * (not word.known), word.weight / 10)
    if not read:
        return (*common, missing * (not word.attended))
    each = min(word.surprisal / word.pieces, 12.0)
    return (*common, each / 10, min(word.surprisal, 40.0) / 10, missing * each / 10)
