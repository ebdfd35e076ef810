import random

import pytest

from tests.corpus.conftest import make_document
from tests.corpus.test_segments import MACHINE, draft, first
from workbench.corpus import documents, history, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.machine_drafts import Draft
from workbench.domain import Origin, SegmentStatus
from workbench.errors import NotFoundError, StaleEditError, StoreError


def test_history_tells_who_did_what(database: Database, document: DocumentInfo) -> None:
    draft(database, document)
    row = first(database, document)
    segments.save(database, row.id, text="Begins.", version=2, author="anna")
    segments.set_status(database, [(row.id, 3)], status=SegmentStatus.APPROVED, author="bert")
    entries = history.history(database, row.id)
    assert [
        (e.version, e.action, e.author, e.old_text, e.text, e.old_status, e.status, e.origin)
        for e in entries
    ] == [
        (2, "draft", "engine", "", "The debate starts.", "untranslated", "draft", Origin.MACHINE),
        (3, "edit", "anna", "The debate starts.", "Begins.", "draft", "draft", Origin.HUMAN),
        (4, "status", "bert", "Begins.", "Begins.", "draft", "approved", Origin.HUMAN),
    ]
    assert (entries[0].engine, entries[0].glossary) == (MACHINE.engine, "v3")
    assert [e.at for e in entries] == sorted(e.at for e in entries)


def test_a_save_that_changes_nothing_leaves_no_trace(
    database: Database, document: DocumentInfo
) -> None:
    draft(database, document)
    row = first(database, document)
    segments.save(database, row.id, text=row.target, version=2, author="anna")
    assert len(history.history(database, row.id)) == 1
    assert history.undo(database, document.id, author="anna").kind == ""


def test_revert_brings_back_text_status_and_origin(
    database: Database, document: DocumentInfo
) -> None:
    draft(database, document)
    drafted = first(database, document)
    segments.save(database, drafted.id, text="Begins.", version=2, author="anna", status="approved")
    back = history.revert(database, drafted.id, to_version=2, version=3, author="bert")
    assert (back.target, back.status, back.origin) == (drafted.target, "draft", Origin.MACHINE)
    assert (back.terms, back.confidence, back.version) == (drafted.terms, 0.75, 4)
    assert history.history(database, drafted.id)[-1].restores == 2
    empty = history.revert(database, drafted.id, to_version=1, version=4, author="bert")
    assert (empty.target, empty.status) == ("", "untranslated")
    with pytest.raises(NotFoundError, match="never had a version 9"):
        history.revert(database, drafted.id, to_version=9, version=5, author="bert")
    with pytest.raises(StaleEditError):
        history.revert(database, drafted.id, to_version=2, version=4, author="bert")


def test_undo_and_redo_of_edit_status_and_bulk(database: Database, document: DocumentInfo) -> None:
    ids = [row.id for row in rows.rows(database, document.id)]
    segments.save(database, ids[0], text="A.", version=1, author="anna")
    segments.save(database, ids[1], text="B.", version=1, author="anna")
    segments.set_status(
        database, [(ids[0], 2), (ids[1], 2)], status=SegmentStatus.APPROVED, author="anna"
    )

    def seen() -> list[tuple[str, str]]:
        return [(row.target, str(row.status)) for row in rows.rows(database, document.id)[:2]]

    steps = [seen()]
    kinds = []
    for _ in range(3):
        kinds.append(history.undo(database, document.id, author="anna").kind)
        steps.append(seen())
    assert kinds == ["bulk-status", "edit", "edit"]
    assert steps == [
        [("A.", "approved"), ("B.", "approved")],
        [("A.", "draft"), ("B.", "draft")],
        [("A.", "draft"), ("", "untranslated")],
        [("", "untranslated"), ("", "untranslated")],
    ]
    assert history.undo(database, document.id, author="anna").rows == ()
    for expected in reversed(steps[:-1]):
        assert history.redo(database, document.id, author="anna").kind
        assert seen() == expected
    assert history.redo(database, document.id, author="anna").kind == ""


