"""A loaded model: pieces in, hypotheses out.

The thin layer over CTranslate2. It knows batches, beams, forced beginnings, attention and
scores, and nothing of what makes a translation good.
"""

import math
import os
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

from workbench.domain import Hypothesis
from workbench.engine.packages import Package
from workbench.engine.pieces import Pieces, load_pieces
from workbench.engine.stress import without_stress
from workbench.errors import PackageError

__all__ = [
    "COVERAGE_PENALTY",
    "LENGTH_PENALTY",
    "MAX_TARGET_TOKENS",
    "Decoder",
    "LazyDecoder",
    "coverage",
]

BATCH_TOKENS = 1024
"""Source tokens a batch, padding included."""

LENGTH_PENALTY = 0.2
"""Exponent of the length that divides a hypothesis' score: the value argostranslate uses."""

COVERAGE_PENALTY = 0.3
"""Weight of the coverage of the source when the hypotheses of a beam are put in order."""

MAX_TARGET_TOKENS = 256
"""CTranslate2's default; a target of this length is taken for truncated."""

_LEAST_ATTENTION = 1e-7
"""A token that got less counts as one that got this much: a single one does not decide."""


def coverage(attention: Sequence[Sequence[float]]) -> float:
    """Return how fully a hypothesis attended to its source: 0 for all of it, negative for less.

    The sum, over the tokens of the source, of the logarithm of the attention that they got in
    all, at most 1 (Wu et al. 2016, equation 14).

    Args:
        attention: For each token of the hypothesis its attention to each token of the source.
    """
    received = map(sum, zip(*attention, strict=True))
    return sum(math.log(min(max(each, _LEAST_ATTENTION), 1.0)) for each in received)


