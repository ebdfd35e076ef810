import time
from pathlib import Path

import pytest

from workbench.cli import progress
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


def test_how_far_a_file_is(database: Database, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "lang.txt"
    text = "\n\n".join(f"Dit is alinea {n} van een lang stuk." for n in range(6000))
    path.write_text(text, encoding="utf-8")
    seen: list[tuple[str, float]] = []
    (result,) = ingest_files(
        database,
        [path],
        settings=settings,
        reading=lambda path, share: seen.append((path.name, share)),
    )
    assert {name for name, _ in seen} == {"lang.txt"}
    shares = [share for _, share in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len([share for share in shares if share > 0.8]) >= 2, (
        "nothing is told while it is stored"
    )
    assert result.document.segments == 6000


def test_what_takes_long_is_told_in_lines_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with progress.shares() as tell:
        for seconds, share in ((1, 0.1), (6, 0.4), (7, 0.5), (12, 0.6), (18, 1.0)):
            now = seconds
            tell("lang.txt", share)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "lang.txt: 40%\nlang.txt: 60%\n")
