"""`train`: from a configuration to a trained, averaged model in a folder."""

from __future__ import annotations

import copy
import gc
import logging
import math
import pickle
import random
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import torch

from workbench.training import alignments, corpus, vocabulary
from workbench.training.augment import Annotator
from workbench.training.batches import Batch, Stream, batched, draw
from workbench.training.evaluation import quick_scores, read_development
from workbench.training.model import Transformer
from workbench.training.optimiser import Muon
from workbench.training.prepare import Aligned, collect, prepare
from workbench.training.trainer import (
    TrainConfig,
    atomic_save,
    losses,
    rate_scale,
    split_share,
)

log = logging.getLogger(__name__)


def build_annotator(groups: Mapping[str, list[Aligned]]) -> Annotator:
    """Make the term annotator: frequent words are never terms, lexicon words serve as foreign."""
    counts: Counter[str] = Counter(
        t.strip().lower() for name in ("original",) for p in groups[name] for t in p.source
    )
    frequent = frozenset(w for w, _ in counts.most_common(250))
    foreign = {
        p.target[0].strip()
        for p in groups["lexicon"]
        if len(p.target) == 1 and len(p.target[0]) > 3 and p.target[0].islower()
    }
    return Annotator(frequent, sorted(foreign))


class Extra:
    """Pairs that arrive while the training runs, aligned in the background."""

    def __init__(
        self, folder: Path | None, banned: frozenset[tuple[str, ...]], context: list[Aligned],
        processor: Any,
    ) -> None:
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
        older = [(list(p.source), list(p.target)) for p in self.context[:15_000]]
        links = alignments.align(toks + older, self.processor, quick=True)[: len(toks)]
        return [
            Aligned(tuple(s), tuple(t), guide, sure)
            for (s, t), (guide, sure) in zip(toks, links, strict=True)
        ]

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


