from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from workbench.engine.argos import ArgosEngine
from workbench.engine.completeness import BackReader
from workbench.engine.omission import features
from workbench.engine.renderings import SourceWord
from workbench.errors import FormatError, InputError
from workbench.language import EN_NL
from workbench.settings import Settings
from workbench.workflow.omission_learn import cut, learn_omissions, limits, logistic, weigh
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


def test_a_word_that_no_word_stands_for_weighs_more(
    engine: ArgosEngine, settings: Settings
) -> None:
    reader = BackReader(package_for(settings, EN_NL), threads=1)
    found = weigh(engine, reader, PAIRS)
    assert len(found.words) == 7
    there = SourceWord(0, 8, rendered=True, known=True, weight=8, pieces=2, surprisal=1.0)
    gone = replace(there, rendered=False, surprisal=18.0)
    sums = [
        sum(w * v for w, v in zip(found.words, features(word, read=True), strict=True))
        for word in (there, gone)
    ]
    assert sums[1] > sums[0] + 1


def test_what_cannot_be_learned_from_is_told(
    engine: ArgosEngine, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="out of only 0 pairs"):
        weigh(engine, None, [("Ja.", "Yes.")])
    with pytest.raises(InputError, match="can't be read"):
        learn_omissions(tmp_path, settings=settings)
    (tmp_path / "flores-dev.nl").write_text("Ja.\nNee.\n", encoding="utf-8")
    (tmp_path / "flores-dev.en").write_text("Yes.\n", encoding="utf-8")
    with pytest.raises(FormatError, match="has 2 lines and"):
        learn_omissions(tmp_path, settings=settings)
    (tmp_path / "flores-dev.en").write_text("Yes.\nNo.\n", encoding="utf-8")
    (tmp_path / "original-dev.tsv").write_text("Ja\tYes\nNee\n", encoding="utf-8")
    with pytest.raises(FormatError, match="the line has no tab"):
        learn_omissions(tmp_path, settings=settings)
