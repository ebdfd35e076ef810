"""What two people do to the same segment at once, where a database for teams lets both begin."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Select, select, text

from tests.corpus.conftest import SOURCES, make_document
from workbench.corpus import (
    assignments,
    comments,
    documents,
    findings,
    history,
    repeats,
    rows,
    segments,
    structure,
)
from workbench.corpus.database import Database
from workbench.corpus.tables import Comment, Document
from workbench.domain import SegmentStatus
from workbench.errors import NotFoundError

pytestmark = pytest.mark.postgres

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    store = Database.open(postgres_url)
    yield store
    store.close()


@pytest.fixture
def row(database: Database) -> rows.SegmentRow:
    """A segment with a translation and a remark of Bert's."""
    document = documents.add(database, make_document(SOURCES), author="engine").document
    first = rows.rows(database, document.id)[0]
    comments.add(database, first.id, text="Which debate?", author="bert")
    return segments.save(database, first.id, text="The debate.", version=1, author="engine")


def at_once(database: Database, held: Select[Any], *steps: Callable[[], Any]) -> list[Future[Any]]:
    """Begin steps in this order while a row is held, let all of them wait, and let it go."""
    begun: list[Future[Any]] = []
    with (
        ThreadPoolExecutor() as people,
        database.read() as looking,
        database.write() as session,
    ):
        session.execute(held.with_for_update())
        for step in steps:
            begun.append(people.submit(step))
            while looking.scalar(WAITING) < len(begun) and not begun[-1].done():
                looking.rollback()
    return begun


def split(
    database: Database, row: rows.SegmentRow, *, author: str = "anna"
) -> Callable[[], list[rows.SegmentRow]]:
    return lambda: structure.split(
        database, row.id, source_at=9, target_at=10, version=row.version, author=author
    )


def remarks(database: Database, segment_id: int) -> list[tuple[str, bool]]:
    found = comments.listing(database, segment_id)
    return [(remark.text, remark.settled is not None) for remark in found]


def document_of(database: Database, row: rows.SegmentRow) -> int:
    with database.read() as session:
        return segments.document_of(session, [row.id])


LATE: dict[str, Callable[[Database, rows.SegmentRow], object]] = {
    "remark": lambda database, row: comments.add(database, row.id, text="No.", author="bert"),
    "hand-back": lambda database, row: comments.hand_back(
        database, row.id, version=row.version, note="No.", author="bert"
    ),
    "text": lambda database, row: segments.save(
        database, row.id, text="A debate.", version=row.version, author="bert"
    ),
    "text and repeats": lambda database, row: repeats.save(
        database, row.id, text="A debate.", version=row.version, author="bert"
    ),
    "status": lambda database, row: segments.set_status(
        database, [(row.id, row.version)], status=SegmentStatus.APPROVED, author="bert"
    ),
    "revert": lambda database, row: history.revert(
        database, row.id, to_version=1, version=row.version, author="bert"
    ),
    "dismissal": lambda database, row: findings.dismiss(
        database, row.id, key="x", digest="y", reason="It is right.", author="bert"
    ),
    "split": lambda database, row: split(database, row, author="bert")(),
    "merge": lambda database, row: structure.merge(
        database, [(row.id, row.version), (row.id + 1, 1)], author="bert"
    ),
}


@pytest.mark.parametrize("late", LATE.values(), ids=LATE.keys())
def test_nothing_lands_on_a_segment_that_is_being_split(
    database: Database, row: rows.SegmentRow, late: Callable[[Database, rows.SegmentRow], object]
) -> None:
    document = document_of(database, row)
    # The split has the document and waits for the remark that is there already.
    parted, other = at_once(
        database, select(Comment), split(database, row), lambda: late(database, row)
    )
    with pytest.raises(NotFoundError, match="split or merged in the meantime"):
        other.result()
    one, two = parted.result()
    assert remarks(database, one.id) == [("Which debate?", False)]
    assert rows.rows(database, document)[:2] == [one, two]
    assert documents.get(database, document).segments == len(SOURCES) + 1


def test_segments_are_assigned_beside_a_split(database: Database, row: rows.SegmentRow) -> None:
    document = document_of(database, row)
    parted, given = at_once(
        database,
        select(Document),
        split(database, row),
        lambda: assignments.assign(
            database, document, first=0, last=0, person="cato", author="bert"
        ),
    )
    assert [one.assignee for one in rows.rows(database, document)[:2]] == ["cato", ""]
    assert len(given.result()) == 1
    assert len(parted.result()) == 2


def test_a_remark_is_settled_beside_a_split(database: Database, row: rows.SegmentRow) -> None:
    (remark,) = comments.listing(database, row.id)

    def settle() -> None:
        comments.settle(database, remark.id, author="bert")

    parted, settled = at_once(database, select(Document), split(database, row), settle)
    settled.result()
    assert remarks(database, parted.result()[0].id) == [("Which debate?", True)]


def test_a_remark_is_undone_beside_a_split(database: Database, row: rows.SegmentRow) -> None:
    document = document_of(database, row)

    def undo() -> history.Undone:
        return history.undo(database, document, author="bert")

    parted, undone = at_once(database, select(Document), split(database, row), undo)
    assert undone.result().kind == comments.REMARK
    assert remarks(database, parted.result()[0].id) == []


def test_one_saves_in_one_window_and_redoes_in_another(
    database: Database, row: rows.SegmentRow
) -> None:
    document = document_of(database, row)
    history.undo(database, document, author="bert")
    saved, redone = at_once(
        database,
        select(Document),
        lambda: segments.save(
            database, row.id, text="A debate.", version=row.version, author="bert"
        ),
        lambda: history.redo(database, document, author="bert"),
    )
    assert saved.result().target == "A debate."
    assert redone.result().kind == ""
