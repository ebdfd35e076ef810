"""How much people changed in a machine's draft goes out with each unit of a TMX (``x-hter``)."""

import re
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.domain import Origin, Provenance, SegmentStatus
from workbench.exchange.base import Properties
from workbench.exchange.tmx_reader import read_tmx
from workbench.workflow.export import export_units, statuses_for
from workbench.workflow.release import release
from workbench.workflow.release_plan import ReleaseOptions

MADE = Provenance(Origin.MACHINE, engine="e 1", raw="The engine said this.", confidence=0.5)


@pytest.fixture
def drafted(database: Database) -> Database:
    """Four drafts of five words: approved, corrected in one word, undecided; and one by hand."""
    document = make_document([f"Dit is de zin nummer {word}." for word in ("een", "drie", "vier")])
    number = documents.add(database, document).document.id
    found = rows.rows(database, number)
    put = [machine_drafts.Draft(row.id, 1, "This is a good line.", MADE) for row in found]
    machine_drafts.put_drafts(database, number, put, author="e")
    approved = SegmentStatus.APPROVED
    segments.set_status(database, [(found[0].id, 2)], status=approved, author="anna")
    segments.save(
        database, found[1].id, text="This is a better line.", version=2, author="anna",
        status=SegmentStatus.REVIEWED,
    )  # fmt: skip
    other = documents.add(database, make_document(["Met de hand."], sha256="cd" * 32)).document.id
    (row,) = rows.rows(database, other)
    segments.save(database, row.id, text="By hand.", version=1, author="b", status=approved)
    return database


def told(path: Path) -> list[str]:
    units = re.findall(r"<tu .*?</tu>", path.read_text(encoding="utf-8"), re.DOTALL)
    return ["".join(re.findall(r'"x-hter">([^<]*)<', unit)) for unit in units]


def test_it_is_told_of_decided_units_that_a_machine_drafted(
    drafted: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out.tmx"
    export_units(drafted, path, statuses=statuses_for("all"))
    # One of five words and a full stop, whatever the engine wrote before the glossary.
    assert told(path) == ["0.0000", "0.1667", "", ""]
    assert len(list(read_tmx(path))) == 4
    export_units(drafted, path, properties=Properties.BASIC)
    assert told(path) == ["", ""]


def test_it_is_in_a_release(drafted: Database, tmp_path: Path) -> None:
    wanted = ReleaseOptions(gates={"status": "reviewed", "leak": "off"}, split=None)
    release(drafted, tmp_path / "release", wanted)
    assert told(tmp_path / "release" / "corpus.tmx") == ["0.0000", "0.1667", ""]
