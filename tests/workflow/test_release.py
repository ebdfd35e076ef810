"""A release holds what its gates let pass, says what it holds, and appears whole or not at all."""

import hashlib
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.release_kit import (
    BAD,
    GOOD,
    ONE,
    digests,
    effects,
    filled,
    rejected,
    store,
    targets,
)
from workbench.cli.main import main
from workbench.corpus import machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus, TranslationUnit
from workbench.errors import Cancelled, SettingsError, StoreError
from workbench.exchange.tmx_reader import read_tmx
from workbench.workflow.release import preview, release
from workbench.workflow.release_plan import ReleaseOptions


def test_each_gate_is_counted_and_each_rejected_pair_has_its_reason(
    database: Database, tmp_path: Path
) -> None:
    store(database, "nota.txt", [*GOOD, *BAD])
    plan = preview(database, ONE)
    assert (plan.seen, plan.kept, plan.rejected) == (9, 3, 6)
    assert effects(plan) == {
        "status": (3, 3),
        "empty": (0, 0),
        "copy": (1, 0),
        "ratio": (1, 1),
        "language": (1, 0),
        "numbers": (1, 1),
        "addresses": (0, 0),
        "duplicates": (0, 0),
        "leak": (0, 0),
        "conflicts": (0, 0),
    }
    made = release(database, tmp_path / "out", ONE)
    assert made.plan == plan
    assert targets(tmp_path / "out" / "corpus.tmx") == [target for _, target, _ in GOOD]
    assert rejected(tmp_path / "out") == {
        BAD[0][0]: "status",
        BAD[1][0]: "status",
        BAD[2][0]: "status",
        BAD[3][0]: "copy language",
        BAD[4][0]: "numbers",
        BAD[5][0]: "ratio",
    }


def test_gates_can_be_set(database: Database, tmp_path: Path) -> None:
    store(database, "nota.txt", [*GOOD, *BAD])
    gates = {"status": "all", "ratio": "10", "numbers": "off", "copy": "off", "language": "off"}
    plan = preview(database, ReleaseOptions(gates=gates, split=None))
    assert (plan.kept, plan.rejected) == (8, 1)
    assert "numbers" not in effects(plan)
    with pytest.raises(SettingsError, match="no gate 'nosuch'"):
        preview(database, ReleaseOptions(gates={"nosuch": "on"}))


def test_duplicates_are_merged_and_conflicts_marked(database: Database, tmp_path: Path) -> None:
    store(database, "een.txt", [("Ja.", "Yes.", "approved")] * 2 + [GOOD[0]])
    store(database, "twee.txt", [("Ja.", "Yes.", "approved"), ("Ja.", "Indeed.", "approved")])
    made = release(database, tmp_path / "out", ONE)
    assert effects(made.plan)["duplicates"] == (2, 2)
    assert effects(made.plan)["conflicts"] == (2, 0)
    assert (made.plan.kept, made.plan.rejected) == (3, 0)
    flags = {
        unit.target.text: unit.provenance.flags
        for unit in read_tmx(tmp_path / "out" / "corpus.tmx")
    }
    assert flags == {
        "Yes.": ("count:3", "conflict"),
        "The bridge is new.": (),
        "Indeed.": ("conflict",),
    }
    strict = ReleaseOptions(gates={"conflicts": "reject", "duplicates": "off"}, split=None)
    release(database, tmp_path / "strict", strict)
    assert targets(tmp_path / "strict" / "corpus.tmx") == ["The bridge is new."]
    assert rejected(tmp_path / "strict") == {"Ja.": "conflicts"}


def test_the_same_state_gives_the_same_bytes(database: Database, tmp_path: Path) -> None:
    filled(database, 6)
    options = ReleaseOptions(split=(60, 20, 20), licence="CC-BY-4.0")
    release(database, tmp_path / "one", options)
    release(database, tmp_path / "two", options)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    release(database, tmp_path / "one.zip", options)
    release(database, tmp_path / "two.zip", options)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == digests(
            tmp_path / "one"
        )
    store(database, "nieuw.txt", GOOD)
    release(database, tmp_path / "three", options)
    assert digests(tmp_path / "three") != digests(tmp_path / "one")