class Decoder:
    """The model and the tokenizer of a package, in memory.

    Args:
        package: An unpacked package.
        threads: Batches translated at the same time, each on one core. For small models this
            beats one batch on all cores, which wait for each other at every layer.

    Raises:
        PackageError: The model or the tokenizer can't be loaded.
    """

    def __init__(self, package: Package, *, threads: int) -> None:
        import ctranslate2

        self.pieces: Pieces = load_pieces(
            package.folder,
            source=package.pair.source,
            target=package.pair.target,
            terminology=package.terminology,
        )
        self._first = [package.target_prefix] if package.target_prefix else []
        try:
            self._translator: Any = ctranslate2.Translator(
                str(package.folder / "model"),
                device="cpu",
                inter_threads=threads,
                intra_threads=1,
                compute_type="auto",
            )
        except (RuntimeError, ValueError) as error:
            raise PackageError(
                f"the model can't be loaded ({error})",
                where=package.name,
                fix="Remove the package and install it again",
            ) from error

    def read(self, source: str) -> list[str]:
        """Split a source text into the pieces the model is given, without accents of stress."""
        return self.pieces.encode(without_stress(source))

    def search(
        self,
        sources: Sequence[Sequence[str]],
        *,
        prefixes: Sequence[Sequence[str]] | None = None,
        beam: int,
        n_best: int = 1,
        alternatives: bool = False,
        no_repeat: int = 0,
        banned: Sequence[Sequence[str]] = (),
        cover: Sequence[bool] = (),
    ) -> list[list[Hypothesis]]:
        """Translate token lists.

        Args:
            sources: Pieces of the source texts; none may be empty.
            prefixes: Pieces that each translation must begin with; hypotheses include them.
            beam: Beam size.
            n_best: Hypotheses for each source, at most `beam` unless `alternatives`.
            alternatives: Vary the first token behind the prefix instead: the `n_best` most
                probable ones, each finished greedily.
            no_repeat: Forbid repeated n-grams of this size; 0 allows them.
            banned: Series of pieces that no translation of the call may have.
            cover: For which sources to put the hypotheses of the beam in the order not of
                probability alone but also of how much of the source they attended to; the most
                probable one is often one that leaves a clause out. Not for a source with terms
                written into it, half of which is to be left out.

        Returns:
            For each source its hypotheses, best first. `score` is the mean log-probability of
            what was decided freely, the end of the sentence included.
        """
        forced = [[*self._first, *prefix] for prefix in prefixes or [[] for _ in sources]]
        width = max(beam, n_best)
        results = self._translator.translate_batch(
            [list(source)[: MAX_TARGET_TOKENS - 1] for source in sources],
            target_prefix=forced if any(forced) else None,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            beam_size=1 if alternatives else width,
            num_hypotheses=width if any(cover) else n_best,
            length_penalty=LENGTH_PENALTY,
            max_decoding_length=MAX_TARGET_TOKENS,
            no_repeat_ngram_size=no_repeat,
            suppress_sequences=[list(pieces) for pieces in banned] or None,
            return_alternatives=alternatives,
            return_scores=True,
            return_attention=True,
            replace_unknowns=True,
        )
        found = []
        covering = cover or [False] * len(sources)
        for source, prefix, result, by_cover in zip(
            sources, forced, results, covering, strict=True
        ):
            hypotheses = []
            rows = list(zip(result.hypotheses, result.scores, result.attention, strict=True))
            if by_cover:
                rows.sort(
                    key=lambda row: row[1] + COVERAGE_PENALTY * coverage(row[2]), reverse=True
                )
            for tokens, score, attention in rows[:n_best]:
                free = max(len(tokens) - len(prefix), 0) + 1
                hypothesis = self._hypothesis(tokens, attention, len(source))
                # Undo the length penalty; the end of the sentence counts as a token.
                mean = score * free**LENGTH_PENALTY / free
                hypotheses.append(replace(hypothesis, score=mean))
            found.append(hypotheses)
        return found

    def judge(
        self,
        sources: Sequence[Sequence[str]],
        targets: Sequence[Sequence[str]],
        *,
        align: bool = True,
    ) -> list[Hypothesis]:
        """Score and align given translations.

        Args:
            sources: Pieces of the source texts; none may be empty.
            targets: Pieces of their translations.
            align: Whether alignments are wanted; they cost about as much again.

        Returns:
            For each pair a hypothesis with log-probabilities and alignment of its tokens;
            `score` is the mean log-probability, the end of the sentence included.
        """
        if not sources:
            return []
        pieces = [list(source)[: MAX_TARGET_TOKENS - 1] for source in sources]
        # Models have position encodings up to this length; only a loop gets there.
        full = [[*self._first, *target][: MAX_TARGET_TOKENS - 1] for target in targets]
        scored = self._translator.score_batch(
            pieces,
            full,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            offset=len(self._first),
        )
        attentions = self._attentions(pieces, full) if align else [[] for _ in full]
        hypotheses = []
        for source, target, score, attention in zip(sources, full, scored, attentions, strict=True):
            hypothesis = self._hypothesis(target, attention, len(source))
            log_probs = tuple(score.log_probs)
            hypotheses.append(
                replace(
                    hypothesis,
                    score=sum(log_probs) / len(log_probs) if log_probs else 0.0,
                    log_probs=log_probs[: len(hypothesis.tokens)],
                )
            )
        return hypotheses

    def _attentions(
        self, sources: list[list[str]], targets: list[list[str]]
    ) -> list[list[list[float]]]:
        """Return the attention of given tokens, which is only to be had by forcing them."""
        results = self._translator.translate_batch(
            sources,
            target_prefix=targets,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            beam_size=1,
            max_decoding_length=max(map(len, targets)) + 1,
            return_attention=True,
        )
        return [
            result.attention[0][: len(target)]
            for result, target in zip(results, targets, strict=True)
        ]

    def _hypothesis(
        self, tokens: Sequence[str], attention: Sequence[Sequence[float]], length: int
    ) -> Hypothesis:
        """Make a hypothesis without the package's own first token."""
        start = len(self._first)
        # The model attends to the end of the sentence too, which is no source token.
        alignment = tuple(
            max(range(min(length, len(row))), key=row.__getitem__) for row in attention[start:]
        )
        own = tuple(tokens[start:])
        return Hypothesis(self.pieces.decode(own), own, 0.0, alignment)


class LazyDecoder:
    """A model that is loaded when it is first used, once for all threads.

    Args:
        package: An unpacked package.
        threads: CPU threads in all; 0 takes all cores.
    """

    def __init__(self, package: Package, *, threads: int = 0) -> None:
        self._package = package
        self._threads = threads or os.cpu_count() or 1
        self._loaded: Decoder | None = None
        self._lock = Lock()

    def get(self) -> Decoder:
        """Return the model in memory.

        Raises:
            PackageError: The model or the tokenizer can't be loaded.
        """
        with self._lock:
            if self._loaded is None:
                self._loaded = Decoder(self._package, threads=self._threads)
        return self._loaded
