"""Imported memories: in whole or not at all, used at once, switched off, and the index in step."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event, text, update

from tests.corpus.conftest import make_document
from workbench.corpus import documents, memories, memory_import, rows, segments, text_index
from workbench.corpus.concordance import concordance
from workbench.corpus.database import Database
from workbench.corpus.memories_tables import ImportedMemory
from workbench.corpus.memory import CONTEXT, EXACT, Memory
from workbench.domain import Bead, Origin, Provenance, SegmentStatus, TranslationUnit, Variant
from workbench.errors import Cancelled, NotFoundError, SettingsError, StoreError
from workbench.language import LanguagePair

PAIRS = [
    ("Het mandaat is helder.", "The mandate is clear."),
    ("De motie is aangenomen.", "The motion was carried."),
    ("De minister sprak lang met de Kamer.", "The minister spoke with the House at length."),
]


def units(pairs: list[tuple[str, str]] = PAIRS) -> Iterator[TranslationUnit]:
    for number, (source, target) in enumerate(pairs):
        yield TranslationUnit(
            f"u{number}",
            Variant("nl", source),
            Variant("en-GB", target),
            SegmentStatus.APPROVED,
            Provenance(Origin.ALIGNED, engine="bleualign", confidence=0.5, flags=("long",)),
            document="brief.txt",
            segment=number + 1,
            created=datetime(2026, 1, 2, tzinfo=UTC),
            note="n",
            bead=Bead((number,), (number, number + 1), 0.5),
        )


def sources(database: Database, phrase: str) -> list[str]:
    return [line.source for line in concordance(database, phrase)]


def test_units_come_back_as_they_came(database: Database) -> None:
    memory = memory_import.add(
        database, " Klant  A ", units(), file="a.tmx", format="tmx", author="x"
    )
    assert (memory.name, memory.units, memory.enabled) == ("Klant A", 3, True)
    assert list(memories.stream(database, memory.id)) == list(units())
    assert memories.listing(database) == [memory]


def test_matches_and_concordance_use_it_at_once(database: Database) -> None:
    memory = Memory(database)
    assert memory.find(PAIRS[1][0]) == []
    info = memory_import.add(database, "m", units())
    (match,) = memory.find(PAIRS[1][0])
    assert (match.percent, match.memory, match.unit.target.text) == (EXACT, "m", PAIRS[1][1])
    (match,) = memory.find(PAIRS[1][0], before=PAIRS[0][0], after=PAIRS[2][0])
    assert match.percent == CONTEXT
    (match,) = memory.find("De minister sprak met de Kamer.")
    assert 70 <= match.percent < 100 and match.differences == ("-lang",)
    assert [line.memory for line in concordance(database, "MANDA")] == ["m"]
    assert [line.position for line in concordance(database, "spoke with")] == [2]
    memories.set_enabled(database, info.id, False)
    assert memory.find(PAIRS[1][0]) == [] and concordance(database, "mandaat") == []
    memories.set_enabled(database, info.id, True)
    memories.delete(database, info.id)
    assert memory.find(PAIRS[1][0]) == [] and concordance(database, "mandaat") == []
    with pytest.raises(NotFoundError):
        memories.find(database, "m")


def test_the_own_corpus_comes_before_an_equal_imported_match(database: Database) -> None:
    info = documents.add(database, make_document([PAIRS[0][0]])).document
    row = rows.rows(database, info.id)[0]
    segments.save(database, row.id, text="Own.", version=1, author="a", status="approved")
    memory_import.add(database, "m", units())
    assert [m.unit.target.text for m in Memory(database).find(PAIRS[0][0])] == [
        "Own.",
        PAIRS[0][1],
    ]
    assert memories.known_targets(database, [PAIRS[0][0], "anders"]) == {
        PAIRS[0][0]: {"Own.", PAIRS[0][1]}
    }


def test_more_units_join_a_memory_of_the_same_name(database: Database) -> None:
    memory_import.add(database, "m", units(PAIRS[:1]))
    memory_import.add(database, "ander", units(PAIRS[1:2]))
    memory = memory_import.add(database, "M", units(PAIRS[2:]))
    assert (memory.name, memory.units) == ("m", 2)
    assert sources(database, "minister") == [PAIRS[2][0]]
    with pytest.raises(StoreError, match="the memory holds nl-en"):
        memory_import.add(database, "m", units(), pair=LanguagePair("nl", "fr"))
    assert [(each.name, each.units) for each in memories.listing(database)] == [
        ("ander", 1),
        ("m", 2),
    ]


def test_what_is_there_is_not_added_again(database: Database) -> None:
    memory_import.add(database, "ander", units())
    memory_import.add(database, "m", units(PAIRS[:2]))
    there: list[int] = []
    memory = memory_import.add(database, "M", units(), there=there.append)
    assert (there, memory.units) == ([2], 3)
    assert [unit.source.text for unit in memories.stream(database, memory.id)] == [
        source for source, _ in PAIRS
    ]
    again = [replace(unit, status=SegmentStatus.REJECTED) for unit in units(PAIRS[:1])]
    assert memory_import.add(database, "m", again, there=there.append).units == 4
    assert there == [2, 0]


def test_a_memory_that_is_deleted_before_it_was_compared_takes_no_unit_along(
    database: Database,
) -> None:
    old = memory_import.add(database, "m", units(PAIRS[:2]))

    def deleted() -> Iterator[TranslationUnit]:
        yield from units()
        memories.delete(database, old.id)

    memory = memory_import.add(database, "m", deleted())
    assert (memory.name, memory.units) == ("m", 3) and memory.id != old.id


@pytest.mark.parametrize("again", [False, True])
def test_what_was_left_out_is_still_there_at_the_end(
    database: Database, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    monkeypatch.setattr(memory_import, "BATCH", 2)
    old = memory_import.add(database, "m", units(PAIRS[:2]))

    def deleted() -> Iterator[TranslationUnit]:
        came = units()
        yield from (next(came), next(came), next(came))
        memories.delete(database, old.id)
        if again:
            memory_import.add(database, "m", units(PAIRS[:1]))

    with pytest.raises(StoreError, match="deleted or renamed the memory"):
        memory_import.add(database, "m", deleted())
    assert [memory.units for memory in memories.listing(database)] == [1] * again
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM memory_units")).scalar() == again


def test_two_imports_of_one_file_at_once_are_one(database: Database) -> None:
    def beside() -> Iterator[TranslationUnit]:
        yield from units()
        yield from units(PAIRS[:1])
        memory_import.add(database, "M", units(PAIRS[:2]), author="b")

    there: list[int] = []
    memory = memory_import.add(database, "m", beside(), there=there.append)
    assert (memory.name, memory.units, there) == ("M", 3, [3])
    assert [unit.source.text for unit in memories.stream(database, memory.id)] == [
        source for source, _ in PAIRS
    ]
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM memory_units")).scalar() == 3
        assert session.execute(text("SELECT count(*) FROM memories")).scalar() == 1


def test_a_pair_twice_in_a_file_is_twice_in_its_memory(database: Database) -> None:
    memory_import.add(database, "m", units(PAIRS[:1]))
    memory = memory_import.add(database, "m", [*units(PAIRS[1:2]), *units(PAIRS[1:2])])
    assert memory.units == len(list(memories.stream(database, memory.id))) == 3


def test_texts_are_looked_up_and_no_memory_is_read_through(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _u: object, statement: str, told: Any, *_: object) -> None:
        if "memory_units" in statement and "source_hash" in statement.partition("WHERE")[2]:
            asked.append((statement, told))

    memory_import.add(database, "m", units(PAIRS[:2]))
    event.listen(database.engine, "before_cursor_execute", note)
    memory_import.add(database, "m", units())
    event.remove(database.engine, "before_cursor_execute", note)
    assert len(asked) == 2, "what is left out, and what moves in"
    with database.engine.connect() as connection:
        for statement, told in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", told).all()
            assert any("(memory_id=? AND source_hash=?)" in step.detail for step in plan), plan
    database.close()


def test_imports_that_end_at_the_same_time_are_one(database: Database) -> None:
    compared = Barrier(2)

    def slow() -> Iterator[TranslationUnit]:
        yield from units()
        compared.wait(20)

    with ThreadPoolExecutor() as people:
        begun = [people.submit(memory_import.add, database, name, slow()) for name in "mM"]
        one, other = (each.result() for each in begun)
    assert one.id == other.id
    assert [memory.units for memory in memories.listing(database)] == [3]


def test_an_error_or_a_stop_leaves_nothing(database: Database) -> None:
    def broken() -> Iterator[TranslationUnit]:
        yield from units()
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        memory_import.add(database, "m", broken())
    with pytest.raises(Cancelled):
        memory_import.add(database, "m", units(), cancelled=lambda: True)
    assert memories.listing(database) == [] and sources(database, "mandaat") == []
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM memory_units")).scalar() == 0


def test_an_import_that_died_never_shows_and_is_cleared_away(database: Database) -> None:
    memory = memory_import.add(database, "dead", units())
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with database.write() as session:
        session.execute(update(ImportedMemory).values(state="importing", touched=long_ago))
    assert memories.listing(database) == [] and sources(database, "mandaat") == []
    with pytest.raises(NotFoundError):
        list(memories.stream(database, memory.id))
    memory_import.add(database, "new", units(PAIRS[:1]))
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM memories")).scalar() == 1


def test_names(database: Database) -> None:
    first = memory_import.add(database, "a", units(PAIRS[:1]))
    memory_import.add(database, "b", units(PAIRS[:1]))
    assert memories.rename(database, first.id, "c").name == "c"
    with pytest.raises(SettingsError, match="another memory"):
        memories.rename(database, first.id, "b")
    for name in ("", "  ", "x" * 201):
        with pytest.raises(SettingsError, match="a memory needs a name"):
            memory_import.add(database, name, units())


def test_the_index_follows_every_change(database: Database) -> None:
    info = documents.add(database, make_document(["Een vredesmissie begint."])).document
    row = rows.rows(database, info.id)[0]
    assert sources(database, "vredesmissie") == [row.source]
    stored = segments.save(database, row.id, text="A mission begins.", version=1, author="a")
    assert sources(database, "mission beg") == [row.source]
    segments.save(database, row.id, text="It starts.", version=stored.version, author="a")
    assert sources(database, "mission beg") == [] and sources(database, "it starts") != []
    documents.delete_document(database, info.id, force=True)
    assert sources(database, "vredesmissie") == [] and sources(database, "starts") == []
    if database.is_sqlite:
        with database.write() as session:
            for name in (text_index.SEGMENTS, text_index.TRANSLATIONS, text_index.MEMORIES):
                check = f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)"
                session.execute(text(check))


@pytest.mark.parametrize("phrase", ['"quo', "a AND b", "NEAR(", "100%_", "x*", "ÉÉN", "te"])
def test_every_phrase_is_only_text(database: Database, phrase: str) -> None:
    memory_import.add(database, "m", units([(f"Zie {phrase.lower()} hier", "b"), ("niets", "c")]))
    assert sources(database, phrase) == [f"Zie {phrase.lower()} hier"]


def test_an_older_database_gets_its_texts_indexed(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    documents.add(database, make_document(["Een vredesmissie begint."]))
    with database.engine.begin() as connection:
        text_index.remove(connection)
        text_index.install(connection)
    assert sources(database, "vredesmissie") == ["Een vredesmissie begint."]
