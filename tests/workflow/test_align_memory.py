"""What was approved before is evidence: out of files and the store, for the CLI and the app."""

import json
from pathlib import Path

import pytest

from tests.workflow.alignment_kit import JUDGE, made
from workbench.cli.main import main
from workbench.corpus import alignment_rows
from workbench.corpus.database import Database
from workbench.language import NL_EN
from workbench.settings import Settings
from workbench.workflow import alignment_again, alignment_editor
from workbench.workflow.align_evidence import ApprovedPairs
from workbench.workflow.alignment import align_pair

DUTCH = ["Wij zijn er.", "Mooi weer vandaag.", "Tot ziens."]
ENGLISH = ["Here we are.", "Goodbye to all of you.", "So long."]
"""Nothing in these tells what belongs together."""

PAIR = ("Mooi weer vandaag. Tot ziens.", "Goodbye to all  of you.")

TMX = """<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1"
 segtype="block" o-tmf="x" adminlang="en" srclang="nl" datatype="plaintext"/>
<body>{}</body></tmx>"""
UNIT = '<tu>{}<tuv xml:lang="nl"><seg>{}</seg></tuv><tuv xml:lang="en"><seg>{}</seg></tuv></tu>'


def approved(database: Database) -> None:
    """Have the store know the pair, by an alignment of other documents."""
    number = made(database, [PAIR[0]], [PAIR[1]])
    align_pair(database, number, pipeline=None)
    (row,) = alignment_rows.stream(database, number)
    wish = {"operation": "accept", "rows": [row.id]}
    alignment_editor.operate(database, number, wish, author="anna", judge=JUDGE)


def test_the_store_is_evidence_for_a_new_pair_and_again(database: Database) -> None:
    stranger = made(database, DUTCH, ENGLISH)
    align_pair(database, stranger, pipeline=None)
    assert len(list(alignment_rows.stream(database, stranger))) == 3
    approved(database)
    number = made(database, DUTCH, ENGLISH)
    align_pair(database, number, pipeline=None)
    known = [row for row in alignment_rows.stream(database, number) if row.reasons.get("known")]
    assert [(row.source_text, row.target_text) for row in known] == [(PAIR[0], ENGLISH[1])]
    assert known[0].probability is not None
    assert known[0].probability > 0.8
    # What was aligned before it was known changes when it is aligned again.
    preview = alignment_again.preview_realignment(database, stranger, scope="all")
    assert (PAIR[0], ENGLISH[1]) in [
        (row["source"], row["target"]) for change in preview["changes"] for row in change["after"]
    ]
    middle = list(alignment_rows.stream(database, stranger))[1]
    best, *_ = alignment_again.alternatives(database, stranger, middle.id)
    assert [text for _, text in best["source"]] == DUTCH[1:]


@pytest.mark.parametrize("kept", ["file", "store"])
def test_the_command_takes_files_and_the_store(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: Settings,
    kept: str,
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(settings.home))
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path, texts in zip(files, (DUTCH, ENGLISH), strict=True):
        path.write_text("\n".join(texts), encoding="utf-8")
    memory = tmp_path / "memory.tmx"
    memory.write_text(TMX.format(UNIT.format("", *PAIR)), encoding="utf-8")
    store = Database.open(settings.database)
    approved(store)
    store.close()
    plain = ["align", *map(str, files), "--one-sentence-per-line", "--no-mt", "--format", "jsonl"]
    found = []
    for options in ([], ["--memory", str(memory)] if kept == "file" else ["--stored-memory"]):
        assert main([*plain, *options]) == 0
        lines = capsys.readouterr().out.splitlines()
        found.append([(bead["source"], bead["target"]) for bead in map(json.loads, lines)])
    assert ([1, 2], [1]) not in found[0]
    assert ([1, 2], [1]) in found[1]


def test_files_and_the_store_are_put_together(database: Database, tmp_path: Path) -> None:
    approved(database)
    memory = tmp_path / "memory.tmx"
    rejected = '<prop type="x-status">rejected</prop>'
    units = [("", PAIR[0], "Farewell."), ("", "Nee.", "No."), (rejected, "Ja.", "No.")]
    memory.write_text(TMX.format("".join(UNIT.format(*unit) for unit in units)), encoding="utf-8")
    pairs = ApprovedPairs([memory], NL_EN, database=database)
    assert pairs.known(DUTCH) == {PAIR[0]: {"Farewell.", ENGLISH[1]}, "Nee.": {"No."}}


def test_what_a_memory_does_to_other_pairs_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "align" / "parice"
    names = ("minister", "harbour", "winter", "colonel", "bridge", "treaty")
    english = [f"The {name} was there in {1900 + n}." for n, name in enumerate(names)]
    icelandic = [f"Þar var {name} {1900 + n}." for n, name in enumerate(names)]
    for folder, lines in (
        ("eng", [f"{n}\t{text}" for n, text in enumerate(english)]),
        ("isl", [f"{n}\t{text}" for n, text in enumerate(icelandic)]),
        ("gold", [f"[{n}]:[{n}]" for n in range(len(names))]),
    ):
        (place / folder).mkdir(parents=True)
        (place / folder / "x.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = ["align", "evaluate", str(tmp_path), "--memory-every", "2", "--json"]
    assert main(command) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["method"] for row in rows] == ["no MT, other pairs", "no MT, memory, other pairs"]
    assert [row["beads"] for row in rows] == [3, 3]
    assert [row["strict"]["f1"] for row in rows] == [1, 1]
    assert main(["align", "evaluate", str(tmp_path / "align"), "--memory-every", "2"]) == 1
    assert "no gold" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["align", "evaluate", str(tmp_path), "--stored-memory"])
    assert "--memory-every" in capsys.readouterr().err
