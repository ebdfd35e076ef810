"""The routes under attack: forged tokens, other sites, other hosts, too much, and no JSON."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from workbench.app import security, state
from workbench.app.api import routes
from workbench.corpus import documents
from workbench.corpus.database import Database
from workbench.domain import Document, Segment, SegmentKind
from workbench.errors import SettingsError


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    with opened_client(tmp_path, monkeypatch) as opened:
        yield opened


@contextmanager
def opened_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Give the routes over a store with one segment."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    shared = (state.settings, state.database, state.tokens)
    for value in shared:
        value.cache_clear()
    document = Document(
        name="een.txt",
        media_type="txt",
        raw="Een zin.",
        language="nl",
        sha256="0" * 64,
        segments=(Segment("Een zin.", SegmentKind.SENTENCE, 0, 0, 8, "nl"),),
    )
    documents.add(Database.open(f"sqlite:///{tmp_path / 'workbench.db'}"), document)
    with TestClient(Starlette(routes=routes()), base_url="http://localhost:8501") as opened:
        yield opened
    state.database().close()
    for value in shared:
        value.cache_clear()


def headers(**more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {state.tokens().issue('ada')}", **more}


def save(client: TestClient, body: Any, **more: str) -> Any:
    return client.post("/api/segments/1", json=body, headers=headers(**more))


def test_a_good_request_is_answered(client: TestClient) -> None:
    answer = save(client, {"text": "A sentence.", "version": 1, "status": "approved"})
    assert answer.status_code == 200
    assert (answer.json()["target"], answer.json()["status"]) == ("A sentence.", "approved")
    assert answer.json()["author"] == "ada"


@pytest.mark.parametrize(
    "authorization", ["", "Bearer ", "Bearer forged", "Basic YWRhOmFkYQ==", "Bearer a.b.c"]
)
def test_no_or_forged_token_is_refused(client: TestClient, authorization: str) -> None:
    answer = client.get("/api/documents/1/rows", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert "rows" not in answer.json()


def test_a_token_of_another_installation_is_refused(client: TestClient, tmp_path: Path) -> None:
    foreign = security.Tokens.of(tmp_path / "elsewhere").issue("ada")
    answer = client.get("/api/documents/1/rows", headers={"Authorization": f"Bearer {foreign}"})
    assert answer.status_code == 401


def test_an_old_token_is_refused_and_an_ageing_one_renewed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = headers()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + security.TOKEN_SECONDS - 60)
    answer = client.get("/api/documents/1/rows", headers=issued)
    assert answer.status_code == 200
    assert state.tokens().user(answer.headers["X-Token"]) == ("ada", False)
    monkeypatch.setattr(time, "time", lambda: now + security.TOKEN_SECONDS + 60)
    assert client.get("/api/documents/1/rows", headers=issued).status_code == 401


@pytest.mark.parametrize(
    "attack",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example:8501"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "null"},
    ],
)
def test_other_sites_and_hosts_are_refused(client: TestClient, attack: dict[str, str]) -> None:
    assert save(client, {"text": "stolen", "version": 1}, **attack).status_code == 403
    row = client.get("/api/documents/1/rows", headers=headers()).json()["rows"][0]
    assert row["target"] == ""


def test_other_names_of_the_app_are_named_in_the_settings(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOSTS", "desk.example,work.example")
    known = save(client, {"text": "seen", "version": 1}, Host="work.example:8501")
    assert known.json()["target"] == "seen"
    assert save(client, {"text": "x", "version": 2}, Host="evil.example").status_code == 403


def test_a_form_of_another_page_can_not_save(client: TestClient) -> None:
    answer = client.post(
        "/api/segments/1", data={"text": "stolen", "version": "1"}, headers=headers()
    )
    assert answer.status_code == 415


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    text = "x" * (security.MAX_BODY_BYTES + 1)
    assert save(client, {"text": text, "version": 1}).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"[" * 100_000,
        b'{"text": 5, "version": 1}',
        b'{"text": "x", "version": "1"}',
        b'{"text": "x", "version": true}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_edit_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post(
        "/api/segments/1", content=body, headers=headers(**{"Content-Type": "application/json"})
    )
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_a_stale_save_gets_both_texts(client: TestClient) -> None:
    save(client, {"text": "theirs", "version": 1})
    answer = save(client, {"text": "mine", "version": 1})
    assert answer.status_code == 409
    assert answer.json()["theirs"] == "theirs"
    assert answer.json()["row"]["target"] == "theirs"
    again = save(client, {"text": "merged", "version": answer.json()["version"]})
    assert again.json()["target"] == "merged"


def test_an_empty_text_can_not_be_approved(client: TestClient) -> None:
    answer = save(client, {"text": " ", "version": 1, "status": "approved"})
    assert answer.status_code == 422
    assert "empty" in answer.json()["error"]


def test_unknown_things_are_not_found(client: TestClient) -> None:
    assert client.get("/api/documents/99/outline", headers=headers()).status_code == 404
    answer = client.post("/api/segments/99", json={"text": "x", "version": 1}, headers=headers())
    assert answer.status_code == 404


@pytest.mark.parametrize("query", ["start=-1", "start=x", "limit=1e9", "start=" + "9" * 30])
def test_strange_numbers_are_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/documents/1/rows?{query}", headers=headers())
    assert answer.status_code == 400


def test_text_comes_back_as_text(client: TestClient) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    assert save(client, {"text": hostile, "version": 1}).json()["target"] == hostile


def test_only_the_owner_can_read_the_key(tmp_path: Path) -> None:
    security.Tokens.of(tmp_path)
    assert (tmp_path / "token.key").stat().st_mode & 0o077 == 0
    assert security.Tokens.of(tmp_path) == security.Tokens.of(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["token.key"]


def test_half_a_key_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / "token.key").write_bytes(b"")
    with pytest.raises(SettingsError, match="damaged"):
        security.Tokens.of(tmp_path)


def test_a_foreseen_refusal_is_no_error_in_the_console_of_the_grid(client: TestClient) -> None:
    save(client, {"text": "theirs", "version": 1})
    quiet = {"X-Quiet": "1"}
    stale = save(client, {"text": "mine", "version": 1}, **quiet)
    assert (stale.status_code, stale.headers["X-Status"]) == (200, "409")
    assert stale.json()["theirs"] == "theirs"
    empty = save(client, {"text": "", "version": 2, "status": "approved"}, **quiet)
    assert (empty.status_code, empty.headers["X-Status"]) == (200, "422")
    saved = save(client, {"text": "merged", "version": 2}, **quiet)
    assert "X-Status" not in saved.headers
