"""Translation with the model of an Argos package, straight on CTranslate2.

``argostranslate.translate`` loads gigabytes of sentence splitters, translates one sentence at a
time and loses the sentence pairs. Here a whole list of segments is one job: sorted by length,
in batches of about a thousand tokens, on all cores, with the same beam and length penalty, so
that each sentence comes out as there.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from workbench.domain import Hypothesis
from workbench.engine import terminology
from workbench.engine.base import EngineInfo
from workbench.engine.packages import Package, PackageStore
from workbench.engine.pieces import Pieces, load_pieces
from workbench.errors import PackageError, SettingsError

__all__ = ["ArgosEngine"]

BATCH_TOKENS = 1024
"""Source tokens a batch, padding included."""

LENGTH_PENALTY = 0.2
"""Exponent of the length that divides a hypothesis' score: the value argostranslate uses."""

MAX_TARGET_TOKENS = 256
"""CTranslate2's default; a target of this length is taken for truncated."""


@dataclass(frozen=True, slots=True)
class _Model:
    translator: Any
    pieces: Pieces


class ArgosEngine:
    """A translator on one package; it may be shared by threads.

    The model is loaded when it is first used. Several threads may call; CTranslate2 queues them.

    Args:
        package: An unpacked package (:class:`~workbench.engine.packages.Package`).
        threads: CPU threads in all; 0 takes all cores.
        beam: Beam size, 1 or more.

    Raises:
        SettingsError: `threads` or `beam` is out of range.
    """

    def __init__(self, package: Package, *, threads: int = 0, beam: int = 4) -> None:
        if beam < 1:
            raise SettingsError(f"beam size {beam} is below 1", where="beam", fix="Take 4")
        if threads < 0:
            raise SettingsError(f"{threads} threads are too few", where="threads", fix="Take 0")
        self._package = package
        self._threads = threads or os.cpu_count() or 1
        self._beam = beam
        self._loaded: _Model | None = None
        self._lock = Lock()

    @classmethod
    def embedded(cls, packages: Path, *, threads: int = 0, beam: int = 4) -> "ArgosEngine":
        """Make an engine on the package that ships with the workbench.

        Args:
            packages: Folder of the installed packages.
            threads: CPU threads in all; 0 takes all cores.
            beam: Beam size, 1 or more.
        """
        return cls(PackageStore(packages).embedded(), threads=threads, beam=beam)

    @property
    def info(self) -> EngineInfo:
        """Name, version, languages and hash of the package."""
        return self._package.info

    @property
    def signature(self) -> str:
        """Everything that determines the output, for caches and provenance."""
        package = self._package
        options = f"beam={self._beam} lp={LENGTH_PENALTY}"
        return f"{package.name} {package.version} {package.sha256[:12]} {options}"

    def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
        """Translate segments; for each up to `n_best` hypotheses, best first.

        An empty source gives one empty hypothesis.
        """
        encoded = [self._model.pieces.encode(source) for source in sources]
        prefixes: list[list[str]] = [[] for _ in encoded]
        return self._search(encoded, prefixes, n_best=n_best)

    def complete(
        self,
        requests: Sequence[tuple[str, str]],
        *,
        n_best: int = 1,
        alternatives: bool = False,
        unfinished: bool = False,
    ) -> list[list[Hypothesis]]:
        """Translate (source, target prefix) pairs; every hypothesis begins with its prefix."""
        pieces = self._model.pieces
        encoded = [pieces.encode(source) for source, _ in requests]
        prefixes = [pieces.encode(prefix) for _, prefix in requests]
        return self._search(encoded, prefixes, n_best=n_best, alternatives=alternatives)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[Hypothesis]:
        """Judge (source, target) pairs.

        Returns:
            For each pair its target as a hypothesis with `log_probs` of its tokens; `score` is
            their mean, the end of the sentence counted in.
        """
        pieces = self._model.pieces
        first = self._first_tokens
        sources = [pieces.encode(source) for source, _ in pairs]
        targets = [first + pieces.encode(target) for _, target in pairs]
        results = self._model.translator.score_batch(
            sources, targets, max_batch_size=BATCH_TOKENS, batch_type="tokens", offset=len(first)
        )
        hypotheses = []
        for (_, text), tokens, result in zip(pairs, targets, results, strict=True):
            tokens = tokens[len(first) :]
            log_probs = tuple(result.log_probs)
            mean = sum(log_probs) / len(log_probs) if log_probs else 0.0
            hypotheses.append(
                Hypothesis(text, tuple(tokens), mean, log_probs=log_probs[: len(tokens)])
            )
        return hypotheses

    def annotate(self, source: str, spans: Sequence[tuple[int, int, str]]) -> str:
        """Write target terms into a source text, for a package that takes them.

        Args:
            source: Plain source text.
            spans: (start, end, target term), not overlapping.

        Raises:
            PackageError: The package takes no terms (``info.terminology`` is None).
        """
        return terminology.annotate(source, spans, self._package.terminology)

    @property
    def _first_tokens(self) -> list[str]:
        prefix = self._package.target_prefix
        return [prefix] if prefix else []

    @property
    def _model(self) -> _Model:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._load()
        return self._loaded

    def _load(self) -> _Model:
        import ctranslate2

        package = self._package
        pieces = load_pieces(
            package.folder,
            source=package.pair.source,
            target=package.pair.target,
            terminology=package.terminology,
        )
        try:
            translator = ctranslate2.Translator(
                str(package.folder / "model"),
                device="cpu",
                inter_threads=self._threads,
                intra_threads=1,
                compute_type="auto",
            )
        except (RuntimeError, ValueError) as error:
            raise PackageError(
                f"the model can't be loaded ({error})",
                where=package.name,
                fix="Remove the package and install it again",
            ) from error
        return _Model(translator, pieces)

    def _search(
        self,
        sources: Sequence[list[str]],
        prefixes: Sequence[list[str]],
        *,
        n_best: int,
        alternatives: bool = False,
    ) -> list[list[Hypothesis]]:
        """Decode token lists; each hypothesis includes its prefix."""
        first = self._first_tokens
        filled = [index for index, source in enumerate(sources) if source]
        results = self._model.translator.translate_batch(
            [sources[index] for index in filled],
            target_prefix=[first + prefixes[index] for index in filled],
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            beam_size=1 if alternatives else max(self._beam, n_best),
            num_hypotheses=n_best,
            length_penalty=LENGTH_PENALTY,
            max_decoding_length=MAX_TARGET_TOKENS,
            return_alternatives=alternatives,
            return_scores=True,
            return_attention=True,
            replace_unknowns=True,
        )
        found = [[Hypothesis("", (), 0.0)] for _ in sources]
        for index, result in zip(filled, results, strict=True):
            forced = len(first) + len(prefixes[index])
            hypotheses = []
            for tokens, score, attention in zip(
                result.hypotheses, result.scores, result.attention, strict=True
            ):
                hypothesis = self._hypothesis(tokens[len(first) :], attention[len(first) :])
                # Undo the length penalty; the end of the sentence counts as a token.
                length = len(tokens) - forced + 1
                mean = score * length**LENGTH_PENALTY / length
                hypotheses.append(replace(hypothesis, score=mean))
            found[index] = hypotheses
        return found

    def _hypothesis(self, tokens: list[str], attention: list[list[float]]) -> Hypothesis:
        alignment = tuple(max(range(len(row)), key=row.__getitem__) for row in attention)
        return Hypothesis(self._model.pieces.decode(tokens), tuple(tokens), 0.0, alignment)
