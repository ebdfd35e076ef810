"""How much people changed in a machine's draft goes out with each unit of a TMX (``x-hter``)."""

import re
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.corpus.conftest import make_document
from workbench.corpus import documents, machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.domain import Origin, Provenance, SegmentStatus
from workbench.exchange import base
from workbench.exchange.base import Properties
from workbench.exchange.tmx_reader import read_tmx
from workbench.language import EN_NL
from workbench.workflow.export import export_units, statuses_for
from workbench.workflow.export_documents import export_documents
from workbench.workflow.release import preview, release
from workbench.workflow.release_plan import ReleaseOptions

MADE = Provenance(Origin.MACHINE, engine="e 1", raw="The engine said this.", confidence=0.5)


@pytest.fixture
def drafted(database: Database) -> Database:
    """Drafts of five words: approved, corrected in one word, undecided; and one by hand."""
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


def drafts_asked_for(database: Database) -> list[str]:
    """Return what is asked of the store for drafts from now on."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        if "revisions.origin =" in statement:
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    return asked


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


def test_a_unit_that_is_turned_round_has_none(drafted: Database, tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    export_units(drafted, path, statuses=statuses_for("reviewed"), pair=EN_NL)
    assert told(path) == ["", "", ""]


@pytest.mark.parametrize("name", sorted(base.FORMATS))
@pytest.mark.parametrize("level", list(Properties))
def test_drafts_are_read_only_for_what_tells_it(
    drafted: Database, tmp_path: Path, name: str, level: Properties
) -> None:
    asked = drafts_asked_for(drafted)
    export_units(drafted, tmp_path / "out", format=name, properties=level)
    export_documents(drafted, tmp_path / "each", format=name, properties=level)
    full = level in (Properties.USUAL, Properties.ALL)
    assert len(asked) == (2 if full and name == "tmx" else 0)


def test_no_draft_is_read_for_a_preview_or_a_turned_unit(drafted: Database, tmp_path: Path) -> None:
    asked = drafts_asked_for(drafted)
    wanted = ReleaseOptions(gates={"leak": "off"}, split=None)
    preview(drafted, wanted)
    export_units(drafted, tmp_path / "out.tmx", pair=EN_NL)
    assert asked == []
    release(drafted, tmp_path / "release", wanted)
    assert len(asked) == 1
