"""A project with all that people do in one, and files of JSON Lines of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.corpus import conftest as stores
from tests.corpus.alignment_kit import START, build, do
from tests.corpus.conftest import make_document
from workbench.corpus import comments, documents, history, rows, segments
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.corpus.machine_drafts import Draft, put_drafts
from workbench.corpus.projects import in_sight
from workbench.corpus.tables import Project, Segment
from workbench.domain import (
    Origin,
    Provenance,
    SegmentStatus,
    TermOutcome,
    TermStrategy,
)
from workbench.exchange.base import Properties
from workbench.workflow.export import export_units, statuses_for

postgres_server, postgres_url = stores.postgres_server, stores.postgres_url
sqlite_url, url, migrated = stores.sqlite_url, stores.url, stores.migrated
database = stores.database


MACHINE = Provenance(
    *(Origin.MACHINE, "e 1 <beam=4>", "g1", "e", "The raw line."),
    confidence=1 / 3,
    flags=("loop", "term"),
    terms=(TermOutcome("c", "Zin", 0, 3, "line", TermStrategy.FORCED, 0.25, "A line."),),
)


def work(database: Database) -> None:
    """A project with drafts, post-edits, all decisions, undo, remarks and aligned rows."""
    texts = [f"Zin {n} hier." for n in range(8)]
    number = documents.add(database, make_document(texts), author="anna").document.id
    found = rows.rows(database, number)
    drafts = [Draft(row.id, 1, f"Line {row.position}.", MACHINE) for row in found[:7]]
    put_drafts(database, number, drafts, author="e")
    approved = SegmentStatus.APPROVED
    segments.set_status(
        database, [(row.id, 2) for row in found[:2]], status=approved, author="bert"
    )
    segments.save(database, found[2].id, text="Mine: “ë” 𝄞.", version=2, author="carla",
                  status=SegmentStatus.REVIEWED)  # fmt: skip
    segments.set_status(database, [(found[2].id, 3)], status=approved, author="bert")
    segments.save(database, found[3].id, text="Own.", version=2, author="carla")
    history.undo(database, number, author="carla")
    segments.save(database, found[4].id, text="", version=2, author="carla")
    segments.save(database, found[4].id, text="Anew.", version=3, author="carla")
    comments.hand_back(database, found[5].id, version=2, note="Not this.\nRather that.", author="d")
    told = comments.add(database, found[5].id, text="Why?", author="carla")
    comments.settle(database, told.id, author="d")
    segments.set_status(database, [(found[6].id, 2)], status=SegmentStatus.REVIEWED, author="bert")
    segments.save(database, found[7].id, text="By hand.", version=1, author="carla")
    alignment = build(database, START, probability=0.8125).id
    do(database, alignment, "set_status", ["r:a", "r:c", "r:b"], RowStatus.ACCEPTED)
    do(database, alignment, "edit_text", "s:A", "A!")
    do(database, alignment, "set_status", ["r:b"], RowStatus.REJECTED)


def exported(
    database: Database,
    path: Path,
    *,
    project: str | None = None,
    level: Properties = Properties.USUAL,
) -> Path:
    statuses = statuses_for("every")
    export_units(database, path, statuses=statuses, project=project, properties=level)
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the units; ids end with the number of the segment, which every store gives itself."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{**unit, "uid": unit["uid"].rpartition("-")[0]} for unit in found]


@pytest.fixture
def file(database: Database, tmp_path: Path) -> Path:
    work(database)
    return exported(database, tmp_path / "work.jsonl")


def rewritten(path: Path, *changes: Callable[[list[dict[str, Any]]], object]) -> Path:
    units = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for change in changes:
        change(units)
    target = path.with_name("changed.jsonl")
    target.write_text("".join(json.dumps(unit) + "\n" for unit in units), encoding="utf-8")
    return target


def left_behind(database: Database) -> int:
    """Return the rows of imports that nobody sees."""
    with database.read() as session:
        projects_ = session.scalar(select(func.count()).where(Project.arriving.is_not(None))) or 0
        nowhere = select(func.count(Segment.id)).where(Segment.document_id.is_(None) | ~in_sight())
        return projects_ + (session.scalar(nowhere) or 0)


def many(path: Path, count: int, size: int = 20) -> Path:
    """A file of units in documents of `size`: by turns a draft, and what somebody approved."""
    told = (
        {"status": "draft", "provenance": {"origin": "machine", "engine": "e", "glossary": "g1"}},
        {"status": "approved", "provenance": {"origin": "human"}, "changer": "bert"},
    )
    path.write_text(
        "".join(
            json.dumps(
                {
                    "uid": str(n),
                    "source": {"language": "nl", "text": f"Regel {n} van de brief."},
                    "target": {"language": "en", "text": f"Line {n} of the letter."},
                    **told[n % 2],
                    "document": f"brief {n // size}.txt",
                    "segment": n % size + 1,
                    "changed": "2026-01-02T10:00:00+00:00",
                }
            )
            + "\n"
            for n in range(count)
        ),
        encoding="utf-8",
    )
    return path
