import pytest

from tests.corpus.test_segments import first
from workbench.corpus import comments, documents, segments, units
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.domain import SegmentStatus
from workbench.errors import NotFoundError, StoreError


def test_remarks_come_back_and_the_newest_is_the_note(
    database: Database, document: DocumentInfo
) -> None:
    row = first(database, document)
    one = comments.add(database, row.id, text=" Wrong term.\nSee p. 3 ", author="anna")
    two = comments.add(database, row.id, text="Mended.", author="bert")
    assert comments.listing(database, row.id) == [one, two]
    assert (one.text, one.author) == ("Wrong term.\nSee p. 3", "anna")
    assert one.at.utcoffset() is not None
    segments.save(
        database, row.id, text="A.", version=1, author="anna", status=SegmentStatus.APPROVED
    )
    assert next(units.stream(database)).note == "Mended."


def test_remarks_go_with_their_document(database: Database, document: DocumentInfo) -> None:
    row = first(database, document)
    comments.add(database, row.id, text="x", author="anna")
    documents.delete_document(database, document.id)
    with pytest.raises(NotFoundError):
        comments.listing(database, row.id)


def test_nothing_is_no_remark(database: Database, document: DocumentInfo) -> None:
    with pytest.raises(StoreError, match="empty remark"):
        comments.add(database, first(database, document).id, text=" \n", author="anna")
    with pytest.raises(NotFoundError):
        comments.add(database, 77, text="x", author="anna")
