"""A small pre-norm Transformer (Vaswani et al. 2017) written for speed on CPUs.

Layouts follow CTranslate2 (fused projections, tied embeddings scaled by the square root of the
width, sinusoidal positions), so that conversion copies weights and changes nothing.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from workbench.training.config import ModelShape

__all__ = [
    "Attention",
    "DecoderLayer",
    "EncoderLayer",
    "FeedForward",
    "MaskPool",
    "Transformer",
    "greedy",
    "padding_mask",
    "sinusoids",
    "smoothed_loss",
]

MAX_POSITIONS = 600


def sinusoids(length: int, width: int) -> Tensor:
    """Return the `length` x `width` table of sine and cosine position encodings."""
    half = width // 2
    rates = torch.exp(torch.arange(half) * -(math.log(10000.0) / (half - 1)))
    angles = torch.arange(length)[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class MaskPool:
    """Dropout masks cut from one pool of random numbers.

    PyTorch's CPU generator costs as much as a layer; a slice at a random offset is free and
    for dropout as good.
    """

    def __init__(self, rate: float, *, size: int = 1 << 24, seed: int = 1) -> None:
        self.rate = rate
        self._generator = torch.Generator().manual_seed(seed)
        if rate > 0:
            keep = torch.rand(size, generator=self._generator) >= rate
            self._pool = keep.float() / (1.0 - rate)

    def fork(self, seed: int) -> MaskPool:
        """Return a pool with the same numbers but offsets of its own, for another thread."""
        twin = MaskPool(0.0)
        twin.rate = self.rate
        twin._generator = torch.Generator().manual_seed(1000 + seed)
        if self.rate > 0:
            twin._pool = self._pool
        return twin

    def __deepcopy__(self, memo: object) -> MaskPool:
        return self.fork(0)

    def __call__(self, x: Tensor) -> Tensor:
        """Return `x` with a fresh mask applied."""
        if self.rate <= 0:
            return x
        n = x.numel()
        room = self._pool.numel() - n
        offset = int(torch.randint(room, (1,), generator=self._generator)) if room > 0 else 0
        return x * self._pool[offset : offset + n].view_as(x)


class Attention(nn.Module):
    """Multi-head attention; self-attention fuses its three projections, cross-attention two."""

    def __init__(self, shape: ModelShape, *, cross: bool) -> None:
        super().__init__()
        d = shape.width
        self.heads, self.head_width = shape.heads, d // shape.heads
        self.cross = cross
        self.norm = nn.LayerNorm(d)
        if cross:
            self.q = nn.Linear(d, d)
            self.kv = nn.Linear(d, 2 * d)
        else:
            self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, self.head_width)).transpose(1, 2)

    def forward(
        self,
        x: Tensor,
        *,
        memory: Tensor | None = None,
        mask: Tensor | None = None,
        causal: bool = False,
        want_scores: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """Attend; `x` is batch x length x width, `mask` an additive float mask.

        With `want_scores` the masked scores of head 0 (batch x target x source) come too.
        """
        h = self.norm(x)
        if self.cross:
            assert memory is not None
            q = self._split(self.q(h))
            k, v = (self._split(t) for t in self.kv(memory).chunk(2, dim=-1))
        else:
            q, k, v = (self._split(t) for t in self.qkv(h).chunk(3, dim=-1))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)
        scores = None
        if want_scores:
            scores = q[:, 0] @ k[:, 0].transpose(1, 2) / math.sqrt(self.head_width)
            if mask is not None:
                scores = scores + mask[:, 0]
        return self.out(y.transpose(1, 2).flatten(2)), scores


class FeedForward(nn.Module):
    """Two linear layers with a rectifier between them."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.up = nn.Linear(shape.width, shape.feed_forward)
        self.down = nn.Linear(shape.feed_forward, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        """Map batch x length x width to the same shape."""
        y: Tensor = self.down(F.relu(self.up(self.norm(x))))
        return y


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward with residual connections."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.attention = Attention(shape, cross=False)
        self.ffn = FeedForward(shape)


class DecoderLayer(nn.Module):
    """Causal self-attention, attention to the source, feed-forward."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.attention = Attention(shape, cross=False)
        self.cross = Attention(shape, cross=True)
        self.ffn = FeedForward(shape)


class Transformer(nn.Module):
    """Encoder-decoder with one embedding table shared by source, target and output."""

    positions: Tensor

    def __init__(self, shape: ModelShape, *, dropout: float = 0.1, seed: int = 1) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.output_bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.register_buffer("positions", sinusoids(MAX_POSITIONS, shape.width), persistent=False)
        self.drop = MaskPool(dropout, seed=seed)
        generator = torch.Generator().manual_seed(seed)
        for name, p in self.named_parameters():
            if p.dim() > 1:
                nn.init.normal_(p, std=p.shape[-1] ** -0.5, generator=generator)
                if name.endswith(("out.weight", "down.weight")):
                    # Residual branches start small, so that early updates stay stable.
                    with torch.no_grad():
                        p.mul_(0.3)
            elif name.endswith("bias"):
                nn.init.zeros_(p)

    def _drop(self, x: Tensor) -> Tensor:
        return self.drop(x) if self.training else x

    def _embed(self, ids: Tensor) -> Tensor:
        x = F.embedding(ids, self.embedding.weight) * math.sqrt(self.shape.width)
        return self._drop(x + self.positions[: ids.shape[1]])

    def encode(self, source: Tensor, mask: Tensor | None) -> Tensor:
        """Encode ids (batch x length); `mask` is additive, batch x 1 x 1 x length."""
        x = self._embed(source)
        for layer in self.encoder:
            assert isinstance(layer, EncoderLayer)
            x = x + self._drop(layer.attention(x, mask=mask)[0])
            x = x + self._drop(layer.ffn(x))
        y: Tensor = self.encoder_norm(x)
        return y

    def decode(
        self, target: Tensor, memory: Tensor, mask: Tensor | None, *, want_scores: bool = False
    ) -> tuple[Tensor, Tensor | None]:
        """Return hidden states (batch x length x width) and the guided head's scores."""
        x = self._embed(target)
        scores: Tensor | None = None
        last = len(self.decoder) - 1
        for index, layer in enumerate(self.decoder):
            assert isinstance(layer, DecoderLayer)
            x = x + self._drop(layer.attention(x, causal=True)[0])
            y, s = layer.cross(
                x, memory=memory, mask=mask, want_scores=want_scores and index == last
            )
            scores = s if s is not None else scores
            x = x + self._drop(y)
            x = x + self._drop(layer.ffn(x))
        return self.decoder_norm(x), scores

    def logits(self, hidden: Tensor) -> Tensor:
        """Return scores over the vocabulary for hidden states (... x width)."""
        return F.linear(hidden, self.embedding.weight, self.output_bias)


def padding_mask(ids_lengths: Tensor, width: int) -> Tensor | None:
    """Return the additive mask batch x 1 x 1 x width, or nothing when there is no padding."""
    if int(ids_lengths.min()) == width:
        return None
    hidden = torch.arange(width)[None] >= ids_lengths[:, None]
    return torch.zeros(hidden.shape).masked_fill_(hidden, -1e9)[:, None, None]


@torch.no_grad()
def greedy(
    model: Transformer, source: list[int], *, start: int, end: int, longest: int = 100
) -> list[int]:
    """Decode one sentence greedily; a reference for checking conversions, not a fast path."""
    model.eval()
    memory = model.encode(torch.tensor([source]), None)
    out = [start]
    while len(out) <= longest:
        hidden, _ = model.decode(torch.tensor([out]), memory, None)
        best = int(model.logits(hidden[0, -1]).argmax())
        if best == end:
            break
        out.append(best)
    return out[1:]


class _SmoothedLoss(torch.autograd.Function):
    """Output layer and label-smoothed cross-entropy in cache-sized slices.

    The gradients are computed in the forward pass while a slice's logits are still in cache;
    the full table of logits, the largest array of all, is never kept.
    """

    @staticmethod
    def forward(  # type: ignore[override]
        ctx: torch.autograd.function.FunctionCtx,
        hidden: Tensor,
        weight: Tensor,
        bias: Tensor,
        labels: Tensor,
        smoothing: float,
        chunk: int,
    ) -> Tensor:
        n, v = hidden.shape[0], weight.shape[0]
        grad_h = torch.empty_like(hidden)
        grad_w = torch.zeros_like(weight)
        grad_b = torch.zeros_like(bias)
        total = torch.zeros(2)
        for a in range(0, n, chunk):
            h, y = hidden[a : a + chunk], labels[a : a + chunk, None]
            z = torch.addmm(bias, h, weight.t())
            log_z = z.logsumexp(dim=1, keepdim=True)
            gold = log_z - z.gather(1, y)
            total[0] += gold.sum()
            total[1] += (log_z - z.mean(dim=1, keepdim=True)).sum()
            p = z.sub_(log_z).exp_().sub_(smoothing / v)
            p.scatter_add_(1, y, torch.full_like(gold, smoothing - 1.0))
            torch.mm(p, weight, out=grad_h[a : a + chunk])
            grad_w.addmm_(p.t(), h)
            grad_b += p.sum(dim=0)
        ctx.save_for_backward(grad_h, grad_w, grad_b)
        return torch.stack([total[0] * (1 - smoothing) + total[1] * smoothing, total[0]])

    @staticmethod
    def backward(  # type: ignore[override]
        ctx: torch.autograd.function.FunctionCtx, grad: Tensor
    ) -> tuple[Tensor | None, ...]:
        grad_h, grad_w, grad_b = ctx.saved_tensors  # type: ignore[attr-defined]
        scale = float(grad[0])
        return grad_h.mul_(scale), grad_w.mul_(scale), grad_b.mul_(scale), None, None, None


def smoothed_loss(
    model: Transformer, hidden: Tensor, labels: Tensor, *, smoothing: float, chunk: int = 512
) -> tuple[Tensor, float]:
    """Return the summed smoothed loss and the plain cross-entropy sum (nats).

    `hidden` is positions x width with padding already left out, `labels` the gold ids.
    """
    both = _SmoothedLoss.apply(
        hidden, model.embedding.weight, model.output_bias, labels, smoothing, chunk
    )
    return both[0], float(both[1].detach())
