"""The training loop: limited by time, resumable, evaluated as it goes."""

from __future__ import annotations

import copy
import gc
import logging
import pickle
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from workbench.errors import SettingsError
from workbench.training import corpus, vocabulary
from workbench.training.batches import Batch, Stream, batched, draw, updates
from workbench.training.config import REVERSE, Schedule, TrainConfig
from workbench.training.evaluation import quick_scores, read_development
from workbench.training.extra import Extra
from workbench.training.growth import deepened
from workbench.training.hardware import device_of, product_format
from workbench.training.model import Transformer
from workbench.training.optimiser import Muon
from workbench.training.pack import pack, read_base
from workbench.training.prepare import Aligned, collect, prepare
from workbench.training.terminology import Annotator, TermSwapper
from workbench.training.workers import Sums, Workers

__all__ = ["Training", "build_annotator", "progress", "rate_scale", "split_share", "train"]

log = logging.getLogger(__name__)
SHIPPED_PAIRS = Path(__file__).parent / "pairs"


def progress(schedule: Schedule, *, update: int, elapsed: float) -> float:
    """Return the share of the training that is done, from 0 to 1."""
    if schedule.updates:
        return min(update / schedule.updates, 1.0)
    return min(elapsed / schedule.seconds, 1.0)


def rate_scale(schedule: Schedule, *, update: int, elapsed: float) -> float:
    """Return the share of the base learning rate: short warm-up, plateau, linear to zero."""
    share = progress(schedule, update=update, elapsed=elapsed)
    warm = min(1.0, (update + 1) / schedule.warmup_updates)
    rest = 1.0 - max(0.0, share - schedule.constant_until) / (1.0 - schedule.constant_until)
    return warm * max(rest, 0.01)


def split_share(
    shares: Mapping[str, float], *, original: int, extra: int, weight: float
) -> dict[str, float]:
    """Divide the share of original text between old and extra pairs, the extra weighted."""
    result = dict(shares)
    whole = result["original"]
    portion = min(0.4, weight * extra / (original + weight * extra)) if extra else 0.0
    result["extra"] = whole * portion
    result["original"] = whole * (1 - portion)
    return result


def atomic_save(state: Any, path: Path) -> None:
    """Write a torch file so that an interruption never leaves half of one."""
    temporary = path.with_suffix(".part")
    torch.save(state, temporary)
    temporary.replace(path)


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


