from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus.alignment_kit import build, layout, row_with, sentence, versions, views
from tests.corpus.conftest import make_document
from workbench.corpus import (
    alignment_edits,
    alignment_history,
    alignment_regroup,
    alignment_rows,
    alignment_units,
    alignments,
    documents,
    segments,
    units,
)
from workbench.corpus.alignment_cuts import carried, raw_offset
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.alignments import Group
from workbench.corpus.database import Database
from workbench.corpus.memory import EXACT, Memory
from workbench.domain import Origin, SegmentStatus
from workbench.errors import NotFoundError, SettingsError, StaleEditError, StoreError

START = "a|A; b|B; c d|C D; e|; |E; f|F"


def do(database: Database, alignment: int, name: str, *args: Any, **options: Any) -> Any:
    """Call an operation; texts stand for the row (``r:``) or the sentence that has them."""

    def found(value: Any) -> Any:
        if isinstance(value, str) and value.startswith("r:"):
            return row_with(database, alignment, value[2:]).id
        if isinstance(value, str) and value.startswith("s:"):
            return sentence(database, alignment, value[2:])
        if isinstance(value, list):
            return [found(one) for one in value]
        return value

    operation = getattr(alignment_edits, name)
    told = {key: found(value) for key, value in options.items()}
    if name != "insert_empty":
        told.setdefault("versions", versions(database, alignment))
    return operation(database, alignment, *map(found, args), author="anna", **told)


OPERATIONS = [
    ("merge down", "merge", ["r:a"], {"step": 1}, "a b|A B; c d|C D; e|; |E; f|F"),
    ("merge up", "merge", ["r:b"], {"step": -1}, "a b|A B; c d|C D; e|; |E; f|F"),
    (
        "merge the target only",
        "merge",
        ["r:a"],
        {"step": 1, "sides": [1]},
        "a|A B; b|; c d|C D; e|; |E; f|F",
    ),
    (
        "merge a one-sided row away",
        "merge",
        ["r:e"],
        {"step": 1, "sides": [1]},
        "a|A; b|B; c d|C D; e|E; f|F",
    ),
    (
        "split",
        "split_row",
        ["r:c"],
        {"source": 1, "target": 1},
        "a|A; b|B; c|C; d|D; e|; |E; f|F",
    ),
    (
        "split the sides apart",
        "split_row",
        ["r:a"],
        {"source": 1, "target": 0},
        "a|; |A; b|B; c d|C D; e|; |E; f|F",
    ),
    (
        "send the last down",
        "send",
        ["r:c"],
        {"side": 0, "step": 1},
        "a|A; b|B; c|C D; d e|; |E; f|F",
    ),
    (
        "send the first up",
        "send",
        ["r:c"],
        {"side": 1, "step": -1},
        "a|A; b|B C; c d|D; e|; |E; f|F",
    ),
    (
        "send above the first",
        "send",
        ["r:a"],
        {"side": 0, "step": -1},
        "a|; |A; b|B; c d|C D; e|; |E; f|F",
    ),
    (
        "send below the last",
        "send",
        ["r:f"],
        {"side": 1, "step": 1},
        "a|A; b|B; c d|C D; e|; |E; f|; |F",
    ),
    (
        "send from a sentence on",
        "send",
        ["r:c"],
        {"side": 0, "step": 1, "sentence_id": "s:c"},
        "a|A; b|B; |C D; c d e|; |E; f|F",
    ),
    (
        "empty cell, to the next gap",
        "insert_empty",
        ["r:b"],
        {"side": 1},
        "a|A; b|; c d|B; e|C D; |E; f|F",
    ),
    (
        "empty cell, to the end",
        "insert_empty",
        ["r:b"],
        {"side": 0},
        "a|A; |B; b|C D; c d|; e|E; f|F",
    ),
    (
        "swap with the row below",
        "swap",
        ["r:a"],
        {"side": 1, "step": 1},
        "a|B; b|A; c d|C D; e|; |E; f|F",
    ),
    (
        "swap with the row above",
        "swap",
        ["r:b"],
        {"side": 0, "step": -1},
        "b|A; a|B; c d|C D; e|; |E; f|F",
    ),
    ("a partner far away", "link", ["r:a", ["s:F"]], {}, "a|A F; b|B; c d|C D; e|; |E; f|"),
    ("the last partner of a row", "link", ["r:e", ["s:E"]], {}, "a|A; b|B; c d|C D; e|E; f|F"),
    ("a crossing link", "link", ["r:f", ["s:A"]], {}, "a|; b|B; c d|C D; e|; |E; f|A F"),
    ("out of its row", "own_row", [["s:D"]], {}, "a|A; b|B; c d|C; |D; e|; |E; f|F"),
    ("unaligned, both sides", "unalign", ["r:b", "added"], {}, "a|A; b|; |B; c d|C D; e|; |E; f|F"),
    ("unaligned, one side", "unalign", ["r:e", "not translated"], {}, START),
    ("a corrected text", "edit_text", ["s:a", " a  "], {}, START),
    ("another text", "edit_text", ["s:a", "aa"], {}, "aa|A; b|B; c d|C D; e|; |E; f|F"),
    ("a note", "set_note", ["r:a", "ask Piet"], {}, START),
    ("accepted", "set_status", [["r:a", "r:c"], RowStatus.ACCEPTED], {}, START),
    ("sent to review", "set_status", [["r:e"], RowStatus.NEEDS_REVIEW], {}, START),
    ("rejected", "set_status", [["r:a"], RowStatus.REJECTED], {}, START),
]


