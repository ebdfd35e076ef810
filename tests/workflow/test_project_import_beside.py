"""While a file is imported others go on working, and see all of it at the end, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select

from tests.corpus.conftest import make_document
from tests.workflow.project_import_kit import (
    database,
    file,
    left_behind,
    many,
    migrated,
    postgres_server,
    postgres_url,
    sqlite_url,
    url,
)
from workbench.corpus import (
    arrivals,
    documents,
    glossary_versions,
    history,
    machine_drafts,
    memories,
    projects,
    rows,
    segments,
    units,
)
from workbench.corpus.concordance import concordance
from workbench.corpus.database import Database
from workbench.corpus.memory import Memory
from workbench.corpus.postedits import words_left
from workbench.corpus.tables import Project, Segment
from workbench.domain import SegmentStatus
from workbench.errors import Cancelled, StoreError
from workbench.language import NL_EN
from workbench.workflow import project_import
from workbench.workflow.project_import import bring_back

__all__ = ["database", "file", "migrated", "postgres_server", "postgres_url", "sqlite_url", "url"]


def test_a_sentence_that_changes_meanwhile_ends_the_import(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on PostgreSQL, where others go on writing until their rows are locked."""
    compare = project_import.unit_import.compare

    def outdated(*arguments: Any) -> Any:
        finding = compare(*arguments)
        return replace(finding, fresh=dict.fromkeys(finding.fresh, 7))

    texts = [f"Zin {n} hier." for n in range(8)]
    documents.add(database, make_document(texts), project="here")
    monkeypatch.setattr(project_import.unit_import, "compare", outdated)
    with pytest.raises(StoreError, match="somebody translated a sentence while"):
        bring_back(database, file, project="here")
    assert len(documents.listing(database, project="here")) == 1
    assert left_behind(database) == 0


def test_others_save_while_much_is_imported_and_see_none_of_it(
    database: Database, tmp_path: Path
) -> None:
    number = documents.add(database, make_document(["Zin een.", "Zin twee."])).document.id
    row = rows.rows(database, number)[0]
    other = Database(database.url.render_as_string(hide_password=False))
    memory = Memory(other)
    saved: list[int] = []

    def save() -> bool:
        """Called between two transactions; a lock that is held would let this wait in vain."""
        version = saved[-1] if saved else row.version
        result = segments.save(other, row.id, text=f"One {version}.", version=version, author="a")
        saved.append(result.version)
        memory.refresh()
        assert [info.id for info in documents.listing(other)] == [number]
        assert [project.name for project in projects.projects(other)] == ["default"]
        assert not concordance(other, "van de brief") and not memory.find("Regel 3 van de brief.")
        assert len(list(units.stream(other, statuses=tuple(SegmentStatus)))) == 1
        assert words_left(other) == (2, 4) and not machine_drafts.outdated(other, glossary="g2")
        assert memories.known_targets(other, ["Regel 3 van de brief."]) == {}
        assert glossary_versions.of_drafts(other) == []
        assert glossary_versions.confirm(other, before="g1", after="g2") == 0
        return False

    done = bring_back(
        database, many(tmp_path / "many.jsonl", 60, 20), project="moved", cancelled=save
    )
    assert (done.written, done.documents) == (60, 3)
    # Once for each document that was read, and once for each that was written.
    assert len(saved) == 6
    memory.refresh()
    assert memory.find("Regel 3 van de brief.")[0].percent >= 100
    assert len(concordance(other, "van de brief")) > 1
    assert len(list(units.stream(other, statuses=tuple(SegmentStatus)))) == 61
    assert (
        words_left(other) == (32, 154) and len(machine_drafts.outdated(other, glossary="g2")) == 3
    )
    assert memories.known_targets(other, ["Regel 3 van de brief."]) != {}
    assert glossary_versions.of_drafts(other) == ["g1"]
    assert left_behind(database) == 0
    other.close()


def test_no_transaction_of_an_import_is_long(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted at every commit: how many segments came in since the last one."""
    monkeypatch.setattr(arrivals, "BATCH", 7)
    file = many(tmp_path / "many.jsonl", 60, 60)
    with database.read() as session:
        before = session.scalar(select(func.count(Segment.id)))
    counts = [before or 0]

    def count(connection: Connection) -> None:
        counts.append(connection.scalar(select(func.count(Segment.id))) or 0)

    changes: list[str] = []

    def note(*arguments: Any) -> None:
        if arguments[2].startswith("UPDATE segments"):
            changes.append(arguments[2])

    event.listen(database.engine, "commit", count)
    event.listen(database.engine, "before_cursor_execute", note)
    bring_back(database, file, project="moved")
    event.remove(database.engine, "commit", count)
    event.remove(database.engine, "before_cursor_execute", note)
    # To be shown at the end costs no segment a change.
    assert not changes
    assert counts[-1] - counts[0] == 60
    assert max(after - first for first, after in pairwise(counts)) == 7
    (info,) = documents.listing(database, project="moved")
    history_ = [history.history(database, row.id) for row in rows.rows(database, info.id)]
    assert {len(entries) for entries in history_} == {1}


@pytest.mark.parametrize("stop_at", [1, 4, 8])
def test_stopping_while_it_is_written_leaves_nothing(
    database: Database, tmp_path: Path, stop_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "BATCH", 7)
    asked = iter(range(100))
    with pytest.raises(Cancelled):
        bring_back(
            *(database, many(tmp_path / "many.jsonl", 60, 20)),
            project="moved",
            cancelled=lambda: next(asked) > stop_at,
        )
    assert projects.projects(database) == [] and left_behind(database) == 0


def test_a_document_that_somebody_adds_meanwhile_ends_the_import(
    database: Database, tmp_path: Path
) -> None:
    file = many(tmp_path / "many.jsonl", 60, 20)
    asked = iter(range(100))

    def add() -> bool:
        if next(asked) == 5:
            bring_back(database, many(tmp_path / "some.jsonl", 20, 20), project="moved")
        return False

    with pytest.raises(StoreError, match="somebody added the same document"):
        bring_back(database, file, project="moved", cancelled=add)
    assert len(documents.listing(database)) == 1 and left_behind(database) == 0


def test_what_an_import_that_died_left_is_cleared_by_the_next(
    database: Database, tmp_path: Path
) -> None:
    arrival = arrivals.begin(database, NL_EN)
    with database.write() as session:
        session.get_one(Project, arrival).arriving = datetime(2026, 1, 1, tzinfo=UTC)
    alive = arrivals.begin(database, NL_EN)
    with database.read() as session:
        assert session.scalars(select(Project.id)).all() == [alive]


def test_stopping_leaves_nothing(database: Database, file: Path) -> None:
    with pytest.raises(Cancelled, match="nothing of it was kept"):
        bring_back(database, file, project="moved", cancelled=lambda: True)
    assert [project.name for project in projects.projects(database)] == ["default"]
