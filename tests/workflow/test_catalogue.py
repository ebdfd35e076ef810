"""Finding concepts among many, and the terms that contradict each other."""

import time
from pathlib import Path

import pytest

from workbench.workflow.catalogue import catalogue

ROWS = """\
concept,domain,nl,en,enforcement,status
vrede,peace,vrede,peace,force,active
vrede-2,law,vrede,tranquillity,check,active
verdrag,law,verdrag,treaty,force,retired
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "b.csv").write_text(
        "concept,domain,nl,en\nverdragen,peace,verdragen,endure\nvrede-3,peace,vrede,peace\n",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "drag"}, ["verdrag", "verdragen"]),
        ({"text": "TREAT"}, ["verdrag"]),
        ({"text": "quil"}, ["vrede-2"]),
        ({"domain": "law"}, ["vrede-2", "verdrag"]),
        ({"use": "check"}, ["vrede-2"]),
        ({"status": "retired"}, ["verdrag"]),
        ({"file": "b.csv", "text": "vrede"}, ["vrede-3"]),
        ({}, ["vrede", "vrede-2", "verdrag", "verdragen", "vrede-3"]),
    ],
)
def test_search(folder: Path, wanted: dict[str, str], found: list[str]) -> None:
    assert [one.id for one in catalogue(folder).search(**wanted)] == found


def test_what_begins_so_comes_first(folder: Path) -> None:
    (folder / "0.csv").write_text("concept,nl,en\nontreden,ontvrede,x\n", encoding="utf-8")
    assert catalogue(folder).search("vrede")[-1].id == "ontreden"


def test_clashes(folder: Path) -> None:
    told = [(c.term, c.earlier.id, c.later.id, c.duplicate) for c in catalogue(folder).clashes]
    assert told == [("vrede", "vrede", "vrede-2", False), ("vrede", "vrede", "vrede-3", True)]


def test_fifty_thousand_are_searched_without_waiting(tmp_path: Path) -> None:
    rows = "".join(f"c{n},d{n % 9},woord{n},word{n}\n" for n in range(50_000))
    (tmp_path / "many.csv").write_text("concept,domain,nl,en\n" + rows, encoding="utf-8")
    known = catalogue(tmp_path)
    began = time.process_time()
    assert len(catalogue(tmp_path).search("woord4999")) == 11
    assert time.process_time() - began < 0.3
    assert catalogue(tmp_path) is known
