import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.conftest import SOURCES, make_document
from workbench.corpus import documents, history, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.machine_drafts import Draft
from workbench.corpus.rows import SegmentRow
from workbench.corpus.segments import Edit
from workbench.domain import Origin, Provenance, SegmentStatus, TermOutcome, TermStrategy
from workbench.errors import NotFoundError, StaleEditError, StoreError

MACHINE = Provenance(
    origin=Origin.MACHINE,
    engine="translate-nl_en 0.1",
    glossary="v3",
    author="translate-nl_en",
    raw="The debate about the army starts.",
    confidence=0.75,
    flags=("term",),
    terms=(TermOutcome("c7", "krijgsmacht", 18, 29, "armed forces", TermStrategy.FORCED, 0.2),),
)


def first(database: Database, document: DocumentInfo) -> SegmentRow:
    return rows.rows(database, document.id, limit=1)[0]


def draft(database: Database, document: DocumentInfo, text: str = "The debate starts.") -> None:
    row = first(database, document)
    machine_drafts.put_drafts(
        database, document.id, [Draft(row.id, row.version, text, MACHINE)], author="engine"
    )


def test_a_draft_is_stored_with_its_whole_provenance(
    database: Database, document: DocumentInfo
) -> None:
    draft(database, document)
    row = first(database, document)
    assert (row.target, row.status, row.version) == ("The debate starts.", "draft", 2)
    assert (row.origin, row.engine, row.glossary) == (Origin.MACHINE, MACHINE.engine, "v3")
    assert (row.raw, row.confidence, row.problems) == (MACHINE.raw, 0.75, ("term",))
    assert row.terms == MACHINE.terms
    assert row.author == "translate-nl_en"
    assert row.changed is not None and row.changed.utcoffset() is not None


# status to save, text to save -> (status, origin, author) that is stored, on top of a draft
SAVES = [
    (None, "The debate starts.", ("draft", Origin.MACHINE, "translate-nl_en")),
    ("approved", "The debate starts.", ("approved", Origin.MACHINE, "translate-nl_en")),
    ("rejected", "The debate starts.", ("rejected", Origin.MACHINE, "translate-nl_en")),
    ("untranslated", "The debate starts.", ("draft", Origin.MACHINE, "translate-nl_en")),
    (None, "The debate begins.", ("draft", Origin.HUMAN, "anna")),
    ("reviewed", "The debate begins.", ("reviewed", Origin.HUMAN, "anna")),
    ("approved", "The debate begins.", ("approved", Origin.HUMAN, "anna")),
    (None, "", ("untranslated", None, "anna")),
    ("draft", "", ("untranslated", None, "anna")),
    ("rejected", "", ("rejected", None, "anna")),
]


@pytest.mark.parametrize(("status", "text", "stored"), SAVES)
def test_saving_on_a_draft(
    database: Database,
    document: DocumentInfo,
    status: SegmentStatus | None,
    text: str,
    stored: tuple[str, Origin | None, str],
) -> None:
    draft(database, document)
    row = first(database, document)
    saved = segments.save(
        database, row.id, text=text, version=row.version, author="anna", status=status
    )
    assert (saved.status, saved.origin, saved.author) == stored
    assert saved == first(database, document)


def test_an_edit_of_an_approved_text_is_a_draft_again(
    database: Database, document: DocumentInfo
) -> None:
    row = first(database, document)
    row = segments.save(
        database, row.id, text="A.", version=1, author="anna", status=SegmentStatus.APPROVED
    )
    row = segments.save(database, row.id, text="B.", version=row.version, author="bert")
    assert (row.status, row.changer) == (SegmentStatus.DRAFT, "bert")


@pytest.mark.parametrize("status", [SegmentStatus.APPROVED, SegmentStatus.REVIEWED])
@pytest.mark.parametrize("text", ["", "  ", "\n\t "])
def test_nothing_can_not_be_approved(
    database: Database, document: DocumentInfo, status: SegmentStatus, text: str
) -> None:
    row = first(database, document)
    with pytest.raises(StoreError, match="empty translation can't be"):
        segments.save(database, row.id, text=text, version=1, author="anna", status=status)
    with pytest.raises(StoreError, match="empty translation can't be"):
        segments.set_status(database, [(row.id, 1)], status=status, author="anna")
    assert first(database, document).version == 1


def test_a_stale_save_is_refused_with_both_texts(
    database: Database, document: DocumentInfo
) -> None:
    row = first(database, document)
    stored = segments.save(database, row.id, text="Anna's.", version=row.version, author="anna")
    with pytest.raises(StaleEditError) as caught:
        segments.save(database, row.id, text="Bert's.", version=row.version, author="bert")
    error = caught.value
    assert (error.mine, error.theirs, error.version) == ("Bert's.", "Anna's.", stored.version)
    assert first(database, document) == stored
    merged = segments.save(database, row.id, text="Both.", version=error.version, author="bert")
    assert merged.target == "Both."


def test_a_save_sent_twice_is_confirmed_and_stored_once(
    database: Database, document: DocumentInfo
) -> None:
    row = first(database, document)
    for _ in range(2):
        saved = segments.save(
            database, row.id, text="Once.", version=1, author="anna", status=SegmentStatus.APPROVED
        )
    assert saved.version == 2
    assert len(history.history(database, row.id)) == 1


