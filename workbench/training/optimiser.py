"""Muon for the hidden matrices and Adam for the rest.

Muon (Jordan et al. 2024) replaces the momentum of a matrix by the nearest orthogonal matrix; for
short trainings it needs markedly fewer updates than Adam alone. Matrices of equal shape are
orthogonalised together, as one batched product is cheaper than many small ones.
"""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

import torch
from torch import Tensor, nn

__all__ = ["Muon", "orthogonalise"]

# Polynomials chosen step by step (Amsel et al. 2025, "Polar Express"), damped for safety.
_COEFFICIENTS = (
    (8.156554524902461, -22.48329292557795, 15.878769915207462),
    (4.042929935166739, -2.808917465908714, 0.5000178451051316),
    (3.8916678022926607, -2.772484153217685, 0.5060648178503393),
    (3.285753657755655, -2.3681294933425376, 0.46449024233003106),
    (2.3465413258596377, -1.7097828382687081, 0.42323551169305323),
)


def orthogonalise(g: Tensor, *, steps: int = 4, product: torch.dtype | None = None) -> Tensor:
    """Return approximately orthogonal factors of a batch of matrices (batch x rows x columns).

    `product` is the number format to compute in; the result has that of `g`.
    """
    x = (g / (1.02 * g.norm(dim=(1, 2), keepdim=True) + 1e-7)).to(product or g.dtype)
    for a, b, c in _COEFFICIENTS[:steps]:
        gram = x @ x.transpose(1, 2)
        poly = torch.baddbmm(gram, gram, gram, beta=b, alpha=c)
        x = torch.baddbmm(x, poly, x, beta=a)
    return x.to(g.dtype)


class Muon:
    """The optimiser of a Transformer: `step(scale)` applies a share of the base rates."""

    def __init__(
        self,
        model: nn.Module,
        *,
        matrix_rate: float = 0.006,
        rate: float = 1e-3,
        momentum: float = 0.95,
        decay: float = 0.01,
        product: torch.dtype | None = None,
    ) -> None:
        self.product = product
        self.matrix_rate, self.rate = matrix_rate, rate
        self.momentum, self.decay = momentum, decay
        named = list(model.named_parameters())
        matrices = [p for n, p in named if p.dim() == 2 and not n.startswith("embedding")]
        self.rest = [p for n, p in named if p.dim() != 2 or n.startswith("embedding")]
        self.groups: dict[tuple[int, int], list[tuple[Tensor, int, int, bool]]] = {}
        self.buffers: dict[tuple[int, int], Tensor] = {}
        for p in matrices:
            rows, columns = p.shape
            if rows % columns == 0 and rows // columns in (2, 3):
                # Fused projections are several square matrices stacked.
                blocks = [(i * columns, (i + 1) * columns) for i in range(rows // columns)]
            else:
                blocks = [(0, rows)]
            for start, stop in blocks:
                height = stop - start
                tall = height > columns
                key = (min(height, columns), max(height, columns))
                self.groups.setdefault(key, []).append((p, start, stop, tall))
        for key, members in self.groups.items():
            self.buffers[key] = torch.zeros(len(members), *key, device=members[0][0].device)
        self.adam = torch.optim.AdamW(
            self.rest, lr=rate, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0, fused=True
        )

    @torch.no_grad()
    def _step_group(self, key: tuple[int, int], scale: float) -> None:
        members, buffer = self.groups[key], self.buffers[key]
        grads = []
        for p, start, stop, tall in members:
            assert p.grad is not None
            block = p.grad[start:stop]
            grads.append(block.t() if tall else block)
        g = torch.stack(grads)
        buffer.lerp_(g, 1 - self.momentum)
        update = orthogonalise(g.lerp_(buffer, self.momentum), product=self.product)
        # The update's root mean square is that of a square matrix whatever the shape.
        rate = self.matrix_rate * scale * (key[1] / key[0]) ** 0.5
        for (p, start, stop, tall), u in zip(members, update, strict=True):
            block = p[start:stop]
            block.mul_(1 - self.matrix_rate * scale * self.decay)
            block.add_(u.t() if tall else u, alpha=-rate)

    def _step_rest(self, scale: float) -> None:
        for group in self.adam.param_groups:
            group["lr"] = self.rate * scale
        self.adam.step()

    def step(self, scale: float, *, pool: Executor | None = None) -> None:
        """Apply one update at `scale` times the base rates and clear the gradients."""
        if pool is None:
            self._step_rest(scale)
            for key in self.groups:
                self._step_group(key, scale)
        else:
            jobs = [pool.submit(self._step_group, key, scale) for key in self.groups]
            jobs.append(pool.submit(self._step_rest, scale))
            for job in jobs:
                job.result()
        for p in self.rest:
            p.grad = None
        for members in self.groups.values():
            for p, *_ in members:
                p.grad = None

    def state_dict(self) -> dict[str, Any]:
        """Return the state needed to go on later."""
        return {"buffers": self.buffers, "adam": self.adam.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take up the state returned by `state_dict`."""
        self.buffers = state["buffers"]
        self.adam.load_state_dict(state["adam"])
