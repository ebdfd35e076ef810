"""Each operation of the editor, undone and done again, and whatever makes no sense refused."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus.alignment_kit import START, build, do, layout, row_with, views
from tests.corpus.conftest import make_document
from workbench.corpus import (
    alignment_history,
    alignment_regroup,
    alignment_texts,
    alignments,
    units,
)
from workbench.corpus.alignment_actions import Request
from workbench.corpus.alignment_cuts import carried, raw_offset
from workbench.corpus.alignment_regroup import Group
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.errors import SettingsError, StoreError

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
    alignment_history.undo(database, alignment, Request("anna"))
    assert layout(database, alignment) == START
    assert [(r.id, r.status, r.probability, r.note, r.reasons) for r in before] == [
        (r.id, r.status, r.probability, r.note, r.reasons) for r in views(database, alignment)
    ]
    alignment_history.redo(database, alignment, Request("anna"))
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
    (only,) = alignment_texts.sentences(database, info.id, 0)
    others = alignment_texts.sentences(database, info.id, 1)
    group = Group((only.id,), tuple(one.id for one in others), 0.5)
    alignment_regroup.put_groups(database, info.id, [group], engine="", by=Request("aligner"))
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
        alignment_history.undo(database, info.id, Request("anna"))
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
    sides = [alignment_texts.sentences(database, info.id, side) for side in (0, 1)]
    groups = [Group((s.id,), (t.id,), 0.9) for s, t in zip(*sides, strict=True)]
    alignment_regroup.put_groups(database, info.id, groups, engine="", by=Request("aligner"))
    long = sides[0][0]
    if offset == 8:
        offset, wanted = 13, "een twee drie|A; vier b|B"
    options = {"side": 0, "step": step, "sentence_id": long.id, "offset": offset}
    if offset == 0:
        wanted = "|A; een twee drie vier b|B"
    row = row_with(database, info.id, long.text)
    do(database, info.id, "send", row.id, **options)
    assert layout(database, info.id) == wanted


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
                    alignment_history.undo(database, alignment, Request("anna"))
                case "redo":
                    alignment_history.redo(database, alignment, Request("anna"))
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
