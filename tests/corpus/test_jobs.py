import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from workbench.corpus import jobs
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobState
from workbench.corpus.tables import Job
from workbench.errors import NotFoundError, StoreError


def test_a_job_from_start_to_end(database: Database, document: DocumentInfo) -> None:
    job = jobs.start(database, "translate", document_id=document.id, total=40)
    assert jobs.advance(database, job.id, done=10, message="batch 1")
    seen = jobs.get(database, job.id)
    assert (seen.state, seen.done, seen.total, seen.message) == ("running", 10, 40, "batch 1")
    assert [one.id for one in jobs.running(database)] == [job.id]
    ended = jobs.finish(database, job.id)
    assert (ended.state, ended.seconds_left) == (JobState.DONE, None)
    assert ended.finished is not None
    assert jobs.running(database) == []
    assert [one.id for one in jobs.listing(database, document_id=document.id)] == [job.id]


def test_rate_and_time_left(database: Database, document: DocumentInfo) -> None:
    job = jobs.start(database, "translate", document_id=document.id, total=40)
    jobs.advance(database, job.id, done=10)
    with database.write() as session:
        session.execute(
            update(Job).values(started=Job.started, heartbeat=job.started + timedelta(seconds=5))
        )
    seen = jobs.get(database, job.id)
    assert seen.rate == pytest.approx(2.0)
    assert seen.seconds_left == pytest.approx(15.0)


def test_one_job_a_document(database: Database, document: DocumentInfo) -> None:
    first = jobs.start(database, "translate", document_id=document.id)
    with pytest.raises(StoreError, match="already at work"):
        jobs.start(database, "translate", document_id=document.id)
    other = jobs.start(database, "align", document_id=document.id)
    jobs.finish(database, first.id)
    assert jobs.start(database, "translate", document_id=document.id).id > other.id


def test_another_process_asks_a_job_to_stop(database: Database, document: DocumentInfo) -> None:
    job = jobs.start(database, "translate", document_id=document.id)
    url = database.url.render_as_string(hide_password=False)
    code = (
        "import sys; from workbench.corpus import jobs;"
        "from workbench.corpus.database import Database;"
        "jobs.cancel(Database(sys.argv[1]), int(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", code, url, str(job.id)], check=True)
    assert not jobs.advance(database, job.id, done=1)
    assert jobs.get(database, job.id).cancel
    assert jobs.finish(database, job.id, state=JobState.CANCELLED).state == "cancelled"


def test_a_job_whose_process_died_is_taken_over(database: Database, document: DocumentInfo) -> None:
    url = database.url.render_as_string(hide_password=False)
    code = (
        "import os, signal, sys; from workbench.corpus import jobs;"
        "from workbench.corpus.database import Database;"
        "jobs.start(Database(sys.argv[1]), 'translate', document_id=int(sys.argv[2]), total=9);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    died = subprocess.run([sys.executable, "-c", code, url, str(document.id)])
    assert died.returncode == -9
    (dead,) = jobs.listing(database)
    assert dead.state == JobState.INTERRUPTED
    assert jobs.running(database) == []
    fresh = jobs.start(database, "translate", document_id=document.id)
    assert [(job.id, job.state) for job in jobs.listing(database)] == [
        (fresh.id, "running"),
        (dead.id, "interrupted"),
    ]


def test_a_silent_job_on_another_machine_is_taken_over(
    database: Database, document: DocumentInfo
) -> None:
    job = jobs.start(database, "translate", document_id=document.id)

    def beat_at(moment: datetime) -> None:
        with database.write() as session:
            session.execute(update(Job).values(owner="elsewhere:1", heartbeat=moment))

    beat_at(datetime.now(UTC) - timedelta(seconds=jobs.STALE_SECONDS / 2))
    with pytest.raises(StoreError, match="elsewhere"):
        jobs.start(database, "translate", document_id=document.id)
    beat_at(datetime.now(UTC) - timedelta(seconds=jobs.STALE_SECONDS + 1))
    fresh = jobs.start(database, "translate", document_id=document.id)
    assert not jobs.advance(database, job.id), "the old one must stop when it comes back"
    assert jobs.advance(database, fresh.id)


def test_a_job_without_steps_lives_as_long_as_its_work(
    database: Database, document: DocumentInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_BEAT_SECONDS", 0.01)
    job = jobs.start(database, "align", document_id=document.id)
    with database.write() as session:
        session.execute(update(Job).values(heartbeat=datetime.now(UTC) - timedelta(hours=1)))
    assert jobs.running(database) == []
    deadline = time.monotonic() + 60
    with jobs.ending(database, job.id):
        while not jobs.running(database):
            assert time.monotonic() < deadline
    assert not [one for one in threading.enumerate() if one.name == f"job-{job.id}"]
    with pytest.raises(ValueError), jobs.ending(database, job.id):
        raise ValueError
    assert jobs.get(database, job.id).state == JobState.FAILED


def test_cancelling_a_dead_job_ends_it(database: Database, document: DocumentInfo) -> None:
    job = jobs.start(database, "translate", document_id=document.id)
    with database.write() as session:
        session.execute(update(Job).values(heartbeat=datetime.now(UTC) - timedelta(hours=1)))
    assert jobs.cancel(database, job.id).state == JobState.INTERRUPTED


def test_no_such_job(database: Database) -> None:
    for call in (jobs.get, jobs.cancel, jobs.finish):
        with pytest.raises(NotFoundError, match="no job 77"):
            call(database, 77)
