"""What a job looks like to others, and how it is told whether its process is still at it."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workbench.corpus.tables import Job

__all__ = ["STALE_SECONDS", "WAITING", "JobInfo", "JobState", "alive", "describe", "owner"]

STALE_SECONDS = 60.0
"""A job silent for longer counts as interrupted; a batch takes a few seconds."""

WAITING = "waiting for its turn"
"""Message of a job that its process holds but has not begun with."""


class JobState(StrEnum):
    """Where a job is."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class JobInfo:
    """A job as others see it.

    Attributes:
        id: Number of the job.
        kind: What it does, such as ``translate``.
        document: Number of its document, or None.
        state: Where it is; a dead one is shown as interrupted.
        done: Steps done.
        total: Steps in all, 0 when not known yet.
        message: What it is doing, or why it failed.
        owner: ``host:pid`` of its process.
        cancel: Whether somebody asked it to stop.
        started: When it began (UTC).
        heartbeat: When it last gave a sign (UTC).
        finished: When it ended (UTC), or None.
    """

    id: int
    kind: str
    document: int | None
    state: JobState
    done: int
    total: int
    message: str
    owner: str
    cancel: bool
    started: datetime
    heartbeat: datetime
    finished: datetime | None

    @property
    def waiting(self) -> bool:
        """Whether its process has other work to do first."""
        return self.state == JobState.RUNNING and self.message == WAITING

    @property
    def rate(self) -> float:
        """Steps a second until now."""
        seconds = (self.heartbeat - self.started).total_seconds()
        return self.done / seconds if seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end at this rate, or None when that can't be told."""
        if self.state != JobState.RUNNING or not self.total or not self.rate:
            return None
        return max(0.0, (self.total - self.done) / self.rate)


def owner() -> str:
    """Return ``host:pid`` of this process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def alive(job: Job, now: datetime) -> bool:
    """Tell whether a running job has given a sign lately and its process, if here, exists."""
    if now - job.heartbeat > timedelta(seconds=STALE_SECONDS):
        return False
    host, _, pid = job.owner.rpartition(":")
    if host != socket.gethostname() or int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def describe(job: Job, now: datetime) -> JobInfo:
    """Return a row of the store as others see it; a dead job is shown as interrupted."""
    state = JobState(job.state)
    if state == JobState.RUNNING and not alive(job, now):
        state = JobState.INTERRUPTED
    return JobInfo(
        id=job.id,
        kind=job.kind,
        document=job.document_id,
        state=state,
        done=job.done,
        total=job.total,
        message=job.message,
        owner=job.owner,
        cancel=job.cancel,
        started=job.started,
        heartbeat=job.heartbeat,
        finished=job.finished,
    )
