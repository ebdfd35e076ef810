"""The commands of the store, as a person or a script runs them."""

import json
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.corpus import rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.exchange.tmx_reader import read_tmx
from workbench.settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    glossary = tmp_path / "terms.csv"
    glossary.write_text("nl,en\nvredesafdwinging,peace enforcement\n", encoding="utf-8")
    for name, value in {
        "WORKBENCH_HOME": str(tmp_path / "home"),
        "WORKBENCH_GLOSSARIES": str(tmp_path / "none"),
        "WORKBENCH_USER": "anna",
        "WORKBENCH_THREADS": "1",
        "WORKBENCH_BEAM": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_from_a_document_to_a_memory(
    home: Path, dutch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "status")
    assert (code, "No documents yet" in out) == (0, True)

    code, out, _ = run(capsys, "ingest", "--json", "--project", "zaak", dutch)
    (document,) = json.loads(out)["documents"]
    assert (code, document["new"], document["project"]) == (0, True, "zaak")
    code, out, _ = run(capsys, "ingest", dutch, "--project", "zaak")
    assert (code, "already there" in out) == (0, True)

    code, out, err = run(
        capsys, "translate", "--stored", document["id"], "--glossary", home.parent / "terms.csv"
    )
    assert (code, err) == (0, ""), "no progress bar where there is no terminal"
    assert f"{document['translatable']} segments translated" in out
    assert "of 1 terms" in out
    code, out, _ = run(
        capsys, "translate", "--all", "--json", "--glossary", home.parent / "terms.csv"
    )
    assert json.loads(out)["documents"][0]["current"] == document["translatable"]

    database = Database.open(f"sqlite:///{home / 'workbench.db'}")
    row = rows.rows(database, document["id"])[0]
    segments.set_status(
        database, [(row.id, row.version)], status=SegmentStatus.APPROVED, author="anna"
    )
    code, out, _ = run(capsys, "status", "--json")
    found = json.loads(out)
    assert found["counts"] == found["documents"][0]["counts"]
    assert found["counts"]["approved"] == 1
    code, out, _ = run(capsys, "status")
    assert "debat.txt (nl)" in out

    memory = tmp_path / "out.tmx"
    code, out, _ = run(capsys, "export", "--format", "tmx", "-o", memory)
    assert (code, out) == (0, f"1 unit written to {memory}\n")
    assert [unit.source.text for unit in read_tmx(memory)] == ["Het debat"]
    code, out, _ = run(capsys, "export", "-o", memory, "--status", "all", "--json")
    assert json.loads(out)["units"] == document["translatable"]


def test_files_without_the_store(
    home: Path, dutch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(
        capsys, "translate", dutch, tmp_path / "weg.txt", "--out", tmp_path / "out", "--json"
    )
    assert code == 1
    found = json.loads(out)
    assert [entry["translated"] for entry in found["files"]] == [4]
    assert [entry["file"] for entry in found["errors"]] == [str(tmp_path / "weg.txt")]
    assert err.startswith("workbench: ") and "weg.txt" in err
    assert Path(found["files"][0]["text"]).name == "debat.en.txt"
    assert not (home / "workbench.db").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("translate",), 2),
        (("translate", "x.txt"), 2),
        (("translate", "x.txt", "--all"), 2),
        (("export",), 2),
        (("export", "-o", "x.tmx", "--status", "some"), 2),
        (("ingest",), 2),
        (("ingest", "/nowhere/x.txt"), 1),
        (("translate", "--stored", "77"), 1),
        (("translate", "--all", "--package", "nosuch"), 1),
        (("translate", "--all", "--glossary", "/nowhere/x.csv"), 1),
        (("export", "-o", "/tmp/x.doc"), 1),
        (("export", "-o", "x.tmx", "--document", "77"), 1),
        (("export", "-o", "x.tmx", "--languages", "dutch-english"), 1),
    ],
)
def test_mistakes_are_explained(
    home: Path, arguments: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        got = main(arguments)
    except SystemExit as exit_:
        got = exit_.code  # type: ignore[assignment]
    captured = capsys.readouterr()
    assert (got, captured.out) == (code, "")
    assert "Traceback" not in captured.err
    assert captured.err.strip()


@pytest.mark.parametrize("command", ["ingest", "translate", "export", "status"])
def test_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([command, "--help"])
    assert exit_.value.code == 0
    assert f"workbench {command}" in capsys.readouterr().out


def test_only_a_command_that_goes_on_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Settings, "load", stop)
    assert run(capsys, "restore", "backup.zip") == (130, "", "Stopped.\n")
    code, _, told = run(capsys, "translate", "--all")
    assert (code, "goes on from there" in told) == (130, True)


def test_a_list_of_rows_with_a_mistake_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, told = run(capsys, "alignments", "do", 1, "accept", "rows=12,x13")
    assert (code, "'rows=12,x13' does not list numbers" in told) == (1, True)
