"""Gold made by disturbing parallel sentences."""

import pytest

from workbench.align.noise import Rates, disturb

PAIRS = [
    (f"Zin nummer {k} is af, en zij gaat nog wat verder.", f"Sentence {k} is done, and goes on.")
    for k in range(90)
]
NONE = Rates(0, 0, 0, 0, 0, 0, 0, 0)


def test_nothing_disturbed_is_one_to_one() -> None:
    made = disturb(PAIRS, seed=1, rates=NONE)
    assert [(bead.source, bead.target) for bead in made.gold] == [((k,), (k,)) for k in range(90)]


def test_the_same_seed_gives_the_same() -> None:
    assert disturb(PAIRS, seed=3) == disturb(PAIRS, seed=3) != disturb(PAIRS, seed=4)


def test_every_sentence_is_in_the_gold_once() -> None:
    made = disturb(
        PAIRS, seed=5, rates=Rates(0.2, 0.2, 0.1, 0.1, 0.1, 0.05, 0.1, 10), strangers=PAIRS
    )
    assert sorted(i for bead in made.gold for i in bead.source) == list(range(len(made.source)))
    assert sorted(j for bead in made.gold for j in bead.target) == list(range(len(made.target)))


@pytest.mark.parametrize(
    ("rates", "shapes"),
    [
        (Rates(1, 0, 0, 0, 0, 0, 0, 0), {(1, 2), (2, 1), (1, 3), (3, 1), (1, 1)}),
        (Rates(0, 1, 0, 0, 0, 0, 0, 0), {(1, 2), (2, 1), (1, 1)}),
        (Rates(0, 0, 1, 0, 0, 0, 0, 0), {(2, 2), (1, 1)}),
        (Rates(0, 0, 0, 1, 0, 0, 0, 0), {(1, 0), (0, 1), (1, 1)}),
        (Rates(0, 0, 0, 0, 0, 0, 1, 0), {(1, 1), (1, 0), (0, 1)}),
        (Rates(0, 0, 0, 0, 0, 0, 0, 12), {(1, 1), (1, 0), (0, 1)}),
    ],
)
def test_each_disturbance_makes_its_beads(rates: Rates, shapes: set[tuple[int, int]]) -> None:
    made = disturb(PAIRS, seed=6, rates=rates)
    made_shapes = {(len(bead.source), len(bead.target)) for bead in made.gold}
    assert made_shapes <= shapes
    assert made_shapes != {(1, 1)}


def test_swapped_neighbours_cross() -> None:
    made = disturb(PAIRS, seed=7, rates=Rates(0, 0, 0, 0, 0, 0.2, 0, 0))
    assert any(bead.source != bead.target for bead in made.gold)


def test_a_chapter_is_missing_from_one_side() -> None:
    made = disturb(PAIRS, seed=8, rates=Rates(0, 0, 0, 0, 0, 0, 0, 12))
    assert abs(len(made.source) - len(made.target)) == 12
