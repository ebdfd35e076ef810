"""Files of beads, there and back."""

from pathlib import Path

import pytest

from workbench.domain import Bead
from workbench.errors import FormatError, InputError
from workbench.exchange.beads import bead_units, parse_beads, read_beads, write_beads

SOURCE = ["Een.", "Twee.", "Drie.", "=Vier"]
TARGET = ["One, two.", "Four\tfive", "Six."]
BEADS = [
    Bead((0, 1), (0,), 0.75),
    Bead((2,), (), 0.5),
    Bead((3,), (1,), 1.0),
    Bead((), (2,), 0.25),
]


def groups(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


@pytest.mark.parametrize("form", ["vecalign", "ladder", "jsonl"])
def test_there_and_back(form: str, tmp_path: Path) -> None:
    path = tmp_path / "beads"
    path.write_text(write_beads(BEADS, SOURCE, TARGET, form=form), encoding="utf-8")
    assert groups(read_beads(path)) == groups(BEADS)


def test_vecalign_lines() -> None:
    text = write_beads(BEADS, SOURCE, TARGET, form="vecalign")
    assert text.splitlines()[:2] == ["[0, 1]:[0]:0.250000", "[2]:[]:0.500000"]


def test_ladder_lines() -> None:
    text = write_beads(BEADS, SOURCE, TARGET, form="ladder")
    assert [line.split("\t")[:2] for line in text.splitlines()] == [
        ["0", "0"],
        ["2", "1"],
        ["3", "1"],
        ["4", "2"],
        ["4", "3"],
    ]


def test_tables_carry_texts_and_guard_formulas() -> None:
    lines = write_beads(BEADS, SOURCE, TARGET, form="tsv").splitlines()
    assert lines[1].split("\t") == ["0 1", "0", "0.7500", "Een. Twee.", "One, two."]
    assert lines[3].split("\t")[3:] == ["'=Vier", "Four five"]


def test_a_ladder_refuses_crossing_beads() -> None:
    crossing = [Bead((0,), (1,)), Bead((1,), (0,))]
    with pytest.raises(FormatError, match="crosses"):
        write_beads(crossing, SOURCE[:2], TARGET[:2], form="ladder")


@pytest.mark.parametrize(
    "text",
    [
        "[0]:[0]\nnonsense",
        '{"source": 3}',
        '{"target": [0]}',
        "5\t5\n0\t0",
        "[0];[0]",
        "0\t0\t1.-0.3",
        "[0]:[0]:--1",
        "[٣]:[0]",
        f"[{'9' * 5000}]:[0]",
        "0\t0\n0\t999999999999",
        '{"source": [1e999], "target": [0]}',
        '{"source": [-1], "target": [0]}',
        '{"source": [0], "target": [0], "probability": NaN}',
        '{"source": [0], "target": [0], "probability": []}',
        "{" + '"a":[' * 100_000,
    ],
)
def test_lines_that_are_no_beads_are_named(text: str) -> None:
    with pytest.raises(FormatError):
        parse_beads(text)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError):
        read_beads(Path("/nowhere/beads"))


def test_units_have_both_sides_and_the_probability() -> None:
    units = list(bead_units(BEADS, SOURCE, TARGET, document="doc"))
    assert [unit.source.text for unit in units] == ["Een. Twee.", "=Vier"]
    assert units[0].provenance.confidence == 0.75
