"""``workbench glossary`` where it changes something: impact, history, import, export, proposals."""

import json
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.glossary.files import load_glossary

ROWS = """\
concept,nl,en,admitted,enforcement
pe,vredesafdwinging,peace enforcement,,force
verdrag,verdrag,treaty,,force
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "terms"
    place.mkdir()
    (place / "a.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_GLOSSARIES", str(place))
    monkeypatch.setenv("WORKBENCH_USER", "ada")
    monkeypatch.setenv("WORKBENCH_BEAM", "1")
    return place


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_change_is_seen_saved_and_taken_back(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "nota.txt"
    text.write_text("Vredesafdwinging is geen oorlog.\n", encoding="utf-8")
    assert main(["ingest", str(text)]) == 0
    assert main(["translate", "--all"]) == 0
    said(capsys)
    change = ["glossary", "impact", "pe", "--set", "en=enforcing of peace"]
    assert main([*change, "--json"]) == 0
    report = json.loads(said(capsys))
    (draft,) = report["drafts"]
    assert "nforcing of peace" in draft["new"]
    assert load_glossary(folder).by_id["pe"].target == "peace enforcement"
    assert main([*change, "--save"]) == 0
    assert "saved: 1 drafts and 0 texts of people changed" in said(capsys)
    assert load_glossary(folder).by_id["pe"].target == "enforcing of peace"
    assert main(["translate", "--all"]) == 0
    assert "up to date" in said(capsys)
    assert main(["glossary", "history", "pe", "--json"]) == 0
    newest, first = json.loads(said(capsys))
    assert (newest["author"], newest["differences"]) == (
        "ada",
        {"en": ["peace enforcement", "enforcing of peace"]},
    )
    assert main(["glossary", "revert", str(first["id"])]) == 0
    assert load_glossary(folder).by_id["pe"].target == "peace enforcement"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["impact", "pe"], "no change is named"),
        (["impact", "pe", "--set", "en"], "is no change"),
        (["impact", "pe", "--set", "pos=thing"], "is not one of"),
        (["impact", "none", "--delete"], "there is no concept 'none'"),
        (["impact", "new", "--set", "nl=x", "--set", "en=y", "--file", "z"], "no glossary file"),
        (["revert", "99"], "no revision 99"),
        (["revert", "abc"], "no change 'abc'"),
        (["import", "none.tbx"], "can't be read"),
        (["export", "-o", "x.abc"], "this file ending"),
        (["suggest", "--accept", "x"], "is not proposed"),
    ],
)
def test_mistakes_are_told_in_a_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["glossary", *arguments]) != 0
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error


def test_out_and_in_again(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.tbx"
    assert main(["glossary", "export", "-o", str(path)]) == 0
    assert "2 written" in said(capsys)
    assert main(["glossary", "import", str(path)]) == 0
    assert "2 identical" in said(capsys)
    table = tmp_path / "more.csv"
    table.write_text("Bron;Doel\nverdrag;pact\nleger;army\n;x\n", encoding="utf-8")
    bring = ["glossary", "import", str(table), "--map", "nl=Bron", "--map", "en=2"]
    assert main(bring) == 0
    assert "1 new, 1 conflicting, 1 empty" in said(capsys)
    assert set(load_glossary(folder).by_id) == {"pe", "verdrag"}
    assert main([*bring, "--save", "--conflicts", "admit", "--json"]) == 0
    report = json.loads(said(capsys))
    assert report["written"] == 2
    now = load_glossary(folder).by_id
    assert [term.text for term in now["verdrag"].of("en")] == ["treaty", "pact"]
    assert Path(now["leger"].file).name == "imported.csv"
    assert main(["glossary", "revert", report["mark"]]) == 0
    assert main(["glossary", "import", str(path), "--save"]) == 0
    assert "revert" not in said(capsys), "there is nothing to take back"
    assert set(load_glossary(folder).by_id) == {"pe", "verdrag"}


def test_proposals_and_figures(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "nota.txt"
    text.write_text("De stuwdam is oud.\n\nEen stuwdam.\n\nZo'n stuwdam.\n", encoding="utf-8")
    assert main(["ingest", str(text)]) == 0
    said(capsys)
    assert main(["glossary", "suggest"]) == 0
    assert "texts: stuwdam → ? (3 segments)" in said(capsys)
    assert main(["glossary", "suggest", "--accept", "stuwdam", "--en", "storage dam"]) == 0
    assert load_glossary(folder).by_id["stuwdam"].target == "storage dam"
    said(capsys)
    assert main(["glossary", "figures", "--json"]) == 0
    assert json.loads(said(capsys))["stuwdam"]["segments"] == 3
    assert main(["glossary", "suggest", "--refuse", "dam"]) == 0


def test_terms_are_put_right_without_translating_anew(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "nota.txt"
    text.write_text("Vredesafdwinging is geen oorlog.\n\nHet is koud.\n", encoding="utf-8")
    assert main(["ingest", str(text)]) == 0
    assert main(["translate", "--all"]) == 0
    (folder / "a.csv").write_text(
        ROWS.replace("peace enforcement", "enforcing of peace"), encoding="utf-8"
    )
    said(capsys)
    assert main(["glossary", "apply", "--json"]) == 0
    report = json.loads(said(capsys))
    (draft,) = report["drafts"]
    assert "nforcing of peace" in draft["new"]
    assert (report["right"], report["saved"]) == (1, None)
    assert main(["glossary", "apply"]) == 0
    assert "1 draft would change" in said(capsys)
    assert main(["glossary", "apply", "1", "--save"]) == 0
    assert "saved: 1 drafts and 0 texts of people changed" in said(capsys)
    assert main(["translate", "--all"]) == 0
    assert "up to date" in said(capsys)
    assert main(["glossary", "apply", "7"]) == 1
