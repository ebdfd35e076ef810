"""The aligner's groups in place of rows, never against what people decided."""

from typing import Any

import pytest

from tests.corpus.alignment_kit import START, build, do, layout, row_with, views
from workbench.corpus import (
    alignment_history,
    alignment_regroup,
    alignments,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.errors import StoreError


def regrouped(database: Database, alignment: int, wanted: str, first: str, last: str) -> Any:
    rows = [r.id for r in views(database, alignment)]
    ends = [rows.index(row_with(database, alignment, text).id) for text in (first, last)]
    ids = {
        one.text: one.id for row in views(database, alignment) for one in (*row.source, *row.target)
    }
    groups = [
        Group(*(tuple(ids[word] for word in cell.split()) for cell in row.split("|")), 0.7)
        for row in wanted.split(";")
    ]
    return alignment_regroup.regroup(
        database,
        alignment,
        rows[ends[0] : ends[1] + 1],
        groups,
        by=Request("anna", moment=alignments.get(database, alignment).moment),
    )


@pytest.mark.parametrize(
    ("wanted", "first", "last", "whole"),
    [
        ("a b|A B", "a", "b", "a b|A B; c d|C D; e|; |E; f|F"),
        ("c|C; d|D; e|E", "c", "E", "a|A; b|B; c|C; d|D; e|E; f|F"),
        ("c|C; d|; |D; e|; |E", "c", "E", "a|A; b|B; c|C; d|; |D; e|; |E; f|F"),
        ("e|E; f|; |F", "e", "f", "a|A; b|B; c d|C D; e|E; f|; |F"),
        ("a|; |A; b|; |B", "a", "b", "a|; |A; b|; |B; c d|C D; e|; |E; f|F"),
        ("b|B; a|A", "a", "b", "b|B; a|A; c d|C D; e|; |E; f|F"),
    ],
)
def test_regrouping_and_its_undo(
    database: Database, wanted: str, first: str, last: str, whole: str
) -> None:
    alignment = build(database, START).id
    regrouped(database, alignment, wanted, first, last)
    assert layout(database, alignment) == whole
    alignment_history.undo(database, alignment, Request("anna"))
    assert layout(database, alignment) == START


def test_regrouping_never_takes_apart_what_people_decided(database: Database) -> None:
    alignment = build(database, START).id
    do(database, alignment, "set_status", ["r:a"], RowStatus.ACCEPTED)
    kept = row_with(database, alignment, "a")
    with pytest.raises(StoreError, match="decided"):
        regrouped(database, alignment, "a b|A B", "a", "b")
    with pytest.raises(StoreError, match="every sentence once"):
        regrouped(database, alignment, "a|A; b|", "a", "b")
    regrouped(database, alignment, "a|A; b|; |B", "a", "b")
    now = row_with(database, alignment, "a")
    assert (now.id, now.status, now.version) == (kept.id, kept.status, kept.version)