class Training:
    """State of one training: model, average, optimiser, progress."""

    def __init__(self, config: TrainConfig, out: Path) -> None:
        self.config, self.out = config, out
        out.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)
        self.banned = corpus.banned_ngrams(config.test_files)
        base = read_base(config.start) if config.start else None
        # What can't be is said before hours of preparing.
        self.device = device_of(config.device)
        weights = deepened(base.model, config.shape) if base else None
        if base and not (out / "sentencepiece.model").exists():
            (out / "sentencepiece.model").write_bytes(base.vocabulary)
        if not (out / "aligned.pickle").exists():
            groups = collect(
                (*config.data, SHIPPED_PAIRS) if config.shipped_pairs else config.data,
                config.lexicons,
                self.banned,
                leave_out=config.leave_out,
                software_limit=config.software_limit,
                seed=config.seed,
            )
            prepare(groups, out, size=config.shape.vocabulary)
        self.processor = vocabulary.load_vocabulary(out / "sentencepiece.model")
        # Millions of small tuples: without this the garbage collector walks them again and again.
        gc.disable()
        self.pairs: dict[str, list[Aligned]] = pickle.loads((out / "aligned.pickle").read_bytes())
        gc.enable()
        gc.freeze()
        turned = config.direction == REVERSE
        if turned:
            self.pairs = {n: [p.turned() for p in pairs] for n, pairs in self.pairs.items()}
        self.rng = random.Random(config.seed)
        self.streams = {n: Stream(p, self.rng) for n, p in self.pairs.items()}
        self.annotator = build_annotator(self.pairs)
        self.swapper = TermSwapper(self.pairs["lexicon"])
        self.extra = Extra(
            config.extra, self.banned, self.pairs["original"], self.processor, turned=turned
        )
        self.model = Transformer(config.shape, dropout=config.dropout, seed=config.seed)
        if weights:
            self.model.load_state_dict(weights)
        self.model.to(self.device)
        self.model.product = product_format(config.precision, self.device)
        self.workers = Workers(self.model, count=config.threads if self.device.type == "cpu" else 1)
        self.average = copy.deepcopy(self.model).eval()
        schedule = config.schedule
        self.optimiser = Muon(
            self.model,
            matrix_rate=schedule.matrix_rate,
            rate=schedule.rate,
            product=self.model.product,
        )
        self.update, self.elapsed, self.words = 0, 0.0, 0
        self.development = {
            name: read_development(d.nl, d.en, d.limit)[:: -1 if turned else 1]
            for name, d in config.development.items()
        }
        if (out / "checkpoint.pt").exists():
            self._resume()

    def _resume(self) -> None:
        state = torch.load(self.out / "checkpoint.pt", weights_only=True, map_location=self.device)
        if state.get("shape", asdict(self.config.shape)) != asdict(self.config.shape):
            raise SettingsError(
                f"the training in this folder has another shape ({state['shape']})",
                where=str(self.out),
                fix="Give another --out, or the shape it was begun with",
            )
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.update, self.elapsed = state["update"], state["elapsed"]
        self.words = state["words"]
        self.rng.seed(self.config.seed + self.update)
        log.info("resumed at update %d, %.0f s", self.update, self.elapsed)

    @property
    def progress(self) -> float:
        """Share of the training that is done, from 0 to 1."""
        return progress(self.config.schedule, update=self.update, elapsed=self.elapsed)

    def summary(self) -> str:
        """Return a short model card with the sizes of the data."""
        sizes = "".join(f"- {name}: {len(pairs)} pairs\n" for name, pairs in self.pairs.items())
        return (
            f"# Translation model {self.config.direction}\n\n"
            f"{self.update} updates, {self.words} source pieces, "
            f"{self.elapsed / 60:.0f} minutes.\n\n"
            f"{sizes}- extra: {len(self.extra.pairs)} pairs\n"
        )

    def replay(self, *, size: int = 3000) -> list[corpus.Pair]:
        """Return a sample of the original pairs to ship for adaptation."""
        pairs = self.pairs["original"]
        chosen = random.Random(1).sample(pairs, min(size, len(pairs)))
        if self.config.direction == REVERSE:
            chosen = [p.turned() for p in chosen]
        return [corpus.Pair("".join(p.source), "".join(p.target)) for p in chosen]

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
                "shape": asdict(self.config.shape),
            },
            self.out / "checkpoint.pt",
        )

    def evaluate(self) -> None:
        """Log scores of the averaged model on the development sets."""
        for name, (source, target) in self.development.items():
            bleu, chrf, output = quick_scores(self.average, self.processor, source, target)
            log.info("update %d %s: BLEU %.1f chrF %.1f", self.update, name, bleu, chrf)
            (self.out / f"{name}.out").write_text("\n".join(output) + "\n", encoding="utf-8")

    def chunk(self) -> Iterator[list[Batch]]:
        """Draw the updates of the next minutes, each a list of micro-batches."""
        config, schedule = self.config, self.config.schedule
        share = self.progress
        if self.extra.refresh():
            self.streams["extra"] = Stream(self.extra.pairs, self.rng)
        shares = split_share(
            config.shares if share < schedule.final_phase else config.late_shares,
            original=len(self.pairs["original"]),
            extra=len(self.extra.pairs),
            weight=config.extra_weight,
        )
        rows = draw(
            self.streams,
            shares,
            pieces=schedule.chunk_pieces,
            processor=self.processor,
            rng=self.rng,
            rates=config.rates,
            annotator=self.annotator,
            swapper=self.swapper,
            sample=schedule.sample,
        )
        micro = batched(rows, pieces=schedule.micro_pieces, rng=self.rng)
        return updates(micro, pieces=schedule.update_pieces)

    def step(self, batches: list[Batch]) -> Sums:
        """Make one update."""
        schedule = self.config.schedule
        early = self.progress < 0.5
        sums = self.workers.gradients(
            batches,
            smoothing=schedule.smoothing,
            guide_weight=schedule.guide_weight if early else schedule.guide_weight_late,
        )
        scale = rate_scale(schedule, update=self.update, elapsed=self.elapsed)
        self.optimiser.step(scale, pool=self.workers.pool)
        self.update += 1
        self.words += sum(b.words for b in batches)
        # The average follows closely at first, when the model still changes fast.
        keep = min(schedule.average, self.update / (self.update + 10))
        with torch.no_grad():
            for a, p in zip(self.average.parameters(), self.model.parameters(), strict=True):
                a.lerp_(p, 1 - keep)
        return sums

    def run(self, *, score: bool = True) -> None:
        """Train until the time of the schedule is used up; `score` what came out in the end."""
        schedule = self.config.schedule
        self.model.train()
        begin = time.monotonic() - self.elapsed
        saved, evaluated = self.elapsed, self.elapsed
        sums, words, mark = Sums(), self.words, time.monotonic()
        while self.progress < 1 and not (self.out / "STOP").exists():
            for batches in self.chunk():
                sums += self.step(batches)
                self.elapsed = time.monotonic() - begin
                if self.update % 10 == 0:
                    log.info(
                        "update %d, %.0f s, loss %.3f, guide %.3f, %.0f pieces/s, rate %.3f",
                        self.update,
                        self.elapsed,
                        sums.plain / sums.labels,
                        sums.guide / max(sums.guided, 1),
                        (self.words - words) / (time.monotonic() - mark),
                        rate_scale(schedule, update=self.update, elapsed=self.elapsed),
                    )
                    sums, words, mark = Sums(), self.words, time.monotonic()
                if self.elapsed - saved > schedule.checkpoint_seconds:
                    self.save()
                    saved = self.elapsed
                if self.elapsed - evaluated > schedule.evaluate_seconds:
                    self.evaluate()
                    evaluated = self.elapsed = time.monotonic() - begin
                if self.progress >= 1 or (self.out / "STOP").exists():
                    break
        self.save()
        if score:
            self.evaluate()


def train(config: TrainConfig, out: Path, *, version: str = "1.0", card: str = "") -> Path:
    """Train as configured, going on from the checkpoint in `out` if there is one, and pack.

    Args:
        config: Data, sizes and times.
        out: Folder for vocabulary, checkpoint and package.
        version: Version of the package.
        card: Text of its model card.

    Returns:
        The path of the package.
    """
    training = Training(config, out)
    training.run()
    return pack(
        training.average,
        (out / "sentencepiece.model").read_bytes(),
        out,
        version=version,
        card=card or training.summary(),
        replay=training.replay(),
        direction=config.direction,
        annotated=config.rates.terms > 0,
    )
