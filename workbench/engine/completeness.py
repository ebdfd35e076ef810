"""Whether drafts say all that their sources say: a look at each with what there is to look with.

With a package for the opposite direction the source is read back: that model tells how surprising
each of its words is, given the draft. Without such a package the attention of the draft has to do.
"""

import os
from collections.abc import Sequence
from threading import Lock

from workbench.domain import Hypothesis
from workbench.engine.base import Engine
from workbench.engine.contents import Package
from workbench.engine.decoding import Decoder
from workbench.engine.omission import Omission, Surprisal, find_omission, limit
from workbench.engine.pieces import token_spans
from workbench.engine.stress import without_stress
from workbench.language import NL_EN

__all__ = ["BackReader", "Completeness"]


class BackReader:
    """A package for the opposite direction that judges and never translates.

    The model is loaded when it is first used; threads may share it.

    Args:
        package: From the language of the drafts to that of their sources.
        threads: CPU threads in all; 0 takes all cores.
    """

    def __init__(self, package: Package, *, threads: int = 0) -> None:
        self._package = package
        self._threads = threads or os.cpu_count() or 1
        self._loaded: Decoder | None = None
        self._lock = Lock()

    def surprisals(self, pairs: Sequence[tuple[str, str]]) -> list[Surprisal]:
        """Return what the model makes of each source, given its translation.

        Args:
            pairs: (source, translation) pairs; where one is empty so is the answer.
        """
        decoder = self._decoder
        filled = [index for index, pair in enumerate(pairs) if all(map(str.strip, pair))]
        judged = decoder.judge(
            [decoder.read(pairs[index][1]) for index in filled],
            [decoder.pieces.encode(without_stress(pairs[index][0])) for index in filled],
            align=False,
        )
        found = dict(zip(filled, judged, strict=True))
        nothing = Hypothesis("", (), 0.0)
        return [
            Surprisal(each.tokens, each.log_probs)
            for each in (found.get(index, nothing) for index in range(len(pairs)))
        ]

    @property
    def _decoder(self) -> Decoder:
        with self._lock:
            if self._loaded is None:
                self._loaded = Decoder(self._package, threads=self._threads)
        return self._loaded


class Completeness:
    """Finds what drafts left out.

    Args:
        engine: Wrote the drafts.
        reader: Reads their sources back; None goes by the attention.
    """

    def __init__(self, engine: Engine, reader: BackReader | None = None) -> None:
        self._engine = engine
        self._reader = reader

    def omissions(
        self, sources: Sequence[str], drafts: Sequence[Hypothesis]
    ) -> list[Omission | None]:
        """Return for each draft the stretch of its source that it says nothing of.

        Args:
            sources: Source texts.
            drafts: Their translations, with `score`, and `alignment` where there is no reader.

        Returns:
            None for a draft that is whole, and for all where it is not from Dutch to English.
        """
        if not self._engine.info.pair.agrees_with(NL_EN):
            return [None] * len(sources)
        texts = [draft.text for draft in drafts]
        read: Sequence[Surprisal | None] = [None] * len(sources)
        if self._reader is not None:
            read = self._reader.surprisals(list(zip(sources, texts, strict=True)))
        return [
            self._omission(source, draft, surprisal)
            for source, draft, surprisal in zip(sources, drafts, read, strict=True)
        ]

    def _omission(
        self, source: str, draft: Hypothesis, surprisal: Surprisal | None
    ) -> Omission | None:
        if not draft.text.strip() or (surprisal is None and not draft.alignment):
            return None
        spans = []
        if surprisal is None:
            spans = token_spans(self._engine.source_tokens(source), source)
        attended = [spans[index] for index in set(draft.alignment) if index < len(spans)]
        found = find_omission(source, draft.text, surprisal=surprisal, attended=attended)
        enough = limit(draft.score, read=surprisal is not None)
        return found if found is not None and found.weight > enough else None
