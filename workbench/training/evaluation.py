"""BLEU and chrF of a model on development text."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.training.convert import convert
from workbench.training.model import Transformer
from workbench.training.vocabulary import pieces

__all__ = ["quick_scores", "read_development", "translate_with"]


def translate_with(
    folder: Path, processor: Any, sentences: Sequence[str], *, beam: int = 2, threads: int = 2
) -> list[str]:
    """Translate sentences with a CTranslate2 model on the CPU."""
    import ctranslate2

    translator = ctranslate2.Translator(
        str(folder), device="cpu", compute_type="int8", intra_threads=threads
    )
    results = translator.translate_batch(
        [processor.encode(s, out_type=str) for s in sentences],
        beam_size=beam,
        max_batch_size=1024,
        batch_type="tokens",
        max_decoding_length=220,
    )
    return [processor.decode(r.hypotheses[0]) for r in results]


def read_development(nl: Path, en: Path | None, limit: int) -> tuple[list[str], list[str]]:
    """Read a development set: two line files, or one table of Dutch, English (limit 0: all)."""
    if en is None:
        rows = [line.split("\t") for line in nl.read_text(encoding="utf-8").splitlines()]
        source, target = [r[0] for r in rows], [r[1] for r in rows]
    else:
        source = nl.read_text(encoding="utf-8").splitlines()
        target = en.read_text(encoding="utf-8").splitlines()
    return (source[:limit], target[:limit]) if limit else (source, target)


def quick_scores(
    model: Transformer, processor: Any, source: Sequence[str], target: Sequence[str]
) -> tuple[float, float, list[str]]:
    """Convert the model to int8, translate, and return BLEU, chrF2 and the output."""
    import sacrebleu

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "model"
        convert(model, pieces(processor), out)
        hypotheses = translate_with(out, processor, source)
    bleu = sacrebleu.corpus_bleu(hypotheses, [list(target)]).score
    chrf = sacrebleu.corpus_chrf(hypotheses, [list(target)]).score
    return bleu, chrf, hypotheses
