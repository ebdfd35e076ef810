import numpy as np
import pytest

from workbench.engine.argos import ArgosEngine
from workbench.engine.completeness import BackReader
from workbench.engine.omission import features, heaviest
from workbench.engine.renderings import source_words
from workbench.language import EN_NL
from workbench.settings import Settings
from workbench.workflow.omission_learn import cut, limits, logistic, weigh
from workbench.workflow.pipeline import package_for

PAIRS = [
    (
        "De minister ging naar Brussel en sprak daar over de missie.",
        "The minister went to Brussels and spoke about the mission there.",
    ),
    ("De regering verlengt de steun aan Oekraïne.", "The government extends support for Ukraine."),
    ("Het leger koopt nieuwe schepen en vliegtuigen.", "The army buys new ships and aircraft."),
    (
        "De oorlog duurde vier jaar en kostte veel levens.",
        "The war lasted four years and cost lives.",
    ),
    (
        "De soldaten bewaken de brug bij het dorp.",
        "The soldiers guard the bridge near the village.",
    ),
    (
        "Het parlement stemde gisteren over het voorstel.",
        "Parliament voted on the proposal yesterday.",
    ),
    ("De koning opende de school in de stad.", "The king opened the school in the city."),
    ("De ziekenhuizen hebben te weinig artsen.", "The hospitals have too few doctors."),
]


def test_logistic_regression_finds_the_weights_that_made_the_labels() -> None:
    draw = np.random.default_rng(3)
    values = np.column_stack([np.ones(6000), draw.normal(size=(6000, 2))])
    odds = values @ np.array([-0.5, 2.0, -1.0])
    labels = (draw.random(6000) < 1 / (1 + np.exp(-odds))).astype(float)
    assert logistic(values, labels) == pytest.approx([-0.5, 2.0, -1.0], abs=0.15)


def test_the_limit_of_free_texts_lets_few_through() -> None:
    sums = np.linspace(0, 10, 1001)
    scores = np.full(1001, -3.0)
    own = np.full(100, -0.8)
    scores[:10] = -0.5
    (sure, free), (lower, upper) = limits(sums, scores, own, lower=1.2)
    assert (sure, free, lower) == (-0.8, -3.0, 1.2)
    assert np.mean(sums > upper) < 0.02 < np.mean(sums > upper - 0.2)


def test_what_is_cut_is_what_attended_to_the_words_that_are_told(engine: ArgosEngine) -> None:
    found = list(cut(engine, PAIRS, engine.score(PAIRS), seed=1))
    assert len(found) > 4
    whole = dict(PAIRS)
    for (source, text), spans in found:
        assert len(text) < len(whole[source])
        assert all(0 <= start < end <= len(source) for start, end in spans)


def test_what_was_learned_tells_a_lacking_text_from_a_whole_one(
    engine: ArgosEngine, settings: Settings
) -> None:
    reader = BackReader(package_for(settings, EN_NL), threads=1)
    found = weigh(engine, reader, PAIRS)
    assert len(found.words) == 7
    source, target = PAIRS[0]
    weights = []
    for text in (target, "The minister went to Brussels."):
        [surprisal] = reader.surprisals([(source, text)])
        words = source_words(source, text, surprisal=surprisal)
        assert all(len(features(word, read=True)) == 7 for word in words)
        stretch = heaviest(words, found.words, read=True)
        weights.append(stretch.weight if stretch else 0.0)
    assert weights[1] > weights[0] + 1
