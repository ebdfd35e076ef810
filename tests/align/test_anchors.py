"""Long texts are cut where both have a place in common."""

import random
from itertools import pairwise

import pytest

from workbench.align.anchors import EXACT, cut
from workbench.align.features import Kind, sentence_features
from workbench.align.pins import Stretch, longest_increasing, plan
from workbench.align.vectors import Space
from workbench.domain import Bead

WORDS = [f"{a}{b}{c}" for a in "bdfgk" for b in ("ara", "elo", "imi") for c in "lmnrst"]


def text(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [
        " ".join([*chance.sample(WORDS, 6), f"w{chance.randrange(3000)}"]) for _ in range(count)
    ]


def blocks(source: list[str], target: list[str]) -> list[Stretch]:
    sides = [[sentence_features(line, "en") for line in side] for side in (source, target)]
    space = Space()
    vectors = space.vectors([space.count(side) for side in sides], [1.0] * len(Kind))
    return cut(*vectors, Stretch((0, len(source)), (0, len(target))))


def test_short_texts_stay_whole() -> None:
    assert blocks(text(20, 1), text(30, 1)) == [Stretch((0, 20), (0, 30))]


@pytest.mark.parametrize("case", ["equal", "missing", "repeated"])
def test_cuts_are_right(case: str) -> None:
    source = text(1400, 2)
    target = list(source)
    if case == "missing":
        target = source[:500] + source[760:]
    elif case == "repeated":
        target = source[:600] + source[300:600] + source[600:]
    found = blocks(source, target)
    assert found[0].rows[0] == found[0].columns[0] == 0
    assert (found[-1].rows[1], found[-1].columns[1]) == (len(source), len(target))
    for here, there in pairwise(found):
        assert (here.rows[1], here.columns[1]) == (there.rows[0], there.columns[0])
        assert source[there.rows[0]] == target[there.columns[0]]
    cells = [(one.rows[1] - one.rows[0]) * (one.columns[1] - one.columns[0]) for one in found]
    assert max(cells) <= 2 * EXACT
    assert len(found) > 3


def test_the_longest_increasing_chain() -> None:
    assert longest_increasing([3, 1, 2, 9, 4, 4, 5]) == [1, 2, 5, 6]
    assert longest_increasing([]) == []


@pytest.mark.parametrize(
    ("pins", "stretches"),
    [
        ([], [((0, 5), (0, 5))]),
        ([Bead((2,), (1,))], [((0, 2), (0, 1)), ((2, 4), (1, 4))]),
        # A sentence left unaligned is taken out and cuts nothing.
        ([Bead((2,), ())], [((0, 4), (0, 5))]),
        # A pin in pieces is taken out, too.
        ([Bead((1, 3), (2,))], [((0, 3), (0, 4))]),
        # Its hole may hold another pin: then it is in one piece.
        ([Bead((1, 3), (2,)), Bead((2,), ())], [((0, 1), (0, 2)), ((1, 2), (2, 4))]),
    ],
)
def test_pins_cut_the_texts(
    pins: list[Bead], stretches: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    found = plan(pins, 5, 5)
    assert [(one.rows, one.columns) for one in found.stretches] == stretches
