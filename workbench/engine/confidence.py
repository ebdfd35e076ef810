"""How sure the model is of a text, for colours and for sorting what to review first.

The measures are those of Fomicheva et al. 2020 ("Unsupervised quality estimation for neural
machine translation"): the mean log-probability of a translation's tokens under the model that
made it. They tell doubtful from safe, and are no probability of being right: a fluent
mistranslation may score high.
"""

import math
import re
from dataclasses import dataclass

from workbench.domain import Hypothesis
from workbench.engine.pieces import token_spans

__all__ = ["WordConfidence", "segment_confidence", "word_confidences"]

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class WordConfidence:
    """A word of a target text and how sure the model is of it.

    Attributes:
        start: Offset of its first character in the text.
        end: Offset behind its last character.
        confidence: Probability of its least probable piece, 0 to 1.
    """

    start: int
    end: int
    confidence: float


def segment_confidence(hypothesis: Hypothesis) -> float:
    """Return the geometric mean of the token probabilities, 0 to 1; 1 for an empty text."""
    return math.exp(min(hypothesis.score, 0.0))


def word_confidences(hypothesis: Hypothesis) -> list[WordConfidence]:
    """Return the confidence of each word, in the order of the text.

    A word is as sure as its least sure piece: in a broken name one piece is a guess and the rest
    follows from it. Words that no token can be assigned to are left out.

    Args:
        hypothesis: With `log_probs`, as :meth:`Engine.score` gives them.

    Raises:
        ValueError: The hypothesis has tokens but no log-probabilities.
    """
    if len(hypothesis.log_probs) != len(hypothesis.tokens):
        raise ValueError(
            "word confidence needs log-probabilities: ask the engine to score the pair"
        )
    spans = token_spans(hypothesis.tokens, hypothesis.text)
    words = []
    for match in _WORD.finditer(hypothesis.text):
        inside = [
            log_prob
            for (start, end), log_prob in zip(spans, hypothesis.log_probs, strict=True)
            if start < match.end() and end > match.start()
        ]
        if inside:
            confidence = math.exp(min(*inside, 0.0))
            words.append(WordConfidence(match.start(), match.end(), confidence))
    return words
