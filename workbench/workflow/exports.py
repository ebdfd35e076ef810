"""Exports and releases that people asked for: made in the background, listed, and repeatable.

Each has a folder of its own in ``exports`` of the home folder, with what was asked for
(``request.json``), what came of it (``result.json``) and the file. Progress is in the job of its
process, as with translations. The last :data:`KEPT` are kept.
"""

import json
import secrets
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from workbench.corpus import jobs, units
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobInfo, JobState
from workbench.errors import Cancelled, NotFoundError, SettingsError, WorkbenchError
from workbench.exchange import base
from workbench.language import LanguagePair
from workbench.quality.gates import choose
from workbench.settings import Settings
from workbench.workflow.background import start_command
from workbench.workflow.export import export_units, statuses_for
from workbench.workflow.release import preview, release
from workbench.workflow.release_plan import Plan, ReleaseOptions, parse_split

__all__ = [
    "KEPT",
    "Entry",
    "Kind",
    "Request",
    "State",
    "ask",
    "cancel",
    "get",
    "listing",
    "remove",
    "run",
    "sample",
]

KEPT = 20
"""Exports that are kept; older ones are deleted when a new one is asked for."""

_REQUEST = "request.json"
_RESULT = "result.json"
_SECONDS_TO_START = 60.0
_BEAT_SECONDS = 0.5


class Kind(StrEnum):
    """What is asked for."""

    EXPORT = "export"
    RELEASE = "release"
    PREVIEW = "preview"


class State(StrEnum):
    """Where it is."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for.

    Attributes:
        kind: An export, a release, or only a look at what a release would have.
        format: Name of the format of an export.
        status: ``approved``, ``reviewed`` or ``all``; a release has a gate for it.
        documents: Numbers of the documents; None takes all.
        source: Language code to write for the source side.
        target: Language code to write for the target side.
        properties: Whether to write where each unit comes from.
        gates: Parameters of the gates of a release.
        split: As :func:`parse_split` reads it.
        licence: Licence of a release.
        title: Title of a release.
    """

    kind: Kind
    format: str = "tmx"
    status: str = "approved"
    documents: tuple[int, ...] | None = None
    source: str = "nl"
    target: str = "en"
    properties: bool = True
    gates: dict[str, str] = field(default_factory=dict)
    split: str = "90,5,5"
    licence: str = ""
    title: str = "Dutch-English corpus"

    @property
    def release_options(self) -> ReleaseOptions:
        """The request as options of a release."""
        return ReleaseOptions(
            gates=self.gates,
            split=parse_split(self.split),
            pair=LanguagePair(self.source, self.target),
            licence=self.licence,
            title=self.title,
            documents=self.documents,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """An export as the list shows it.

    Attributes:
        id: Its name; sorts by time.
        request: What was asked for.
        asked: When (UTC).
        state: Where it is.
        file: The file once it is done; None for a preview.
        result: ``units``, ``bytes``, ``seconds`` and, of a release or preview, ``plan``; or
            ``error``. Empty while it runs.
        job: Its progress while it runs, or None when its process is only starting.
    """

    id: str
    request: Request
    asked: datetime
    state: State
    file: Path | None
    result: dict[str, Any]
    job: JobInfo | None


def ask(settings: Settings, request: Request, *, start: bool = True) -> str:
    """Note a request and start the process that fulfils it; return its name at once.

    Args:
        settings: Of the app.
        request: What is asked for; everything a person can get wrong is checked here.
        start: False only notes it; the caller runs it.

    Raises:
        SettingsError: Something in the request can't be used.
    """
    _check(request)
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    folder = _folder(settings) / name
    folder.mkdir(parents=True)
    values = {**asdict(request), "asked": datetime.now(UTC).isoformat()}
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
    """
    entry = get(settings, database, name)
    folder = _folder(settings) / name
    job = jobs.start(database, f"export:{name}")
    began = time.monotonic()
    beat = _Beat(database, job.id)
    try:
        result = _make(database, entry.request, folder, beat)
    except WorkbenchError as error:
        stopped = isinstance(error, Cancelled)
        _note(folder, {"error": str(error), "stopped": stopped})
        state = JobState.CANCELLED if stopped else JobState.FAILED
        jobs.finish(database, job.id, state=state, message=str(error))
        raise
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


def sample(database: Database, request: Request, *, limit: int = 5) -> str:
    """Return the beginning of an export as it will be in the file, as text.

    A format that is no text is read back, one pair a line.

    Args:
        database: The store.
        request: What is asked for.
        limit: Number of units to show.

    Raises:
        SettingsError: Something in the request can't be used.
    """
    _check(request)
    options = _options(request)
    found = units.stream(
        database, statuses=statuses_for(request.status), documents=request.documents
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sample{base.FORMATS[request.format].endings[0]}"
        with path.open("wb") as file:
            base.writer(request.format).write(islice(found, limit), file, options)
        content = path.read_bytes()
        if not content.startswith(b"PK"):
            return content.decode("utf-8", "replace").rstrip()
        back = base.reader(request.format).read(path, options)
        return "\n".join(f"{unit.source.text}\t{unit.target.text}" for unit in back)


def _make(database: Database, request: Request, folder: Path, beat: "_Beat") -> dict[str, Any]:
    if request.kind == Kind.EXPORT:
        path = folder / f"corpus{base.FORMATS[request.format].endings[0]}"
        summary = export_units(
            database,
            path,
            format=request.format,
            statuses=statuses_for(request.status),
            documents=request.documents,
            pair=LanguagePair(request.source, request.target),
            properties=request.properties,
            progress=beat.progress,
            cancelled=beat.cancelled,
        )
        return {"file": path.name, "units": summary.units, "bytes": summary.bytes}
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
    documents = values.pop("documents")
    request = Request(
        **{**values, "kind": Kind(values["kind"])},
        documents=None if documents is None else tuple(documents),
    )
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


def _note(folder: Path, result: dict[str, Any]) -> None:
    with base.atomic(folder / _RESULT) as file:
        file.write(json.dumps(result, indent=1).encode())


def _check(request: Request) -> None:
    LanguagePair(request.source, request.target)
    if request.kind == Kind.EXPORT:
        statuses_for(request.status)
        base.writer(request.format)
        return
    choose(request.gates)
    parse_split(request.split)
    if not request.title.strip():
        raise SettingsError("the release has no title", fix="Give it one")


def _options(request: Request) -> base.Options:
    return base.Options(
        pair=LanguagePair(request.source, request.target), properties=request.properties
    )


def _folder(settings: Settings) -> Path:
    return settings.home / "exports"
