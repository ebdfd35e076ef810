"""The routes for new terms: what they answer, what they refuse, and who is the author."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.app.test_security import headers, opened_client
from workbench.app import state
from workbench.corpus import concepts
from workbench.glossary.files import load_glossary

ROWS = "nl,en,note\nkust,coast,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "terms"
    place.mkdir()
    (place / "a.csv").write_text(ROWS, encoding="utf-8")
    return place


@pytest.fixture
def client(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("WORKBENCH_GLOSSARIES", str(folder))
    with opened_client(tmp_path / "home", monkeypatch) as opened:
        yield opened


def post(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(f"/api/terms{path}", json=body, headers=headers())


def test_a_term_goes_from_the_editor_into_the_file(client: TestClient, folder: Path) -> None:
    choices = client.get("/api/terms", headers=headers()).json()
    assert choices["files"] == ["a.csv"]
    looked = post(client, "/look", dutch="zin", document=1).json()
    assert looked["segments"] == 1
    assert "zinnen" in looked["nl"]
    found = post(client, "/impact", dutch="raket", english="missile", file="a.csv").json()
    assert found["nothing"]
    saved = post(client, "", wish=found["wish"], apply=True, people=[], document=1)
    assert saved.json() == {"message": "raket is saved in a.csv.", "rows": []}
    assert load_glossary(folder).by_id["raket"].target == "missile"
    # The name is that of the token.
    assert concepts.history(state.database(), "raket")[0].author == "ada"


def test_the_terms_of_a_segment_come_with_its_findings(client: TestClient, folder: Path) -> None:
    (folder / "a.csv").write_text("nl,en,forbidden\nzin,sentence,phrase\n", encoding="utf-8")

    def term(text: str) -> Any:
        body = {"text": text}
        answer = client.post("/api/segments/1/findings", json=body, headers=headers()).json()
        (found,) = answer["terms"]
        return found["state"], found["source"], found["target"]

    assert term("A sentence.") == ("found", [[4, 7]], [[2, 10]])
    assert term("A phrase.") == ("forbidden", [[4, 7]], [[2, 8]])
    assert term("A line.") == ("missing", [[4, 7]], [])
    assert term("") == ("no-target", [[4, 7]], [])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/look", {}, 400),
        ("/look", {"dutch": 5}, 400),
        ("/look", {"dutch": "x", "english": ["y"]}, 400),
        ("/look", {"dutch": "x", "document": -1}, 400),
        ("/look", {"dutch": "x", "pos": "thing"}, 422),
        ("/look", {"dutch": "x" * 201}, 422),
        ("/impact", {"dutch": "x"}, 400),
        ("/impact", {"dutch": "", "file": "a.csv"}, 422),
        ("/impact", {"dutch": "x", "file": "../a.csv"}, 404),
        ("/impact", {"dutch": "x", "file": "/etc/passwd"}, 404),
        ("", {"wish": "x", "apply": True, "people": []}, 400),
        ("", {"wish": "x", "apply": "yes", "people": [], "document": 1}, 400),
        ("", {"wish": "x", "apply": True, "people": ["1"], "document": 1}, 400),
        ("", {"wish": "forged", "apply": True, "people": [], "document": 1}, 404),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    client: TestClient, folder: Path, path: str, body: dict[str, Any], status: int
) -> None:
    answer = post(client, path, **body)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]
    assert (folder / "a.csv").read_text(encoding="utf-8") == ROWS


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=cmd()", '"><img src=x>', "a\0b"])
def test_hostile_words_come_back_as_they_are_and_harmless_in_the_file(
    client: TestClient, folder: Path, text: str
) -> None:
    found = post(client, "/impact", dutch="raket", english=text, file="a.csv")
    if found.status_code == 200:
        mark = found.json()["wish"]
        assert post(client, "", wish=mark, apply=False, people=[], document=1).status_code == 200
        assert load_glossary(folder).by_id["raket"].target == text
        assert ",=" not in (folder / "a.csv").read_text(encoding="utf-8")
    else:
        assert found.status_code == 422
        assert (folder / "a.csv").read_text(encoding="utf-8") == ROWS
