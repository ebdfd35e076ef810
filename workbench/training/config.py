"""What a training depends on, read from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from workbench.errors import SettingsError
from workbench.training.augment import Rates

__all__ = [
    "DEVICES",
    "DIRECTIONS",
    "FORWARD",
    "PRECISIONS",
    "REVERSE",
    "Development",
    "ModelShape",
    "Schedule",
    "TrainConfig",
    "load_config",
    "merged",
    "read_table",
]

DIRECTIONS = FORWARD, REVERSE = ("nl-en", "en-nl")
DEVICES = ("cpu", "cuda")
PRECISIONS = ("auto", "fp32", "bf16")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelShape:
    """Sizes of the model; widths are in units, `vocabulary` in pieces."""

    vocabulary: int = 8000
    width: int = 256
    heads: int = 8
    feed_forward: int = 1024
    encoder_layers: int = 4
    decoder_layers: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How long and how fast to train.

    Attributes:
        seconds: Time for training; the learning rate falls to zero at its end.
        updates: Number of updates instead of a time; 0 means that the time counts.
        warmup_updates: Updates over which the rate rises.
        constant_until: Share of the time after which the rate begins to fall.
        final_phase: Share of the time after which the late mixture is used.
        update_pieces: Source pieces of one update.
        micro_pieces: Source pieces that one thread computes at once.
        chunk_pieces: Source pieces drawn and sorted together.
        matrix_rate: Learning rate of hidden matrices (Muon).
        rate: Learning rate of everything else (Adam).
        smoothing: Label smoothing.
        guide_weight: Weight of the alignment loss in the first half.
        guide_weight_late: The same in the second half.
        sample: Share of sources whose segmentation is sampled; of targets half as many.
        average: Decay of the moving average of the weights, per update.
        checkpoint_seconds: Time between checkpoints.
        evaluate_seconds: Time between evaluations.
    """

    seconds: float = 4900.0
    updates: int = 0
    warmup_updates: int = 60
    constant_until: float = 0.25
    final_phase: float = 0.75
    update_pieces: int = 2700
    micro_pieces: int = 450
    chunk_pieces: int = 250_000
    matrix_rate: float = 0.006
    rate: float = 1e-3
    smoothing: float = 0.1
    guide_weight: float = 1.0
    guide_weight_late: float = 0.3
    sample: float = 0.08
    average: float = 0.995
    checkpoint_seconds: float = 600.0
    evaluate_seconds: float = 720.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """A development set: two files of lines, or a table when `en` is missing; 0 is no limit."""

    nl: Path
    en: Path | None = None
    limit: int = 0


_SHARES = {"original": 0.62, "everyday": 0.20, "web": 0.03, "lexicon": 0.07, "software": 0.08}
_LATE_SHARES = {"original": 0.80, "everyday": 0.08, "web": 0.03, "lexicon": 0.04, "software": 0.05}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """Everything a training depends on besides the speed of the machine.

    Attributes:
        direction: ``nl-en``, or ``en-nl`` for the reverse model; data are Dutch, English in both.
        start: Package whose vocabulary and weights to start from, relative to the file's folder;
            its shape must be the same, but for layers of the encoder that are added on top.
        data: Folders of ``.tsv`` or ``.tsv.xz`` files (Dutch, tab, English).
        lexicons: Term tables with named columns.
        shipped_pairs: Whether to add the pairs that are part of this package.
        extra: Folder whose files may be added while the training runs.
        test_files: Files that must not share eight words in a row with any pair.
        leave_out: Stems of files not to read.
        software_limit: Most pairs of software manuals.
        shape: Sizes of the model.
        dropout: Share of units dropped.
        schedule: Times and rates.
        rates: Shares of augmented pairs.
        shares: Mixture of the sources, as shares of source pieces.
        late_shares: The mixture of the final phase.
        extra_weight: How often extra pairs come for one time an older one comes.
        development: Sets to score while training, by name.
        threads: Threads to compute with on a CPU.
        device: ``cpu`` or ``cuda``.
        precision: Number format of matrix products: ``fp32``, ``bf16``, or ``auto`` for bf16 where
            the hardware has instructions for it.
        seed: Seed of all random choices.
    """

    data: tuple[Path, ...]
    direction: str = FORWARD
    start: Path | None = None
    lexicons: tuple[Path, ...] = ()
    shipped_pairs: bool = True
    extra: Path | None = None
    test_files: tuple[Path, ...] = ()
    leave_out: tuple[str, ...] = ()
    software_limit: int = 70_000
    shape: ModelShape = field(default_factory=ModelShape)
    dropout: float = 0.05
    schedule: Schedule = field(default_factory=Schedule)
    rates: Rates = field(default_factory=Rates)
    shares: Mapping[str, float] = field(default_factory=lambda: dict(_SHARES))
    late_shares: Mapping[str, float] = field(default_factory=lambda: dict(_LATE_SHARES))
    extra_weight: float = 2.0
    development: Mapping[str, Development] = field(default_factory=dict)
    threads: int = 2
    device: str = "cpu"
    precision: str = "auto"
    seed: int = 1


