"""What the routes answer when not the request is at fault, and which of them stand aside."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.app.test_security import opened_client, save
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
