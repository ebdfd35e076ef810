"""Mixing of sources, segmentation and length-sorted batches."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import torch
from torch import Tensor

from workbench.training.augment import Rates, augment, join
from workbench.training.prepare import Aligned
from workbench.training.terminology import Annotator, TermSwapper
from workbench.training.vocabulary import END_ID, START_ID

__all__ = ["Batch", "Encoded", "Stream", "batched", "collate", "draw", "encode", "updates"]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Ids of one pair, each side ending in the end symbol, and its alignment guidance.

    `guide` holds (target position, source position, weight); weights of a target position
    add up to 1.
    """

    source: list[int]
    target: list[int]
    guide: list[tuple[int, int, float]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded ids and flat guidance; `labels` and `keep` leave out padding."""

    source: Tensor
    source_lengths: Tensor
    target_in: Tensor
    keep: Tensor
    labels: Tensor
    guide_at: Tensor
    guide_weight: Tensor
    guided: int
    words: int

    def to(self, device: torch.device) -> Batch:
        """Return the batch with its tensors on a device."""
        moved = {
            f.name: value.to(device, non_blocking=True)
            for f in fields(self)
            if isinstance(value := getattr(self, f.name), Tensor)
        }
        return replace(self, **moved)


def _segment(
    toks: Sequence[str], processor: Any, *, sample: bool, alpha: float
) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Return the ids, the token each piece belongs to, and its characters in that token."""
    toks = [unicodedata.normalize("NFKC", t) for t in toks]
    owner: list[int] = []
    start: list[int] = []
    for index, token in enumerate(toks):
        start.append(len(owner))
        owner += [index] * len(token)
    ids: list[int] = processor.encode(
        "".join(toks), out_type=int, enable_sampling=sample, alpha=alpha, nbest_size=-1
    )
    where: list[int] = []
    spans: list[tuple[int, int]] = []
    top = len(owner) - 1
    # The first piece begins with a space that the text does not have.
    position, pending = -1, 0
    for piece in processor.id_to_piece(ids):
        begin = position
        if len(piece) == 6 and piece.startswith("<0x"):
            byte = int(piece[3:5], 16)
            if not pending:
                pending = 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            pending -= 1
            position += pending == 0
        else:
            position += len(piece)
        at = owner[min(max(position - 1, begin, 0), top)]
        where.append(at)
        spans.append((begin - start[at], position - start[at]))
    return ids, where, spans


def encode(
    pair: Aligned, processor: Any, *, sample_s: bool, sample_t: bool, alpha: float
) -> Encoded:
    """Segment a pair and spread its word links over the pieces.

    Pieces of a word copied unchanged are linked piece by piece, others to all pieces of their
    counterpart.
    """
    s_ids, s_where, s_spans = _segment(pair.source, processor, sample=sample_s, alpha=alpha)
    t_ids, t_where, t_spans = _segment(pair.target, processor, sample=sample_t, alpha=alpha)
    guide: list[tuple[int, int, float]] = []
    if pair.guide:
        pieces_of: dict[int, list[int]] = {}
        for position, token in enumerate(s_where):
            pieces_of.setdefault(token, []).append(position)
        sources: dict[int, list[int]] = {}
        for i, j in pair.guide:
            sources.setdefault(j, []).append(i)
        for position, token in enumerate(t_where):
            linked = sources.get(token, [])
            places = [p for i in linked for p in pieces_of.get(i, [])]
            copied = len(linked) == 1 and (
                pair.source[linked[0]].strip() == pair.target[token].strip()
            )
            if copied:
                begin, end = t_spans[position]
                near = [p for p in places if s_spans[p][0] < end and s_spans[p][1] > begin]
                places = near or places
            guide += [(position, p, 1.0 / len(places)) for p in places]
        guide.append((len(t_ids), len(s_ids), 1.0))
    return Encoded([*s_ids, END_ID], [*t_ids, END_ID], guide)


def collate(rows: Sequence[Encoded]) -> Batch:
    """Pad encoded pairs to one batch."""
    width_s = max(len(r.source) for r in rows)
    width_t = max(len(r.target) for r in rows)
    source = torch.full((len(rows), width_s), END_ID, dtype=torch.long)
    target_in = torch.full((len(rows), width_t), END_ID, dtype=torch.long)
    keep: list[int] = []
    labels: list[int] = []
    at: list[int] = []
    weight: list[float] = []
    guided = 0
    for b, r in enumerate(rows):
        source[b, : len(r.source)] = torch.tensor(r.source)
        target_in[b, : len(r.target)] = torch.tensor([START_ID, *r.target[:-1]])
        keep += range(b * width_t, b * width_t + len(r.target))
        labels += r.target
        for t, s, w in r.guide:
            at.append((b * width_t + t) * width_s + s)
            weight.append(w)
        guided += len({t for t, _, _ in r.guide})
    return Batch(
        source,
        torch.tensor([len(r.source) for r in rows]),
        target_in,
        torch.tensor(keep),
        torch.tensor(labels),
        torch.tensor(at, dtype=torch.long),
        torch.tensor(weight),
        guided,
        sum(len(r.source) for r in rows),
    )


class Stream:
    """An endless, reshuffled supply of the pairs of one source."""

    def __init__(self, pairs: Sequence[Aligned], rng: random.Random) -> None:
        self._pairs, self._rng = pairs, rng
        self._order: list[int] = []

    def __len__(self) -> int:
        return len(self._pairs)

    def next(self) -> Aligned:
        """Return the next pair, starting a new shuffled pass when the last is used up."""
        if not self._order:
            self._order = list(range(len(self._pairs)))
            self._rng.shuffle(self._order)
        return self._pairs[self._order.pop()]


def draw(
    streams: Mapping[str, Stream],
    shares: Mapping[str, float],
    *,
    pieces: int,
    processor: Any,
    rng: random.Random,
    rates: Rates,
    annotator: Annotator | None,
    swapper: TermSwapper | None = None,
    sample: float,
    longest: int = 180,
) -> list[Encoded]:
    """Draw and encode about `pieces` source pieces; `shares` are shares of pieces by source."""
    rows: list[Encoded] = []
    total = sum(shares[n] for n, s in streams.items() if len(s) and shares.get(n, 0.0) > 0)
    for name, stream in streams.items():
        if not len(stream) or shares.get(name, 0.0) <= 0:
            continue
        room = pieces * shares[name] / total
        while room > 0:
            pair = stream.next()
            if len(pair.source) < 16 and rng.random() < rates.join:
                other = stream.next()
                if len(other.source) < 20 and pair.source[-1] in ".!?":
                    pair = join(pair, other)
            pair = augment(pair, rng, rates=rates, annotator=annotator, swapper=swapper)
            row = encode(
                pair,
                processor,
                sample_s=rng.random() < sample,
                sample_t=rng.random() < sample / 2,
                alpha=0.5,
            )
            room -= len(row.source)
            if len(row.source) <= longest and len(row.target) <= longest:
                rows.append(row)
    return rows


def batched(rows: list[Encoded], *, pieces: int, rng: random.Random) -> list[Batch]:
    """Make shuffled batches of similar lengths with about `pieces` padded source pieces each."""

    def order(row: Encoded) -> tuple[int, int]:
        bucket = int(len(row.source) ** 0.75)
        # Every other bucket runs backwards, so that neighbours at its edges are alike.
        return bucket, len(row.target) * (1 if bucket % 2 else -1)

    rows = sorted(rows, key=order)
    groups: list[list[Encoded]] = []
    group: list[Encoded] = []
    widths = (0, 0)
    for row in rows:
        wider = (max(widths[0], len(row.source)), max(widths[1], len(row.target)))
        if group and sum(wider) * (len(group) + 1) > 2 * pieces:
            groups.append(group)
            group, wider = [], (len(row.source), len(row.target))
        group.append(row)
        widths = wider
    if group:
        groups.append(group)
    rng.shuffle(groups)
    return [collate(group) for group in groups]


def updates(batches: Sequence[Batch], *, pieces: int) -> Iterator[list[Batch]]:
    """Group micro-batches until each group has about `pieces` source pieces."""
    group: list[Batch] = []
    size = 0
    for batch in batches:
        group.append(batch)
        size += batch.words
        if size >= pieces:
            yield group
            group, size = [], 0
    if group:
        yield group
