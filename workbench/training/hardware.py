"""Where a training computes, and in which number format."""

from __future__ import annotations

import torch

from workbench.errors import SettingsError

__all__ = ["device_of", "product_format"]


def device_of(name: str) -> torch.device:
    """Return the device of that name.

    Raises:
        SettingsError: The machine has no such device.
    """
    if name == "cuda" and not torch.cuda.is_available():
        raise SettingsError(
            "there is no GPU that PyTorch can use",
            where="device",
            fix='Write device = "cpu", or install a PyTorch built for the GPU',
        )
    return torch.device(name)


def product_format(precision: str, device: torch.device) -> torch.dtype | None:
    """Return the number format of matrix products, or nothing for that of the weights.

    `auto` is bfloat16 where the hardware multiplies it (GPUs; CPUs with AVX-512 BF16 or AMX), and
    single precision elsewhere, where bfloat16 is emulated and slower.
    """
    if precision == "auto":
        if device.type == "cuda":
            fast = torch.cuda.is_bf16_supported(including_emulation=False)
        else:
            fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
        precision = "bf16" if fast else "fp32"
    return torch.bfloat16 if precision == "bf16" else None
