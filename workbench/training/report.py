"""Full evaluation of a package: quality with signatures, terms, names, speed and size."""

from __future__ import annotations

import re
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.training.evaluation import translate_with
from workbench.training.vocabulary import CLOSE, OPEN, SEPARATOR, load_vocabulary

__all__ = ["SetReport", "Terms", "evaluate", "term_success"]


@dataclass(frozen=True, slots=True)
class SetReport:
    """Scores of one test set in points, their signatures, and speeds in source words a second."""

    bleu: float
    chrf: float
    ter: float
    signatures: tuple[str, str, str]
    one_thread: float
    two_threads: float
    output: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """How many glossary terms of a test set came out as the glossary says."""

    total: int
    plain: int
    annotated: int


class _Unpacked:
    def __init__(self, package: Path) -> None:
        self._folder = tempfile.TemporaryDirectory()
        with zipfile.ZipFile(package) as archive:
            archive.extractall(self._folder.name)
        root = next(Path(self._folder.name).iterdir())
        self.model = root / "model"
        self.processor = load_vocabulary(root / "sentencepiece.model")

    def translate(self, source: Sequence[str], *, beam: int, threads: int) -> list[str]:
        return translate_with(self.model, self.processor, source, beam=beam, threads=threads)


def evaluate(
    package: Path, source: Sequence[str], target: Sequence[str], *, beam: int = 4
) -> SetReport:
    """Translate a test set with one and two threads and score it."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    unpacked = _Unpacked(package)
    words = sum(len(s.split()) for s in source)
    speeds = []
    output: list[str] = []
    for threads in (1, 2):
        start = time.perf_counter()
        output = unpacked.translate(source, beam=beam, threads=threads)
        speeds.append(words / (time.perf_counter() - start))
    metrics = (BLEU(), CHRF(), TER())
    scores = [m.corpus_score(output, [list(target)]).score for m in metrics]
    return SetReport(
        scores[0],
        scores[1],
        scores[2],
        (
            str(metrics[0].get_signature()),
            str(metrics[1].get_signature()),
            str(metrics[2].get_signature()),
        ),
        speeds[0],
        speeds[1],
        tuple(output),
    )


def term_success(
    package: Path,
    source: Sequence[str],
    target: Sequence[str],
    terms: Sequence[tuple[str, str]],
    *,
    beam: int = 4,
) -> Terms:
    """Count glossary terms rendered as wanted, without and with annotation.

    Only (Dutch, English) terms count whose English side the reference has too.
    """
    cases: list[tuple[str, str, str]] = []
    for s, t in zip(source, target, strict=True):
        for nl, en in terms:
            found = re.search(rf"(?<!\w){re.escape(nl)}(?!\w)", s, re.IGNORECASE)
            if found and re.search(rf"(?<!\w){re.escape(en)}", t, re.IGNORECASE):
                marked = f"{OPEN} {found[0]} {SEPARATOR} {en} {CLOSE}"
                cases.append((s, s[: found.start()] + marked + s[found.end() :], en))
    if not cases:
        return Terms(0, 0, 0)
    unpacked = _Unpacked(package)
    plain = unpacked.translate([c[0] for c in cases], beam=beam, threads=2)
    annotated = unpacked.translate([c[1] for c in cases], beam=beam, threads=2)

    def hits(outputs: Sequence[str]) -> int:
        return sum(
            c[2].lower() in out.lower() and OPEN not in out
            for c, out in zip(cases, outputs, strict=True)
        )

    return Terms(len(cases), hits(plain), hits(annotated))
