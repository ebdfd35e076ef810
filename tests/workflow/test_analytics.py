"""Figures of reviewing, out of real revisions."""

import json

import pytest

from tests.corpus.conftest import make_document
from workbench.cli.main import main
from workbench.corpus import documents, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.machine_drafts import Draft
from workbench.domain import Origin, Provenance, SegmentStatus, TermOutcome, TermStrategy
from workbench.workflow import analytics as subject

SOURCES = ["De vloot voer uit.", "Het leger bleef.", "De lucht is blauw.", "Nog te doen."]
MACHINE = ["The fleet set sail.", "The army stayed.", "The air is blue.", "Still to do."]
FINAL = ["The fleet set sail.", "The army remained.", "The sky is blue."]


@pytest.fixture
def document(database: Database) -> int:
    number = documents.add(database, make_document(SOURCES)).document.id
    before = rows.rows(database, number)
    term = TermOutcome("vloot", "vloot", 3, 8, "fleet", TermStrategy.NATURAL)
    drafts = [
        Draft(
            row.id,
            row.version,
            text,
            Provenance(
                Origin.MACHINE,
                engine="engine-1",
                glossary="g1",
                confidence=0.9 - 0.2 * row.position,
                terms=(term,) if row.position == 0 else (),
            ),
        )
        for row, text in zip(before, MACHINE, strict=True)
    ]
    machine_drafts.put_drafts(database, number, drafts, author="engine")
    for row, text, who in zip(before, FINAL, ["zoe", "anna", "zoe"], strict=False):
        version = row.version + 1
        segments.save(
            database, row.id, text=text, version=version, author=who, status=SegmentStatus.APPROVED
        )
    return number


def test_groups(database: Database, document: int) -> None:
    found = json.loads(json.dumps(subject.analytics(database, samples=100)))
    (entry,) = found["documents"]
    assert (entry["id"], entry["segments"], entry["words"]) == (document, 3, 11)
    assert entry["counts"]["approved"] == 3
    quality = entry["quality"]
    assert quality["post_edited"] == 3
    assert quality["unchanged"] == pytest.approx(1 / 3)
    # Two words of eleven were replaced.
    assert quality["hter"]["value"] == pytest.approx(100 * 2 / 11, abs=0.01)
    assert quality["hter"]["margin"] is not None
    assert quality["edits"]["word replaced"] == 2
    assert quality["terms"] == {"found": 1, "applied": 1, "kept": 1}
    assert [person["name"] for person in found["people"]] == ["anna", "zoe"]
    assert [engine["name"] for engine in found["engines"]] == ["engine-1"]
    assert [glossary["name"] for glossary in found["glossaries"]] == ["g1"]
    assert any(signature.startswith("HTER (TER) nrefs:1") for signature in found["signatures"])
    assert found["left"] == {
        "segments": 1,
        "words": 3,
        "minutes": None,
        "fast": None,
        "slow": None,
        "stretches": 0,
        "needed": 3,
        "reading": 0.0,
    }
    assert (found["calibration"]["segments"], found["calibration"]["few"]) == (3, True)
    assert sum(day["changes"] for day in found["days"]) == 3


def test_an_empty_store_and_another_project(database: Database) -> None:
    assert subject.analytics(database)["documents"] == []
    documents.add(database, make_document(SOURCES), project="other")
    assert subject.analytics(database, project="default")["documents"] == []
    (entry,) = subject.analytics(database, project="other")["documents"]
    assert entry["quality"] is None


def test_command(
    database: Database,
    document: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBENCH_DATABASE", str(database.url))
    assert main(["analytics", "--samples", "50"]) == 0
    told = capsys.readouterr().out
    assert "brief.txt" in told
    assert "HTER (TER)" in told
    assert "left: 1 segment, 3 words, time not known yet (0 of 3 stretches" in told
    assert main(["analytics", "--json", "--samples", "0"]) == 0
    assert json.loads(capsys.readouterr().out)["left"]["segments"] == 1