_CHOICES = {"direction": DIRECTIONS, "device": DEVICES, "precision": PRECISIONS}
_SECTIONS: dict[str, type[Any]] = {"shape": ModelShape, "schedule": Schedule, "rates": Rates}


def _section(kind: type[Any], values: Mapping[str, Any], where: str) -> Any:
    known = {f.name for f in fields(kind)}
    for name in values:
        if name not in known:
            raise SettingsError(
                f"no such option: {name}", where=where, fix=f"Known are {', '.join(sorted(known))}"
            )
    return kind(**values)


def merged(table: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with changes; tables inside it are changed option by option."""
    result = dict(table)
    for name, value in changes.items():
        old = result.get(name)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        result[name] = merged(old, value) if both else value  # type: ignore[arg-type]
    return result


def read_table(path: Path) -> dict[str, Any]:
    """Return what a TOML file says.

    Raises:
        SettingsError: It is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"not a TOML file ({error})", where=str(path)) from error


def load_config(
    path: Path, *, data: Path | None = None, changes: Mapping[str, Any] | None = None
) -> TrainConfig:
    """Read a configuration; paths in it are relative to `data`, or else to the file's folder.

    `changes` is a table as the file has, and overrules it.

    Raises:
        SettingsError: The file is not TOML, names an unknown option, or a path that isn't there.
    """
    table = merged(read_table(path), changes or {})
    root = data or path.parent
    for name, kind in _SECTIONS.items():
        if name in table:
            table[name] = _section(kind, table[name], f"{path} [{name}]")
    for name in ("data", "lexicons", "test_files"):
        table[name] = tuple(p for text in table.get(name, ()) for p in _existing(root, text, path))
    table["leave_out"] = tuple(table.get("leave_out", ()))
    if "extra" in table:
        table["extra"] = root / table["extra"]
    if "start" in table:
        table["start"] = _existing(path.parent, table["start"], path)[0]
    for name, known in _CHOICES.items():
        if table.get(name, known[0]) not in known:
            raise SettingsError(
                f"no {name} {table[name]}", where=str(path), fix=f"Known are {', '.join(known)}"
            )
    table["development"] = {
        name: Development(
            nl=_existing(root, row["nl"], path)[0],
            en=_existing(root, row["en"], path)[0] if "en" in row else None,
            limit=row.get("limit", 0),
        )
        for name, row in table.get("development", {}).items()
    }
    config: TrainConfig = _section(TrainConfig, table, str(path))
    return config


def _existing(root: Path, text: str, where: Path) -> list[Path]:
    found = sorted(root.glob(text)) if "*" in text else [root / text]
    if not found or not all(p.exists() for p in found):
        raise SettingsError(
            f"nothing at {root / text}",
            where=str(where),
            fix="Name the folder the paths are relative to with --data",
        )
    return found
