import itertools
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from tests.corpus.conftest import make_document
from tests.corpus.test_segments import MACHINE
from workbench.corpus import documents, findings, history, machine_drafts, repeats, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.machine_drafts import Draft
from workbench.domain import SegmentStatus

TEXTS = ["Ja.", "Nee.", "Ja.", "Ja.", "Ja."]


@pytest.fixture
def repeated(database: Database) -> DocumentInfo:
    info = documents.add(database, make_document(TEXTS)).document
    found = rows.rows(database, info.id)
    drafts = [Draft(found[2].id, 1, "Yea.", MACHINE)]
    machine_drafts.put_drafts(database, info.id, drafts, author="engine")
    segments.save(database, found[3].id, text="Aye!", version=1, author="bert")
    return info


def texts(database: Database, info: DocumentInfo) -> list[tuple[str, str]]:
    return [(row.target, str(row.status)) for row in rows.rows(database, info.id)]


def save(database: Database, info: DocumentInfo, position: int, text: str, **more: Any) -> Any:
    row = rows.rows(database, info.id)[position]
    return repeats.save(database, row.id, text=text, version=row.version, author="anna", **more)


def test_a_decision_goes_to_all_open_repeats_and_is_undone_in_one_go(
    database: Database, repeated: DocumentInfo
) -> None:
    before = texts(database, repeated)
    found = save(database, repeated, 0, "Yes.", status=SegmentStatus.APPROVED)
    assert [row.position for row in found] == [0, 2, 4]
    assert texts(database, repeated) == [
        ("Yes.", "approved"),
        ("", "untranslated"),
        ("Yes.", "approved"),
        ("Aye!", "draft"),
        ("Yes.", "approved"),
    ]
    assert history.undo(database, repeated.id, author="anna").kind == "repeat"
    assert texts(database, repeated) == before


def test_a_draft_goes_nowhere(database: Database, repeated: DocumentInfo) -> None:
    assert len(save(database, repeated, 0, "Yes.")) == 1
    assert texts(database, repeated)[4] == ("", "untranslated")


def test_this_one_only(database: Database, repeated: DocumentInfo) -> None:
    found = save(database, repeated, 0, "Yep.", status=SegmentStatus.APPROVED, alone=True)
    assert [(row.position, row.alone) for row in found] == [(0, True)]
    found = save(database, repeated, 2, "Yes.", status=SegmentStatus.APPROVED)
    assert [row.position for row in found] == [2, 4]
    assert texts(database, repeated)[0] == ("Yep.", "approved")
    save(database, repeated, 0, "Yep.", alone=False)
    assert not rows.rows(database, repeated.id)[0].alone


def test_who_wrote_the_same_before_follows(database: Database, repeated: DocumentInfo) -> None:
    save(database, repeated, 0, "Aye!")
    found = save(database, repeated, 0, "Yes.", status=SegmentStatus.REVIEWED)
    assert [row.position for row in found] == [0, 2, 3, 4]


def test_sent_again_it_changes_nothing(database: Database, repeated: DocumentInfo) -> None:
    row = rows.rows(database, repeated.id)[0]

    def send() -> None:
        repeats.save(
            database,
            row.id,
            text="Yes.",
            version=row.version,
            author="anna",
            status=SegmentStatus.APPROVED,
        )

    send()
    after = rows.rows(database, repeated.id)
    send()
    assert rows.rows(database, repeated.id) == after


def test_counts(database: Database, repeated: DocumentInfo) -> None:
    found = rows.rows(database, repeated.id)
    counted = repeats.counts(database, [row.id for row in found])
    assert counted == {found[n].id: 3 for n in (0, 2, 3, 4)}
    assert repeats.counts(database, []) == {}


def test_asking_for_repeats_takes_no_longer_in_a_long_document(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    # Of two indexes that seem equally good SQLite takes the younger one, and the migrations leave
    # to chance which of them that is.
    with database.engine.connect() as connection:
        connection.exec_driver_sql("DROP INDEX ix_segments_document_id_position")
        connection.exec_driver_sql(
            "CREATE INDEX ix_segments_document_id_position ON segments (document_id, position)"
        )
        connection.commit()

    def steps(size: int) -> dict[str, int]:
        content = make_document([f"{n}. {size}." for n in range(size)], sha256=f"{size:064}")
        info = documents.add(database, content)
        ids = [row.id for row in rows.rows(database, info.document.id, limit=100)]
        row = rows.find(database, ids[:1])[0]
        asked = {
            "counts": lambda: repeats.counts(database, ids),
            "peers": lambda: findings.peers(database, ids[0]),
            "save": lambda: repeats.save(
                database, row.id, text="A.", version=1, author="anna", status="reviewed"
            ),
        }
        return {name: _steps(database, work) for name, work in asked.items()}

    short, long = steps(100), steps(3000)
    assert all(long[name] < 3 * short[name] + 20 for name in short), (short, long)
    database.close()


def _steps(database: Database, work: Callable[[], object]) -> int:
    """Count what SQLite does for some work, in hundreds of instructions of its machine."""
    count = itertools.count()

    def watch(driver: Any, *_: Any) -> None:
        driver.set_progress_handler(lambda: next(count) and 0, 100)

    event.listen(database.engine, "checkout", watch)
    work()
    event.remove(database.engine, "checkout", watch)
    return next(count)