class Training:
    """State of one training: model, average, optimiser, progress."""

    def __init__(self, config: TrainConfig, out: Path) -> None:
        self.config, self.out = config, out
        out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(config.threads)
        torch.set_flush_denormal(True)
        self.banned = corpus.banned_ngrams(config.test_files)
        if not (out / "aligned.pickle").exists():
            groups = collect(
                config.data, config.lexicons, self.banned, leave_out=config.leave_out,
                software_limit=config.software_limit, seed=config.seed,
            )
            prepare(groups, out, size=config.vocabulary_size)
        self.processor = vocabulary.load_vocabulary(out / "sentencepiece.model")
        # Millions of small tuples: without this the garbage collector walks them again and again.
        gc.disable()
        self.pairs: dict[str, list[Aligned]] = pickle.loads((out / "aligned.pickle").read_bytes())
        gc.enable()
        gc.freeze()
        self.rng = random.Random(config.seed)
        self.streams = {n: Stream(p, self.rng) for n, p in self.pairs.items()}
        self.annotator = build_annotator(self.pairs)
        self.extra = Extra(config.extra, self.banned, self.pairs["original"], self.processor)
        self.model = Transformer(config.shape, dropout=config.dropout, seed=config.seed)
        self.average = copy.deepcopy(self.model).eval()
        schedule = config.schedule
        self.optimiser = Muon(
            self.model, matrix_rate=schedule.matrix_rate, rate=schedule.rate
        )
        self.update, self.elapsed, self.words = 0, 0.0, 0
        self.development = {
            name: read_development(nl, en, limit)
            for name, (nl, en, limit) in config.development.items()
        }
        if (out / "checkpoint.pt").exists():
            self._resume()

    def _resume(self) -> None:
        state = torch.load(self.out / "checkpoint.pt", weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.update, self.elapsed = state["update"], state["elapsed"]
        self.words = state["words"]
        self.rng.seed(self.config.seed + self.update)
        log.info("resumed at update %d, %.0f s", self.update, self.elapsed)

    def save(self) -> None:
        """Write the checkpoint."""
        atomic_save(
            {
                "model": self.model.state_dict(),
                "average": self.average.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "update": self.update,
                "elapsed": self.elapsed,
                "words": self.words,
            },
            self.out / "checkpoint.pt",
        )

    def evaluate(self) -> None:
        """Log scores of the averaged model on the development sets."""
        for name, (source, target) in self.development.items():
            bleu, chrf, output = quick_scores(self.average, self.processor, source, target)
            log.info("update %d %s: BLEU %.1f chrF %.1f", self.update, name, bleu, chrf)
            (self.out / f"{name}.out").write_text("\n".join(output) + "\n", encoding="utf-8")

    def chunk(self) -> list[Batch]:
        """Draw the batches of the next few minutes."""
        config, schedule = self.config, self.config.schedule
        share = self.elapsed / schedule.seconds
        if self.extra.refresh():
            self.streams["extra"] = Stream(self.extra.pairs, self.rng)
        shares = split_share(
            config.shares if share < schedule.final_phase else config.late_shares,
            original=len(self.pairs["original"]),
            extra=len(self.extra.pairs),
            weight=config.extra_weight,
        )
        rows = draw(
            self.streams, shares, pieces=schedule.chunk_pieces, processor=self.processor,
            rng=self.rng, rates=config.rates, annotator=self.annotator, sample=schedule.sample,
        )
        return list(batched(rows, pieces=schedule.batch_pieces, rng=self.rng))

    def step(self, batch: Batch) -> tuple[float, float]:
        """Make one update; return cross-entropy and guidance loss."""
        schedule = self.config.schedule
        early = self.elapsed < schedule.seconds / 2
        loss, plain, guide = losses(
            self.model, batch, smoothing=schedule.smoothing,
            guide_weight=schedule.guide_weight if early else schedule.guide_weight_late,
        )
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step(rate_scale(schedule, update=self.update, elapsed=self.elapsed))
        self.update += 1
        self.words += batch.words
        # The average follows closely at first, when the model still changes fast.
        keep = min(schedule.average, self.update / (self.update + 10))
        with torch.no_grad():
            for a, p in zip(self.average.parameters(), self.model.parameters(), strict=True):
                a.lerp_(p, 1 - keep)
        return plain, guide

    def run(self) -> None:
        """Train until the time of the schedule is used up."""
        schedule = self.config.schedule
        self.model.train()
        begin = time.monotonic() - self.elapsed
        saved, evaluated = self.elapsed, self.elapsed
        plain_sum = guide_sum = 0.0
        since, words, mark = 0, 0, time.monotonic()
        while self.elapsed < schedule.seconds and not (self.out / "STOP").exists():
            for batch in self.chunk():
                plain, guide = self.step(batch)
                plain_sum, guide_sum = plain_sum + plain, guide_sum + guide
                since, words = since + 1, words + batch.words
                self.elapsed = time.monotonic() - begin
                if since == 10:
                    log.info(
                        "update %d, %.0f s, loss %.3f, guide %.3f, %.0f pieces/s, rate %.3f",
                        self.update, self.elapsed, plain_sum / since, guide_sum / since,
                        words / (time.monotonic() - mark),
                        rate_scale(schedule, update=self.update, elapsed=self.elapsed),
                    )
                    plain_sum = guide_sum = 0.0
                    since, words, mark = 0, 0, time.monotonic()
                if self.elapsed - saved > schedule.checkpoint_seconds:
                    self.save()
                    saved = self.elapsed
                if self.elapsed - evaluated > schedule.evaluate_seconds:
                    self.evaluate()
                    evaluated = self.elapsed = time.monotonic() - begin
                if self.elapsed > schedule.seconds or (self.out / "STOP").exists():
                    break
        self.save()
        self.evaluate()


def train(config: TrainConfig, out: Path) -> None:
    """Train as configured, going on from the checkpoint in `out` if there is one."""
    Training(config, out).run()
