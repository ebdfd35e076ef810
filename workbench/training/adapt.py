"""Adaptation: teach the model a team's approved pairs without forgetting the rest.

Fine-tuning mixes the approved pairs with general pairs from the package (replay), which keeps the
loss on general text from rising (compare Chu et al. 2017, mixed fine-tuning).
"""

from __future__ import annotations

import copy
import logging
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from workbench.errors import InputError
from workbench.training import alignments, corpus, vocabulary
from workbench.training.augment import Rates
from workbench.training.batches import Stream, batched, draw, updates
from workbench.training.config import REVERSE
from workbench.training.corpus import Pair
from workbench.training.evaluation import quick_scores
from workbench.training.hardware import product_format
from workbench.training.model import Transformer
from workbench.training.optimiser import Muon
from workbench.training.pack import pack, read_base
from workbench.training.prepare import Aligned
from workbench.training.workers import Workers

__all__ = ["AdaptReport", "Scores", "adapt", "next_version"]

log = logging.getLogger(__name__)
_BACK = 0.2
"""How far the weights go back to where they came from: it costs little of what was learned and
saves much of what would be forgotten (Wortsman et al. 2022, robust fine-tuning)."""

SMALLEST = 10
"""Fewest approved pairs that an adaptation makes sense with."""


@dataclass(frozen=True, slots=True)
class Scores:
    """BLEU and chrF2 in points, 0 to 100."""

    bleu: float
    chrf: float


@dataclass(frozen=True, slots=True)
class AdaptReport:
    """The new package, and (set, before, after) for held-out approved and general pairs."""

    package: Path
    scores: tuple[tuple[str, Scores, Scores], ...]


def next_version(version: str) -> str:
    """Return `version` with its third number raised: 1.0 becomes 1.0.1."""
    parts = [int(p) if p.isdecimal() else 0 for p in version.split(".")]
    parts += [0] * (3 - len(parts))
    parts[2] += 1
    return ".".join(map(str, parts[:3]))


def _unaligned(pairs: Sequence[Pair], direction: str) -> list[Aligned]:
    found = [
        Aligned(tuple(alignments.tokens(p.nl)), tuple(alignments.tokens(p.en)), (), ())
        for p in pairs
    ]
    return [p.turned() for p in found] if direction == REVERSE else found


def adapt(
    base: Path,
    approved: Path | Sequence[Pair],
    out: Path,
    *,
    version: str = "",
    passes: int = 6,
    rate: float = 0.8,
    approved_share: float = 0.5,
    held_out: float = 0.1,
    threads: int = 2,
    seed: int = 1,
) -> AdaptReport:
    """Fine-tune the model of a package on approved pairs and pack the result.

    Args:
        base: Package with a checkpoint.
        approved: File of pairs (Dutch, tab, English), or the pairs.
        out: Folder for the new package.
        version: Version of the new package; the default raises the third number.
        passes: Passes over the approved pairs.
        rate: Learning rate as a share of that of training; falls to zero.
        approved_share: Share of approved text in what the model sees, the rest is replay.
        held_out: Share of the approved pairs that is kept for scoring (at most 200).
        threads: Threads to compute with.
        seed: Seed of all random choices.

    Returns:
        The package, and scores before and after.

    Raises:
        InputError: Too few pairs.
        FormatError: The base carries no checkpoint.
    """
    start = read_base(base)
    pairs = corpus.read_pairs(approved) if isinstance(approved, Path) else list(approved)
    pairs = [p for p in corpus.unique(pairs) if corpus.is_usable(p)]
    if len(pairs) < SMALLEST:
        raise InputError(
            f"{len(pairs)} usable pairs are too few to learn from",
            where=str(approved) if isinstance(approved, Path) else "",
            fix=f"Approve at least {SMALLEST} pairs first",
        )
    rng = random.Random(seed)
    rng.shuffle(pairs)
    n_test = min(200, max(1, int(len(pairs) * held_out)))
    test, learn = pairs[:n_test], pairs[n_test:]
    replay = list(start.replay)
    rng.shuffle(replay)
    general, replay = replay[:150], replay[150:]
    with tempfile.TemporaryDirectory() as folder:
        spm_file = Path(folder) / "sentencepiece.model"
        spm_file.write_bytes(start.vocabulary)
        processor = vocabulary.load_vocabulary(spm_file)

    torch.set_num_threads(1)
    model = Transformer(start.model.shape, dropout=0.1, seed=seed)
    model.load_state_dict(start.model.state_dict())
    average = copy.deepcopy(model).eval()
    model.train()
    model.product = product_format("auto", torch.device("cpu"))
    workers = Workers(model, count=threads)
    optimiser = Muon(model, product=model.product)
    learning = _unaligned(learn, start.direction)
    streams = {
        "approved": Stream(learning, rng),
        "replay": Stream(_unaligned(replay, start.direction), rng),
    }
    shares = {"approved": approved_share, "replay": 1.0 - approved_share}
    size = sum(len(processor.encode("".join(p.source))) + 1 for p in learning)
    plan = []
    for _ in range(passes):
        rows = draw(
            streams,
            shares,
            pieces=int(size / approved_share),
            processor=processor,
            rng=rng,
            rates=Rates(join=0.0, terms=0.0, names=0.1),
            annotator=None,
            sample=0.3,
        )
        plan += list(updates(batched(rows, pieces=600, rng=rng), pieces=1200))
    for number, batches in enumerate(plan):
        sums = workers.gradients(batches, smoothing=0.1, guide_weight=0.0)
        optimiser.step(rate * (1.0 - number / len(plan)), pool=workers.pool)
        with torch.no_grad():
            for a, p in zip(average.parameters(), model.parameters(), strict=True):
                a.lerp_(p, 0.1)
        if number % 20 == 19:
            log.info("update %d of %d, loss %.3f", number + 1, len(plan), sums.plain / sums.labels)

    with torch.no_grad():
        for a, b in zip(average.parameters(), start.model.parameters(), strict=True):
            a.lerp_(b, _BACK)

    scores = []
    for name, rows_of in (("approved", test), ("general", general)):
        if not rows_of:
            continue
        source, target = [p.nl for p in rows_of], [p.en for p in rows_of]
        if start.direction == REVERSE:
            source, target = target, source
        before, after = (
            Scores(*quick_scores(m, processor, source, target)[:2]) for m in (start.model, average)
        )
        scores.append((name, before, after))
    package = pack(
        average,
        start.vocabulary,
        out,
        version=version or next_version(str(start.metadata["package_version"])),
        card=start.card + f"\nAdapted on {len(learn)} approved pairs.\n",
        replay=start.replay,
        direction=start.direction,
        annotated="terminology" in start.metadata,
    )
    return AdaptReport(package, tuple(scores))
