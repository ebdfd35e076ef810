from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.conftest import SOURCES, make_document
from tests.corpus.test_segments import MACHINE
from workbench.corpus import (
    comments,
    documents,
    history,
    machine_drafts,
    rows,
    segments,
    structure,
    units,
)
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.machine_drafts import Draft
from workbench.corpus.parts import raw_offset
from workbench.domain import SegmentStatus
from workbench.errors import NotFoundError, StaleEditError, StoreError


def shown(database: Database, document_id: int) -> list[tuple[int, str, str]]:
    found = rows.rows(database, document_id)
    return [(row.position, row.source, row.target) for row in found]


def save(database: Database, row: rows.SegmentRow, text: str, **more: Any) -> rows.SegmentRow:
    return segments.save(
        database, row.id, text=text, version=row.version, **{"author": "anna", **more}
    )


def split_first(database: Database, document: DocumentInfo) -> list[rows.SegmentRow]:
    row = rows.rows(database, document.id)[0]
    row = save(database, row, "The debate begins.", status=SegmentStatus.APPROVED)
    return structure.split(
        database, row.id, source_at=9, target_at=10, version=row.version, author="anna"
    )


def test_split_takes_source_and_target_apart(database: Database, document: DocumentInfo) -> None:
    one, two = split_first(database, document)
    assert (one.source, one.target) == ("Het debat", "The debate")
    assert (two.source, two.target) == ("over de krijgsmacht begint.", "begins.")
    assert (one.status, two.status) == ("draft", "draft")
    assert shown(database, document.id) == [
        (0, "Het debat", "The debate"),
        (1, "over de krijgsmacht begint.", "begins."),
        *((n + 2, source, "") for n, source in enumerate(SOURCES[1:])),
    ]
    raw = documents.load(database, document.id)[0]
    assert raw.raw[raw.segments[0].start : raw.segments[0].end].strip() == "Het debat"
    assert raw.raw[raw.segments[1].start : raw.segments[1].end] == "over de krijgsmacht begint."
    assert documents.get(database, document.id).segments == len(SOURCES) + 1


def test_undo_and_redo_of_a_split_as_often_as_one_likes(
    database: Database, document: DocumentInfo
) -> None:
    before = rows.rows(database, document.id)[0].id
    split_first(database, document)
    parted = shown(database, document.id)
    for _ in range(3):
        undone = history.undo(database, document.id, author="anna")
        assert (undone.kind, [row.id for row in undone.rows]) == ("split", [before])
        assert shown(database, document.id)[0] == (0, SOURCES[0], "The debate begins.")
        assert rows.rows(database, document.id)[0].status == SegmentStatus.APPROVED
        again = history.redo(database, document.id, author="anna")
        assert len(again.rows) == 2
        assert shown(database, document.id) == parted
    history.undo(database, document.id, author="anna")
    history.undo(database, document.id, author="anna")
    assert [source for _, source, _ in shown(database, document.id)] == SOURCES
    assert shown(database, document.id)[0][2] == ""
    history.redo(database, document.id, author="anna")
    history.redo(database, document.id, author="anna")
    assert shown(database, document.id) == parted


def test_merge_joins_neighbours_and_comes_apart_again(
    database: Database, document: DocumentInfo
) -> None:
    found = rows.rows(database, document.id)
    one = save(database, found[1], "The House votes.")
    two = save(database, found[2], "Belgium stays neutral.")
    whole = structure.merge(database, [(one.id, one.version), (two.id, two.version)], author="bert")
    assert (whole.position, whole.status) == (1, "draft")
    assert whole.target == "The House votes. Belgium stays neutral."
    assert [source for _, source, _ in shown(database, document.id)] == [
        SOURCES[0],
        f"{SOURCES[1]} {SOURCES[2]}",
        SOURCES[3],
    ]
    assert not history.undo(database, document.id, author="carla").rows
    history.undo(database, document.id, author="bert")
    assert [source for _, source, _ in shown(database, document.id)] == SOURCES


def test_history_goes_on_through_split_and_merge(
    database: Database, document: DocumentInfo
) -> None:
    first = rows.rows(database, document.id)[0].id
    one, two = split_first(database, document)
    whole = structure.merge(database, [(one.id, one.version), (two.id, two.version)], author="anna")
    assert history.origins(database, whole.id) == [one.id, two.id, first, first]
    assert [entry.text for entry in history.history(database, first)] == ["The debate begins."]
    assert [entry.action for entry in history.history(database, whole.id)] == ["merge"]


def test_machine_drafts_keep_their_origin_and_their_terms(
    database: Database, document: DocumentInfo
) -> None:
    row = rows.rows(database, document.id)[0]
    draft = Draft(row.id, 1, "The debate on the armed forces begins.", MACHINE)
    machine_drafts.put_drafts(database, document.id, [draft], author="engine")
    one, two = structure.split(
        database, row.id, source_at=9, target_at=10, version=2, author="anna"
    )
    assert (one.origin, one.engine, one.terms) == ("machine", MACHINE.engine, ())
    (term,) = two.terms
    assert term.source == "krijgsmacht"
    begins = MACHINE.terms[0].start - len("Het debat ")
    assert (term.start, term.end) == (begins, begins + len("krijgsmacht"))


