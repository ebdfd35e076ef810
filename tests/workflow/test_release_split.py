"""A release is split by documents, and nothing of test or dev leaks into what is below."""

from collections import defaultdict
from pathlib import Path

import pytest

from tests.workflow.release_kit import effects, filled, loose, rejected
from workbench.corpus.database import Database
from workbench.errors import SettingsError
from workbench.exchange.tmx_reader import read_tmx
from workbench.workflow.release import preview, release
from workbench.workflow.release_plan import ReleaseOptions, parse_split
from workbench.workflow.release_spool import share_out


def test_the_split_is_by_document_and_nothing_leaks(database: Database, tmp_path: Path) -> None:
    filled(database)
    made = release(database, tmp_path / "out", ReleaseOptions(split=(80, 10, 10)))
    parts = {name: list(read_tmx(tmp_path / "out" / f"{name}.tmx")) for name in
             ("train", "dev", "test")}  # fmt: skip
    where: dict[str, set[str]] = defaultdict(set)
    dutch: dict[str, set[str]] = defaultdict(set)
    english: dict[str, set[str]] = defaultdict(set)
    for name, found in parts.items():
        assert found
        for unit in found:
            where[unit.document].add(name)
            dutch[loose(unit.source.text)].add(name)
            english[loose(unit.target.text)].add(name)
    assert all(len(names) == 1 for names in (*where.values(), *dutch.values(), *english.values()))
    counts = {part.name: part.units for part in made.plan.parts}
    assert counts == {name: len(found) for name, found in parts.items()}
    assert 0.04 < counts["test"] / made.plan.kept < 0.25
    assert effects(made.plan)["leak"][0] > 0
    assert "leak" in rejected(tmp_path / "out").values()
    assert (
        made.plan.seen == made.plan.kept + made.plan.rejected + effects(made.plan)["duplicates"][0]
    )
    open_gate = ReleaseOptions(gates={"leak": "off"}, split=(80, 10, 10))
    assert preview(database, open_gate).kept > made.plan.kept


@pytest.mark.parametrize(
    ("sizes", "shares", "expected"),
    [
        ([10], (90, 5, 5), {2: 1}),
        ([10, 10], (90, 5, 5), {2: 2}),
        ([10, 10, 10], (90, 5, 5), {0: 1, 1: 1, 2: 1}),
        ([10, 10], (90, 0, 10), {0: 1, 2: 1}),
        ([10] * 100, (90, 5, 5), {0: 5, 1: 5, 2: 90}),
        ([10] * 100, (60, 30, 10), {0: 10, 1: 30, 2: 60}),
        ([10] * 4, (100, 0, 0), {2: 4}),
        ([1000, 1, 1], (34, 33, 33), {0: 1, 1: 1, 2: 1}),
    ],
)
def test_shares(sizes: list[int], shares: tuple[int, int, int], expected: dict[int, int]) -> None:
    found = share_out([(f"d{n}", size) for n, size in enumerate(sizes)], shares)
    counts: dict[int, int] = defaultdict(int)
    for rank in found.values():
        counts[rank] += 1
    assert counts == expected


@pytest.mark.parametrize("names", ["abc", "cab", "xyz"])
def test_a_large_document_is_for_training(names: str) -> None:
    sizes = dict(zip(names, (107, 26, 25), strict=True))
    ranks = share_out([*sizes.items()], (90, 5, 5))
    assert [ranks[name] for name in names] == [2, 1, 0]


def test_a_document_too_large_for_a_part_stands_in_no_ones_way() -> None:
    small = [(f"d{n}", 10) for n in range(60)]
    ranks = share_out([("novel", 400), *small], (90, 5, 5))
    assert ranks["novel"] == 2
    assert [sum(rank == part for rank in ranks.values()) for part in (0, 1)] == [5, 5]


def test_a_new_document_moves_few_others() -> None:
    old = share_out([(f"d{n}", 10) for n in range(100)], (80, 10, 10))
    new = share_out([(f"d{n}", 10) for n in range(101)], (80, 10, 10))
    assert sum(old[key] != new[key] for key in old) <= 4


@pytest.mark.parametrize("text", ["90,5", "90,5,6", "0,50,50", "a,b,c", "", "110,-5,-5"])
def test_bad_splits(text: str) -> None:
    with pytest.raises(SettingsError, match="is no split"):
        parse_split(text)
    assert parse_split("80,10,10") == (80, 10, 10)
    assert parse_split("none") is None
