import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event

from tests.corpus.conftest import SOURCES, make_document
from workbench.corpus import documents, projects, rows, segments
from workbench.corpus.concordance import concordance
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.domain import Document, Segment, SegmentKind, SegmentStatus
from workbench.errors import NotFoundError, StoreError
from workbench.language import LanguagePair


def test_a_document_comes_back_as_it_went_in(database: Database) -> None:
    given = Document(
        name="Debat – 4 mei.pdf",
        media_type="pdf",
        raw="Kop\fDit is\r\neen zin. 𝔘 é e\u0301",
        language="nl",
        segments=(
            Segment("Kop", SegmentKind.HEADING, 0, 0, 3, "nl"),
            Segment("Dit is een zin.", SegmentKind.SENTENCE, 1, 4, 20, "nl", True, ("a", "b-c")),
            Segment("https://x.nl", SegmentKind.URL, 2, 21, 22, "nl", False, ()),
        ),
        sha256="0f" * 32,
    )
    added = documents.add(database, given, project="zaak", author="anna", settings={"n": 1})
    assert added.new
    loaded, targets = documents.load(database, added.document.id)
    assert loaded == given
    assert targets == ["", "", ""]
    info = documents.get(database, added.document.id)
    assert (info.name, info.project, info.importer) == (given.name, "zaak", "anna")
    assert (info.segments, info.translatable, info.words) == (3, 2, 5)
    assert info.counts[SegmentStatus.UNTRANSLATED] == 2
    assert info.settings == {"n": 1}
    assert info.pair == LanguagePair("nl", "en")
    assert info.imported.utcoffset() is not None


def test_offsets_survive_characters_a_database_can_not_hold(database: Database) -> None:
    given = make_document(["Voor\0na.", "Los \ud800 deel.", "Einde."])
    info = documents.add(database, given).document
    loaded, _ = documents.load(database, info.id)
    for segment in loaded.segments:
        assert loaded.raw[segment.start : segment.end] == segment.text
    assert loaded.segments[0].text == "Voor\ufffdna."


def test_the_same_file_is_stored_once_a_project(database: Database) -> None:
    first = documents.add(database, make_document(SOURCES))
    again = documents.add(database, make_document(SOURCES, name="kopie.txt"))
    other = documents.add(database, make_document(SOURCES), project="ander")
    assert (first.new, again.new, other.new) == (True, False, True)
    assert again.document == first.document
    assert [info.id for info in documents.listing(database)] == [
        first.document.id,
        other.document.id,
    ]
    assert [info.id for info in documents.listing(database, project="ander")] == [other.document.id]
    assert [(p.name, p.documents) for p in projects.projects(database)] == [
        ("ander", 1),
        ("default", 1),
    ]


def test_the_same_file_from_many_at_once(database: Database) -> None:
    with ThreadPoolExecutor(6) as pool:
        results = list(
            pool.map(lambda _: documents.add(database, make_document(SOURCES)), range(6))
        )
    assert sorted(result.new for result in results) == [False] * 5 + [True]
    assert len(documents.listing(database)) == 1


def test_a_list_is_one_query(database: Database, document: DocumentInfo) -> None:
    for number in range(5):
        documents.add(database, make_document(SOURCES, sha256=f"{number:064d}"))
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    found = documents.listing(database)
    assert len(found) == 6
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


def test_counts_follow_the_statuses(database: Database, document: DocumentInfo) -> None:
    first, second, *_ = rows.rows(database, document.id)
    segments.save(database, first.id, text="One.", version=1, author="anna", status="approved")
    segments.save(database, second.id, text="Two.", version=1, author="anna")
    counts = documents.get(database, document.id).counts
    assert counts == {
        SegmentStatus.UNTRANSLATED: 2,
        SegmentStatus.DRAFT: 1,
        SegmentStatus.REVIEWED: 0,
        SegmentStatus.APPROVED: 1,
        SegmentStatus.REJECTED: 0,
    }


