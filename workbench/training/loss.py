"""The output layer and its label-smoothed cross-entropy, computed together and in slices."""

from __future__ import annotations

import torch
from torch import Tensor

from workbench.training.model import Transformer

__all__ = ["smoothed_loss"]


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
        product: torch.dtype | None,
    ) -> Tensor:
        n, v = hidden.shape[0], weight.shape[0]
        grad_h = torch.empty_like(hidden)
        grad_w = torch.zeros_like(weight)
        grad_b = torch.zeros_like(bias)
        total = hidden.new_zeros(2)
        product = product or weight.dtype
        table = weight.to(product)
        for a in range(0, n, chunk):
            h, y = hidden[a : a + chunk].to(product), labels[a : a + chunk, None]
            z = torch.mm(h, table.t()).float().add_(bias)
            log_z = z.logsumexp(dim=1, keepdim=True)
            gold = log_z - z.gather(1, y)
            total[0] += gold.sum()
            total[1] += (log_z - z.mean(dim=1, keepdim=True)).sum()
            p = z.sub_(log_z).exp_().sub_(smoothing / v)
            p.scatter_add_(1, y, torch.full_like(gold, smoothing - 1.0))
            grad_b += p.sum(dim=0)
            p = p.to(product)
            grad_h[a : a + chunk] = torch.mm(p, table)
            grad_w += torch.mm(p.t(), h)
        ctx.save_for_backward(grad_h, grad_w, grad_b)
        return torch.stack([total[0] * (1 - smoothing) + total[1] * smoothing, total[0]])

    @staticmethod
    def backward(  # type: ignore[override]
        ctx: torch.autograd.function.FunctionCtx, grad: Tensor
    ) -> tuple[Tensor | None, ...]:
        grad_h, grad_w, grad_b = ctx.saved_tensors  # type: ignore[attr-defined]
        scale = float(grad[0])
        return grad_h.mul_(scale), grad_w.mul_(scale), grad_b.mul_(scale), None, None, None, None


def smoothed_loss(
    model: Transformer, hidden: Tensor, labels: Tensor, *, smoothing: float, chunk: int = 512
) -> tuple[Tensor, float]:
    """Return the summed smoothed loss and the plain cross-entropy sum (nats).

    `hidden` is positions x width with padding already left out, `labels` the gold ids.
    """
    both = _SmoothedLoss.apply(
        hidden, model.embedding.weight, model.output_bias, labels, smoothing, chunk, model.product
    )
    return both[0], float(both[1].detach())