@pytest.mark.parametrize(
    ("name", "args", "options", "wanted"),
    [entry[1:] for entry in OPERATIONS],
    ids=[entry[0] for entry in OPERATIONS],
)
def test_operations_and_their_undo(
    database: Database, name: str, args: list[Any], options: dict[str, Any], wanted: str
) -> None:
    alignment = build(database, START).id
    before = views(database, alignment)
    do(database, alignment, name, *args, **options)
    after = views(database, alignment)
    assert layout(database, alignment) == wanted
    alignment_history.undo(database, alignment, author="anna")
    assert layout(database, alignment) == START
    assert [(r.id, r.status, r.probability, r.note, r.reasons) for r in before] == [
        (r.id, r.status, r.probability, r.note, r.reasons) for r in views(database, alignment)
    ]
    alignment_history.redo(database, alignment, author="anna")
    assert layout(database, alignment) == wanted
    assert [(r.id, r.status, r.probability, r.note, r.reason) for r in after] == [
        (r.id, r.status, r.probability, r.note, r.reason) for r in views(database, alignment)
    ]


REFUSED = [
    ("merge", ["r:a"], {"step": -1}, "no row above"),
    ("merge", ["r:f"], {"step": 1}, "no row below"),
    ("swap", ["r:f"], {"side": 0, "step": 1}, "no row below"),
    ("split_row", ["r:a"], {"source": 1, "target": 1}, "nothing to split"),
    ("split_row", ["r:a"], {"source": 0, "target": 0}, "nothing to split"),
    ("split_sentence", ["s:a", 0], {}, "no text on one side"),
    ("split_sentence", ["s:a", 99], {}, "no text on one side"),
    ("send", ["r:e"], {"side": 1, "step": 1}, "empty"),
    ("send", ["r:c"], {"side": 0, "step": -1, "sentence_id": "s:a"}, "in another row"),
    ("insert_empty", ["r:e"], {"side": 1}, "empty already"),
    ("own_row", [["s:e"]], {}, "row of their own"),
    ("own_row", [["s:a", "s:b"]], {}, "not in one row"),
    ("edit_text", ["s:a", "  "], {}, "can't be empty"),
    ("set_status", [["r:e"], RowStatus.ACCEPTED], {}, "empty side"),
    ("set_status", [[99], RowStatus.ACCEPTED], {}, "not there any more"),
    ("unalign", ["r:e", " "], {}, "say why"),
]


