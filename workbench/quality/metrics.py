"""Scores of a translated text against a reference: BLEU, chrF2 and TER, by sacrebleu.

A score without its signature can't be compared (Post 2018, "A call for clarity in reporting BLEU
scores"), so the two always come together. BLEU is Papineni et al. 2002, chrF2 Popović 2015 (n-grams
of characters, recall weighing double), TER Snover et al. 2006 (edits a reference word; lower is
better).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.errors import InputError

__all__ = ["MetricScore", "bleu", "chrf", "ter"]


@dataclass(frozen=True, slots=True)
class MetricScore:
    """A corpus score.

    Attributes:
        name: ``BLEU``, ``chrF2`` or ``TER``.
        value: 0 to 100; TER may be above 100.
        signature: What it was computed with, as sacrebleu writes it.
        mean: Mean over the bootstrap samples, or None if none were drawn.
        margin: Half width of the 95 % confidence interval around the mean, or None.
    """

    name: str
    value: float
    signature: str
    mean: float | None = None
    margin: float | None = None


def bleu(hypotheses: Sequence[str], references: Sequence[str], *, samples: int = 0) -> MetricScore:
    """Return corpus BLEU: 13a tokens, mixed case, exponential smoothing.

    Args:
        hypotheses: Translations, line by line.
        references: One reference for each.
        samples: Bootstrap samples for a confidence interval (Koehn 2004); 0 for none, 1000 is
            usual.

    Raises:
        InputError: The lists differ in length or are empty.
    """
    from sacrebleu.metrics.bleu import BLEU

    return _score("BLEU", BLEU(), hypotheses, references, samples)


def chrf(hypotheses: Sequence[str], references: Sequence[str], *, samples: int = 0) -> MetricScore:
    """Return corpus chrF2; arguments and errors as for :func:`bleu`."""
    from sacrebleu.metrics.chrf import CHRF

    return _score("chrF2", CHRF(), hypotheses, references, samples)


def ter(hypotheses: Sequence[str], references: Sequence[str], *, samples: int = 0) -> MetricScore:
    """Return corpus TER; arguments and errors as for :func:`bleu`."""
    from sacrebleu.metrics.ter import TER

    return _score("TER", TER(), hypotheses, references, samples)


def _score(
    name: str, metric: Any, hypotheses: Sequence[str], references: Sequence[str], samples: int
) -> MetricScore:
    if len(hypotheses) != len(references):
        raise InputError(
            f"there are {len(hypotheses)} translations and {len(references)} references",
            fix="Both need the same lines in the same order",
        )
    if not hypotheses:
        raise InputError("there is no line to score", fix="Give at least one line")
    result = metric.corpus_score(list(hypotheses), [list(references)], n_bootstrap=samples or 1)
    interval = (result._mean, result._ci) if samples > 1 else (None, None)
    return MetricScore(name, result.score, str(metric.get_signature()), *interval)
