"""The weights by which words left out are told, learned from development pairs.

Examples are made of development pairs: in each a word or a stretch of the source loses the words of
the translation that attend to it. Logistic regression (Newton's method, ridge 1) tells words that
lost theirs from those of the untouched pairs. The limits are set on the untouched pairs afterwards,
so that fewer than 1 in 50 are taken for incomplete. What is printed goes into the tables
of :mod:`workbench.engine.omission`.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.completeness import BackReader, attended_spans
from workbench.engine.omission import Weights, features, heaviest
from workbench.engine.pieces import WORD_START, token_spans
from workbench.engine.renderings import SourceWord, Surprisal, source_words
from workbench.errors import FormatError, InputError
from workbench.language import EN_NL, NL_EN, primary
from workbench.settings import Settings
from workbench.workflow.lines import read_lines, read_pairs
from workbench.workflow.pipeline import package_for

__all__ = ["cut", "learn", "learn_omissions", "limits", "logistic", "weigh"]

FALSE_ALARMS = 0.018
"""Share of untouched pairs that may be taken for incomplete."""

_STRETCH = 6
"""Most words of a stretch that is taken out."""

_LEAST_LEFT = 0.5
"""Least share of a translation's tokens that is left."""

LOWER, LOWER_ATTENDED = 0.6, 2.5
"""Limits for what the model itself wrote, set by reading the marks on drafts of the samples."""

_MOST_LIMIT = 30.0
_LEAST_PAIRS = 4

Matrix = npt.NDArray[np.float64]


Pair = tuple[str, str]
Span = tuple[int, int]
Row = tuple[float, ...]
Bounds = tuple[tuple[float, float], tuple[float, float]]


def cut(
    engine: ArgosEngine, pairs: Sequence[Pair], judged: Sequence[Hypothesis], seed: int
) -> Iterator[tuple[Pair, list[Span]]]:
    """Take a word or a stretch out of each translation.

    Args:
        engine: Translates in this direction.
        pairs: (source, translation).
        judged: The translations as hypotheses, with their alignment.
        seed: Of the choice.

    Yields:
        (source, shorter translation), and the spans of the source's tokens that lost theirs;
        nothing for a pair where no token attends to them, or more than half of all do.
    """
    draw = random.Random(seed)
    language = primary(engine.info.pair.source)
    for (source, target), each in zip(pairs, judged, strict=True):
        words = source_words(source, target, language=language)
        if len(words) < 2:
            continue
        first = draw.randrange(len(words))
        count = 1 if draw.random() < 0.5 else draw.randint(2, _STRETCH)
        start, end = words[first].start, words[min(first + count, len(words)) - 1].end
        spans = token_spans(engine.source_tokens(source), source)
        wanted = {at for at, (a, b) in enumerate(spans) if a < end and b > start}
        linked = list(zip(each.tokens, each.alignment, strict=False))
        left = [token for token, at in linked if at not in wanted]
        if len(linked) * _LEAST_LEFT <= len(left) < len(linked):
            text = "".join(left).replace(WORD_START, " ").strip()
            yield (source, text), [spans[at] for _, at in linked if at in wanted]


def logistic(values: Matrix, labels: Matrix, *, ridge: float = 1.0, rounds: int = 30) -> Matrix:
    """Fit a logistic regression by Newton's method.

    Args:
        values: Examples by features; the first feature is constant.
        labels: 0 or 1 for each example.
        ridge: Penalty on the squared weights, the constant's left out.
        rounds: Newton steps.

    Returns:
        A weight for each feature.
    """
    weights = np.zeros(values.shape[1])
    penalty = np.full(values.shape[1], ridge)
    penalty[0] = 0.0
    for _ in range(rounds):
        odds = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (odds - labels) + penalty * weights
        curve = (values * (odds * (1 - odds))[:, None]).T @ values + np.diag(penalty + 1e-9)
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def learn(whole: Sequence[list[SourceWord]], gone: Iterable[SourceWord], *, read: bool) -> Row:
    """Return the weights of a word's features.

    Args:
        whole: The words of untouched pairs.
        gone: Words whose translation was taken out.
        read: Whether the texts were translated back.
    """
    there = [features(word, read=read) for words in whole for word in words]
    missing = [features(word, read=read) for word in gone]
    labels = np.array([0.0] * len(there) + [1.0] * len(missing))
    fitted = logistic(np.array(there + missing), labels)
    # As if there were as many of one kind as of the other: how many are missing is not known.
    fitted[0] += np.log(len(there) / len(missing))
    return tuple(round(float(weight), 2) for weight in fitted)