@pytest.mark.parametrize(("name", "args", "options", "message"), REFUSED)
def test_what_makes_no_sense_is_refused(
    database: Database, name: str, args: list[Any], options: dict[str, Any], message: str
) -> None:
    alignment = build(database, START).id
    before = views(database, alignment)
    with pytest.raises((StoreError, SettingsError), match=message):
        do(database, alignment, name, *args, **options)
    assert views(database, alignment) == before


def test_a_sentence_is_split_in_text_original_and_file(database: Database) -> None:
    source = make_document(["Een lange zin, met twee  delen."], name="nl.txt", sha256="1" * 64)
    target = make_document(["A long sentence.", "With two parts."], name="en.txt", sha256="2" * 64)
    info = alignments.create(database, source, target)
    (only,) = alignments.sentences(database, info.id, 0)
    others = alignments.sentences(database, info.id, 1)
    group = Group((only.id,), tuple(one.id for one in others), 0.5)
    alignments.put_groups(database, info.id, [group], engine="", author="aligner")
    do(database, info.id, "edit_text", only.id, "Een heel lange zin, met twee delen.")
    do(database, info.id, "split_sentence", only.id, len("Een heel lange zin,"))
    (row,) = views(database, info.id)
    assert [(one.text, one.original) for one in row.source] == [
        ("Een heel lange zin,", "Een lange zin,"),
        ("met twee delen.", "met twee  delen."),
    ]
    do(database, info.id, "send", row.id, side=0, step=1, sentence_id=row.source[1].id)
    assert layout(database, info.id).count(";") == 1
    for _ in range(3):
        alignment_history.undo(database, info.id, author="anna")
    (row,) = views(database, info.id)
    assert [(one.text, one.original) for one in row.source] == [
        ("Een lange zin, met twee  delen.",) * 2
    ]


@pytest.mark.parametrize(
    ("step", "offset", "wanted"),
    [
        (1, 8, "een twee drie|A; vier|; b|B"),
        (-1, 3, "een|; twee drie vier|A; b|B"),
        (1, 0, "|A; een twee drie vier|; b|B"),
        (-1, 99, "een twee drie vier|; |A; b|B"),
    ],
)
def test_text_around_the_cursor_goes_to_the_neighbour(
    database: Database, step: int, offset: int, wanted: str
) -> None:
    source = make_document(["een twee drie vier", "b"], name="nl.txt", sha256="1" * 64)
    target = make_document(["A", "B"], name="en.txt", sha256="2" * 64)
    info = alignments.create(database, source, target)
    sides = [alignments.sentences(database, info.id, side) for side in (0, 1)]
    groups = [Group((s.id,), (t.id,), 0.9) for s, t in zip(*sides, strict=True)]
    alignments.put_groups(database, info.id, groups, engine="", author="aligner")
    long = sides[0][0]
    if offset == 8:
        offset, wanted = 13, "een twee drie|A; vier b|B"
    options = {"side": 0, "step": step, "sentence_id": long.id, "offset": offset}
    if offset == 0:
        wanted = "|A; een twee drie vier b|B"
    row = row_with(database, info.id, long.text)
    alignment_edits.send(
        database, info.id, row.id, **options, author="anna", versions=versions(database, info.id)
    )
    assert layout(database, info.id) == wanted


def test_a_change_on_top_of_an_unseen_one_is_refused(database: Database) -> None:
    alignment = build(database, START).id
    seen = versions(database, alignment)
    do(database, alignment, "set_note", "r:b", "Mine.")
    row = row_with(database, alignment, "a")
    for told in (seen, {row.id: row.version}):
        with pytest.raises(StaleEditError):
            do(database, alignment, "merge", "r:a", step=1, versions=told)
    with pytest.raises(StaleEditError):
        do(database, alignment, "insert_empty", "r:a", side=0, moment=1)
    assert layout(database, alignment) == START


