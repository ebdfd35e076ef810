"""Exports and releases that people asked for: made in the background, listed, and repeatable.

Each has a folder of its own in ``exports`` of the home folder, with what was asked for
(``request.json``), what came of it (``result.json``) and the file. Progress is in the job of its
process, as with translations. The last :data:`KEPT` are kept.
"""

import json
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.corpus import jobs
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobInfo
from workbench.errors import Cancelled, NotFoundError, StoreError, WorkbenchError
from workbench.exchange import base
from workbench.settings import Settings
from workbench.workflow.background import start_command
from workbench.workflow.export import export_units, statuses_for
from workbench.workflow.export_documents import export_documents
from workbench.workflow.export_requests import Entry, Kind, Request, State
from workbench.workflow.release import preview, release
from workbench.workflow.release_plan import Plan

__all__ = ["KEPT", "ask", "cancel", "get", "listing", "remove", "run"]

KEPT = 20
"""Exports that are kept; older ones are deleted when a new one is asked for."""

_REQUEST = "request.json"
_RESULT = "result.json"
_SECONDS_TO_START = 60.0
_BEAT_SECONDS = 0.5


def ask(settings: Settings, request: Request, *, start: bool = True) -> str:
    """Note a request and start the process that fulfils it; return its name at once.

    Args:
        settings: Of the app.
        request: What is asked for; everything a person can get wrong is checked here.
        start: False only notes it; the caller runs it.

    Raises:
        SettingsError: Something in the request can't be used.
    """
    request.check()
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    folder = _folder(settings) / name
    folder.mkdir(parents=True)
    values = {**request.values(), "asked": datetime.now(UTC).isoformat()}
    (folder / _REQUEST).write_text(json.dumps(values, indent=1), encoding="utf-8")
    for old in sorted(_folder(settings).iterdir(), reverse=True)[KEPT:]:
        if (old / _RESULT).exists():
            shutil.rmtree(old, ignore_errors=True)
    if start:
        start_command(settings, ["exports", "run", name])
    return name


def run(settings: Settings, database: Database, name: str) -> Entry:
    """Fulfil a request in this process; what goes wrong is noted and raised.

    Raises:
        NotFoundError: There is no such request.
        WorkbenchError: What the export or release raises.
        OSError, sqlite3.Error: The disk is full, or fails.
    """
    entry = get(settings, database, name)
    folder = _folder(settings) / name
    job = jobs.start(database, f"export:{name}")
    began = time.monotonic()
    beat = _Beat(database, job.id)
    with jobs.ending(database, job.id), _reasons_noted(folder):
        result = _make(database, entry.request, folder, beat)
        _note(folder, {**result, "seconds": round(time.monotonic() - began, 2)})
    jobs.finish(database, job.id)
    return get(settings, database, name)


def get(settings: Settings, database: Database, name: str) -> Entry:
    """Return an export by its name.

    Raises:
        NotFoundError: There is no such export.
    """
    for entry in listing(settings, database):
        if entry.id == name:
            return entry
    raise NotFoundError(f"there is no export {name!r}", fix="`workbench exports` lists them")


def listing(settings: Settings, database: Database) -> list[Entry]:
    """Return the last exports, newest first."""
    folder = _folder(settings)
    if not folder.is_dir():
        return []
    alive = {job.kind: job for job in jobs.running(database)}
    found = []
    for place in sorted(folder.iterdir(), reverse=True):
        try:
            entry = _entry(place, alive.get(f"export:{place.name}"))
        except (OSError, ValueError, TypeError, KeyError):
            # Deleted at this moment by another process, or no folder of ours.
            continue
        found.append(entry)
    return found


def cancel(settings: Settings, database: Database, name: str) -> None:
    """Ask a running export to stop.

    Raises:
        NotFoundError: There is no such export.
    """
    entry = get(settings, database, name)
    if entry.job is not None:
        jobs.cancel(database, entry.job.id)


def remove(settings: Settings, database: Database, name: str) -> None:
    """Delete an export with its file.

    Raises:
        NotFoundError: There is no such export.
    """
    get(settings, database, name)
    shutil.rmtree(_folder(settings) / name, ignore_errors=True)


def _make(database: Database, request: Request, folder: Path, beat: "_Beat") -> dict[str, Any]:
    if request.kind == Kind.EXPORT:
        path = folder / f"corpus{request.ending}"
        write = export_documents if request.per_document else export_units
        summary = write(
            database,
            path,
            format=request.format,
            statuses=statuses_for(request.status),
            documents=request.documents,
            pair=request.options.pair,
            properties=request.options.level,
            progress=beat.progress,
            cancelled=beat.cancelled,
        )
        return {
            "file": path.name,
            "units": summary.units,
            "bytes": summary.bytes,
            "files": summary.files,
            "elsewhere": summary.elsewhere,
        }
    options = request.release_options
    if request.kind == Kind.PREVIEW:
        plan = preview(database, options, progress=beat.progress, cancelled=beat.cancelled)
        return {"units": plan.kept, "plan": _plan(plan)}
    path = folder / "release.zip"
    made = release(
        database, path, options, replace=True, progress=beat.progress, cancelled=beat.cancelled
    )
    return {
        "file": path.name,
        "units": made.plan.kept,
        "bytes": path.stat().st_size,
        "plan": _plan(made.plan),
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "seen": plan.seen,
        "kept": plan.kept,
        "rejected": plan.rejected,
        "elsewhere": plan.elsewhere,
        "gates": {
            effect.gate.kind.name: [effect.concerned, effect.alone] for effect in plan.effects
        },
        "parts": {part.name: [part.documents, part.units] for part in plan.parts},
    }


class _Beat:
    """Notes progress in the job, not more often than anybody looks."""

    def __init__(self, database: Database, job: int) -> None:
        self._database = database
        self._job = job
        self._last = 0.0
        self._stop = False

    def progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done >= total or now - self._last >= _BEAT_SECONDS:
            self._last = now
            self._stop = not jobs.advance(self._database, self._job, done=done, total=total)

    def cancelled(self) -> bool:
        return self._stop


def _entry(place: Path, job: JobInfo | None) -> Entry:
    values = json.loads((place / _REQUEST).read_text(encoding="utf-8"))
    asked = datetime.fromisoformat(values.pop("asked"))
    request = Request.read(values)
    result: dict[str, Any] = {}
    if (place / _RESULT).exists():
        result = json.loads((place / _RESULT).read_text(encoding="utf-8"))
        state = State.DONE if "error" not in result else State.FAILED
        if result.get("stopped"):
            state = State.STOPPED
    elif job is not None or (datetime.now(UTC) - asked).total_seconds() < _SECONDS_TO_START:
        state = State.RUNNING
    else:
        state = State.FAILED
        result = {"error": "its process ended before it was done"}
    file = place / result["file"] if "file" in result else None
    return Entry(place.name, request, asked, state, file, result, job)


@contextmanager
def _reasons_noted(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        stopped = isinstance(error, Cancelled | KeyboardInterrupt)
        reason = str(error) if isinstance(error, WorkbenchError) else repr(error)
        # On a full disk there may be no room for the reason either.
        with suppress(StoreError):
            _note(folder, {"error": reason, "stopped": stopped})
        raise


def _note(folder: Path, result: dict[str, Any]) -> None:
    with base.atomic(folder / _RESULT) as file:
        file.write(json.dumps(result, indent=1).encode())


def _folder(settings: Settings) -> Path:
    return settings.home / "exports"
