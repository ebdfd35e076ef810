"""Translations that go on while people work: a process of its own for each, seen through its job.

Translating in the app's own process would make every page wait for the interpreter's lock, and a
closed browser or restarted app would end it. So the app starts the command line in a process of
its own; the job row in the store says how far it is, and asks it to stop.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from workbench.corpus import jobs
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobInfo
from workbench.settings import Settings

__all__ = ["cancel", "running", "start_command", "start_translation"]

_NICENESS = 5


def start_translation(settings: Settings, *documents: int, package: str = "") -> None:
    """Translate stored documents, one after the other, in a process of its own; returns at once.

    Args:
        settings: Of the app; the process gets the same home, database and glossaries.
        documents: Their numbers; without any nothing is started.
        package: Argos package to use; empty takes the one of the settings.
    """
    if not documents:
        return
    arguments = ["translate"]
    for number in documents:
        arguments += ["--stored", str(number)]
    if package:
        arguments += ["--package", package]
    start_command(settings, arguments)


def start_command(settings: Settings, arguments: Sequence[str]) -> None:
    """Run a command of the workbench in a process of its own; returns at once.

    Args:
        settings: Of the app; the process gets the same home, database and glossaries.
        arguments: What would stand behind ``workbench`` on the command line.
    """
    # -P: a json.py in the folder the app was started in is not taken for the standard one.
    command = [sys.executable, "-P", "-m", "workbench.cli.main", *arguments]
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "jobs.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={
                **os.environ,
                "WORKBENCH_HOME": str(settings.home),
                "WORKBENCH_DATABASE": settings.database,
                "WORKBENCH_GLOSSARIES": str(settings.glossaries),
                "WORKBENCH_USER": settings.user,
            },
        )
    # People who type come first: what runs beside them takes the time they leave.
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
    # Nobody else asks how it ended, and until somebody does a dead process counts as there.
    threading.Thread(target=process.wait, name=f"job {process.pid}", daemon=True).start()


def running(database: Database) -> list[JobInfo]:
    """Return the jobs that are alive."""
    return jobs.running(database)


def cancel(database: Database, job_id: int) -> None:
    """Ask a job to stop after its present batch; what is done stays."""
    jobs.cancel(database, job_id)