def test_what_was_split_can_not_be_saved_any_more(
    database: Database, document: DocumentInfo
) -> None:
    row = rows.rows(database, document.id)[0]
    structure.split(database, row.id, source_at=9, target_at=0, version=1, author="anna")
    with pytest.raises(NotFoundError, match="split or merged"):
        save(database, row, "Too late.")
    late = Draft(row.id, row.version, "Late.", MACHINE)
    machine_drafts.put_drafts(database, document.id, [late], author="engine")
    assert "Late." not in [target for _, _, target in shown(database, document.id)]


def test_undo_leaves_alone_what_somebody_changed_since(
    database: Database, document: DocumentInfo
) -> None:
    one, _ = split_first(database, document)
    save(database, one, "Bert was here.", author="bert")
    undone = history.undo(database, document.id, author="anna")
    assert (undone.rows, len(undone.kept)) == ((), 2)
    assert shown(database, document.id)[0][2] == "Bert was here."


def test_an_older_action_does_not_reach_into_what_was_split(
    database: Database, document: DocumentInfo
) -> None:
    row = save(database, rows.rows(database, document.id)[0], "Mine.")
    structure.split(database, row.id, source_at=9, target_at=5, version=row.version, author="bert")
    undone = history.undo(database, document.id, author="anna")
    assert undone.kept == (row.id,)
    history.undo(database, document.id, author="bert")
    assert shown(database, document.id)[0][2] == "Mine."


def test_remarks_go_along_and_back(database: Database, document: DocumentInfo) -> None:
    found = rows.rows(database, document.id)
    comments.add(database, found[1].id, text="On the second.", author="bert")
    whole = structure.merge(database, [(row.id, 1) for row in found[:2]], author="anna")
    assert [each.text for each in comments.listing(database, whole.id)] == ["On the second."]
    comments.add(database, whole.id, text="On both.", author="bert")
    history.undo(database, document.id, author="anna")
    assert [each.text for each in comments.listing(database, found[1].id)] == ["On the second."]
    assert [each.text for each in comments.listing(database, found[0].id)] == ["On both."]
    again = history.redo(database, document.id, author="anna").rows[0]
    assert len(comments.listing(database, again.id)) == 2


def test_export_has_the_segments_as_they_are_now(
    database: Database, document: DocumentInfo
) -> None:
    one, two = split_first(database, document)
    for row in (one, two):
        save(database, row, row.target, status=SegmentStatus.APPROVED)
    found = list(units.stream(database))
    assert [(unit.source.text, unit.target.text) for unit in found] == [
        ("Het debat", "The debate"),
        ("over de krijgsmacht begint.", "begins."),
    ]


@pytest.mark.parametrize(("source_at", "target_at"), [(0, 0), (37, 0), (999, 0), (9, 99), (-1, 0)])
def test_no_part_may_be_empty(
    database: Database, document: DocumentInfo, source_at: int, target_at: int
) -> None:
    row = rows.rows(database, document.id)[0]
    with pytest.raises(StoreError):
        structure.split(
            database,
            row.id,
            source_at=source_at,
            target_at=target_at,
            version=1,
            author="anna",
        )
    assert len(rows.rows(database, document.id)) == len(SOURCES)


def test_what_does_not_belong_together_is_not_merged(
    database: Database, document: DocumentInfo
) -> None:
    found = rows.rows(database, document.id)
    for chosen in ([found[0], found[2]], [found[0]], [found[0], found[0]]):
        with pytest.raises(StoreError):
            structure.merge(database, [(row.id, 1) for row in chosen], author="anna")
    with pytest.raises(StaleEditError):
        structure.merge(database, [(found[0].id, 1), (found[1].id, 7)], author="anna")


def test_a_document_goes_with_all_that_retired(database: Database, document: DocumentInfo) -> None:
    one, _ = split_first(database, document)
    documents.delete_document(database, document.id, force=True)
    with pytest.raises(NotFoundError):
        history.history(database, one.id)
    again = documents.add(database, make_document(SOURCES), author="anna").document
    assert min(row.id for row in rows.rows(database, again.id)) > one.id


def test_the_shape_goes_up(database: Database, document: DocumentInfo) -> None:
    before = structure.shape(database, document.id)
    split_first(database, document)
    assert structure.shape(database, document.id) == before + 1
    history.undo(database, document.id, author="anna")
    assert structure.shape(database, document.id) == before + 2


@given(st.lists(st.text("abcdé", min_size=1, max_size=8), min_size=2, max_size=8), st.data())
def test_offsets_in_the_raw_text_follow_words_through_line_ends(
    words: list[str], data: st.DataObject
) -> None:
    breaks = data.draw(st.lists(st.sampled_from([" ", "\n", "\n   "]), min_size=8, max_size=8))
    text = " ".join(words)
    raw = "".join(f"{word}{space}" for word, space in zip(words, breaks, strict=False))
    number = data.draw(st.integers(1, len(words) - 1))
    at = len(" ".join(words[:number])) + 1
    assert raw[: raw_offset(raw, text, at)].split() == words[:number]


def test_a_mended_hyphen_does_not_lead_astray() -> None:
    assert raw_offset("de machts-\nmiddelen zijn", "de machtsmiddelen zijn", 18) >= 19
