"""Every route of the grid under the same attacks, and what each does with nonsense."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.app.test_security import headers, opened_client
from workbench.app import security, state
from workbench.app.api import routes


def every() -> Iterator[tuple[str, str]]:
    for route in routes():
        path = route.path  # type: ignore[attr-defined]
        for name in ("document", "segment", "comment"):
            path = path.replace(f"{{{name}:int}}", "1")
        for method in sorted(route.methods - {"HEAD"}):  # type: ignore[attr-defined]
            yield method, path


ROUTES = list(every())


@pytest.fixture(scope="module")
def open_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One server for all attacks: none of them may leave anything behind."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("attacked")
        patch.setenv("WORKBENCH_GLOSSARIES", str(folder / "none"))
        with opened_client(folder, patch) as opened:
            yield opened


def test_all_routes_are_under_attack() -> None:
    paths = {path for _, path in ROUTES}
    assert len(ROUTES) > 30
    assert {"/api/segments/1/complete", "/api/documents/1/replace", "/api/preferences"} <= paths


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_route_answers_strangers(open_client: TestClient, method: str, path: str) -> None:
    def ask(**more: str) -> int:
        body = {"json": {}} if method == "POST" else {}
        return open_client.request(method, path, headers=more, **body).status_code

    assert ask() == 401
    assert ask(Authorization="Bearer forged.token.here") == 401
    assert ask(Authorization=f"Basic {state.tokens().issue('ada')}") == 401
    assert ask(**headers(Host="evil.example")) == 403
    assert ask(**headers(Host="127.0.0.1.evil.example:8501")) == 403
    assert ask(**headers(Origin="http://evil.example")) == 403
    assert ask(**headers(Origin="null")) == 403
    for site in ("cross-site", "same-site"):
        assert ask(**headers(**{"Sec-Fetch-Site": site})) == 403


@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "POST"])
def test_no_route_takes_what_is_no_json_object(open_client: TestClient, path: str) -> None:
    def send(content: bytes, kind: str = "application/json") -> int:
        more = headers(**{"Content-Type": kind})
        return open_client.post(path, content=content, headers=more).status_code

    assert send(b"text=x", "application/x-www-form-urlencoded") == 415
    assert send(b"{}", "text/plain") == 415
    for nonsense in (b"{", b"[]", b"7", b'"x"', b"\xff\xfe", b"[" * 100_000):
        assert send(nonsense) == 400, nonsense[:10]
    assert send(b'{"text": "' + b"x" * security.MAX_BODY_BYTES + b'"}') == 413


WRONG: list[tuple[str, Any]] = [
    ("/api/segments/1", {"text": 5, "version": 1}),
    ("/api/segments/1", {"text": "x", "version": "1"}),
    ("/api/segments/1", {"text": "x", "version": True}),
    ("/api/segments/1", {"text": "x", "version": 10**30}),
    ("/api/segments/1", {"text": "x", "version": 1, "alone": "yes"}),
    ("/api/segments/1/complete", {}),
    ("/api/segments/1/complete", {"prefix": ["x"]}),
    ("/api/segments/1/findings", {"text": None}),
    ("/api/segments/1/split", {"source_at": -1, "target_at": 0, "version": 1}),
    ("/api/segments/1/split", {"source_at": 3, "version": 1}),
    ("/api/documents/1/confidence", {"segments": "1"}),
    ("/api/documents/1/confidence", {"segments": [True]}),
    ("/api/documents/1/confidence", {"segments": [10**20]}),
    ("/api/documents/1/merge", {"segments": [[1]]}),
    ("/api/documents/1/merge", {"segments": [[1, "1"]]}),
    ("/api/documents/1/assign", {"person": "x", "first": -5}),
    ("/api/documents/1/assign", {"person": 5}),
    ("/api/documents/1/bulk", {"targets": [[1, 1]]}),
    ("/api/documents/1/second-reviewer", {"wanted": "yes"}),
    ("/api/preferences", {"name": "../../etc", "value": 1}),
    ("/api/preferences", {"name": "keys"} | {"value": None, "name": 5}),
]


@pytest.mark.parametrize(("path", "body"), WRONG)
def test_values_of_the_wrong_kind_are_refused(
    open_client: TestClient, path: str, body: Any
) -> None:
    answer = open_client.post(path, json=body, headers=headers())
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/documents/1/search", {"pattern": "(open"}, 422),
        ("/api/documents/1/search", {"nonsense": 1}, 422),
        ("/api/documents/1/search", {"statuses": [{"a": 1}]}, 422),
        ("/api/documents/1/replace/preview", {"find": "", "replacement": ""}, 422),
        ("/api/documents/1/bulk/preview", {"positions": [0], "status": "best"}, 422),
        ("/api/documents/1/merge", {"segments": [[1, 1], [1, 1]]}, 422),
        ("/api/documents/99/merge", {"segments": [[98, 1], [99, 1]]}, 404),
        ("/api/segments/99/comments", {"text": "x"}, 404),
        ("/api/segments/1/comments", {"text": " "}, 422),
        ("/api/comments/99/settle", {}, 404),
        ("/api/segments/1/dismiss", {"key": "k", "reason": "r"}, 404),
        ("/api/segments/1/hand-back", {"version": 700, "note": "x"}, 409),
        ("/api/documents/1/assign", {"person": "x", "first": 5}, 422),
        ("/api/segments/99999999999999999999999/comments", {"text": "x"}, 404),
        ("/api/preferences", {"name": "keys", "value": "x" * 30_000}, 413),
    ],
)
def test_what_can_not_be_done_is_said(
    open_client: TestClient, path: str, body: Any, status: int
) -> None:
    answer = open_client.post(path, json=body, headers=headers())
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text


def test_a_catastrophic_pattern_does_not_hold_the_server(
    open_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.corpus.patterns.SECONDS", 0.5)
    text = "a" * 5000 + "!"
    saved = open_client.post(
        "/api/segments/1", json={"text": text, "version": version(open_client)}, headers=headers()
    )
    assert saved.status_code == 200
    begun = time.process_time()
    for path, body in (
        ("/api/documents/1/search", {"pattern": "(a|aa)+$"}),
        (
            "/api/documents/1/replace/preview",
            {"find": "(a|aa)+$", "replacement": "", "regex": True},
        ),
    ):
        answer = open_client.post(path, json=body, headers=headers())
        assert answer.status_code in (200, 422)
    assert time.process_time() - begun < 5


def version(client: TestClient) -> int:
    rows = client.get("/api/documents/1/rows", headers=headers()).json()["rows"]
    return int(rows[0]["version"])


HOSTILE = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} ${7*7} %s %n",
    "x" * 1_000_000,
    "\u202eevil\u202c \u0000 \U0001f600",
    "'; DROP TABLE segments; --",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_is_and_never_as_html(
    open_client: TestClient, text: str
) -> None:
    def post(path: str, body: Any) -> Any:
        return open_client.post(path, json=body, headers=headers())

    saved = post("/api/segments/1", {"text": text, "version": version(open_client)})
    assert saved.status_code == 200
    assert saved.headers["content-type"] == "application/json"
    kept = saved.json()["target"]
    assert kept == text.replace("\0", "").replace("\u0000", "")
    assert post("/api/segments/1/findings", {"text": text[:2000]}).status_code == 200
    assert post("/api/documents/1/search", {"text": text[:200], "case": True}).status_code == 200
    remark = post("/api/segments/1/comments", {"text": text[:5000]}).json()["comments"][-1]
    assert remark["text"] == text[:5000].replace("\0", "").strip()
    assert post("/api/documents/1/assign", {"person": text}).status_code == 200
    value = json.loads(json.dumps(text[:1000]))
    assert post("/api/preferences", {"name": "view", "value": value}).status_code == 200
    still = open_client.get("/api/documents/1/rows", headers=headers()).json()["rows"]
    assert still[0]["target"] == kept


def test_half_a_character_harms_nothing(open_client: TestClient) -> None:
    more = headers(**{"Content-Type": "application/json"})
    content = b'{"text": "a \\ud83d b", "note": "\\udead"}'
    answer = open_client.post("/api/segments/1/comments", content=content, headers=more)
    assert answer.json()["comments"][-1]["text"] == "a ? b"


def test_each_person_has_preferences_of_their_own(open_client: TestClient) -> None:
    body = {"name": "keys", "value": {"save": "Ctrl+B"}}
    assert open_client.post("/api/preferences", json=body, headers=headers()).status_code == 200
    other = {"Authorization": f"Bearer {state.tokens().issue('bob')}"}
    assert open_client.get("/api/preferences", headers=other).json() == {"preferences": {}}


def test_names_are_those_of_the_token_not_of_the_body(open_client: TestClient) -> None:
    now = version(open_client)
    body = {"text": "A.", "version": now, "author": "mallory", "user": "mallory"}
    saved = open_client.post("/api/segments/1", json=body, headers=headers())
    assert saved.json()["changer"] == "ada"
