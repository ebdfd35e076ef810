"""What the work proposes: found, shown with evidence, and never entered by itself."""

from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.domain import Origin, Provenance, SegmentStatus, TermOutcome, TermStrategy
from workbench.glossary.association import associations, log_likelihood
from workbench.glossary.concepts import Glossary, TermStatus
from workbench.glossary.extraction import extract, groups
from workbench.glossary.files import load_glossary
from workbench.workflow import suggestions
from workbench.workflow.suggestions import Source, replacements, suggest
from workbench.workflow.term_statistics import ConceptFigures, figures

NONE = Glossary.of([])
TEXTS = [
    ("De stuwdam is oud.", "The barrage is old.", "The storage dam is old."),
    ("Zij bouwden een stuwdam.", "They built a barrage.", "They built a storage dam."),
    (
        "Achter de stuwdam ligt een meer.",
        "Behind the barrage lies a lake.",
        "Behind the storage dam lies a lake.",
    ),
    ("Het regent in het dal.", "It rains in the valley.", "It is raining in the valley."),
    ("De molen draait.", "The mill turns.", "The mill turns."),
]


def fill(database: Database, *, approve: bool = True, terms: bool = False) -> int:
    number = documents.add(database, make_document([text for text, _, _ in TEXTS])).document.id
    stored = rows.rows(database, number)
    outcome = (TermOutcome("dam", "stuwdam", 3, 10, "barrage", TermStrategy.FORCED),)
    drafts = [
        machine_drafts.Draft(
            row.id,
            row.version,
            machine,
            Provenance(Origin.MACHINE, engine="x", terms=outcome if terms else ()),
        )
        for row, (_, machine, _) in zip(stored, TEXTS, strict=True)
    ]
    machine_drafts.put_drafts(database, number, drafts, author="x")
    for row, (_, _, person) in zip(rows.rows(database, number), TEXTS, strict=True):
        segments.save(
            database,
            row.id,
            text=person,
            version=row.version,
            author="ada",
            status=SegmentStatus.APPROVED if approve else None,
        )
    return number


def test_the_same_correction_three_times_is_proposed(database: Database) -> None:
    fill(database)
    (one,) = suggest(database, NONE, sources=[Source.CORRECTIONS])
    assert (one.dutch, one.english, one.instead, one.count) == (
        "stuwdam",
        "storage dam",
        "barrage",
        3,
    )
    assert one.examples[0] == (TEXTS[0][0], TEXTS[0][2])
    concept = suggestions.accepted(one)
    assert concept.target == "storage dam"
    assert [term.text for term in concept.of("en", TermStatus.FORBIDDEN)] == ["barrage"]
    assert suggest(database, Glossary.of([concept]), sources=[Source.CORRECTIONS]) == []


def test_a_refused_proposal_does_not_come_back(database: Database) -> None:
    fill(database)
    (one,) = suggest(database, NONE, sources=[Source.CORRECTIONS])
    suggestions.refuse(database, one, author="ada")
    assert suggest(database, NONE, sources=[Source.CORRECTIONS]) == []


def test_approved_pairs_propose_what_goes_together(database: Database) -> None:
    fill(database)
    # Five pairs are too few to be sure.
    assert suggest(database, NONE, sources=[Source.PAIRS]) == []
    pairs = [(dutch, person) for dutch, _, person in TEXTS]
    loose = associations(pairs, likelihood=3.0)
    assert [(one.source, one.target) for one in loose] == [("stuwdam", "storage dam")]
    for number in range(3):
        texts = [*(text for text, _, _ in TEXTS), f"Regel {number}."]
        more = documents.add(database, make_document(texts, sha256=str(number) * 64)).document.id
        for row, (_, _, person) in zip(rows.rows(database, more), TEXTS, strict=False):
            segments.save(
                database,
                row.id,
                text=person,
                version=row.version,
                author="ada",
                status=SegmentStatus.APPROVED,
            )
    found = {one.dutch: one for one in suggest(database, NONE, sources=[Source.PAIRS])}
    assert found["stuwdam"].english == "storage dam"
    assert len(found["stuwdam"].examples) == 5


def test_texts_propose_what_is_rare_elsewhere(database: Database) -> None:
    fill(database, approve=False)
    (one,) = suggest(database, NONE, sources=[Source.TEXTS])
    assert (one.dutch, one.english, one.count) == ("stuwdam", "", 3)


@pytest.mark.parametrize(
    ("machine", "person", "found"),
    [
        ("The barrage is old.", "The storage dam is old.", [("barrage", "storage dam")]),
        ("A dam, a mill.", "A weir, a mill!", [("dam", "weir")]),
        ("The dam.", "The dam is.", []),
        ("One two three four five.", "a b c d e.", []),
        ("It costs 5 euros.", "It costs 6 euros.", []),
    ],
)
def test_replacements(machine: str, person: str, found: list[tuple[str, str]]) -> None:
    assert list(replacements(machine, person)) == found


def test_groups_do_not_begin_or_end_with_common_words() -> None:
    found = {" ".join(group) for group in groups("De raad van bestuur, en de stuwdam.", "nl")}
    assert "raad van bestuur" in found
    assert "stuwdam" in found
    assert not any(text.startswith(("De ", "van ")) or "," in text for text in found)


def test_a_part_of_a_longer_term_is_no_term() -> None:
    text = [f"{word} humanitair oorlogsrecht." for word in ("Het", "Dit", "Ons", "Geen")]
    text += ["Een stuwdam."] * 3
    found = [one.text for one in extract(text)]
    assert found[0] == "humanitair oorlogsrecht"
    assert "oorlogsrecht" not in found
    assert "stuwdam" in found


def test_log_likelihood_of_independence_is_nothing() -> None:
    assert log_likelihood(25, 50, 50, 100) == pytest.approx(0)
    assert log_likelihood(50, 50, 50, 100) == pytest.approx(138.6, abs=0.1)


def test_figures_of_a_concept(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("concept,nl,en\ndam,stuwdam,barrage\n", encoding="utf-8")
    fill(database, terms=True)
    found = figures(database, load_glossary(path))
    assert found == {"dam": ConceptFigures(segments=3, translated=3, right=0, corrected=3)}
    assert found["dam"].success == 0