def limits(sums: Matrix, scores: Matrix, own: Matrix, *, lower: float) -> Bounds:
    """Set the limit of free texts so that few untouched pairs are taken for incomplete.

    Args:
        sums: Weight of the heaviest stretch of each untouched pair.
        scores: Their mean log-probabilities a token.
        own: The same of texts that the model itself wrote.
        lower: Limit of these.

    Returns:
        The two scores and the two limits of :class:`~workbench.engine.omission.Weights`.
    """
    sure, free = float(np.quantile(own, 0.02)), float(np.quantile(scores, 2 / 3))
    # A few short pairs may all be as sure as the model's own texts.
    free = min(free, sure - 0.1)
    share = np.clip((scores - sure) / (free - sure), 0.0, 1.0)
    for upper in np.arange(lower, _MOST_LIMIT, 0.1):
        if float(np.mean(sums > lower + (upper - lower) * share)) < FALSE_ALARMS:
            break
    return (round(sure, 2), round(free, 2)), (lower, round(float(upper), 1))


def weigh(
    engine: ArgosEngine, reader: BackReader | None, pairs: Sequence[Pair], *, seed: int = 1
) -> Weights:
    """Learn everything for one direction.

    Args:
        engine: Translates in this direction.
        reader: Reads back; None goes by the attention.
        pairs: (source, reference) of development sets.
        seed: Of the choice of what is taken out.

    Raises:
        InputError: There are too few pairs to learn from.
    """
    read = reader is not None
    judged = engine.score(pairs)
    words = list(_words(engine, reader, pairs, judged))
    shortened = list(cut(engine, pairs, judged, seed))
    if len(shortened) < _LEAST_PAIRS:
        raise InputError(
            f"words can be taken out of only {len(shortened)} pairs",
            fix=f"{_LEAST_PAIRS} are the least to learn from, some hundreds make sense",
        )
    shorter, spans = zip(*shortened, strict=True)
    lacking = _words(engine, reader, shorter, engine.score(shorter))
    gone = [
        word
        for found, lost in zip(lacking, spans, strict=True)
        for word in found
        if any(start < word.end and end > word.start for start, end in lost)
    ]
    weights = learn(words, gone, read=read)
    stretches = [heaviest(each, weights, read=read) for each in words]
    drafts = engine.translate([source for source, _ in pairs])
    scores, bounds = limits(
        np.array([each.weight if each else 0.0 for each in stretches]),
        np.array([each.score for each in judged]),
        np.array([options[0].score for options in drafts]),
        lower=LOWER if read else LOWER_ATTENDED,
    )
    return Weights(weights, scores, bounds)


def _words(
    engine: ArgosEngine,
    reader: BackReader | None,
    pairs: Sequence[Pair],
    judged: Sequence[Hypothesis],
) -> Iterator[list[SourceWord]]:
    language = primary(engine.info.pair.source)
    read: Sequence[Surprisal | None] = reader.surprisals(pairs) if reader else [None] * len(pairs)
    for (source, target), each, surprisal in zip(pairs, judged, read, strict=True):
        attended = attended_spans(engine, source, each) if surprisal is None else []
        yield source_words(
            source, target, language=language, surprisal=surprisal, attended=attended
        )


def _development_pairs(folder: Path) -> list[Pair]:
    dutch, english = (read_lines(folder / f"flores-dev.{code}") for code in ("nl", "en"))
    if len(dutch) != len(english):
        raise FormatError(
            f"flores-dev.nl has {len(dutch)} lines and flores-dev.en {len(english)}",
            where=str(folder),
            fix="Both files need the same lines in the same order",
        )
    pairs = [*zip(dutch, english, strict=True), *read_pairs(folder / "original-dev.tsv")]
    return [(one, other) for one, other in pairs if one.strip() and other.strip()]


def learn_omissions(folder: Path, *, settings: Settings) -> dict[str, Weights]:
    """Learn the weights of both directions with the packages of the settings.

    Args:
        folder: Has ``flores-dev.nl``, ``flores-dev.en`` and ``original-dev.tsv``.
        settings: Where the packages are.

    Returns:
        Weights by name: direction, and whether the texts were read back.

    Raises:
        InputError: A file is missing, or there are too few pairs.
        FormatError: The files of FLORES differ in length, or a line of the other has no tab.
        PackageError: A package is missing.
    """
    pairs = _development_pairs(folder)
    turned = [(english, dutch) for dutch, english in pairs]
    engines = {
        pair: ArgosEngine(package_for(settings, pair), threads=settings.threads)
        for pair in (NL_EN, EN_NL)
    }
    readers = {
        pair: BackReader(package_for(settings, pair.reversed()), threads=settings.threads)
        for pair in engines
    }
    return {
        "nl-en, read back": weigh(engines[NL_EN], readers[NL_EN], pairs),
        "nl-en, by attention": weigh(engines[NL_EN], None, pairs),
        "en-nl, read back": weigh(engines[EN_NL], readers[EN_NL], turned),
    }
