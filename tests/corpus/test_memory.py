import time

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.memory import CONTEXT, EXACT, Memory
from workbench.corpus.segments import Edit
from workbench.corpus.states import Change, TargetState, lock, record
from workbench.domain import SegmentStatus

SOURCES = [
    "De minister sprak met de Kamer.",
    "De motie is aangenomen.",
    "De minister sprak met de pers.",
    "De motie is aangenomen.",
    "Iets heel anders over vredesoperaties.",
]


@pytest.fixture
def memory(database: Database) -> Memory:
    info = documents.add(database, make_document(SOURCES)).document
    segments.save_many(
        database,
        [
            Edit(row.id, 1, f"Target {row.position}.", SegmentStatus.APPROVED)
            for row in rows.rows(database, info.id)
        ],
        author="anna",
    )
    return Memory(database)


def found(memory: Memory, source: str, **options: object) -> list[tuple[str, int]]:
    return [
        (match.unit.target.text, match.percent)
        for match in memory.find(source, **options)  # type: ignore[arg-type]
    ]


def test_exact_context_and_fuzzy(memory: Memory) -> None:
    exact = found(memory, SOURCES[1])
    assert sorted(exact) == [("Target 1.", EXACT), ("Target 3.", EXACT)]
    assert found(memory, SOURCES[1], before=SOURCES[2], after=SOURCES[4])[0] == (
        "Target 3.",
        CONTEXT,
    )
    assert found(memory, SOURCES[1], before=SOURCES[0], after=SOURCES[2])[0] == (
        "Target 1.",
        CONTEXT,
    )
    fuzzy = found(memory, "De minister sprak met de pers en de Kamer.")
    assert {target for target, _ in fuzzy} == {"Target 0.", "Target 2."}
    assert all(70 <= percent < 100 for _, percent in fuzzy)
    assert fuzzy == sorted(fuzzy, key=lambda match: -match[1])
    assert found(memory, "Volledig onbekende tekst.") == []


def test_only_matches_of_the_language_asked_for(memory: Memory) -> None:
    assert found(memory, SOURCES[4], language="nl") == [("Target 4.", EXACT)]
    assert found(memory, SOURCES[4], language="en") == []


def test_the_same_but_for_case_is_nearly_exact(memory: Memory) -> None:
    assert found(memory, SOURCES[4].upper())[0] == ("Target 4.", EXACT - 1)


def test_differences_are_words(memory: Memory) -> None:
    match = memory.find("De minister sprak lang met de pers.")[0]
    assert match.unit.source.text == SOURCES[2]
    assert match.differences == ("+lang",)
    assert memory.find(SOURCES[4])[0].differences == ()


def test_a_segment_is_no_match_for_itself(memory: Memory, database: Database) -> None:
    row = rows.rows(database, 1, start=4, limit=1)[0]
    assert found(memory, row.source, exclude=row.id) == []


def test_refreshing_sees_what_was_approved_and_taken_back(
    memory: Memory, database: Database
) -> None:
    info = documents.add(database, make_document(["Nieuw in het geheugen."], sha256="1" * 64))
    new = rows.rows(database, info.document.id)[0]
    old = rows.rows(database, 1, start=4, limit=1)[0]
    segments.save(database, new.id, text="New.", version=1, author="anna", status="approved")
    segments.set_status(
        database, [(old.id, old.version)], status=SegmentStatus.REJECTED, author="anna"
    )
    memory.refresh()
    assert found(memory, "Nieuw in het geheugen.") == [("New.", EXACT)]
    assert found(memory, SOURCES[4]) == []
    assert len(memory) == 5


@pytest.mark.postgres
def test_an_approval_that_is_committed_late_is_not_missed(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    (one, late), (_, early) = (
        (info.id, rows.rows(database, info.id)[0].id)
        for info in (
            documents.add(database, make_document([f"{name}."], sha256=name * 8)).document
            for name in ("Laat", "Vroeg")
        )
    )
    memory = Memory(database)
    with database.write() as session:
        state = TargetState("Late.", SegmentStatus.APPROVED)
        change = Change(lock(session, [late])[late], state)
        record(session, [change], document_id=one, kind="edit", author="anna")
        # It has its id now, and another with a higher id is there before it.
        segments.save(database, early, text="Early.", version=1, author="bert", status="approved")
        memory.refresh()
        assert (found(memory, "Vroeg."), found(memory, "Laat.")) == ([("Early.", EXACT)], [])
        memory.refresh()
    memory.refresh()
    assert found(memory, "Laat.") == [("Late.", EXACT)]
    database.close()


def test_by_project(memory: Memory, database: Database) -> None:
    assert len(Memory(database, project="default")) == 5
    assert len(Memory(database, project="ander")) == 0


def test_many_units_are_searched_fast(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    texts = [f"De commissie nam besluit {n} over artikel {n * 7} met {n % 9}." for n in range(3000)]
    info = documents.add(database, make_document(texts)).document
    found_rows = rows.rows(database, info.id, limit=3000)
    segments.save_many(
        database,
        [Edit(row.id, 1, "T.", SegmentStatus.APPROVED) for row in found_rows],
        author="anna",
    )
    memory = Memory(database)
    started = time.perf_counter()
    matches = memory.find("De commissie nam besluit 1321 over artikel 12 met 3.")
    # Typical: 10 ms; the limit leaves room for a busy machine.
    assert time.perf_counter() - started < 0.5
    assert matches
