"""What the routes answer when not the request is at fault, and which of them stand aside."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.app.test_security import headers, opened_client, save
from workbench.app import alignment_api, api, routing
from workbench.corpus import database


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    monkeypatch.setattr(database, "_WAIT", "PRAGMA busy_timeout = 0")
    with opened_client(tmp_path, monkeypatch) as opened:
        yield opened


def test_a_busy_database_refuses_nothing_for_good(client: TestClient, tmp_path: Path) -> None:
    edit = {"text": "A sentence.", "version": 1, "status": "approved"}
    with closing(sqlite3.connect(tmp_path / "workbench.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        loud = save(client, edit)
        quiet = save(client, edit, **{"X-Quiet": "1"})
        other.execute("ROLLBACK")
    assert loud.status_code == 503
    assert (quiet.status_code, quiet.headers["X-Status"]) == (200, "503")
    assert "keeps the database busy" in quiet.json()["error"]
    assert save(client, edit).json()["status"] == "approved"


@pytest.mark.parametrize(
    ("method", "path", "aside"),
    [
        ("POST", "/api/terms/look", True),
        ("POST", "/api/terms/impact", True),
        ("GET", "/api/alignments/1/rows/1/alternatives", True),
        ("POST", "/api/alignments/1/preview", True),
        ("POST", "/api/segments/1", False),
        ("POST", "/api/alignments/1/operations", False),
    ],
)
def test_what_may_be_late_takes_no_thread_of_a_save(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, method: str, path: str, aside: bool
) -> None:
    limiters = []
    run_sync = routing.run_sync

    async def noted(call: Any, *, limiter: Any = None) -> Any:
        limiters.append(limiter)
        return await run_sync(call, limiter=limiter)

    monkeypatch.setattr(routing, "run_sync", noted)
    every = Starlette(routes=[*api.routes(), *alignment_api.routes()])
    with TestClient(every, base_url=str(client.base_url)) as other:
        other.request(method, path, json={} if method == "POST" else None, headers=headers())
    assert limiters == [routing._few() if aside else None]
