import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.corpus.conftest import make_document
from tests.corpus.test_segments import MACHINE
from workbench.corpus import documents, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.machine_drafts import Draft
from workbench.corpus.rows import Filters
from workbench.corpus.states import Change, TargetState, lock, record
from workbench.domain import Document, Origin, Segment, SegmentKind, SegmentStatus
from workbench.errors import NotFoundError, SettingsError


@pytest.fixture
def mixed(database: Database) -> DocumentInfo:
    """Seven segments: 0 heading, 1-4 sentences, 5 a URL, 6 an English sentence."""
    parts = [
        ("Voorwoord", SegmentKind.HEADING, True, ()),
        ("België doet 100% mee.", SegmentKind.SENTENCE, True, ("unsure-hyphen",)),
        ("BELGIË was neutraal.", SegmentKind.SENTENCE, True, ()),
        ("Artikel 5_b telt.", SegmentKind.SENTENCE, True, ()),
        ("Artikel 51b niet.", SegmentKind.SENTENCE, True, ("unsure",)),
        ("https://x.nl", SegmentKind.URL, False, ()),
        ("This is English.", SegmentKind.SENTENCE, False, ("passed-english",)),
    ]
    made = tuple(
        Segment(text, kind, 0, 0, 1, "nl", translatable, flags)
        for text, kind, translatable, flags in parts
    )
    info = documents.add(database, Document("m.txt", "txt", "x", "nl", made, "11" * 32)).document
    found = rows.rows(database, info.id)
    machine_drafts.put_drafts(
        database, info.id, [Draft(found[1].id, 1, "Belgium joins 100%.", MACHINE)], author="engine"
    )
    segments.save(
        database,
        found[2].id,
        text="Belgium was neutral.",
        version=1,
        author="anna",
        status=SegmentStatus.APPROVED,
    )
    return info


FILTERS = [
    (Filters(), [0, 1, 2, 3, 4, 5, 6]),
    (Filters(statuses=(SegmentStatus.DRAFT,)), [1]),
    (Filters(statuses=(SegmentStatus.DRAFT, SegmentStatus.APPROVED)), [1, 2]),
    (Filters(kinds=(SegmentKind.HEADING, SegmentKind.URL)), [0, 5]),
    (Filters(origins=(Origin.MACHINE,)), [1]),
    (Filters(origins=(Origin.HUMAN,)), [2]),
    (Filters(flags=("unsure",)), [4]),
    (Filters(flags=("unsure-hyphen",)), [1]),
    (Filters(flags=("term",)), [1]),
    (Filters(flags=("term", "unsure")), [1, 4]),
    (Filters(text="belgië"), [1, 2]),
    (Filters(text="BELGIUM"), [1, 2]),
    (Filters(text="100%"), [1]),
    (Filters(text="5_b"), [3]),
    (Filters(text="nergens"), []),
    (Filters(pattern=r"Artikel 5\db"), [4]),
    (Filters(pattern=r"^Belgium \w+ neutral"), [2]),
    (Filters(author="anna"), [2]),
    (Filters(author="engine"), [1]),
    (Filters(translatable=False), [5, 6]),
    (Filters(translatable=True, statuses=(SegmentStatus.UNTRANSLATED,)), [0, 3, 4]),
    (Filters(below=0.8), [1]),
    (Filters(below=0.7), []),
    (Filters(text="artikel", flags=("unsure",)), [4]),
]


def test_filters(database: Database, mixed: DocumentInfo) -> None:
    for filters, expected in FILTERS:
        assert rows.positions(database, mixed.id, filters=filters) == expected, filters
        assert rows.count(database, mixed.id, filters=filters) == len(expected)
        found = rows.rows(database, mixed.id, filters=filters)
        assert [row.position for row in found] == expected, filters


def test_a_broken_pattern_is_explained(database: Database, mixed: DocumentInfo) -> None:
    with pytest.raises(SettingsError, match="no regular expression"):
        rows.positions(database, mixed.id, filters=Filters(pattern="(open"))


