"""Alignments of a store: listed, counted, declared gold, deleted, searched."""

import pytest

from tests.corpus.alignment_kit import START, build, do
from tests.corpus.conftest import make_document
from workbench.corpus import (
    alignment_regroup,
    alignment_rows,
    alignment_texts,
    alignments,
    units,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.errors import NotFoundError, StoreError


def test_the_first_groups_must_hold_everything_once(database: Database) -> None:
    info = alignments.create(
        database,
        make_document(["a"], sha256="1" * 64),
        make_document(["A"], sha256="2" * 64),
    )
    (a,), (b,) = (alignment_texts.sentences(database, info.id, side) for side in (0, 1))
    for groups in ([Group((a.id,), ())], [Group((a.id,), (b.id,)), Group((a.id,), ())]):
        with pytest.raises(StoreError, match="every sentence once"):
            alignment_regroup.put_groups(database, info.id, groups, engine="", by=Request("x"))
    alignment_regroup.put_groups(
        database, info.id, [Group((a.id,), (b.id,))], engine="", by=Request("x")
    )
    with pytest.raises(StoreError, match="aligned already"):
        alignment_regroup.put_groups(database, info.id, [], engine="", by=Request("x"))


def test_listing_counts_and_expected_errors(database: Database) -> None:
    alignment = build(database, START, probability=0.75).id
    do(database, alignment, "set_status", ["r:a"], RowStatus.ACCEPTED)
    (info,) = alignments.listing(database)
    assert (info.rows, info.decided, info.sizes) == (6, 1, (6, 6))
    assert info.expected_errors == pytest.approx(5 * 0.25)
    assert info.counts[RowStatus.AUTOMATIC] == 5


def test_gold_needs_every_row_decided(database: Database) -> None:
    alignment = build(database, "a|A; b|").id
    with pytest.raises(StoreError, match="2 of 2 rows"):
        alignments.set_gold(database, alignment, gold=True)
    do(database, alignment, "set_status", ["r:a"], RowStatus.ACCEPTED)
    do(database, alignment, "unalign", "r:b", "not translated")
    assert alignments.set_gold(database, alignment, gold=True).gold is not None
    assert alignments.set_gold(database, alignment, gold=False).gold is None


def test_deleting_an_alignment_keeps_its_units(database: Database) -> None:
    alignment = build(database, START).id
    do(database, alignment, "set_status", ["r:a"], RowStatus.ACCEPTED)
    alignments.delete_alignment(database, alignment)
    assert alignments.listing(database) == []
    assert units.count(database) == 1
    with pytest.raises(NotFoundError):
        alignments.get(database, alignment)


def test_outline_search_and_marks(database: Database) -> None:
    alignment = build(database, "a|A; a|A; b|B; b|X; c|").id
    shapes = alignment_rows.outline(database, alignment)
    assert [s.doubled for s in shapes] == [True, True, False, False, False]
    assert [s.torn for s in shapes] == [False, False, True, True, False]
    assert shapes[2].numbers == ((3,), (3,))
    assert alignment_rows.search(database, alignment, "x") == [shapes[3].id]
    assert alignment_rows.unjudged(database, alignment) == [s.id for s in shapes]
    alignment_rows.mark(database, {(s.id, s.version): ("number",) for s in shapes})
    assert alignment_rows.unjudged(database, alignment) == []
    do(database, alignment, "set_note", "r:c", "x")
    assert alignment_rows.unjudged(database, alignment) == [shapes[4].id]
