"""A deeper model from a trained one that computes the same until it is trained further."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from workbench.errors import SettingsError
from workbench.training.config import ModelShape
from workbench.training.model import Transformer

__all__ = ["deepened"]


def deepened(model: Transformer, shape: ModelShape) -> dict[str, Tensor]:
    """Return the weights of `model` for a `shape` with as many or more layers in the encoder.

    The new layers lie on top and add nothing to what passes through them: what they compute is
    multiplied by zero (the identity mapping of Chen et al. 2016, "Net2Net"), until training gives
    them something to say.

    Raises:
        SettingsError: The shapes differ in anything else, or the encoder has fewer layers.
    """
    same = replace(model.shape, encoder_layers=shape.encoder_layers)
    if same != shape or shape.encoder_layers < model.shape.encoder_layers:
        raise SettingsError(
            f"the package to start from has another shape ({model.shape})",
            where="[shape]",
            fix="Give the same shape, or one with more encoder_layers only",
        )
    if shape == model.shape:
        return model.state_dict()
    grown = Transformer(shape)
    for layer in list(grown.encoder)[model.shape.encoder_layers :]:
        for linear in (layer.attention.out, layer.ffn.down):  # type: ignore[union-attr]
            torch.nn.init.zeros_(linear.weight)  # type: ignore[union-attr]
    return {**grown.state_dict(), **model.state_dict()}
