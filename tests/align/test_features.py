"""What sentences have in common: numbers, dates, words across languages."""

import numpy as np
import pytest

from workbench.align.features import Kind, fold, number_value, sentence_features
from workbench.align.similarity import Products, neighbour_norms, products, without_neighbour
from workbench.align.vectors import Space


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("8.501", "8501"),
        ("8,501", "8501"),
        ("8\u00a0501", "8501"),
        ("1.250.000", "1250000"),
        ("3,5", "3.5"),
        ("3.50", "3.50"),
        ("007", "7"),
        ("0,125", "0.125"),
        ("12.30.45", "12.30.45"),
    ],
)
def test_numbers_are_compared_without_their_writing(written: str, value: str) -> None:
    assert number_value(written) == value


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("Op 3 mei 2020", "On 3 May 2020"),
        ("de derde brigade", "the third brigade"),
        ("drie schepen", "three ships"),
        ("8.501 euro", "€8,501"),
        ("Het 41e bataljon", "The 41st battalion"),
    ],
)
def test_numbers_dates_and_ordinals_meet(dutch: str, english: str) -> None:
    def numbers(text: str, language: str) -> set[str]:
        return {name for kind, name in sentence_features(text, language) if kind is Kind.NUMBER}

    assert numbers(dutch, "nl-NL") == numbers(english, "en") != set()


def test_folding_drops_accents_case_and_direction_marks() -> None:
    assert fold("\u200fCRÈME Straße Þór") == "creme strasse thor"


def test_group_cosines_are_those_of_the_joined_texts() -> None:
    left = ["a1 boat", "cold water", "cold 12 stars", "boat stars"]
    right = ["cold boats", "boat water 12", "stars stars cold"]
    weights = [1.0] * len(Kind)
    sides = [[sentence_features(text, "en") for text in side] for side in (left, right)]
    space = Space()
    vectors = space.vectors([space.count(side) for side in sides], weights)
    cells = products(*vectors, (0, 4), (0, 3))
    block = Products.of(cells, *(neighbour_norms(one) for one in vectors))
    dense = []
    for one in vectors:
        matrix = np.zeros((len(one), int(max(v.ids.max() for v in vectors)) + 1))
        matrix[one.rows, one.ids] = one.values
        dense.append(matrix)
    for a, b in ((1, 1), (2, 1), (1, 3), (3, 2), (4, 2)):
        for (i, j), cosine in np.ndenumerate(block.cosines(a, b)):
            x, y = dense[0][i : i + a].sum(axis=0), dense[1][j : j + b].sum(axis=0)
            assert cosine == pytest.approx(x @ y / np.linalg.norm(x) / np.linalg.norm(y), abs=1e-4)


@pytest.mark.parametrize("size", [(1, 1), (31, 33), (64, 40), (3, 70)])
@pytest.mark.parametrize("features", [40, 9000])
def test_products_in_tiles_are_those_of_the_vectors(size: tuple[int, int], features: int) -> None:
    chance = np.random.default_rng(1)
    space = Space()
    sides = []
    for count in size:
        picked = [chance.choice(features, 30, replace=False).tolist() for _ in range(count)]
        sides.append(space.count({(Kind.WORD, str(f)): 1 for f in one} for one in picked))
    left, right = space.vectors(sides, [1.0] * len(Kind))
    found = products(left, right, (0, size[0]), (0, size[1]))
    weight = dict(zip(left.ids.tolist(), left.values.tolist(), strict=True))
    ids = [side.ids.reshape(count, 30) for side, count in zip((left, right), size, strict=True)]
    for i in range(size[0]):
        for j in range(size[1]):
            shared = set(ids[0][i].tolist()) & set(ids[1][j].tolist())
            assert found[i, j] == pytest.approx(sum(weight[f] ** 2 for f in shared), rel=1e-5)


def test_what_the_neighbour_has_as_well_is_left_out() -> None:
    side = [sentence_features(text, "en") for text in ("aa bb", "bb cc", "cc aa")]
    words = [1.0 if kind is Kind.WORD else 0.0 for kind in Kind]
    space = Space()
    vectors = space.vectors([space.count(side)], words)[0]
    assert np.diff(without_neighbour(vectors, 1).starts).tolist() == [1, 1, 2]
    assert np.diff(without_neighbour(vectors, -1).starts).tolist() == [2, 1, 1]