def test_an_empty_document(database: Database) -> None:
    info = documents.add(database, make_document([])).document
    assert (info.segments, info.translatable, info.words) == (0, 0, 0)
    assert set(info.counts.values()) == {0}


def test_deleting_takes_everything_along(database: Database, document: DocumentInfo) -> None:
    other = documents.add(database, make_document(SOURCES, sha256="cd" * 32)).document
    row = rows.rows(database, document.id)[0]
    segments.save(database, row.id, text="One.", version=1, author="anna")
    documents.delete_document(database, document.id)
    assert documents.listing(database) == [other]
    with pytest.raises(NotFoundError):
        rows.find(database, [row.id])


@pytest.mark.parametrize("status", [SegmentStatus.APPROVED, SegmentStatus.REVIEWED])
def test_reviewed_work_is_deleted_only_by_force(
    database: Database, document: DocumentInfo, status: SegmentStatus
) -> None:
    row = rows.rows(database, document.id)[0]
    segments.save(database, row.id, text="One.", version=1, author="anna", status=status)
    with pytest.raises(StoreError, match="1 reviewed or approved"):
        documents.delete_document(database, document.id)
    assert documents.get(database, document.id).counts[status] == 1
    documents.delete_document(database, document.id, force=True)
    assert documents.listing(database) == []


def test_no_such_document(database: Database) -> None:
    for call in (documents.get, documents.load, documents.delete_document):
        with pytest.raises(NotFoundError, match="no document 77"):
            call(database, 77)


def test_infos_are_values(document: DocumentInfo) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.name = "x"  # type: ignore[misc]


def test_the_ids_of_a_deleted_document_never_come_back(database: Database) -> None:
    """An edit that a browser still holds for the old segment must not land in the new one."""
    first = Document("a.txt", "txt", "x", "nl", (_segment("Een."),), "6" * 64)
    old = documents.add(database, first).document.id
    (before,) = rows.rows(database, old)
    documents.delete_document(database, old)
    second = Document("b.txt", "txt", "y", "nl", (_segment("Twee."),), "7" * 64)
    (after,) = rows.rows(database, documents.add(database, second).document.id)
    assert after.id != before.id
    with pytest.raises(NotFoundError):
        segments.save(database, before.id, text="Stale.", version=1, author="ada")


def test_what_is_passed_through_gets_no_target(database: Database) -> None:
    passed = Segment("http://x.nl", SegmentKind.URL, 0, 0, 1, "nl", translatable=False)
    number = documents.add(
        database, Document("c.txt", "txt", "z", "nl", (passed,), "8" * 64)
    ).document.id
    (row,) = rows.rows(database, number)
    with pytest.raises(StoreError, match="passed through"):
        segments.save(database, row.id, text="x", version=row.version, author="ada")
    status = SegmentStatus.REJECTED
    with pytest.raises(StoreError, match="passed through"):
        segments.set_status(database, [(row.id, row.version)], status=status, author="ada")


def _segment(text: str) -> Segment:
    return Segment(text, SegmentKind.SENTENCE, 0, 0, 1, "nl")


def test_many_segments_are_written_in_several_goes(database: Database) -> None:
    texts = [f"Dit is zin {number} van velen." for number in range(10_001)]
    told: list[tuple[int, int]] = []
    many = documents.add(
        database,
        make_document(texts, name="veel.txt", sha256="cd" * 32),
        progress=lambda done, total: told.append((done, total)),
    ).document
    assert told == [(5000, 10_001), (10_000, 10_001), (10_001, 10_001)]
    assert many.counts[SegmentStatus.UNTRANSLATED] == 10_001
    found = rows.rows(database, many.id, limit=20_000)
    assert [row.position for row in found] == list(range(10_001))
    # What comes after it finds its way into the index of texts as before.
    documents.add(database, make_document(["Een kort stuk over zeehonden."]))
    for phrase, document in (("zin 7777 van", "veel.txt"), ("over zeehonden", "brief.txt")):
        assert [line.document for line in concordance(database, phrase)] == [document]
    documents.delete_document(database, many.id)
    assert concordance(database, "zin 7777 van") == []
