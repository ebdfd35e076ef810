"""Pairs that arrive while a training runs."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from workbench.training import alignments, corpus
from workbench.training.prepare import Aligned

__all__ = ["Extra"]

log = logging.getLogger(__name__)


class Extra:
    """Pairs that arrive while the training runs, aligned in the background."""

    def __init__(
        self,
        folder: Path | None,
        banned: frozenset[tuple[str, ...]],
        context: list[Aligned],
        processor: Any,
        *,
        turned: bool = False,
    ) -> None:
        self.turned = turned
        self.folder, self.banned, self.context = folder, banned, context
        self.processor = processor
        self.pairs: list[Aligned] = []
        self._seen: dict[Path, float] = {}
        self._future: Future[list[Aligned]] | None = None
        self._pool = ThreadPoolExecutor(1)

    def _load(self, paths: list[Path]) -> list[Aligned]:
        raw = corpus.unique(p for path in paths for p in corpus.read_pairs(path))
        kept = [p for p in raw if corpus.is_usable(p) and not corpus.is_banned(p, self.banned)]
        toks = [(alignments.tokens(p.nl), alignments.tokens(p.en)) for p in kept]
        # A sample of older pairs gives the aligner the statistics a few new ones lack.
        context = [p.turned() if self.turned else p for p in self.context[:4000]]
        older = [(list(p.source), list(p.target)) for p in context]
        links = alignments.align(toks + older, self.processor, quick=True)[: len(toks)]
        pairs = [
            Aligned(tuple(s), tuple(t), guide, sure)
            for (s, t), (guide, sure) in zip(toks, links, strict=True)
        ]
        return [p.turned() for p in pairs] if self.turned else pairs

    def refresh(self, *, wait: bool = False) -> bool:
        """Look for new files; return whether `pairs` changed."""
        if self.folder is None or not self.folder.is_dir():
            return False
        changed = False
        if self._future is not None and (wait or self._future.done()):
            try:
                self.pairs = self._future.result()
                changed = True
                log.info("extra pairs: %d", len(self.pairs))
            except (OSError, ValueError) as error:
                log.warning("extra pairs not taken up: %s", error)
            self._future = None
        paths = sorted(self.folder.glob("*.tsv*"))
        state = {p: p.stat().st_mtime for p in paths}
        if self._future is None and state and state != self._seen:
            self._seen = state
            self._future = self._pool.submit(self._load, paths)
            if wait:
                return self.refresh(wait=True) or changed
        return changed
