"""The effort expected at each confidence, out of what people changed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.quality.calibration import FEW, Calibration, Observed, calibrate

OBSERVED = st.builds(Observed, st.floats(0, 1), st.floats(0, 2), st.integers(0, 60))


def seen(*groups: tuple[float, float, int]) -> list[Observed]:
    return [Observed(confidence, effort) for confidence, effort, n in groups for _ in range(n)]


@given(st.lists(OBSERVED, max_size=130))
def test_effort_never_rises_with_confidence(observed: list[Observed]) -> None:
    learned = calibrate(observed)
    steps = [step / 50 for step in range(51)]
    curve = [learned.effort(step) for step in steps]
    assert all(left >= right - 1e-9 for left, right in pairwise(curve))
    assert learned.few == (len(observed) < FEW)
    assert all(0 <= learned.sureness(step) <= 1 for step in steps)


@given(st.lists(OBSERVED, max_size=130), st.floats(0, 1), st.floats(0, 1))
def test_a_bound_of_sureness_divides_confidences_as_it_says(
    observed: list[Observed], wanted: float, confidence: float
) -> None:
    learned = calibrate(observed)
    bound = learned.confidence_of(wanted)
    if confidence < bound - 1e-6:
        assert learned.sureness(confidence) < wanted + 1e-6
    if confidence > bound + 1e-6:
        assert learned.sureness(confidence) > wanted - 1e-6


def test_effort_is_what_was_seen_when_enough_was_seen() -> None:
    learned = calibrate(seen((0.5, 0.4, 40), (0.9, 0.1, 40)))
    assert learned.effort(0.5) == pytest.approx(0.4)
    assert learned.effort(0.9) == pytest.approx(0.1)
    assert learned.effort(0.7) == pytest.approx(0.25)
    assert learned.sureness(0.9) == pytest.approx(0.9)
    assert learned.confidence_of(0.75) == pytest.approx(0.7)
    assert (learned.effort(0.1), learned.effort(1.0)) == pytest.approx((0.4, 0.1))


def test_while_few_the_model_has_the_word() -> None:
    few = calibrate(seen((0.5, 0.0, FEW - 1)))
    assert few == Calibration((), FEW - 1)
    assert few.few
    assert (few.effort(0.8), few.sureness(0.8)) == pytest.approx((0.2, 0.8))
    assert (few.effort(None), few.confidence_of(0.4)) == (1.0, 0.4)
    assert not calibrate(seen((0.5, 0.0, FEW))).few


def test_no_single_segment_makes_a_step_and_long_ones_count_for_more() -> None:
    calm = seen((0.5, 0.5, 30), (0.6, 0.2, 30))
    disturbed = calibrate([*calm, Observed(0.55, 2.0)])
    assert disturbed.effort(0.5) == pytest.approx(0.5, abs=0.15)
    long = [Observed(0.5, 0.0, 90) for _ in range(5)] + [Observed(0.5, 1.0, 10)] * 45
    assert calibrate(long).effort(0.5) == pytest.approx(0.5)
