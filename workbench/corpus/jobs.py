"""Long work that every process can see: progress, stopping, and work whose process died.

A job beats its heart with each step, and in between as long as its process lives (:func:`ending`).
When it has not for :data:`STALE_SECONDS`, or its process on this machine is gone, it counts as
interrupted, and the next start on the same document takes over. What a job has done is in the
store with each batch, so it goes on where it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from workbench.corpus.database import Database
from workbench.corpus.job_info import (
    STALE_SECONDS,
    WAITING,
    JobInfo,
    JobState,
    alive,
    describe,
    owner,
)
from workbench.corpus.tables import Document, Job
from workbench.errors import Cancelled, NotFoundError, StoreError, WorkbenchError

__all__ = [
    "STALE_SECONDS",
    "WAITING",
    "JobInfo",
    "JobState",
    "advance",
    "beat",
    "begin",
    "cancel",
    "ending",
    "finish",
    "get",
    "last",
    "listing",
    "running",
    "start",
]


_BEAT_SECONDS = STALE_SECONDS / 4


def start(
    database: Database,
    kind: str,
    *,
    document_id: int | None = None,
    total: int = 0,
    message: str = "",
) -> JobInfo:
    """Register a job of this process; takes over from a dead one on the same document.

    Args:
        database: The store.
        kind: What it does, at most 40 characters.
        document_id: Its document, or None.
        total: Steps in all, 0 when not known yet.
        message: What it is doing; :data:`WAITING` when it holds the document for later.

    Raises:
        StoreError: A living job of this kind works on the document already.
    """
    now = datetime.now(UTC)
    with database.write() as session:
        if document_id is not None:
            # The document's row is the lock: two processes can't both find no living job.
            session.execute(select(Document.id).where(Document.id == document_id).with_for_update())
        working = session.scalars(
            select(Job).where(
                Job.kind == kind,
                Job.document_id.is_(None)
                if document_id is None
                else Job.document_id == document_id,
                Job.state == str(JobState.RUNNING),
            )
        ).all()
        for job in working:
            if alive(job, now):
                raise StoreError(
                    f"a {kind} job is already at work on this document ({job.owner})",
                    where=f"document {document_id}" if document_id is not None else kind,
                    fix="Wait for it or stop it",
                )
            job.state = str(JobState.INTERRUPTED)
            job.finished = job.heartbeat
        job = Job(
            kind=kind,
            document_id=document_id,
            state=str(JobState.RUNNING),
            done=0,
            total=total,
            message=message,
            owner=owner(),
            cancel=False,
            started=now,
            heartbeat=now,
            finished=None,
        )
        session.add(job)
        session.flush()
        return describe(job, now)


def begin(database: Database, job_id: int, *, total: int) -> bool:
    """Begin with a job that was waiting: its rate counts from now.

    Returns:
        True when it shall go on, False when somebody asked it to stop while it waited.

    Raises:
        NotFoundError: There is no such job.
    """
    now = datetime.now(UTC)
    with database.write() as session:
        job = _job(session, job_id)
        job.started = job.heartbeat = now
        job.total = total
        job.message = ""
        return not job.cancel and job.state == str(JobState.RUNNING)


def advance(
    database: Database,
    job_id: int,
    *,
    done: int | None = None,
    total: int | None = None,
    message: str | None = None,
) -> bool:
    """Note progress and give a sign of life.

    Returns:
        True when the job shall go on, False when somebody asked it to stop.
    """
    with database.write() as session:
        return beat(session, job_id, done=done, total=total, message=message)


def beat(
    session: Session,
    job_id: int,
    *,
    done: int | None = None,
    total: int | None = None,
    message: str | None = None,
) -> bool:
    """Do as :func:`advance`, inside a running write transaction."""
    values: dict[str, Any] = {"heartbeat": datetime.now(UTC)}
    values.update(
        (name, value)
        for name, value in (("done", done), ("total", total), ("message", message))
        if value is not None
    )
    session.execute(
        update(Job).where(Job.id == job_id).values(values),
        execution_options={"synchronize_session": False},
    )
    row = session.execute(select(Job.cancel, Job.state).where(Job.id == job_id)).one_or_none()
    return row is not None and not row.cancel and row.state == str(JobState.RUNNING)


def finish(
    database: Database, job_id: int, *, state: JobState = JobState.DONE, message: str = ""
) -> JobInfo:
    """End a job.

    Raises:
        NotFoundError: There is no such job.
    """
    now = datetime.now(UTC)
    with database.write() as session:
        job = _job(session, job_id)
        job.state = str(state)
        job.message = message
        job.finished = job.heartbeat = now
        session.flush()
        return describe(job, now)


@contextmanager
def ending(database: Database, job_id: int) -> Iterator[None]:
    """Give signs of life for a job at work; end it as cancelled or failed if it breaks off."""
    try:
        with _beating(database, job_id):
            yield
    except (Cancelled, KeyboardInterrupt):
        finish(database, job_id, state=JobState.CANCELLED)
        raise
    except Exception as error:
        message = str(error) if isinstance(error, WorkbenchError) else repr(error)
        finish(database, job_id, state=JobState.FAILED, message=message)
        raise


@contextmanager
def _beating(database: Database, job_id: int) -> Iterator[None]:
    # A step may take minutes, such as the sorting of a large release.
    over = Event()

    def beat_on() -> None:
        while not over.wait(_BEAT_SECONDS):
            # Where the store can't be written for a moment, the next one will do.
            with suppress(StoreError):
                advance(database, job_id)

    heart = Thread(target=beat_on, name=f"job-{job_id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def cancel(database: Database, job_id: int) -> JobInfo:
    """Ask a job to stop; it does after its current batch.

    Raises:
        NotFoundError: There is no such job.
    """
    now = datetime.now(UTC)
    with database.write() as session:
        job = _job(session, job_id)
        if job.state == str(JobState.RUNNING):
            job.cancel = True
            if not alive(job, now):
                job.state = str(JobState.INTERRUPTED)
                job.finished = job.heartbeat
        session.flush()
        return describe(job, now)


def get(database: Database, job_id: int) -> JobInfo:
    """Return a job.

    Raises:
        NotFoundError: There is no such job.
    """
    with database.read() as session:
        return describe(_job(session, job_id), datetime.now(UTC))


def running(database: Database, *, document_id: int | None = None) -> list[JobInfo]:
    """Return the jobs that are alive now, oldest first; of one document if given."""
    query = select(Job).where(Job.state == str(JobState.RUNNING)).order_by(Job.id)
    if document_id is not None:
        query = query.where(Job.document_id == document_id)
    now = datetime.now(UTC)
    with database.read() as session:
        return [describe(job, now) for job in session.scalars(query) if alive(job, now)]


def listing(
    database: Database, *, document_id: int | None = None, limit: int = 50
) -> list[JobInfo]:
    """Return the newest jobs, newest first; of one document if given."""
    query = select(Job).order_by(Job.id.desc()).limit(limit)
    if document_id is not None:
        query = query.where(Job.document_id == document_id)
    now = datetime.now(UTC)
    with database.read() as session:
        return [describe(job, now) for job in session.scalars(query)]


def last(database: Database, kind: str) -> dict[int, JobInfo]:
    """Return the newest job of a kind for each document that ever had one."""
    newest = (
        select(func.max(Job.id))
        .where(Job.kind == kind, Job.document_id.is_not(None))
        .group_by(Job.document_id)
    )
    now = datetime.now(UTC)
    with database.read() as session:
        found = session.scalars(select(Job).where(Job.id.in_(newest))).all()
        return {job.document_id: describe(job, now) for job in found if job.document_id is not None}


def _job(session: Session, job_id: int) -> Job:
    job = session.get(Job, job_id)
    if job is None:
        raise NotFoundError(f"there is no job {job_id}")
    return job