def test_checksums_are_those_of_the_files(database: Database, tmp_path: Path) -> None:
    store(database, "nota.txt", GOOD)
    made = release(database, tmp_path / "out", ONE)
    lines = (tmp_path / "out" / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(listed) == {"corpus.tmx", "rejected.tsv", "README.md"}
    for name, digest in listed.items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    assert dict(made.files) == listed


def test_the_card_says_what_is_in_it(database: Database, tmp_path: Path) -> None:
    store(database, "een|twee <b>.txt", [*GOOD, *BAD])
    release(
        database,
        tmp_path / "out",
        ReleaseOptions(split=None, licence="CC-BY-4.0", title='Debat "vrede"'),
    )
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    head, _, body = card.removeprefix("---\n").partition("\n---\n")
    assert 'pretty_name: "Debat \\"vrede\\""' in head
    assert 'license: "cc-by-4.0"' in head
    for wanted in (
        "3 translation units nl to en",
        "Licence: CC-BY-4.0",
        "| corpus.tmx | 1 | 3 | 12 | 12 |",
        "| Numbers | on | 1 |",
        "- Status: approved (3)",
        "- Origin of the target: human (3)",
        r"een\|twee \<b\>.txt",
        hashlib.sha256((tmp_path / "out" / "corpus.tmx").read_bytes()).hexdigest(),
    ):
        assert wanted in body, wanted


def test_scores_of_drafts_are_in_the_card(database: Database, tmp_path: Path) -> None:
    from workbench.domain import Origin, Provenance

    number = store(database, "nota.txt", [(source, "", "") for source, _, _ in GOOD])
    made = Provenance(
        Origin.MACHINE, engine="e 1", glossary="g7", raw="The bridge.", confidence=0.5
    )
    found = rows.rows(database, number)
    drafts = [machine_drafts.Draft(row.id, 1, "The bridge.", made) for row in found[:2]]
    machine_drafts.put_drafts(database, number, drafts, author="e")
    for row in rows.rows(database, number)[:2]:
        text = "The bridge." if row.position else "The bridge is new."
        segments.save(
            database, row.id, text=text, version=row.version, author="anna",
            status=SegmentStatus.APPROVED,
        )  # fmt: skip
    release(database, tmp_path / "out", ReleaseOptions(gates={"numbers": "off"}, split=None))
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    for wanted in (
        "before glossary and review, that were released as they were: 1 of 2 (50.0%)",
        "chrF2 of these texts of the engine against the released ones:",
        "TER of these texts",
        "mean confidence of the engine: 0.500",
        "- Engine: e 1 (2)",
        "- Glossary version: g7 (2)",
    ):
        assert wanted in card, wanted


def test_nothing_is_overwritten_but_a_release_on_request(
    database: Database, tmp_path: Path
) -> None:
    store(database, "nota.txt", GOOD)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("cat")
    for replace in (False, True):
        with pytest.raises(StoreError, match="something else here already"):
            release(database, tmp_path / "photos", ONE, replace=replace)
    (tmp_path / "empty").mkdir()
    for place in ("empty", "new", "new.zip"):
        release(database, tmp_path / place, ONE)
        with pytest.raises(StoreError, match="a release here already"):
            release(database, tmp_path / place, ONE)
        release(database, tmp_path / place, ONE, replace=True)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_stopped_release_leaves_nothing(database: Database, tmp_path: Path) -> None:
    store(database, "lang.txt", [(f"Zin {n}.", f"Line {n}.", "approved") for n in range(700)])
    out = tmp_path / "out"
    seen: list[tuple[int, int]] = []
    for after in (1, 2):
        answers = iter([False] * (after - 1) + [True])
        with pytest.raises(Cancelled):
            release(
                database,
                out / "release",
                ONE,
                progress=lambda done, total: seen.append((done, total)),
                cancelled=lambda answers=answers: next(answers),
            )
        assert not out.exists() or not list(out.iterdir())
    assert seen == [(500, 1400), (500, 1400), (1000, 1400)]


def test_no_pair_no_release(database: Database, tmp_path: Path) -> None:
    store(database, "nota.txt", BAD)
    with pytest.raises(StoreError, match=r"no pair passes the gates \(6 pairs judged\)"):
        release(database, tmp_path / "out", ONE)
    assert not (tmp_path / "out").exists()
    assert preview(database, ONE).parts == ()


def test_only_the_chosen_documents(database: Database, tmp_path: Path) -> None:
    one = store(database, "een.txt", GOOD)
    store(database, "twee.txt", [("Ja.", "Yes.", "approved")], project="ander")
    assert preview(database, ReleaseOptions(documents=[one], split=None)).seen == 3
    assert preview(database, ReleaseOptions(project="ander", split=None)).seen == 1


def test_memory_stays_the_same_for_many_more_pairs(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Units come from a generator here: the store's own streaming has its own test."""
    from tests.exchange.conftest import make_unit
    from workbench.corpus import units

    def peak(number: int) -> int:
        def stream(*_: object, **__: object) -> Iterator[TranslationUnit]:
            for n in range(number):
                yield make_unit(f"Zin {n}.", f"Line {n}.", uid=f"{n % 40:012x}-{n}")

        monkeypatch.setattr(units, "stream", stream)
        tracemalloc.start()
        release(database, tmp_path / f"out{number}", ReleaseOptions())
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1100)
    assert peak(5000) < 1.3 * peak(2000) + 700_000


def test_the_command(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    number = store(database, "nota.txt", [*GOOD, *BAD])
    assert main(["release", "--gates"]) == 0
    assert "ratio=2.5" in capsys.readouterr().out
    assert main(["release", "--preview", "--gate", "status=all", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["seen"], told["kept"]) == (9, 5)
    out = tmp_path / "out.zip"
    assert main(["release", str(out), "--document", str(number), "--split", "none"]) == 0
    assert "9 pairs: 3 pass, 6 are kept out" in capsys.readouterr().out
    assert out.is_file()
    for arguments, message in (
        (["release"], "no place named"),
        (["release", str(out)], "a release here already"),
        (["release", str(out), "--replace", "--gate", "ratio"], "'ratio' sets no gate"),
        (["release", "--preview", "--document", "99"], "no document 99"),
        (["release", "--preview", "--project", "x"], "no project 'x'. Projects: default"),
        (["release", "--preview", "--languages", "fr:de"], "units in nl-en, which are not fr-de"),
        (["release", "--preview", "--title", " "], "no title"),
        (["release", "--preview", "--gate", "status=x"], "Choose approved, reviewed, all\n"),
        (["release", "--preview", "--gate", "copy=x"], "Choose on, or off\n"),
    ):
        assert main(arguments) == 1
        assert message in capsys.readouterr().err
