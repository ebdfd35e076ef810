"""Conversion of a trained Transformer to CTranslate2 without any other library."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.training.model import Attention, FeedForward, Transformer

__all__ = ["convert"]


def _array(tensor: Any) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().float().cpu().numpy(), dtype=np.float32).copy()


def _linear(spec: Any, module: Any) -> None:
    spec.weight, spec.bias = _array(module.weight), _array(module.bias)


def _norm(spec: Any, module: Any) -> None:
    spec.gamma, spec.beta = _array(module.weight), _array(module.bias)


def _attention(spec: Any, module: Attention) -> None:
    _norm(spec.layer_norm, module.norm)
    projections = [module.q, module.kv] if module.cross else [module.qkv]
    for target, source in zip(spec.linear, [*projections, module.out], strict=True):
        _linear(target, source)


def _feed_forward(spec: Any, module: FeedForward) -> None:
    _norm(spec.layer_norm, module.norm)
    _linear(spec.linear_0, module.up)
    _linear(spec.linear_1, module.down)


def convert(
    model: Transformer, vocabulary: list[str], out: Path, *, quantization: str | None = "int8"
) -> None:
    """Write `model` as a CTranslate2 model into the folder `out`, replacing it.

    Decoding starts from a trained `<s>` embedding, and the runtime appends `</s>` to sources.
    """
    from ctranslate2.specs import transformer_spec

    shape = model.shape
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=True,
        alignment_layer=-1,
        alignment_heads=1,
    )
    for side, layers, norm in (
        (spec.encoder, model.encoder, model.encoder_norm),
        (spec.decoder, model.decoder, model.decoder_norm),
    ):
        side.position_encodings.encodings = _array(model.positions)
        _norm(side.layer_norm, norm)
        for layer_spec, layer in zip(side.layer, layers, strict=True):
            _attention(layer_spec.self_attention, layer.attention)
            if side is spec.decoder:
                _attention(layer_spec.attention, layer.cross)
            _feed_forward(layer_spec.ffn, layer.ffn)
    spec.encoder.embeddings[0].weight = _array(model.embedding.weight)
    spec.decoder.embeddings.weight = _array(model.embedding.weight)
    spec.decoder.projection.weight = _array(model.embedding.weight)
    spec.decoder.projection.bias = _array(model.output_bias)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.add_source_bos = False
    spec.config.add_source_eos = True
    spec.config.bos_token, spec.config.eos_token = "<s>", "</s>"
    spec.config.unk_token, spec.config.decoder_start_token = "<unk>", "<s>"
    spec.validate()
    spec.optimize(quantization=quantization)
    with tempfile.TemporaryDirectory() as folder:
        spec.save(folder)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(folder, out)
