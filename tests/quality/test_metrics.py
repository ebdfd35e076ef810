from collections.abc import Callable

import pytest
import sacrebleu

from workbench.errors import InputError
from workbench.quality.metrics import MetricScore, bleu, chrf, ter

REFERENCES = ["The minister visited the troops yesterday.", "Peace has been signed.", "Yes."]
OUTPUTS = ["The minister visited troops yesterday.", "The peace is signed.", "Yes."]
METRICS = [bleu, chrf, ter]
Metric = Callable[..., MetricScore]


@pytest.mark.parametrize(
    ("metric", "name", "expected"),
    [
        (bleu, "BLEU", sacrebleu.corpus_bleu(OUTPUTS, [REFERENCES]).score),
        (chrf, "chrF2", sacrebleu.corpus_chrf(OUTPUTS, [REFERENCES]).score),
        (ter, "TER", sacrebleu.corpus_ter(OUTPUTS, [REFERENCES]).score),
    ],
)
def test_scores_are_those_of_sacrebleu(metric: Metric, name: str, expected: float) -> None:
    score = metric(OUTPUTS, REFERENCES)
    assert score.name == name
    assert score.value == pytest.approx(expected)
    assert (score.mean, score.margin) == (None, None)


@pytest.mark.parametrize(
    ("metric", "parts"),
    [
        (bleu, "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp"),
        (chrf, "nrefs:1|case:mixed|eff:yes|nc:6|nw:0"),
        (ter, "nrefs:1|case:lc|tok:tercom"),
    ],
)
def test_signatures(metric: Metric, parts: str) -> None:
    signature = metric(OUTPUTS, REFERENCES).signature
    assert signature.startswith(parts)
    assert f"version:{sacrebleu.__version__}" in signature


@pytest.mark.parametrize(("metric", "best"), [(bleu, 100), (chrf, 100), (ter, 0)])
def test_a_copy_of_the_reference_is_perfect(metric: Metric, best: float) -> None:
    assert metric(REFERENCES, REFERENCES).value == pytest.approx(best)


@pytest.mark.parametrize("metric", METRICS)
def test_confidence_intervals_are_the_same_each_time(metric: Metric) -> None:
    first = metric(OUTPUTS * 10, REFERENCES * 10, samples=50)
    assert first.mean is not None and first.margin is not None
    assert first.margin > 0 and abs(first.mean - first.value) < 15
    assert metric(OUTPUTS * 10, REFERENCES * 10, samples=50) == first
    assert "bs:50" in first.signature and "seed:12345" in first.signature


@pytest.mark.parametrize("metric", METRICS)
def test_lists_that_do_not_match(metric: Metric) -> None:
    with pytest.raises(InputError, match="2 translations and 3 references"):
        metric(OUTPUTS[:2], REFERENCES)
    with pytest.raises(InputError, match="no line to score"):
        metric([], [])
