import pytest

from tests.corpus.test_segments import MACHINE
from workbench.corpus import assignments, comments, documents, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.filters import Filters
from workbench.corpus.machine_drafts import Draft
from workbench.domain import SegmentStatus
from workbench.errors import SettingsError


@pytest.fixture
def filled(database: Database, document: DocumentInfo) -> DocumentInfo:
    found = rows.rows(database, document.id)
    drafts = [Draft(found[0].id, 1, "The debate starts.", MACHINE)]
    machine_drafts.put_drafts(database, document.id, drafts, author="engine")
    segments.save(database, found[1].id, text="the house Votes", version=1, author="bert")
    assignments.assign(database, document.id, person="carla", author="anna", first=1, last=2)
    one = comments.add(database, found[2].id, text="Why?", author="bert")
    comments.add(database, found[3].id, text="Look.", author="bert")
    comments.settle(database, one.id, author="anna")
    return document


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(text="debat", within="target"), [0]),
        (Filters(text="debat", within="source"), [0]),
        (Filters(text="krijgsmacht", within="target"), []),
        (Filters(text="votes", case=True), []),
        (Filters(text="Votes", case=True), [1]),
        (Filters(text="hous", words=True), []),
        (Filters(text="house", words=True), [1]),
        (Filters(pattern=r"^the", within="target"), [0, 1]),
        (Filters(pattern=r"^the", within="target", case=True), [1]),
        (Filters(term="krijgs"), [0]),
        (Filters(term="armed FORCES"), [0]),
        (Filters(term="navy"), []),
        (Filters(term="krijgs", statuses=(SegmentStatus.APPROVED,)), []),
        (Filters(assignee="carla"), [1, 2]),
        (Filters(assignee="-"), [0, 3]),
        (Filters(comments="open"), [3]),
        (Filters(comments="any"), [2, 3]),
        (Filters(above=0.5), [0]),
        (Filters(above=0.9), []),
        (Filters(above=0.5, below=0.8), [0]),
        (Filters(author="bert", assignee="carla"), [1]),
    ],
)
def test_conditions_hold_together(
    database: Database, filled: DocumentInfo, filters: Filters, expected: list[int]
) -> None:
    assert rows.positions(database, filled.id, filters=filters) == expected
    assert rows.count(database, filled.id, filters=filters) == len(expected)
    found = rows.rows(database, filled.id, filters=filters)
    assert [row.position for row in found] == expected


def test_repeats(database: Database) -> None:
    from tests.corpus.conftest import make_document

    info = documents.add(database, make_document(["Ja.", "Nee.", "Ja.", "Wel."])).document
    assert rows.positions(database, info.id, filters=Filters(repeats=True)) == [0, 2]


@pytest.mark.parametrize("wrong", [{"within": "nowhere"}, {"comments": "some"}])
def test_unknown_choices_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="no filter"):
        Filters(**wrong)  # type: ignore[arg-type]
