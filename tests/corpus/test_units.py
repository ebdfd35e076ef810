import tracemalloc
from typing import Any

import pytest

from tests.corpus.conftest import SOURCES, make_document
from tests.corpus.test_segments import MACHINE
from workbench.corpus import documents, machine_drafts, rows, segments, structure, units
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.machine_drafts import Draft
from workbench.domain import Origin, SegmentStatus, Variant
from workbench.errors import SettingsError
from workbench.language import EN_NL, NL_EN, LanguagePair


@pytest.fixture
def filled(database: Database, document: DocumentInfo) -> DocumentInfo:
    found = rows.rows(database, document.id)
    drafts = [Draft(row.id, 1, f"Sentence {row.position}.", MACHINE) for row in found[:3]]
    machine_drafts.put_drafts(database, document.id, drafts, author="engine")
    segments.set_status(database, [(found[1].id, 2)], status=SegmentStatus.APPROVED, author="anna")
    segments.save(
        database, found[2].id, text="Own.", version=2, author="bert", status=SegmentStatus.REVIEWED
    )
    return document


def test_units_carry_everything(database: Database, filled: DocumentInfo) -> None:
    (unit,) = units.stream(database)
    row = rows.rows(database, filled.id)[1]
    assert unit.source == Variant("nl", SOURCES[1])
    assert unit.target == Variant("en", "Sentence 1.")
    assert unit.status == SegmentStatus.APPROVED
    assert unit.provenance == MACHINE
    assert (unit.document, unit.segment) == ("brief.txt", 2)
    assert (unit.creator, unit.changer) == ("engine", "anna")
    assert unit.created is not None and unit.changed == row.changed
    assert unit.created <= unit.changed
    assert unit.uid == f"{filled.sha256[:12]}-{row.id}"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("approved",), [2]),
        (("approved", "reviewed"), [2, 3]),
        (("draft", "approved", "reviewed"), [1, 2, 3]),
        (("untranslated",), []),
        ((), []),
    ],
)
def test_by_status(
    database: Database, filled: DocumentInfo, statuses: tuple[str, ...], expected: list[int]
) -> None:
    wanted = [SegmentStatus(status) for status in statuses]
    assert [unit.segment for unit in units.stream(database, statuses=wanted)] == expected
    assert units.count(database, statuses=wanted) == len(expected)


def test_all_are_of_one_moment(
    database: Database, document: DocumentInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "_BATCH", 2)
    found = rows.rows(database, document.id)
    for row in found:
        segments.save(
            database,
            row.id,
            text=f"Sentence {row.position}.",
            version=1,
            author="anna",
            status=SegmentStatus.APPROVED,
        )
    streamed = units.stream(database)
    first = next(streamed)
    # The others move down by one, and the last one is no longer approved.
    structure.split(database, found[0].id, source_at=9, target_at=0, version=2, author="anna")
    segments.set_status(database, [(found[3].id, 2)], status=SegmentStatus.DRAFT, author="anna")
    assert [unit.source.text for unit in (first, *streamed)] == SOURCES


def test_by_document_and_project(database: Database, filled: DocumentInfo) -> None:
    other = documents.add(database, make_document(["Los."], sha256="cc" * 32), project="ander")
    row = rows.rows(database, other.document.id)[0]
    segments.save(
        database, row.id, text="Loose.", version=1, author="bert", status=SegmentStatus.APPROVED
    )

    def targets(**selection: object) -> list[str]:
        return [unit.target.text for unit in units.stream(database, **selection)]  # type: ignore[arg-type]

    assert targets() == ["Sentence 1.", "Loose."]
    assert targets(documents=[other.document.id]) == ["Loose."]
    assert targets(documents=[]) == []
    assert targets(project="default") == ["Sentence 1."]
    unit = next(units.stream(database, project="ander"))
    assert (unit.provenance.origin, unit.provenance.author) == (Origin.HUMAN, "bert")


def test_units_of_the_opposite_direction_are_turned_round(
    database: Database, filled: DocumentInfo
) -> None:
    (unit,) = units.stream(database)
    assert list(units.stream(database, pair=LanguagePair("nl-NL", "en-GB"))) == [unit]
    (turned,) = units.stream(database, pair=EN_NL)
    assert (turned.source, turned.target) == (unit.target, unit.source)
    assert turned.turned() == unit


def test_units_in_other_languages_are_passed_over_and_counted(
    database: Database, filled: DocumentInfo
) -> None:
    german = documents.add(
        database, make_document(["Los."], sha256="cc" * 32), project="de",
        pair=LanguagePair("nl-NL", "de"),
    ).document  # fmt: skip
    (row,) = rows.rows(database, german.id)
    segments.save(
        database, row.id, text="Los!", version=1, author="b", status=SegmentStatus.APPROVED
    )

    def seen(pair: LanguagePair, **chosen: Any) -> tuple[list[str], int, int]:
        found = [unit.target.text for unit in units.stream(database, pair=pair, **chosen)]
        return (
            found,
            units.count(database, pair=pair, **chosen),
            units.elsewhere(database, pair=pair, **chosen),
        )

    assert seen(NL_EN) == (["Sentence 1."], 1, 1)
    assert seen(EN_NL) == ([SOURCES[1]], 1, 1)
    assert seen(LanguagePair("nl", "de-AT")) == (["Los!"], 1, 1)
    assert seen(NL_EN, project="default") == (["Sentence 1."], 1, 0)
    assert seen(NL_EN, statuses=[SegmentStatus.REVIEWED]) == (["Own."], 1, 0)
    assert units.elsewhere(database, pair=None) == 0
    assert len(list(units.stream(database))) == 2
    # Who asks for these very units is told what they are.
    for chosen in ({"project": "de"}, {"documents": [german.id]}):
        with pytest.raises(SettingsError, match="in nl-NL:de, which are not nl-en") as caught:
            seen(NL_EN, **chosen)
        assert "--languages nl-NL:de, or other units with --project or --document" in str(
            caught.value
        )
    assert list(units.stream(database, project="nobody's", pair=NL_EN)) == []


def test_many_units_in_constant_memory_and_in_order(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    for name in "ab":
        info = documents.add(
            database, make_document([f"Zin {name} {n}." for n in range(1200)], sha256=name * 64)
        ).document
        found = rows.rows(database, info.id, limit=1200)
        drafts = [Draft(row.id, 1, f"{name} {row.position}", MACHINE) for row in found]
        machine_drafts.put_drafts(database, info.id, drafts, author="engine")
    del found, drafts
    tracemalloc.start()
    texts = 0
    for number, unit in enumerate(units.stream(database, statuses=[SegmentStatus.DRAFT])):
        assert unit.target.text == f"{'ab'[number // 1200]} {number % 1200}"
        texts += 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert texts == 2400
    assert peak < 8e6
