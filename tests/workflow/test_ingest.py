from pathlib import Path

import pytest

from workbench.corpus import documents
from workbench.corpus.database import Database
from workbench.errors import Cancelled, InputError, WorkbenchError
from workbench.settings import Settings
from workbench.workflow.ingest import ingest_files


def test_a_file_becomes_a_document_once(
    database: Database, settings: Settings, dutch: Path
) -> None:
    copy = dutch.with_name("kopie.txt")
    copy.write_bytes(dutch.read_bytes())
    seen: list[tuple[int, int]] = []
    results = ingest_files(
        database,
        [dutch, copy],
        settings=settings,
        author="anna",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [(result.new, result.document.name) for result in results] == [
        (True, "debat.txt"),
        (False, "debat.txt"),
    ]
    assert seen == [(1, 2), (2, 2)]
    info = results[0].document
    assert (info.language, info.importer, info.translatable) == ("nl", "anna", info.segments - 1)


def test_what_can_not_be_read_is_told_and_the_rest_goes_on(
    database: Database, settings: Settings, dutch: Path
) -> None:
    missing = dutch.with_name("weg.txt")
    with pytest.raises(InputError, match=r"weg\.txt"):
        ingest_files(database, [missing, dutch], settings=settings)
    assert documents.listing(database) == []
    failed: list[tuple[Path, WorkbenchError]] = []
    results = ingest_files(
        database,
        [missing, dutch],
        settings=settings,
        failed=lambda path, error: failed.append((path, error)),
    )
    assert [result.path for result in results] == [dutch]
    assert [path for path, _ in failed] == [missing]


def test_stopping_keeps_what_is_in(database: Database, settings: Settings, dutch: Path) -> None:
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        ingest_files(database, [dutch, dutch], settings=settings, cancelled=lambda: next(answers))
    assert len(documents.listing(database)) == 1
