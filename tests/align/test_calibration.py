"""Probabilities are evened out as far as texts that were not learned from ask for it."""

import numpy as np
import pytest

from workbench.align.calibration import (
    PLAIN,
    TEMPERATURES,
    Calibration,
    Judged,
    evenest,
    grouped,
)


def judged(kind: str, share: float, sure: float, right: float) -> Judged:
    """A text whose beads are as sure as said at temperature 1, and right as often as said."""
    beads = {}
    for temperature in TEMPERATURES:
        odds = np.log(sure / (1 - sure)) / temperature
        chance = float(1 / (1 + np.exp(-odds)))
        beads[temperature] = [(chance, number < right * 1000) for number in range(1000)]
    return Judged(kind, share, beads)


def test_beads_that_are_too_sure_are_cooled_down() -> None:
    found = evenest([judged("a", 0.1, 0.98, 0.92)])
    assert found.at(0.1) == pytest.approx(np.log(49) / np.log(11.5), abs=0.11)
    assert evenest([judged("a", 0.1, 0.9, 0.9)]).at(0.1) == pytest.approx(1, abs=0.05)
    assert evenest([]) == PLAIN


def test_the_more_is_grouped_the_less_sure_it_is() -> None:
    usual, regrouped = judged("a", 0.1, 0.95, 0.95), judged("b", 0.3, 0.98, 0.92)
    found = evenest([usual, regrouped])
    assert found.slope > 0
    assert found.at(0.3) - found.at(0.1) > 0.3
    for text, right in ((usual, 0.95), (regrouped, 0.92)):
        assert text.evened(found)[0][0] == pytest.approx(right, abs=0.01)


def test_each_kind_counts_the_same() -> None:
    one = judged("a", 0.1, 0.98, 0.92)
    other = judged("b", 0.1, 0.95, 0.95)
    assert evenest([one, other]) == evenest([one, *[other] * 5])


def test_the_share_of_groups_is_seen_in_the_path() -> None:
    assert grouped([]) == pytest.approx(0.1)
    short, long = [(1, 2)] * 2, [(1, 2)] * 2000
    assert 0.1 < grouped(short) < 0.2 < 0.98 < grouped(long)
    assert grouped([(1, 1), (1, 0), (0, 1)] * 100) < 0.02


def test_the_temperature_stays_among_those_that_were_tried() -> None:
    steep = Calibration(1.0, 5.0)
    assert (steep.at(0.0), steep.at(1.0)) == (TEMPERATURES[0], TEMPERATURES[-1])
