"""The `.argosmodel` package: model, vocabulary, model card, and the weights to go on from."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import torch

from workbench.errors import FormatError, PackageError
from workbench.training import vocabulary
from workbench.training.config import FORWARD, ModelShape
from workbench.training.convert import convert
from workbench.training.corpus import Pair
from workbench.training.model import Transformer

__all__ = ["LARGEST", "Base", "average_of_checkpoint", "pack", "read_base"]

LARGEST = 45 * 1024 * 1024
"""Bytes a package may have."""

_LANGUAGES = {"nl": "Dutch", "en": "English"}
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Base:
    """What a package carries for training to go on.

    Attributes:
        model: The model with its weights, in single precision.
        vocabulary: The bytes of the SentencePiece model.
        metadata: The content of ``metadata.json``.
        card: The model card.
        replay: General pairs that keep an adaptation from forgetting.
    """

    model: Transformer
    vocabulary: bytes
    metadata: Mapping[str, Any]
    card: str
    replay: Sequence[Pair]

    @property
    def direction(self) -> str:
        """Direction of the model, one of `DIRECTIONS`."""
        return f"{self.metadata['from_code']}-{self.metadata['to_code']}"


def average_of_checkpoint(path: Path, shape: ModelShape) -> Transformer:
    """Return the averaged model of a training checkpoint."""
    model = Transformer(shape, dropout=0.0)
    model.load_state_dict(torch.load(path, weights_only=True, map_location="cpu")["average"])
    return model.eval()


def _weights(model: Transformer) -> bytes:
    buffer = io.BytesIO()
    arrays = {
        name: p.detach().cpu().numpy().astype(np.float16) for name, p in model.named_parameters()
    }
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def pack(
    model: Transformer,
    spm_model: bytes,
    out: Path,
    *,
    version: str,
    card: str,
    replay: Sequence[Pair] = (),
    direction: str = FORWARD,
    annotated: bool = True,
) -> Path:
    """Write the package `translate-nl_en-VERSION.argosmodel` into the folder `out`.

    Time stamps and the order of files are fixed, so equal inputs give equal bytes.

    Args:
        model: The trained model.
        spm_model: Bytes of the SentencePiece model.
        out: Folder for the package.
        version: Version with dots, such as ``1.0``.
        card: Text of ``README.md``.
        replay: Pairs to ship for adaptation, Dutch first whatever the direction.
        direction: Of the model, one of `DIRECTIONS`.
        annotated: Whether it was trained to obey terms written into its source.

    Returns:
        The path of the package.

    Raises:
        PackageError: The package would be larger than `LARGEST`.
    """
    from_code, to_code = direction.split("-")
    name = f"translate-{from_code}_{to_code}-{version.replace('.', '_')}"
    metadata: dict[str, Any] = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": from_code,
        "from_name": _LANGUAGES[from_code],
        "to_code": to_code,
        "to_name": _LANGUAGES[to_code],
        "links": [],
    }
    if annotated:
        metadata["terminology"] = {
            "style": "source-annotation",
            "open": vocabulary.OPEN,
            "separator": vocabulary.SEPARATOR,
            "close": vocabulary.CLOSE,
        }
    files: dict[str, bytes] = {
        "metadata.json": _json(metadata),
        "README.md": card.encode(),
        "sentencepiece.model": spm_model,
        "checkpoint/shape.json": _json(asdict(model.shape)),
        "checkpoint/weights.npz": _weights(model),
        "checkpoint/replay.tsv": "".join(f"{p.nl}\t{p.en}\n" for p in replay).encode(),
    }
    with tempfile.TemporaryDirectory() as folder:
        spm_file = Path(folder) / "sentencepiece.model"
        spm_file.write_bytes(spm_model)
        pieces = vocabulary.pieces(vocabulary.load_vocabulary(spm_file))
        convert(model, pieces, Path(folder) / "model")
        for path in (Path(folder) / "model").iterdir():
            files[f"model/{path.name}"] = path.read_bytes()
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{name}.argosmodel"
    with zipfile.ZipFile(target, "w") as archive:
        for path_in_zip in sorted(files):
            info = zipfile.ZipInfo(f"{name}/{path_in_zip}", _TIMESTAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[path_in_zip], compresslevel=9)
    if target.stat().st_size > LARGEST:
        target.unlink()
        raise PackageError(
            f"the package would have more than {LARGEST // 2**20} MB",
            where=str(target),
            fix="Choose a smaller model shape or fewer replay pairs",
        )
    return target


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def read_base(package: Path) -> Base:
    """Read what `pack` put into a package for later training.

    Raises:
        FormatError: The file is no package, or has no ``checkpoint/``.
    """
    try:
        with zipfile.ZipFile(package) as archive:
            files = {
                "/".join(PurePosixPath(n).parts[1:]): archive.read(n) for n in archive.namelist()
            }
        shape = ModelShape(**json.loads(files["checkpoint/shape.json"]))
        arrays = np.load(io.BytesIO(files["checkpoint/weights.npz"]))
        model = Transformer(shape, dropout=0.0)
        model.load_state_dict(
            {name: torch.from_numpy(arrays[name].astype(np.float32)) for name in arrays.files}
        )
        rows = [line.split("\t") for line in files["checkpoint/replay.tsv"].decode().splitlines()]
        return Base(
            model,
            files["sentencepiece.model"],
            json.loads(files["metadata.json"]),
            files["README.md"].decode(),
            [Pair(nl, en) for nl, en in rows],
        )
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise FormatError(
            "this package can't be trained further",
            where=str(package),
            fix="Use a package made by `workbench train`, which carries a checkpoint",
        ) from error