def test_a_repeated_request_is_done_once(database: Database) -> None:
    alignment = build(database, START).id
    seen = versions(database, alignment)
    first = do(database, alignment, "merge", "r:a", step=1, token="t1", versions=seen)
    again = do(database, alignment, "merge", "r:a", step=1, token="t1", versions=seen)
    assert (first.kind, first.rows, first.removed) == (again.kind, again.rows, again.removed)
    assert layout(database, alignment).startswith("a b|A B; c d")
    one = alignment_history.undo(database, alignment, author="anna", token="t2")
    assert alignment_history.undo(database, alignment, author="anna", token="t2").rows == one.rows
    assert layout(database, alignment) == START


def test_undo_without_limit_and_only_ones_own(database: Database) -> None:
    alignment = build(database, START).id
    for text in ("one", "two", "three"):
        do(database, alignment, "set_note", "r:a", text)
    row = row_with(database, alignment, "b")
    alignment_edits.set_note(database, alignment, row.id, "bert's", author="bert")
    for wanted in ("two", "one", ""):
        alignment_history.undo(database, alignment, author="anna")
        assert row_with(database, alignment, "a").note == wanted
    assert alignment_history.undo(database, alignment, author="anna").message.startswith("There is")
    assert row_with(database, alignment, "b").note == "bert's"
    for wanted in ("one", "two", "three"):
        alignment_history.redo(database, alignment, author="anna")
        assert row_with(database, alignment, "a").note == wanted


def test_an_action_that_somebody_built_on_is_not_half_undone(database: Database) -> None:
    alignment = build(database, START).id
    do(database, alignment, "merge", "r:a", step=1)
    row = row_with(database, alignment, "a")
    alignment_edits.set_note(database, alignment, row.id, "bert's", author="bert")
    before = views(database, alignment)
    undone = alignment_history.undo(database, alignment, author="anna")
    assert "somebody changed these rows since" in undone.message
    assert views(database, alignment) == before


def test_history_says_who_did_what(database: Database) -> None:
    alignment = build(database, START).id
    row = row_with(database, alignment, "a")
    do(database, alignment, "merge", row.id, step=1)
    do(database, alignment, "set_status", [row.id], RowStatus.ACCEPTED)
    alignment_history.undo(database, alignment, author="anna")
    entries = alignment_history.history(database, alignment, row.id)
    assert [(e.kind, e.author, e.status, e.source, e.target) for e in entries] == [
        ("align", "aligner", "automatic", "a", "A"),
        ("merge", "anna", "corrected", "a b", "A B"),
        ("accept", "anna", "accepted", "a b", "A B"),
        ("undo", "anna", "corrected", "a b", "A B"),
    ]


def test_changes_since_a_moment(database: Database) -> None:
    alignment = build(database, START).id
    moment = alignment_history.newest(database, alignment)
    assert alignment_history.changes(database, alignment, after=moment) == ([], [], moment)
    gone = row_with(database, alignment, "b").id
    do(database, alignment, "merge", "r:a", step=1)
    changed, removed, now = alignment_history.changes(database, alignment, after=moment)
    assert (changed, removed) == ([row_with(database, alignment, "a").id], [gone])
    assert now > moment


# --- the corpus ---------------------------------------------------------------------------------


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
    alignment_history.undo(database, alignment, author="anna")
    alignment_history.undo(database, alignment, author="anna")
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


# --- re-aligning --------------------------------------------------------------------------------


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
        author="anna",
        moment=alignments.get(database, alignment).moment,
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
    alignment_history.undo(database, alignment, author="anna")
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


# --- the whole ----------------------------------------------------------------------------------


