import json
import time

import pytest

from tests.corpus.conftest import make_document
from tests.workflow.release_kit import BAD, GOOD, store
from workbench.app.pages.corpus_exports import facts
from workbench.cli.main import main
from workbench.corpus import documents
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobState, listing
from workbench.errors import NotFoundError, SettingsError, StoreError
from workbench.exchange.base import FORMATS, Options, reader
from workbench.language import LanguagePair
from workbench.settings import Settings
from workbench.workflow import exports, release_spool
from workbench.workflow.export_requests import Entry, Kind, Request, State
from workbench.workflow.export_sample import sample

EXPORT = Request(kind=Kind.EXPORT)


def made(settings: Settings, database: Database, request: Request) -> Entry:
    return exports.run(settings, database, exports.ask(settings, request, start=False))


def test_an_export_is_made_in_the_background_and_listed(
    settings: Settings, database: Database
) -> None:
    store(database, "nota.txt", GOOD)
    name = exports.ask(settings, EXPORT)
    assert exports.get(settings, database, name).state == State.RUNNING
    deadline = time.monotonic() + 120
    while exports.get(settings, database, name).state == State.RUNNING:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    (entry,) = exports.listing(settings, database)
    assert (entry.state, entry.result["units"], entry.request) == (State.DONE, 3, EXPORT)
    assert entry.file is not None
    assert len(list(reader("tmx").read(entry.file, Options()))) == 3
    assert [job.state for job in listing(database)] == [JobState.DONE]


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_can_be_asked_for_and_looked_at(
    settings: Settings, database: Database, name: str
) -> None:
    store(database, "nota.txt", GOOD)
    request = Request(kind=Kind.EXPORT, format=name, source="nl-NL", target="en-GB")
    entry = made(settings, database, request)
    assert entry.result["units"] == 3
    begin = sample(database, request, limit=2)
    assert "The bridge is new." in begin
    assert "See www.nos.nl for more." not in begin


def test_previews_and_releases(settings: Settings, database: Database) -> None:
    store(database, "nota.txt", [*GOOD, *BAD])
    request = Request(kind=Kind.PREVIEW, gates={"numbers": "off"}, split="none")
    looked = made(settings, database, request)
    assert looked.file is None
    assert looked.result["plan"]["gates"]["status"] == [3, 3]
    assert looked.result["plan"]["parts"] == {"corpus": [1, 4]}
    released = made(settings, database, Request(kind=Kind.RELEASE, documents=(1,)))
    assert released.file is not None and released.file.name == "release.zip"
    assert released.result["units"] == 3


def test_what_is_in_other_languages_is_listed(settings: Settings, database: Database) -> None:
    pair = LanguagePair.parse("nl-de")
    documents.add(database, make_document(["Los."]), project="de", pair=pair)
    store(database, "los.txt", [("Los.", "Los!", "approved")], project="de")
    store(database, "nota.txt", GOOD)
    for kind in Kind:
        entry = made(settings, database, Request(kind=kind, split="none"))
        assert entry.result["units"] == 3
        if kind != Kind.PREVIEW:
            assert "1 pair in other languages left out" in facts(entry)


def test_what_goes_wrong_is_in_the_list(settings: Settings, database: Database) -> None:
    name = exports.ask(settings, Request(kind=Kind.RELEASE), start=False)
    with pytest.raises(StoreError, match="no pair passes the gates"):
        exports.run(settings, database, name)
    (entry,) = exports.listing(settings, database)
    assert entry.state == State.FAILED
    assert "no pair passes the gates (0 pairs judged)" in entry.result["error"]


def test_a_full_disk_is_in_the_list_too(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, "nota.txt", GOOD)
    small = f"PRAGMA max_page_count = 1; {release_spool._SCHEMA}"
    monkeypatch.setattr(release_spool, "_SCHEMA", small)
    name = exports.ask(settings, Request(kind=Kind.PREVIEW), start=False)
    with pytest.raises(StoreError, match="can't be kept on disk"):
        exports.run(settings, database, name)
    (entry,) = exports.listing(settings, database)
    assert entry.state == State.FAILED
    assert "disk is full" in entry.result["error"]
    assert [job.state for job in listing(database)] == [JobState.FAILED]


def test_an_export_whose_process_died_is_no_longer_running(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    exports.ask(settings, EXPORT, start=False)
    monkeypatch.setattr(exports, "_SECONDS_TO_START", 0.0)
    (entry,) = exports.listing(settings, database)
    assert (entry.state, entry.result["error"]) == (
        State.FAILED,
        "its process ended before it was done",
    )


def test_stopping(settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    store(database, "lang.txt", [(f"Zin {n}.", f"Line {n}.", "approved") for n in range(1200)])
    monkeypatch.setattr(exports, "_BEAT_SECONDS", 0.0)
    name = exports.ask(settings, EXPORT, start=False)
    whole = exports.jobs.advance

    def stopped(database: Database, job: int, **values: int) -> bool:
        exports.cancel(settings, database, name)
        return whole(database, job, **values)

    monkeypatch.setattr(exports.jobs, "advance", stopped)
    with pytest.raises(Exception, match="stopped"):
        exports.run(settings, database, name)
    (entry,) = exports.listing(settings, database)
    assert (entry.state, entry.file) == (State.STOPPED, None)


def test_the_last_ones_are_kept(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, "nota.txt", GOOD)
    monkeypatch.setattr(exports, "KEPT", 2)
    names = []
    for second in range(3):
        monkeypatch.setattr(exports.secrets, "token_hex", lambda _, second=second: f"{second:06}")
        names.append(made(settings, database, EXPORT).id)
    assert [entry.id for entry in exports.listing(settings, database)] == names[:0:-1]
    exports.remove(settings, database, names[1])
    assert [entry.id for entry in exports.listing(settings, database)] == names[2:]
    with pytest.raises(NotFoundError, match="there is no export"):
        exports.get(settings, database, names[1])


@pytest.mark.parametrize(
    "request_",
    [
        Request(kind=Kind.EXPORT, format="doc"),
        Request(kind=Kind.EXPORT, status="some"),
        Request(kind=Kind.EXPORT, source="dutch?"),
        Request(kind=Kind.RELEASE, gates={"nosuch": "on"}),
        Request(kind=Kind.RELEASE, split="1,2,3"),
        Request(kind=Kind.RELEASE, title=" "),
    ],
)
def test_bad_requests_are_refused_at_once(settings: Settings, request_: Request) -> None:
    with pytest.raises(SettingsError):
        exports.ask(settings, request_)
    assert not (settings.home / "exports").exists()


def test_the_commands(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("WORKBENCH_HOME", str(settings.home))
    assert main(["exports"]) == 0
    assert "No exports yet" in capsys.readouterr().out
    store(database, "nota.txt", GOOD)
    entry = made(settings, database, EXPORT)
    assert main(["exports", "again", entry.id]) == 0
    assert "3 units written to" in capsys.readouterr().out
    assert main(["exports", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert main(["exports", "remove", entry.id]) == 0
    assert main(["exports", "run", "nosuch"]) == 1
