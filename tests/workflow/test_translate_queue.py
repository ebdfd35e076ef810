"""Documents in a row: claimed at once, translated one by one, never by two processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, jobs
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobState
from workbench.domain import SegmentStatus
from workbench.engine.jobs import Progress
from workbench.errors import Cancelled, NotFoundError, PackageError, StoreError
from workbench.settings import Settings
from workbench.workflow import background
from workbench.workflow.directions import Directions
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.translate import translate_document
from workbench.workflow.translate_queue import last_translations, queue, refuse

QUIET: Callable[[Progress], None] = lambda progress: None  # noqa: E731


@pytest.fixture
def directions(pipeline: Pipeline) -> Directions:
    return Directions([pipeline])


def add(database: Database, name: str, count: int = 2) -> DocumentInfo:
    texts = [f"De minister sprak met {name} en {n} leden." for n in range(count)]
    return documents.add(
        database, make_document(texts, name=f"{name}.txt", sha256=name * 10)
    ).document


def states(database: Database) -> list[tuple[int | None, JobState, bool]]:
    found = sorted(jobs.listing(database), key=lambda job: job.id)
    return [(job.document, job.state, job.waiting) for job in found]


def test_all_are_claimed_at_once_and_translated_in_turn(
    database: Database, directions: Directions, pipeline: Pipeline
) -> None:
    first, second = add(database, "Anna"), add(database, "Bram")
    seen: list[list[tuple[int | None, JobState, bool]]] = []
    with queue(database, [first.id, second.id, first.id], directions=directions) as turns:
        assert states(database) == [
            (first.id, JobState.RUNNING, True),
            (second.id, JobState.RUNNING, True),
        ]
        with pytest.raises(StoreError, match="already at work"):
            translate_document(database, second.id, pipeline=pipeline)
        for turn in turns:
            summary = turn.translate(lambda progress: seen.append(states(database)))
            assert (summary.name, summary.translated) == (turn.document.name, 2)
    assert seen[0] == [
        (first.id, JobState.RUNNING, False),
        (second.id, JobState.RUNNING, True),
    ]
    assert states(database) == [(first.id, JobState.DONE, False), (second.id, JobState.DONE, False)]
    assert [job.done for job in jobs.listing(database)] == [2, 2]


def test_its_rate_counts_from_its_turn(database: Database, directions: Directions) -> None:
    info = add(database, "Anna")
    with queue(database, [info.id], directions=directions) as turns:
        claimed = jobs.listing(database)[0]
        time.sleep(0.3)
        next(turns).translate(QUIET)
    assert (jobs.listing(database)[0].started - claimed.started).total_seconds() >= 0.3


def test_one_that_is_stopped_while_it_waits(database: Database, directions: Directions) -> None:
    first, second, third = (add(database, name) for name in ("Anna", "Bram", "Cor"))
    ended: list[str] = []
    with queue(database, [first.id, second.id, third.id], directions=directions) as turns:
        (waiting,) = jobs.running(database, document_id=second.id)
        jobs.cancel(database, waiting.id)
        for turn in turns:
            try:
                turn.translate(QUIET)
            except Cancelled:
                ended.append(turn.document.name)
    assert ended == ["Bram.txt"]
    assert jobs.get(database, waiting.id).state == JobState.CANCELLED
    counts = [documents.get(database, each.id).counts for each in (first, second, third)]
    assert [count[SegmentStatus.DRAFT] for count in counts] == [2, 0, 2]


def test_what_another_process_translates_is_left_to_it(
    database: Database, directions: Directions
) -> None:
    info = add(database, "Anna")
    other = jobs.start(database, "translate", document_id=info.id)
    with (
        queue(database, [info.id], directions=directions) as turns,
        pytest.raises(StoreError, match="already at work"),
    ):
        next(turns).translate(QUIET)
    assert [job.id for job in jobs.running(database)] == [other.id]


def test_what_is_left_is_let_go(database: Database, directions: Directions) -> None:
    first, second = add(database, "Anna"), add(database, "Bram")
    with (
        pytest.raises(KeyboardInterrupt),
        queue(database, [first.id, second.id], directions=directions) as turns,
    ):
        next(turns).translate(QUIET)
        raise KeyboardInterrupt
    assert [state for _, state, _ in states(database)] == [JobState.DONE, JobState.CANCELLED]


def test_nothing_is_claimed_for_a_document_that_is_not_there(
    database: Database, directions: Directions
) -> None:
    info = add(database, "Anna")
    with pytest.raises(NotFoundError), queue(database, [info.id, 77], directions=directions):
        pass
    assert jobs.listing(database) == []


def test_why_it_could_not_begin_is_noted(database: Database) -> None:
    info = add(database, "Anna")
    refuse(database, [info.id, 77], PackageError("the package is broken"))
    job = last_translations(database)[info.id]
    assert (job.state, job.message) == (JobState.FAILED, "the package is broken")


def test_a_process_that_was_killed_is_followed_by_another(
    database: Database, settings: Settings
) -> None:
    settings.glossaries.mkdir()
    first, second = add(database, "Anna", 400), add(database, "Bram", 3)

    def drafts(info: DocumentInfo) -> int:
        return documents.get(database, info.id).counts[SegmentStatus.DRAFT]

    def until(condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + 300
        while not condition():
            assert time.monotonic() < deadline, (settings.home / "jobs.log").read_text()
            time.sleep(0.05)

    background.start_translation(settings, first.id, second.id)
    until(lambda: drafts(first))
    assert {job.document for job in jobs.running(database)} == {first.id, second.id}
    pid = int(jobs.running(database)[0].owner.rpartition(":")[2])
    subprocess.run(["kill", f"-{int(signal.SIGKILL)}", str(pid)], check=True)
    until(lambda: not jobs.running(database))
    kept = drafts(first)
    ended = last_translations(database)
    assert ended[second.id].state == JobState.INTERRUPTED
    done = command(settings, first.id, second.id)
    assert done.returncode == 0, done.stderr
    assert f"{400 - kept} segments translated" in done.stdout or kept == 400
    assert (drafts(first), drafts(second)) == (400, 3)


def command(settings: Settings, *numbers: int) -> "subprocess.CompletedProcess[str]":
    stored = [part for number in numbers for part in ("--stored", str(number))]
    return subprocess.run(
        [sys.executable, "-m", "workbench.cli.main", "translate", *stored],
        env={
            **os.environ,
            "WORKBENCH_HOME": str(settings.home),
            "WORKBENCH_GLOSSARIES": str(settings.glossaries),
        },
        capture_output=True,
        text=True,
        check=False,
    )