def test_the_first_groups_must_hold_everything_once(database: Database) -> None:
    info = alignments.create(
        database,
        make_document(["a"], sha256="1" * 64),
        make_document(["A"], sha256="2" * 64),
    )
    (a,), (b,) = (alignments.sentences(database, info.id, side) for side in (0, 1))
    for groups in ([Group((a.id,), ())], [Group((a.id,), (b.id,)), Group((a.id,), ())]):
        with pytest.raises(StoreError, match="every sentence once"):
            alignments.put_groups(database, info.id, groups, engine="", author="x")
    alignments.put_groups(database, info.id, [Group((a.id,), (b.id,))], engine="", author="x")
    with pytest.raises(StoreError, match="aligned already"):
        alignments.put_groups(database, info.id, [], engine="", author="x")


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


def test_places_are_carried_over() -> None:
    assert carried("abc def", "abc  def", 3) == 3
    assert carried("een heel lange zin", "een lange zin", 14) == 9
    assert raw_offset("machtsmiddelen zijn", "machts-\nmiddelen zijn", 14) == 15
    assert raw_offset("a b", "a\n  b", 1) == 1


NAMES = ("merge", "split", "cut", "send", "empty", "swap", "link", "own", "unalign", "accept")
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*NAMES, "undo", "redo"]),
        st.integers(0, 99),
        st.integers(0, 1),
        st.sampled_from([-1, 1]),
    ),
    max_size=14,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_sequence_of_operations_loses_or_doubles_a_sentence(
    database: Database, steps: list[tuple[str, int, int, int]]
) -> None:
    alignment = build(database, "aa ab|Aa; ba|Ba Bb; ca|; |Ca; da|Da").id
    letters = [sorted("".join(r.source_text.replace(" ", "") for r in views(database, alignment)))]
    letters.append(
        sorted("".join(r.target_text.replace(" ", "") for r in views(database, alignment)))
    )
    for name, number, side, step in steps:
        rows = views(database, alignment)
        row = rows[number % len(rows)]
        here = [*row.source, *row.target]
        one = here[number % len(here)]
        other = rows[(number * 7 + 3) % len(rows)]
        try:
            match name:
                case "merge":
                    sides = (0, 1) if number % 3 else (side,)
                    do(database, alignment, "merge", row.id, step=step, sides=sides)
                case "split":
                    do(database, alignment, "split_row", row.id, source=number % 3, target=side)
                case "cut":
                    do(database, alignment, "split_sentence", one.id, 1)
                case "send":
                    do(database, alignment, "send", row.id, side=side, step=step)
                case "empty":
                    do(database, alignment, "insert_empty", row.id, side=side)
                case "swap":
                    do(database, alignment, "swap", row.id, side=side, step=step)
                case "link":
                    do(database, alignment, "link", other.id, [one.id])
                case "own":
                    do(database, alignment, "own_row", [one.id])
                case "unalign":
                    do(database, alignment, "unalign", row.id, "added")
                case "accept":
                    do(database, alignment, "set_status", [row.id], RowStatus.ACCEPTED)
                case "undo":
                    alignment_history.undo(database, alignment, author="anna")
                case "redo":
                    alignment_history.redo(database, alignment, author="anna")
        except StoreError:
            continue
        rows = views(database, alignment)
        assert all(row.source or row.target for row in rows)
        assert letters == [
            sorted("".join(r.source_text.replace(" ", "") for r in rows)),
            sorted("".join(r.target_text.replace(" ", "") for r in rows)),
        ]
        ids = [one.id for r in rows for one in (*r.source, *r.target)]
        assert len(ids) == len(set(ids))
        accepted = [(r.source_text, r.target_text) for r in rows if r.status is RowStatus.ACCEPTED]
        document = alignments.get(database, alignment).document
        stored = units.stream(database, documents=[document]) if document else ()
        assert [(u.source.text, u.target.text) for u in stored] == accepted
