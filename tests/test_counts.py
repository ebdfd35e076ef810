"""Numbers agree with their nouns."""

import pytest

from workbench.counts import counted


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "0 segments"), (1, "1 segment"), (2, "2 segments"), (12_345, "12,345 segments")],
)
def test_a_number_agrees_with_its_noun(number: int, expected: str) -> None:
    assert counted(number, "segment") == expected


def test_a_noun_may_have_a_plural_of_its_own() -> None:
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(3, "entry", "entries") == "3 entries"