def test_of_many_saves_on_one_version_exactly_one_wins(
    database: Database, document: DocumentInfo
) -> None:
    row = first(database, document)

    def save(number: int) -> str | None:
        try:
            segments.save(database, row.id, text=f"{number}", version=1, author=f"p{number}")
        except StaleEditError:
            return None
        return f"{number}"

    with ThreadPoolExecutor(8) as pool:
        won = [text for text in pool.map(save, range(16)) if text is not None]
    assert len(won) == 1
    assert first(database, document).target == won[0]
    assert first(database, document).version == 2


def test_drafts_leave_alone_what_a_person_touched(database: Database) -> None:
    texts = ["Een.", "Twee.", "Drie.", "Vier.", "Vijf.", "Zes."]
    info = documents.add(database, make_document(texts)).document
    before = rows.rows(database, info.id)
    numbers = [row.id for row in before]
    machine = [Draft(number, 1, "Machine.", MACHINE) for number in numbers[1:]]
    machine_drafts.put_drafts(database, info.id, machine, author="engine")
    save = segments.save
    save(database, numbers[0], text="Mine.", version=1, author="anna")
    save(database, numbers[1], text="Changed.", version=2, author="anna")
    save(database, numbers[2], text="Machine.", version=2, author="anna", status="approved")
    save(database, numbers[3], text="Machine.", version=2, author="anna", status="rejected")
    now = rows.rows(database, info.id)
    again = [Draft(row.id, row.version, "Newer.", MACHINE) for row in now[:5]]
    stale = [Draft(numbers[5], 1, "Newer.", MACHINE)]
    stored = machine_drafts.put_drafts(database, info.id, again + stale, author="engine")
    assert stored.written == (numbers[4],)
    assert [row.target for row in rows.rows(database, info.id)] == [
        "Mine.",
        "Changed.",
        "Machine.",
        "Machine.",
        "Newer.",
        "Machine.",
    ]


def test_empty_drafts_are_not_stored(database: Database, document: DocumentInfo) -> None:
    draft(database, document, text=" ")
    assert first(database, document).status == SegmentStatus.UNTRANSLATED


def test_a_status_for_many_is_all_or_nothing(database: Database, document: DocumentInfo) -> None:
    three = rows.rows(database, document.id, limit=3)
    for row in three[:2]:
        segments.save(database, row.id, text="Text.", version=1, author="anna")
    with pytest.raises(StoreError):
        segments.set_status(
            database,
            [(three[0].id, 2), (three[1].id, 2), (three[2].id, 1)],
            status=SegmentStatus.APPROVED,
            author="anna",
        )
    assert documents.get(database, document.id).counts[SegmentStatus.APPROVED] == 0
    done = segments.set_status(
        database,
        [(three[1].id, 2), (three[0].id, 2)],
        status=SegmentStatus.APPROVED,
        author="anna",
    )
    assert [(row.id, row.status) for row in done] == [
        (three[1].id, "approved"),
        (three[0].id, "approved"),
    ]


def test_many_edits_are_all_or_nothing(database: Database, document: DocumentInfo) -> None:
    ids = [row.id for row in rows.rows(database, document.id)]
    with pytest.raises(StaleEditError):
        segments.save_many(database, [Edit(ids[0], 1, "A."), Edit(ids[1], 9, "B.")], author="anna")
    assert rows.rows(database, document.id)[0].target == ""


def test_segments_of_two_documents_in_one_action(
    database: Database, document: DocumentInfo
) -> None:
    other = documents.add(database, make_document(SOURCES, sha256="ef" * 32)).document
    ids = [first(database, document).id, first(database, other).id]
    with pytest.raises(StoreError, match="several documents"):
        segments.save_many(database, [Edit(number, 1, "A.") for number in ids], author="anna")


def test_no_such_segment(database: Database) -> None:
    with pytest.raises(NotFoundError, match="no segment 77"):
        segments.save(database, 77, text="A.", version=1, author="anna")


CLEANED = [
    ("One line.", "One line."),
    ("  spaces \n", "spaces"),
    ("Two\nlines\r\nhere", "Two lines  here"),
    ("Tab\tand\x0bfeed\x0cdone", "Tab and feed done"),
    ("nul\0bell\x07gone", "nulbellgone"),
    ("lone \ud83d surrogate", "lone  surrogate"),
    ("cafe\u0301", "café"),
    ("non\u00a0breaking stays", "non\u00a0breaking stays"),
]


@pytest.mark.parametrize(("text", "clean"), CLEANED)
def test_targets_are_one_clean_line(text: str, clean: str) -> None:
    assert segments.clean_target(text) == clean


@given(st.text(alphabet=st.characters(codec=None, max_codepoint=sys.maxunicode)))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    clean = segments.clean_target(text)
    assert segments.clean_target(clean) == clean
    clean.encode()
    assert len((clean + "x").splitlines()) == 1


def test_only_untouched_drafts_of_another_glossary_are_outdated(database: Database) -> None:
    first = documents.add(database, make_document(SOURCES)).document.id
    given = rows.rows(database, first)
    drafts = [
        machine_drafts.Draft(
            row.id, row.version, "Draft.", Provenance(origin=Origin.MACHINE, glossary="old")
        )
        for row in given
        if row.translatable
    ]
    machine_drafts.put_drafts(database, first, drafts, author="engine")
    assert machine_drafts.outdated(database, glossary="new") == [first]
    assert machine_drafts.outdated(database, glossary="old") == []
    for row in rows.rows(database, first):
        if row.translatable:
            segments.save(database, row.id, text="Mine.", version=row.version, author="ada")
    assert machine_drafts.outdated(database, glossary="new") == []
