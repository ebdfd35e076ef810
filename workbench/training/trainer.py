"""The training loop: time-boxed, resumable, evaluated as it goes."""

from __future__ import annotations

import json
import logging
import math
import os
import pickle
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from workbench.training import corpus, vocabulary
from workbench.training.alignments import tokens
from workbench.training.augment import Annotator, Rates
from workbench.training.batches import Batch, Stream, batched, draw
from workbench.training.convert import convert
from workbench.training.model import (
    ModelShape,
    Transformer,
    padding_mask,
    smoothed_loss,
)
from workbench.training.optimiser import Muon
from workbench.training.prepare import Aligned

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Times in seconds, rates per update, sizes in pieces."""

    seconds: float = 4900.0
    warmup_updates: int = 150
    constant_until: float = 0.25
    final_phase: float = 0.75
    batch_pieces: int = 4000
    chunk_pieces: int = 100_000
    matrix_rate: float = 0.02
    rate: float = 1.5e-3
    smoothing: float = 0.1
    guide_weight: float = 1.0
    guide_weight_late: float = 0.3
    sample: float = 0.4
    average: float = 0.995
    checkpoint_seconds: float = 600.0
    evaluate_seconds: float = 720.0


def rate_scale(schedule: Schedule, *, update: int, elapsed: float) -> float:
    """Return the share of the base learning rate: short warm-up, plateau, linear to zero."""
    share = min(elapsed / schedule.seconds, 1.0)
    warm = min(1.0, (update + 1) / schedule.warmup_updates)
    rest = 1.0 - max(0.0, share - schedule.constant_until) / (1.0 - schedule.constant_until)
    return warm * max(rest, 0.01)


def losses(
    model: Transformer, batch: Batch, *, smoothing: float, guide_weight: float
) -> tuple[Tensor, float, float]:
    """Return the loss to minimise (per piece), the cross-entropy and the guidance loss."""
    mask = padding_mask(batch.source_lengths, batch.source.shape[1])
    memory = model.encode(batch.source, mask)
    guided = batch.guided > 0 and guide_weight > 0
    hidden, scores = model.decode(batch.target_in, memory, mask, want_scores=guided)
    flat = hidden.flatten(0, 1).index_select(0, batch.keep)
    total, plain = smoothed_loss(model, flat, batch.labels, smoothing=smoothing)
    n = batch.labels.shape[0]
    loss = total / n
    guide_value = 0.0
    if guided:
        assert scores is not None
        picked = scores.log_softmax(dim=-1).flatten().index_select(0, batch.guide_at)
        guide = -(picked * batch.guide_weight).sum() / batch.guided
        # Pairs without alignment must not make the guidance of the others count double.
        loss = loss + guide_weight * (batch.guided / n) * guide
        guide_value = float(guide.detach())
    return loss, plain / n, guide_value


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """Everything a training depends on besides the random numbers of the machine."""

    data: Sequence[Path]
    lexicons: Sequence[Path] = ()
    extra: Path | None = None
    test_files: Sequence[Path] = ()
    leave_out: Sequence[str] = ()
    software_limit: int = 70_000
    vocabulary_size: int = 8000
    shape: ModelShape = field(default_factory=ModelShape)
    dropout: float = 0.1
    schedule: Schedule = field(default_factory=Schedule)
    rates: Rates = field(default_factory=Rates)
    shares: Mapping[str, float] = field(
        default_factory=lambda: {
            "original": 0.48, "everyday": 0.13, "web": 0.06, "lexicon": 0.05, "software": 0.28
        }
    )
    late_shares: Mapping[str, float] = field(
        default_factory=lambda: {
            "original": 0.80, "everyday": 0.08, "web": 0.03, "lexicon": 0.04, "software": 0.05
        }
    )
    extra_weight: float = 2.0
    development: Mapping[str, tuple[Path, Path | None, int]] = field(default_factory=dict)
    threads: int = 2
    seed: int = 1


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
    os.replace(temporary, path)
