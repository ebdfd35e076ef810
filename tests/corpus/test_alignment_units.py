"""Accepted rows are units of the corpus, and follow the rows."""

from tests.corpus.alignment_kit import START, build, do, views
from workbench.corpus import (
    alignment_history,
    alignment_units,
    alignments,
    documents,
    segments,
    units,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.corpus.memory import EXACT, Memory
from workbench.domain import Origin, SegmentStatus


def test_accepted_rows_are_units_at_once(database: Database) -> None:
    alignment = build(database, START, probability=0.8).id
    memory = Memory(database)
    do(database, alignment, "set_status", ["r:c"], RowStatus.ACCEPTED)
    do(database, alignment, "set_status", ["r:a"], RowStatus.ACCEPTED)
    found = list(units.stream(database))
    assert [(u.source.text, u.target.text, u.segment) for u in found] == [
        ("a", "A", 1),
        ("c d", "C D", 2),
    ]
    assert {u.provenance.origin for u in found} == {Origin.ALIGNED}
    assert {u.provenance.confidence for u in found} == {0.8}
    assert {(u.creator, u.provenance.engine) for u in found} == {("anna", "bridge")}
    memory.refresh()
    (match,) = memory.find("c d")
    assert (match.percent, match.unit.target.text) == (EXACT, "C D")


def test_units_follow_the_rows(database: Database) -> None:
    alignment = build(database, START).id
    do(database, alignment, "set_status", ["r:a", "r:b"], RowStatus.ACCEPTED)
    do(database, alignment, "merge", "r:a", step=1)
    assert not list(units.stream(database))
    do(database, alignment, "set_status", ["r:a"], RowStatus.ACCEPTED)
    assert [u.source.text for u in units.stream(database)] == ["a b"]
    alignment_history.undo(database, alignment, Request("anna"))
    alignment_history.undo(database, alignment, Request("anna"))
    assert [u.source.text for u in units.stream(database)] == ["a", "b"]
    do(database, alignment, "edit_text", "s:A", "A!")
    assert [u.target.text for u in units.stream(database)] == ["A!", "B"]


def test_a_unit_that_was_refined_since_is_not_lost(database: Database) -> None:
    alignment = build(database, START).id
    do(database, alignment, "set_status", ["r:a", "r:b"], RowStatus.ACCEPTED)
    number = views(database, alignment)[0].segment
    assert number is not None
    segments.save(
        database, number, text="Better.", version=2, author="bert", status=SegmentStatus.APPROVED
    )
    do(database, alignment, "set_status", ["r:a", "r:b"], RowStatus.REJECTED)
    assert not list(units.stream(database))
    (kept,) = units.stream(database, statuses=[SegmentStatus.REJECTED])
    assert kept.target.text == "Better."


def test_the_alignments_units_are_not_undone_on_the_review_page(database: Database) -> None:
    from workbench.corpus import history

    alignment = build(database, START).id
    do(database, alignment, "set_status", ["r:a"], RowStatus.ACCEPTED)
    document = alignments.get(database, alignment).document
    assert document is not None
    assert history.undo(database, document, author="anna").kind == ""
    assert units.count(database) == 1


def test_duplicates_and_conflicts_are_found(database: Database) -> None:
    first = build(database, "a|A; b|B; c|C").id
    do(database, first, "set_status", ["r:a", "r:b"], RowStatus.ACCEPTED)
    second = build(database, "a|A; b|X; c|C").id
    ids = [row.id for row in views(database, second)]
    found = alignment_units.rivals(database, ids)
    assert [(r.row, r.target, r.same) for r in found] == [(ids[0], "A", True), (ids[1], "B", False)]


def test_a_deleted_document_of_units_comes_again(database: Database) -> None:
    alignment = build(database, START).id
    do(database, alignment, "set_status", ["r:a"], RowStatus.ACCEPTED)
    document = alignments.get(database, alignment).document
    assert document is not None
    documents.delete_document(database, document, force=True)
    assert alignments.get(database, alignment).document is None
    do(database, alignment, "set_status", ["r:b"], RowStatus.ACCEPTED)
    assert [u.source.text for u in units.stream(database)] == ["b"]
