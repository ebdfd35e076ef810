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
    "Linear",
    "MaskPool",
    "Transformer",
    "causal_mask",
    "greedy",
    "padding_mask",
    "sinusoids",
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
        if self._pool.device != x.device:
            self._pool = self._pool.to(x.device)
        return x * self._pool[offset : offset + n].view_as(x)


class Linear(nn.Linear):
    """A linear layer whose product may be computed in a shorter number format.

    `product` is that format; weights and gradients keep theirs. bfloat16 is several times as fast
    on processors with instructions for it (AVX-512 BF16, AMX) and on GPUs.
    """

    product: torch.dtype | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Return the product, in `product` where it is set."""
        if self.product is None:
            return super().forward(x)
        return F.linear(
            x.to(self.product), self.weight.to(self.product), self.bias.to(self.product)
        )


class Attention(nn.Module):
    """Multi-head attention; self-attention fuses its three projections, cross-attention two."""

    def __init__(self, shape: ModelShape, *, cross: bool) -> None:
        super().__init__()
        d = shape.width
        self.heads, self.head_width = shape.heads, d // shape.heads
        self.cross = cross
        self.norm = nn.LayerNorm(d)
        if cross:
            self.q = Linear(d, d)
            self.kv = Linear(d, 2 * d)
        else:
            self.qkv = Linear(d, 3 * d)
        self.out = Linear(d, d)

    def _split(self, x: Tensor) -> Tensor:
        # Scores, soft-max and sums are kept in single precision: they are small, and on CPUs
        # batches of small products are no faster in a shorter format.
        return x.float().unflatten(-1, (self.heads, self.head_width)).transpose(1, 2)

    def forward(
        self, x: Tensor, *, memory: Tensor | None = None, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Attend; `x` is batch x length x width, `mask` an additive float mask.

        Returns:
            The result, shaped as `x`, and the masked scores of head 0 (batch x target x source).
        """
        h = self.norm(x)
        if self.cross:
            assert memory is not None
            q = self._split(self.q(h))
            k, v = (self._split(t) for t in self.kv(memory).chunk(2, dim=-1))
        else:
            q, k, v = (self._split(t) for t in self.qkv(h).chunk(3, dim=-1))
        scores = (q * self.head_width**-0.5) @ k.transpose(2, 3)
        if mask is not None:
            scores = scores + mask
        y = scores.softmax(dim=-1) @ v
        return self.out(y.transpose(1, 2).flatten(2)), scores[:, 0]


class FeedForward(nn.Module):
    """Two linear layers with a rectifier between them."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.up = Linear(shape.width, shape.feed_forward)
        self.down = Linear(shape.feed_forward, shape.width)

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
        self._product: torch.dtype | None = None
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

    @property
    def product(self) -> torch.dtype | None:
        """Number format of matrix products; nothing is that of the weights."""
        return self._product

    @product.setter
    def product(self, value: torch.dtype | None) -> None:
        self._product = value
        for module in self.modules():
            if isinstance(module, Linear):
                module.product = value

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

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Return hidden states (batch x length x width) and the guided head's scores."""
        x = self._embed(target)
        causal = causal_mask(target.shape[1], x.device)
        for layer in self.decoder:
            assert isinstance(layer, DecoderLayer)
            x = x + self._drop(layer.attention(x, mask=causal)[0])
            y, scores = layer.cross(x, memory=memory, mask=mask)
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
    device = ids_lengths.device
    hidden = torch.arange(width, device=device)[None] >= ids_lengths[:, None]
    return torch.zeros(hidden.shape, device=device).masked_fill_(hidden, -1e9)[:, None, None]


def causal_mask(length: int, device: torch.device) -> Tensor:
    """Return the additive mask length x length that hides later positions."""
    return torch.full((length, length), -1e9, device=device).triu_(1)


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
