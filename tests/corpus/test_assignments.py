import pytest

from workbench.corpus import assignments, comments, history, preferences, rows, segments, structure
from workbench.corpus.assignments import Range
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.domain import SegmentStatus
from workbench.errors import NotFoundError, StaleEditError, StoreError


def test_ranges_are_given_taken_and_shown(database: Database, document: DocumentInfo) -> None:
    before = structure.shape(database, document.id)
    assignments.assign(database, document.id, person="anna", author="carla")
    assert assignments.ranges(database, document.id) == [Range(0, 3, "anna")]
    assignments.assign(database, document.id, person=" bert ", author="carla", first=1, last=2)
    assert assignments.ranges(database, document.id) == [
        Range(0, 0, "anna"),
        Range(1, 2, "bert"),
        Range(3, 3, "anna"),
    ]
    found = assignments.assign(database, document.id, person="", author="carla", first=3)
    assert found == [Range(0, 0, "anna"), Range(1, 2, "bert")]
    assert structure.shape(database, document.id) == before + 3
    assert rows.rows(database, document.id)[1].assignee == "bert"


def test_a_split_segment_stays_assigned(database: Database, document: DocumentInfo) -> None:
    assignments.assign(database, document.id, person="bert", author="carla", first=0, last=0)
    row = rows.rows(database, document.id)[0]
    structure.split(database, row.id, source_at=9, target_at=0, version=1, author="anna")
    assert assignments.ranges(database, document.id) == [Range(0, 1, "bert")]


def test_no_range_and_no_document(database: Database, document: DocumentInfo) -> None:
    with pytest.raises(StoreError, match="no segment"):
        assignments.assign(database, document.id, person="x", author="carla", first=3, last=1)
    with pytest.raises(NotFoundError):
        assignments.assign(database, 77, person="x", author="carla")
    with pytest.raises(NotFoundError):
        assignments.require_second(database, 77, wanted=True, author="carla")


def test_a_second_person_approves_what_the_first_reviewed(
    database: Database, document: DocumentInfo
) -> None:
    assignments.require_second(database, document.id, wanted=True, author="carla")
    number = rows.rows(database, document.id)[0].id

    def save(author: str, status: SegmentStatus, text: str = "A.") -> rows.SegmentRow:
        (row,) = rows.find(database, [number])
        return segments.save(
            database, number, text=text, version=row.version, author=author, status=status
        )

    with pytest.raises(StoreError, match="somebody else"):
        save("anna", SegmentStatus.APPROVED)
    save("anna", SegmentStatus.REVIEWED)
    with pytest.raises(StoreError, match="somebody else"):
        save("anna", SegmentStatus.APPROVED)
    with pytest.raises(StoreError, match="somebody else"):
        save("bert", SegmentStatus.APPROVED, text="Another text.")
    assert save("bert", SegmentStatus.APPROVED).status == SegmentStatus.APPROVED
    assert save("bert", SegmentStatus.APPROVED).status == SegmentStatus.APPROVED
    assignments.require_second(database, document.id, wanted=False, author="carla")
    assert save("anna", SegmentStatus.APPROVED, text="B.").status == SegmentStatus.APPROVED


def test_hand_back_rejects_and_says_why(database: Database, document: DocumentInfo) -> None:
    row = rows.rows(database, document.id)[0]
    row = segments.save(database, row.id, text="A.", version=1, author="anna")
    with pytest.raises(StoreError, match="says nothing"):
        comments.hand_back(database, row.id, version=row.version, note=" ", author="bert")
    with pytest.raises(StaleEditError):
        comments.hand_back(database, row.id, version=1, note="No.", author="bert")
    assert comments.listing(database, row.id) == []
    back = comments.hand_back(database, row.id, version=row.version, note="Tense.", author="bert")
    assert (back.status, back.target) == ("rejected", "A.")
    (remark,) = comments.listing(database, row.id)
    assert (remark.text, remark.kind, remark.settled) == ("Tense.", "hand-back", None)
    history.undo(database, document.id, author="bert")
    assert rows.find(database, [row.id])[0].status == SegmentStatus.DRAFT
    assert history.history(database, row.id)[1].action == "hand-back"


def test_remarks_are_settled_and_opened_again(database: Database, document: DocumentInfo) -> None:
    row = rows.rows(database, document.id)[2]
    one = comments.add(database, row.id, text="One.", author="anna")
    comments.add(database, row.id, text="Two.", author="bert")
    assert comments.per_segment(database, document.id) == [comments.Remarks(2, 2, 2)]
    found = comments.settle(database, one.id, author="carla")
    assert [(each.settler, each.settled is None) for each in found] == [
        ("carla", False),
        ("", True),
    ]
    assert comments.per_segment(database, document.id) == [comments.Remarks(2, 1, 2)]
    comments.settle(database, one.id, author="carla", settled=False)
    assert comments.per_segment(database, document.id) == [comments.Remarks(2, 2, 2)]
    with pytest.raises(NotFoundError):
        comments.settle(database, 77, author="carla")
    with pytest.raises(StoreError, match="at most"):
        comments.add(database, row.id, text="x" * 20_000, author="anna")


def test_preferences_are_kept_for_each_person(database: Database) -> None:
    preferences.prefer(database, "anna", "keys", {"save": "Ctrl+B"})
    preferences.prefer(database, "anna", "keys", {"save": "Ctrl+Q"})
    preferences.prefer(database, "bert", "zoom", 120)
    assert preferences.preferences(database, "anna") == {"keys": {"save": "Ctrl+Q"}}
    assert preferences.preferences(database, "bert") == {"zoom": 120}


def test_giving_is_undone_and_redone_by_who_did_it(
    database: Database, document: DocumentInfo
) -> None:
    number = document.id
    assignments.assign(database, number, person="anna", author="carla", last=1)
    assignments.assign(database, number, person="bert", author="carla")
    shape = structure.shape(database, number)
    assert history.undo(database, number, author="anna").kind == ""
    undone = history.undo(database, number, author="carla")
    assert undone.kind == "assign" and len(undone.rows) == 4 and not undone.kept
    assert assignments.ranges(database, number) == [Range(0, 1, "anna")]
    assert structure.shape(database, number) == shape + 1
    history.undo(database, number, author="carla")
    assert assignments.ranges(database, number) == []
    for _ in range(2):
        history.redo(database, number, author="carla")
    assert assignments.ranges(database, number) == [Range(0, 3, "bert")]


def test_what_somebody_else_gave_away_since_is_left_alone(
    database: Database, document: DocumentInfo
) -> None:
    number = document.id
    assignments.assign(database, number, person="anna", author="carla")
    assignments.assign(database, number, person="bert", author="dora", first=1, last=1)
    row = rows.rows(database, number)[0]
    structure.split(database, row.id, source_at=9, target_at=0, version=1, author="dora")
    undone = history.undo(database, number, author="carla")
    assert (len(undone.rows), len(undone.kept)) == (2, 2)
    assert assignments.ranges(database, number) == [Range(0, 1, "anna"), Range(2, 2, "bert")]


def test_giving_what_somebody_has_is_no_action(database: Database, document: DocumentInfo) -> None:
    assignments.assign(database, document.id, person="anna", author="carla")
    assignments.assign(database, document.id, person="anna", author="carla")
    history.undo(database, document.id, author="carla")
    assert assignments.ranges(database, document.id) == []
