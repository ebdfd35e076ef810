"""Gradients of one update, computed by threads that share the weights."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from workbench.training.batches import Batch
from workbench.training.loss import smoothed_loss
from workbench.training.model import Transformer, padding_mask

__all__ = ["Sums", "Workers", "backward"]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the positions of one or more batches."""

    plain: float = 0.0
    guide: float = 0.0
    labels: int = 0
    guided: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.plain + other.plain,
            self.guide + other.guide,
            self.labels + other.labels,
            self.guided + other.guided,
        )


def backward(
    model: Transformer, batch: Batch, *, smoothing: float, guide_weight: float, divisor: int
) -> Sums:
    """Add the gradients of one micro-batch; the loss is the sum over positions / `divisor`."""
    mask = padding_mask(batch.source_lengths, batch.source.shape[1])
    memory = model.encode(batch.source, mask)
    hidden, scores = model.decode(batch.target_in, memory, mask)
    flat = hidden.flatten(0, 1).index_select(0, batch.keep)
    loss, plain = smoothed_loss(model, flat, batch.labels, smoothing=smoothing)
    guide_value = 0.0
    if batch.guided > 0 and guide_weight > 0:
        picked = scores.log_softmax(dim=-1).flatten().index_select(0, batch.guide_at)
        guide = -(picked * batch.guide_weight).sum()
        loss = loss + guide_weight * guide
        guide_value = float(guide.detach())
    (loss / divisor).backward()  # type: ignore[no-untyped-call]
    return Sums(plain, guide_value, batch.labels.shape[0], batch.guided)


class Workers:
    """Threads that share the weights and take micro-batches from one queue.

    Each thread computes with one core. On a machine with other work this is much faster than
    splitting every matrix product over all cores, where each product waits for the slowest.
    """

    def __init__(self, model: Transformer, *, count: int) -> None:
        self.replicas = [model]
        for index in range(1, count):
            twin = Transformer(model.shape, dropout=0.0).to(model.positions.device)
            twin.drop = model.drop.fork(index)
            twin.product = model.product
            for mine, shared in zip(twin.parameters(), model.parameters(), strict=True):
                mine.data = shared.data
            self.replicas.append(twin.train())
        self.pool = ThreadPoolExecutor(count)

    def gradients(self, batches: Sequence[Batch], *, smoothing: float, guide_weight: float) -> Sums:
        """Leave the summed gradients of one update in the first replica."""
        waiting = SimpleQueue[Batch]()
        divisor = 0
        for batch in sorted(batches, key=lambda b: -b.words):
            waiting.put(batch)
            divisor += batch.labels.shape[0]

        def work(replica: Transformer) -> Sums:
            done = Sums()
            device = replica.positions.device
            while True:
                try:
                    batch = waiting.get_nowait()
                except Empty:
                    return done
                done += backward(
                    replica,
                    batch.to(device),
                    smoothing=smoothing,
                    guide_weight=guide_weight,
                    divisor=divisor,
                )

        total = sum(self.pool.map(work, self.replicas), Sums())
        for main, *others in zip(*(r.parameters() for r in self.replicas), strict=True):
            for other in others:
                if other.grad is not None:
                    main.grad = other.grad if main.grad is None else main.grad.add_(other.grad)
                    other.grad = None
        return total
