"""How much was changed and of which kind; and the effort that confidence foretells."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.quality.edits import EditKind, edit_kinds, edit_rate, edit_report


@pytest.mark.parametrize(
    ("machine", "final", "kinds"),
    [
        ("The fleet sailed.", "The fleet sailed.", {}),
        ("The fleet sailed.", "The navy sailed.", {EditKind.LEXICAL: 1}),
        ("The fleet sailed.", "The whole fleet sailed.", {EditKind.INSERTION: 1}),
        ("The whole fleet sailed.", "The fleet sailed.", {EditKind.DELETION: 1}),
        ("home we go today", "we go home today", {EditKind.ORDER: 1}),
        ("the fleet sailed", "The Fleet sailed.", {EditKind.FORM: 3}),
        ("", "New text", {EditKind.INSERTION: 2}),
    ],
)
def test_kinds(machine: str, final: str, kinds: dict[EditKind, int]) -> None:
    assert edit_kinds(machine, final) == kinds


def test_the_report_agrees_with_ter() -> None:
    machine = ["The fleet sailed at dawn.", "Nothing changed here."]
    final = ["The navy sailed at dawn.", "Nothing changed here."]
    report = edit_report(machine, final, samples=200)
    # One edit in eight reference words, as sacrebleu splits them.
    assert report.hter.value == pytest.approx(100 / 8)
    assert report.unchanged == 0.5
    assert "nrefs:1" in report.hter.signature
    assert report.hter.margin is not None
    assert report.chrf.value < 100
    with pytest.raises(InputError):
        edit_report([], [])


WORDS = st.lists(st.sampled_from(["the", "fleet", "sails", "The", ",", "."]), max_size=9)


@given(WORDS, WORDS)
def test_no_edit_exactly_where_nothing_changed(before: list[str], after: list[str]) -> None:
    one, two = " ".join(before), " ".join(after)
    same = before == after
    assert (edit_rate(one, two) == 0) == same
    assert (edit_kinds(one, two).total() == 0) == same


@given(WORDS, WORDS)
def test_the_rate_is_the_fewest_edits_a_word(before: list[str], after: list[str]) -> None:
    row = list(range(len(after) + 1))
    for index, token in enumerate(before, 1):
        last, row[0] = row[0], index
        for place, other in enumerate(after, 1):
            cost = last + (token != other)
            last = row[place]
            row[place] = min(cost, row[place] + 1, row[place - 1] + 1)
    assert edit_rate(" ".join(before), " ".join(after)) == row[-1] / max(1, len(after))


def test_a_page_in_one_segment_is_compared_at_once() -> None:
    before = [f"word{number}" for number in range(20_000)]
    began = time.monotonic()
    assert edit_rate(" ".join(before), " ".join(reversed(before))) == 1
    assert time.monotonic() - began < 10, "a minute, cell by cell"