def test_a_new_action_ends_redo(database: Database, document: DocumentInfo) -> None:
    row = first(database, document)
    segments.save(database, row.id, text="A.", version=1, author="anna")
    history.undo(database, document.id, author="anna")
    segments.save(database, row.id, text="B.", version=3, author="anna")
    assert history.redo(database, document.id, author="anna").kind == ""
    assert first(database, document).target == "B."


def test_undo_leaves_alone_what_others_changed_since(
    database: Database, document: DocumentInfo
) -> None:
    ids = [row.id for row in rows.rows(database, document.id)]
    edits = [segments.Edit(number, 1, "Anna's.") for number in ids[:3]]
    segments.save_many(database, edits, author="anna")
    segments.save(database, ids[1], text="Bert's.", version=2, author="bert")
    done = history.undo(database, document.id, author="anna")
    assert done.kept == (ids[1],)
    assert [row.id for row in done.rows] == [ids[0], ids[2]]
    assert [row.target for row in rows.rows(database, document.id)[:3]] == ["", "Bert's.", ""]
    redone = history.redo(database, document.id, author="anna")
    assert redone.kept == (ids[1],)
    assert [row.target for row in rows.rows(database, document.id)[:3]] == [
        "Anna's.",
        "Bert's.",
        "Anna's.",
    ]


def test_everybody_undoes_only_their_own(database: Database, document: DocumentInfo) -> None:
    ids = [row.id for row in rows.rows(database, document.id)]
    segments.save(database, ids[0], text="Anna's.", version=1, author="anna")
    segments.save(database, ids[1], text="Bert's.", version=1, author="bert")
    assert [row.id for row in history.undo(database, document.id, author="anna").rows] == [ids[0]]
    assert rows.rows(database, document.id)[1].target == "Bert's."


def test_an_undone_undo_of_somebody_else_counts_as_unchanged(
    database: Database, document: DocumentInfo
) -> None:
    row = first(database, document)
    segments.save(database, row.id, text="Anna's.", version=1, author="anna")
    segments.save(database, row.id, text="Bert's.", version=2, author="bert")
    history.undo(database, document.id, author="bert")
    assert first(database, document).target == "Anna's."
    assert history.undo(database, document.id, author="anna").kept == ()
    assert first(database, document).target == ""


def test_undo_survives_a_restart(url: str) -> None:
    store = Database.open(url)
    info = documents.add(store, make_document(["Een."])).document
    segments.save(store, first(store, info).id, text="A.", version=1, author="anna")
    store.close()
    again = Database.open(url)
    assert history.undo(again, info.id, author="anna").rows[0].target == ""


def test_random_actions_undone_one_by_one(sqlite_url: str) -> None:
    store = Database.open(sqlite_url)
    chance = random.Random(11)
    info = documents.add(store, make_document([f"Zin {n}." for n in range(6)])).document
    initial = rows.rows(store, info.id)
    machine_drafts.put_drafts(
        store,
        info.id,
        [Draft(row.id, 1, f"Sentence {row.position}.", MACHINE) for row in initial],
        author="engine",
    )

    def seen() -> list[tuple[str, str, object]]:
        return [(row.target, str(row.status), row.origin) for row in rows.rows(store, info.id)]

    states = [seen()]
    for number in range(40):
        now = rows.rows(store, info.id)
        some = chance.sample(now, chance.randint(1, 4))
        try:
            if chance.random() < 0.5:
                segments.save_many(
                    store,
                    [segments.Edit(row.id, row.version, f"Text {number}.") for row in some],
                    author="anna",
                )
            else:
                segments.set_status(
                    store,
                    [(row.id, row.version) for row in some],
                    status=chance.choice(list(SegmentStatus)),
                    author="anna",
                )
        except StoreError:
            continue
        if seen() != states[-1]:
            states.append(seen())
    for expected in reversed(states[:-1]):
        history.undo(store, info.id, author="anna")
        assert seen() == expected
    for expected in states[1:]:
        history.redo(store, info.id, author="anna")
        assert seen() == expected
    versions = [entry.version for entry in history.history(store, initial[0].id)]
    assert versions == list(range(2, len(versions) + 2))


def test_history_of_no_segment(database: Database) -> None:
    with pytest.raises(NotFoundError):
        history.history(database, 77)