def test_windows(database: Database) -> None:
    info = documents.add(database, make_document([f"Zin {n}." for n in range(25)])).document

    def seen(start: int, limit: int, filters: Filters | None = None) -> list[int]:
        found = rows.rows(database, info.id, start=start, limit=limit, filters=filters)
        return [row.position for row in found]

    assert seen(0, 3) == [0, 1, 2]
    assert seen(23, 10) == [23, 24]
    assert seen(25, 10) == []
    assert seen(1, 2, Filters(text="zin 1")) == [10, 11]


def test_a_row_tells_what_the_segment_is(database: Database, mixed: DocumentInfo) -> None:
    row = rows.rows(database, mixed.id, start=6, limit=1)[0]
    assert (row.document, row.kind, row.translatable) == (mixed.id, SegmentKind.SENTENCE, False)
    assert (row.flags, row.source, row.language) == (("passed-english",), "This is English.", "nl")
    assert (row.target, row.status, row.version, row.origin) == ("", "untranslated", 1, None)
    assert (row.changed, row.words) == (None, 3)


def test_find_keeps_the_order(database: Database, mixed: DocumentInfo) -> None:
    ids = [row.id for row in rows.rows(database, mixed.id)]
    assert [row.id for row in rows.find(database, ids[::-1])] == ids[::-1]
    with pytest.raises(NotFoundError):
        rows.find(database, [ids[0], 77])


def test_others_see_what_changed(database: Database, mixed: DocumentInfo) -> None:
    nothing, moment = rows.changes(database, mixed.id, after=-1)
    assert nothing == []
    assert rows.changes(database, mixed.id, after=moment) == ([], moment)
    row = rows.rows(database, mixed.id)[3]
    saved = segments.save(database, row.id, text="Article.", version=1, author="bert")
    other = documents.add(database, make_document(["Los."])).document
    elsewhere = rows.rows(database, other.id)[0]
    segments.save(database, elsewhere.id, text="Loose.", version=1, author="bert")
    changed, later = rows.changes(database, mixed.id, after=moment)
    assert changed == [saved]
    assert rows.changes(database, mixed.id, after=later) == ([], later)


@pytest.mark.postgres
def test_a_change_that_is_committed_late_is_not_missed(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    info = documents.add(database, make_document(["Een.", "Twee."])).document
    late, soon = (row.id for row in rows.rows(database, info.id))
    seen: set[int] = set()
    moment = rows.changes(database, info.id, after=-1)[1]
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with ThreadPoolExecutor() as pool:
        with database.write() as session:
            change = Change(lock(session, [late])[late], TargetState("One."))
            record(session, [change], document_id=info.id, kind="edit", author="anna")
            other = pool.submit(
                segments.save, database, soon, text="Two.", version=1, author="bert"
            )
            with database.read() as looking:
                while not other.done() and not looking.scalar(waiting):
                    looking.rollback()
            found, moment = rows.changes(database, info.id, after=moment)
            seen |= {row.id for row in found}
        other.result()
    seen |= {row.id for row in rows.changes(database, info.id, after=moment)[0]}
    assert seen == {late, soon}
    database.close()


def test_fifty_thousand_segments_open_fast(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    texts = [f"Dit is zin {n} over België." for n in range(50_000)]
    info = documents.add(database, make_document(texts)).document
    timed = []
    for call in (
        lambda: rows.rows(database, info.id, start=49_000, limit=100),
        lambda: rows.positions(database, info.id, filters=Filters(text="ZIN 4999")),
        lambda: rows.count(database, info.id, filters=Filters(statuses=(SegmentStatus.DRAFT,))),
    ):
        started = time.perf_counter()
        call()
        timed.append(time.perf_counter() - started)
    # Typical: 4, 150 and 20 ms on two idle cores; the limits leave room for a busy machine.
    assert timed[0] < 0.3 and max(timed) < 2.0, timed
