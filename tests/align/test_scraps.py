"""Lines without words are left unaligned, and never lines that mean something."""

import pytest

from workbench.align.aligner import align
from workbench.align.scraps import is_scrap, scraps
from workbench.domain import Bead


@pytest.mark.parametrize(
    ("text", "scrap"),
    [
        (".....", True),
        ("- _-", True),
        ('h * "', True),
        ("â", True),
        (",r", True),
        ("é » .", True),
        ("", False),
        ("1.", False),
        ("a)", False),
        ("(b)", False),
        ("7", False),
        ("是", False),
        ("No.", False),
        ("?!", True),
        ("A — Z", False),
        ("x = 1 ;", False),
        ("- a - b - - - -", True),
    ],
)
def test_what_is_a_scrap(text: str, scrap: bool) -> None:
    assert is_scrap(text) is scrap


def test_a_scrap_that_both_texts_have_is_compared() -> None:
    assert list(scraps(["* * *", "Een zin."], ["A sentence.", "***"])) == []
    assert list(scraps(["Een zin.", "-- -"], ["A sentence."])) == [Bead((1,), (), 0.9)]
    assert list(scraps(["-- -"], ["m"], pins=[Bead((0,), (0,))])) == []


def test_what_stands_around_a_scrap_can_be_one_group() -> None:
    source = ["The meeting in Paris began at nine and ended with a dinner in the old town hall."]
    target = [
        "The meeting in Paris began at nine",
        '* " ^',
        "and ended with a dinner in the old town hall.",
    ]
    found = align(source, target, translation=source)
    assert {(bead.source, bead.target) for bead in found.beads} == {((0,), (0, 2)), ((), (1,))}
