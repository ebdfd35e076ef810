"""Scores of alignments, by the definition of vecalign's scorer."""

import pytest

from workbench.domain import Bead
from workbench.quality.alignment import calibration_error, score_alignments

GOLD = [Bead((0,), (0,)), Bead((1, 2), (1,)), Bead((3,), ()), Bead((4,), (2, 3))]


@pytest.mark.parametrize(
    ("found", "strict", "lax"),
    [
        (GOLD, (1, 1), (1, 1)),
        # Two halves of a bead are each right laxly; the unaligned one counts for precision.
        (
            [
                Bead((0,), (0,)),
                Bead((1,), (1,)),
                Bead((2,), ()),
                Bead((3,), ()),
                Bead((4,), (2, 3)),
            ],
            (3 / 5, 2 / 3),
            (4 / 5, 1),
        ),
        ([Bead((0,), (3,)), Bead((3,), ())], (1 / 2, 0), (1 / 2, 0)),
        ([], (0, 0), (0, 0)),
    ],
)
def test_strict_and_lax(
    found: list[Bead], strict: tuple[float, float], lax: tuple[float, float]
) -> None:
    score = score_alignments([(GOLD, found)])
    assert (score.precision, score.recall) == pytest.approx(strict)
    assert (score.lax_precision, score.lax_recall) == pytest.approx(lax)


def test_documents_are_counted_together() -> None:
    score = score_alignments([(GOLD, GOLD), ([Bead((0,), (0,))], [Bead((0,), ())])])
    assert (score.precision, score.recall) == pytest.approx((4 / 5, 3 / 4))
    assert score.f1 == pytest.approx(2 * 0.8 * 0.75 / 1.55)


def test_calibration_error() -> None:
    assert calibration_error([(0.9, True)] * 9 + [(0.9, False)]) == pytest.approx(0)
    assert calibration_error([(0.9, False)] * 4) == pytest.approx(0.9)
    assert calibration_error([(1.0, True), (0.2, True)]) == pytest.approx(0.4)
    assert calibration_error([]) == 0
