import math

import pytest

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.confidence import segment_confidence, word_confidences


def test_segment_confidence_is_the_mean_probability() -> None:
    assert segment_confidence(Hypothesis("x", ("▁x",), math.log(0.5))) == pytest.approx(0.5)
    assert segment_confidence(Hypothesis("", (), 0.0)) == 1.0


def test_a_word_is_as_sure_as_its_least_sure_piece() -> None:
    log_probs = (math.log(0.9), math.log(0.8), math.log(0.2), math.log(0.7))
    hypothesis = Hypothesis("The trees.", ("▁The", "▁tre", "es", "."), -0.5, log_probs=log_probs)
    words = word_confidences(hypothesis)
    assert [(word.start, word.end) for word in words] == [(0, 3), (4, 10)]
    assert [word.confidence for word in words] == pytest.approx([0.9, 0.2])


def test_words_need_log_probabilities() -> None:
    with pytest.raises(ValueError, match="ask the engine to score"):
        word_confidences(Hypothesis("The", ("▁The",), -0.5))


def test_a_wrong_word_is_doubted(engine: ArgosEngine) -> None:
    source = "De minister bezocht de troepen in Litouwen."
    [judged] = engine.score([(source, "The minister visited the bananas in Lithuania.")])
    words = {judged.text[w.start : w.end]: w.confidence for w in word_confidences(judged)}
    assert len(words) == 7 and all(0 <= confidence <= 1 for confidence in words.values())
    assert min(words, key=words.__getitem__) == "bananas"
