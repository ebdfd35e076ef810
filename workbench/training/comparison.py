"""Variants of a training beside a control: the same start, the same seed, as many updates.

A table of variants (``configs/nl-en-craft.toml``) says what each changes in a base configuration.
Each is trained in a folder of its own under the same conditions and scored on a development set as
it is, and on the same set made harder the way input is hard: in capitals, without full stops, with
other quotation marks, with the hyphens of line ends, two sentences in a line, other names and
numbers.
"""

from __future__ import annotations

import logging
import pprint
import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from workbench.errors import SettingsError
from workbench.training import alignments, augment
from workbench.training.batches import batched, encode
from workbench.training.config import TrainConfig, load_config, merged, read_table
from workbench.training.convert import convert
from workbench.training.evaluation import translate_with
from workbench.training.model import Transformer, padding_mask
from workbench.training.prepare import Aligned
from workbench.training.trainer import Training
from workbench.training.vocabulary import pieces

__all__ = [
    "Variant",
    "VariantResult",
    "compare",
    "hardened",
    "load_variants",
    "reference_loss",
    "table",
]

log = logging.getLogger(__name__)
_HARD_LINES = 100
_SAMPLES = 1000
_BEAM = 2
_PREPARED = (
    *("data", "lexicons", "shipped_pairs", "leave_out", "software_limit", "test_files", "start"),
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A training with a name."""

    name: str
    config: TrainConfig


@dataclass(frozen=True, slots=True)
class VariantResult:
    """What became of a variant.

    Attributes:
        name: Of the variant.
        loss: Cross-entropy of the references, in nats a piece.
        bleu: On the set as it is.
        chrf: chrF2 on the set as it is.
        chance: How probable a difference of chrF2 to the control as large as this is by chance
            (paired bootstrap, Koehn 2004); nothing for the control.
        hard: chrF2 on each harder set.
    """

    name: str
    loss: float
    bleu: float
    chrf: float
    chance: float | None
    hard: Mapping[str, float]


def load_variants(path: Path, *, data: Path | None = None) -> list[Variant]:
    """Read a table of variants: `base`, what is `common` to all, and `variant` after `variant`.

    Raises:
        SettingsError: The file is not TOML, has no variants, or an option is wrong.
    """
    content = read_table(path)
    try:
        base = path.parent / content["base"]
        rows = [(str(row["name"]), row) for row in content["variant"]]
    except KeyError as error:
        raise SettingsError(
            f"{error.args[0]} is missing",
            where=str(path),
            fix="Give `base`, and [[variant]] with a `name` for each variant",
        ) from error
    except (TypeError, AttributeError) as error:
        raise SettingsError(
            "variants are tables in a list", where=str(path), fix="Write [[variant]]"
        ) from error
    names = [name for name, _ in rows]
    if not names or len(set(names)) < len(names) or any(Path(n).name != n for n in names):
        raise SettingsError(
            "each variant needs a name of its own that can be that of a folder",
            where=str(path),
            fix="Give [[variant]] tables with such a `name`; the first is the control",
        )
    common = content.get("common", {})
    return [
        Variant(name, load_config(base, data=data, changes=merged(common, _nameless(row))))
        for name, row in rows
    ]


def _nameless(row: Mapping[str, Any]) -> dict[str, Any]:
    return {option: value for option, value in row.items() if option != "name"}


def hardened(pairs: Sequence[Aligned], seed: int = 1) -> dict[str, list[Aligned]]:
    """Return harder forms of development pairs, by what was done to them."""
    rng = random.Random(seed)
    ways: dict[str, Callable[[Aligned], Aligned]] = {
        "capitals": augment.capitals,
        "no full stop": augment.drop_stop,
        "quotes": lambda p: augment.vary_quotes(p, rng),
        "no accents": augment.strip_accents,
        "hyphens": lambda p: augment.split_word(p, rng),
        "names, numbers": lambda p: augment.swap_numbers(augment.swap_names(p, rng), rng),
    }
    changed = {
        name: [new for p in pairs if (new := way(p)) != p][:_HARD_LINES]
        for name, way in ways.items()
    }
    short = sorted(pairs, key=lambda p: len(p.source))[: 2 * _HARD_LINES]
    rng.shuffle(short)
    changed["two sentences"] = [
        augment.join(a, b) for a, b in zip(short[::2], short[1::2], strict=False)
    ]
    return {name: found for name, found in changed.items() if found}


@torch.no_grad()
def reference_loss(model: Transformer, processor: Any, pairs: Sequence[Aligned]) -> float:
    """Return the cross-entropy of the references in nats a piece."""
    rows = [encode(p, processor, sample_s=False, sample_t=False, alpha=0.5) for p in pairs]
    total, count = 0.0, 0
    model.eval()
    device = model.positions.device
    for cpu_batch in batched(rows, pieces=1500, rng=random.Random(1)):
        batch = cpu_batch.to(device)
        mask = padding_mask(batch.source_lengths, batch.source.shape[1])
        hidden, _ = model.decode(batch.target_in, model.encode(batch.source, mask), mask)
        flat = hidden.flatten(0, 1).index_select(0, batch.keep)
        scores = model.logits(flat).log_softmax(dim=-1)
        total -= float(scores.gather(1, batch.labels[:, None]).sum())
        count += batch.labels.shape[0]
    return total / count


def _text(tokens: Sequence[str]) -> str:
    return "".join(tokens).strip()


def _chrf(output: Sequence[str], pairs: Sequence[Aligned]) -> float:
    import sacrebleu

    return float(sacrebleu.corpus_chrf(output, [[_text(p.target) for p in pairs]]).score)


def _chance(output: Sequence[str], control: Sequence[str], pairs: Sequence[Aligned]) -> float:
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.significance import PairedTest, Result

    test = PairedTest(
        [("control", list(control)), ("variant", list(output))],
        {"chrF2": CHRF(references=[[_text(p.target) for p in pairs]])},
        references=None,
        test_type="bs",
        n_samples=_SAMPLES,
    )
    result = test()[1]["chrF2"][1]
    assert isinstance(result, Result)
    return 1.0 if result.p_value is None else result.p_value


def compare(
    variants: Sequence[Variant], out: Path, *, development: str = "flores"
) -> list[VariantResult]:
    """Train every variant and score it; the first is the control.

    A variant that has its training behind it is only scored; one that was broken off goes on.

    Args:
        variants: The control, and what is held against it.
        out: Folder with a folder for each.
        development: Name of the development set.

    Returns:
        A result for each.

    Raises:
        SettingsError: A variant has no such development set, or its folder holds a training
            with other settings.
    """
    for variant in variants:
        if development not in variant.config.development:
            raise SettingsError(
                f"{variant.name} has no development set {development}",
                fix=f"Name its files under [development.{development}]",
            )
        _claim(out / variant.name, variant.config)
    results: list[VariantResult] = []
    control: list[str] = []
    for variant in variants:
        _share_preparation(variants[0], variant, out)
        result, output = _measured(variant, out, development, control)
        control = control or output
        results.append(result)
        log.info("%s", table(results).splitlines()[-1])
    return results


def _claim(folder: Path, config: TrainConfig) -> None:
    """Make the folder of a variant, or see that it is one of the same settings."""
    folder.mkdir(parents=True, exist_ok=True)
    settings, text = folder / "settings.txt", pprint.pformat(config, width=100)
    if settings.exists() and settings.read_text(encoding="utf-8") != text:
        raise SettingsError(
            "this folder holds a training with other settings",
            where=str(folder),
            fix="Give another --out, or delete the folder",
        )
    settings.write_text(text, encoding="utf-8")


def _share_preparation(control: Variant, variant: Variant, out: Path) -> None:
    """Take the vocabulary and the aligned pairs of the control, if the data are the same."""
    mine, theirs = variant.config, control.config
    # Another seed only reads other sentences of the software manuals.
    if mine.shape.vocabulary != theirs.shape.vocabulary or any(
        getattr(mine, name) != getattr(theirs, name) for name in _PREPARED
    ):
        return
    for name in ("aligned.pickle", "sentencepiece.model"):
        there, here = out / control.name / name, out / variant.name / name
        if there.exists() and not here.exists():
            here.hardlink_to(there)


def _measured(
    variant: Variant, out: Path, development: str, control: Sequence[str]
) -> tuple[VariantResult, list[str]]:
    """Train one variant; return its result and its output on the set as it is."""
    import sacrebleu

    training = Training(variant.config, out / variant.name)
    training.run(score=False)
    model = training.average.cpu()
    model.product = None
    pairs = [
        Aligned(tuple(alignments.tokens(s)), tuple(alignments.tokens(t)), (), ())
        for s, t in zip(*training.development[development], strict=True)
    ]
    sets = {"": pairs, **hardened(pairs)}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "model"
        convert(model, pieces(training.processor), folder)
        outputs = {
            name: translate_with(
                folder, training.processor, [_text(p.source) for p in found], beam=_BEAM
            )
            for name, found in sets.items()
        }
    plain = outputs.pop("")
    result = VariantResult(
        variant.name,
        reference_loss(model, training.processor, pairs),
        sacrebleu.corpus_bleu(plain, [[_text(p.target) for p in pairs]]).score,
        _chrf(plain, pairs),
        _chance(plain, control, pairs) if control else None,
        {name: _chrf(found, sets[name]) for name, found in outputs.items()},
    )
    return result, plain


def table(results: Sequence[VariantResult]) -> str:
    """Return the results as a Markdown table."""
    hard = list(results[0].hard)
    head = ["variant", "loss", "BLEU", "chrF2", "p", *hard]
    rows = [
        [
            r.name,
            f"{r.loss:.3f}",
            f"{r.bleu:.2f}",
            f"{r.chrf:.2f}",
            "" if r.chance is None else f"{r.chance:.3f}",
            *(f"{r.hard[name]:.1f}" for name in hard),
        ]
        for r in results
    ]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
