"""Words of the source that a translation says nothing of, though it reads well.

For each word of the source the evidence is weighed that it was left out or misread: none of the
English words it may become is there, and either a model that translates back finds it
surprising, given the translation (a form of contrastive conditioning, Vamvas and Sennrich
2022), or, without such a model, no word of the translation attended to it. The weights are those
of a logistic regression: they give the log-odds of a word of FLORES dev and of the in-domain
development pairs whose English was taken out, against the words of the untouched pairs. The
stretch with the greatest sum counts (Kadane's algorithm).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.engine.pieces import token_spans
from workbench.text.lexicon import SHORTEST, english_key, english_keys, lookup

__all__ = ["Omission", "Surprisal", "features", "find_omission", "limit", "source_words"]

# The words that are weighed; shorter ones and these are often rendered by none.
_LIGHT = frozenset(
    re.findall(
        r"\w+",
        "aldus alle alleen allen alles alsnog alsof altijd andere anderen anders beide beter "
        "bijna daar daaraan daarbij daardoor daarentegen daarin daarmee daarna daarnaast "
        "daarom daarop daarover daarvan daarvoor deze dezelfde doen doet door dus echter eens "
        "eerst eigen elke enige enkele erbij erg ervan gaan gaat geen geheel geweest graag "
        "haar hebben hebt heeft heel hele hem hier hierbij hierdoor hiermee hierna hierover "
        "hiervan hiervoor hoeveel hoewel hun ieder iedere iemand iets immers inderdaad "
        "inmiddels jegens juist kunnen kunt laten maar meer meest mits moet moeten mogen naar "
        "nadat namelijk nemen niet niets nogal nooit omdat ondanks onder onze ook over "
        "overigens pas raken reeds samen slechts sommige soms steeds tegen tenminste terwijl "
        "tevens thans tijdens toch toen tussen vaak vanaf vanuit vanwege veel verder "
        "vervolgens volgens voor vooral voordat vrij waar waaraan waarbij waardoor waarin "
        "waarmee waarna waarom waarop waarover waarvan waarvoor wanneer want waren weer weet "
        "wel welke werd werden wiens worden wordt zal zeer zelf zelfs zich zichzelf zien ziet "
        "zijn zoals zodat zodra zomaar zonder zou zouden zowel zulke zullen überhaupt",
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_COGNATE = 4
"""Letters in which a Dutch and an English word must agree to count as the same."""

_READ = (-1.8, -6.59, -5.7, 0.85, -0.25, 0.94, 2.53)
_ATTENDED = (1.04, -8.26, -5.16, 0.5, 0.93)
_MOST = 6.0
"""Greatest log-odds of one word, either way."""

_OWN_SCORE, _FREE_SCORE = -0.9, -2.3
"""98 in 100 texts of the model have the first score or more; the second or less have two thirds
of the FLORES references."""

_LIMITS_READ = (1.4, 7.0)
_LIMITS_ATTENDED = (2.5, 7.0)
"""Limits at these scores, at which fewer than 1 in 50 references are taken for incomplete."""


@dataclass(frozen=True, slots=True)
class Surprisal:
    """What the model that translates back makes of a source text, given its translation.

    Attributes:
        tokens: Pieces of the source.
        log_probs: Log-probability of each, 0 or less.
    """

    tokens: tuple[str, ...]
    log_probs: tuple[float, ...]


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


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word of the source with its evidence.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        rendered: Whether the translation has a word for it.
        known: Whether the lexicon knows it.
        weight: How often it was seen, as a logarithm to base 2.
        pieces: Its number of pieces; 1 where nobody translated back.
        surprisal: Minus the log-probability of all of them, 0 or more.
        attended: Whether a word of the translation attended to it.
    """

    start: int
    end: int
    rendered: bool
    known: bool
    weight: int
    pieces: int = 1
    surprisal: float = 0.0
    attended: bool = True


def find_omission(
    source: str,
    target: str,
    *,
    surprisal: Surprisal | None = None,
    attended: Sequence[tuple[int, int]] = (),
) -> Omission | None:
    """Return the stretch of the source that is most likely missing in the target.

    Args:
        source: Dutch source text.
        target: Its English translation.
        surprisal: What translating back says, if there is a model for it.
        attended: Spans of the source that the translation's words attended to, for use without.

    Returns:
        None if every word is accounted for. Whether the weight is enough is for :func:`limit`.
    """
    best: Omission | None = None
    start, total = 0, 0.0
    for word in source_words(source, target, surprisal=surprisal, attended=attended):
        found = features(word, read=surprisal is not None)
        weights = _READ if surprisal is not None else _ATTENDED
        odds = sum(value * weight for value, weight in zip(found, weights, strict=True))
        if total <= 0:
            start, total = word.start, 0.0
        total += min(max(odds, -_MOST), _MOST)
        if total > (best.weight if best else 0.0):
            best = Omission(start, word.end, total)
    return best


def limit(score: float, *, read: bool) -> float:
    """Return the weight from which on a stretch counts as missing.

    What a model wrote keeps close to its source, what a person wrote is free: the less probable
    the whole text is for the model, the more it takes.

    Args:
        score: Mean log-probability a token of the translation under the model that made it.
        read: Whether the text was translated back.
    """
    own, free = _LIMITS_READ if read else _LIMITS_ATTENDED
    share = (score - _OWN_SCORE) / (_FREE_SCORE - _OWN_SCORE)
    return own + (free - own) * min(max(share, 0.0), 1.0)


def source_words(
    source: str,
    target: str,
    *,
    surprisal: Surprisal | None = None,
    attended: Sequence[tuple[int, int]] = (),
) -> list[SourceWord]:
    """Return the words of the source that ought to be rendered, with the evidence for each."""
    keys = english_keys(target)
    beginnings = {key[:_COGNATE] for key in keys}
    spans = token_spans(surprisal.tokens, source) if surprisal else []
    log_probs = surprisal.log_probs if surprisal else ()
    words = []
    for match in _WORD.finditer(source):
        text = match.group()
        if len(text) < SHORTEST or text.lower() in _LIGHT:
            continue
        entry = lookup(text)
        parts = (text, *re.split(r"['’-]", text))
        same = any(
            len(part) >= _COGNATE and english_key(part)[:_COGNATE] in beginnings for part in parts
        )
        own = [
            -log_prob
            for (start, end), log_prob in zip(spans, log_probs, strict=False)
            if start < match.end() and end > match.start()
        ]
        words.append(
            SourceWord(
                match.start(),
                match.end(),
                rendered=same or not entry.keys.isdisjoint(keys),
                known=bool(entry.keys),
                weight=entry.weight,
                pieces=max(len(own), 1),
                surprisal=sum(own),
                attended=any(
                    start < match.end() and end > match.start() for start, end in attended
                ),
            )
        )
    return words


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
