"""``workbench glossary`` as a person or a script meets it."""

import json
from pathlib import Path

import pytest

from workbench.cli.main import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


def test_find_lists_the_matches(capsys: pytest.CaptureFixture[str]) -> None:
    text = "De vredesafdwingingsmissie eist ‘gewapende\nneutraliteit’."
    assert main(["glossary", "find", text, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    found = {row["concept"]: row for row in rows}
    assert found["vredesafdwinging"]["kind"] == "compound"
    assert found["vredesafdwinging"]["en"] == "peace enforcement"
    assert found["gewapende-neutraliteit"]["kind"] == "exact"
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert main(["glossary", "find", text]) == 0
    assert "gewapende neutraliteit → armed neutrality" in capsys.readouterr().out


def test_find_takes_a_plain_two_column_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("nl,en\nvredesmacht,peace force\n", encoding="utf-8")
    assert main(["glossary", "find", "Twee vredesmachten.", "--glossary", str(path), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["text"], row["kind"], row["en"]) == ("vredesmachten", "inflected", "peace force")


def test_check_names_the_bad_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("nl,en\nvrede,peace\n,war\n", encoding="utf-8")
    assert main(["glossary", "check", str(path)]) == 1
    out = capsys.readouterr().out
    assert "bad.csv, row 3: nl: the Dutch term is missing" in out
    assert "1 error, 0 notes" in out
    assert main(["glossary", "check"]) == 0
    assert main(["glossary", "check", str(tmp_path / "none.csv")]) == 1
    assert "no such file" in capsys.readouterr().err


def test_check_takes_what_a_shell_makes_of_a_pattern(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, rows in {
        "a.csv": "concept,nl,en\npeace,vrede,peace\n",
        "b.csv": "concept,nl,en\npeace,oorlog,war\ncalm,vrede,calm\n",
        "c.csv": "nl,en\nkust,coast\n",
    }.items():
        (tmp_path / name).write_text(rows, encoding="utf-8")
    files = [str(path) for path in sorted(tmp_path.glob("*.csv"))]
    assert main(["glossary", "check", *files]) == 1
    out = capsys.readouterr().out
    assert "b.csv, row 2: concept 'peace' is in a.csv already" in out
    assert "b.csv, row 3: note: 'vrede' is also 'peace', here 'calm' (in a.csv, which wins)" in out
    # The same as the folder, and a file that is named twice counts once.
    assert main(["glossary", "check", str(tmp_path)]) == 1
    assert capsys.readouterr().out == out
    assert main(["glossary", "check", files[2], str(tmp_path / "c.csv")]) == 0
    assert "0 errors, 0 notes" in capsys.readouterr().out


def test_check_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(
        "Vredesafdwinging werkt.\tPeace enforcement works.\n"
        "Vredesafdwinging faalt.\tPeace coercion fails.\n",
        encoding="utf-8",
    )
    assert main(["glossary", "check", "--pairs", str(pairs)]) == 1
    out = capsys.readouterr().out
    assert "segment 2: error forbidden: 'Peace coercion' must not be used" in out
    assert "2 segments, 1 of them" in out


def test_list_and_stats(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["glossary", "list"]) == 0
    assert "vredesafdwinging → peace enforcement" in capsys.readouterr().out
    assert main(["glossary", "stats", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["concepts"] >= 700
    assert report["status"]["active"] >= 700


def test_evaluate_measures_terms_and_control(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(
        "Dit is een missie voor vredesafdwinging.\tThis is a mission for peace enforcement.\n"
        "Het land koos voor gewapende neutraliteit.\tThe country chose armed neutrality.\n"
        "De regering wil een nieuwe dijk.\tThe government wants a new dike.\n",
        encoding="utf-8",
    )
    assert main(["glossary", "evaluate", "--pairs", str(pairs), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["terms"]["terms"] >= 2
    assert report["terms"]["success"] >= 0.9
    assert report["terms"]["chrf"] >= report["terms"]["chrf_raw"]
    assert 0 <= report["random_control"]["success"] <= 1
    assert report["glossary"]
