from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.cli.main import main
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.domain import SegmentStatus
from workbench.errors import Cancelled, SettingsError
from workbench.exchange import base
from workbench.exchange.tmx_check import check_tmx
from workbench.language import EN_NL, LanguagePair
from workbench.workflow.export import export_units, statuses_for
from workbench.workflow.export_documents import export_documents
from workbench.workflow.release import preview, release
from workbench.workflow.release_plan import ReleaseOptions
from workbench.workflow.status import status


@pytest.fixture
def document(database: Database) -> DocumentInfo:
    """Four segments: approved, reviewed, draft, rejected."""
    info = documents.add(database, make_document(["Een.", "Twee.", "Drie.", "Vier."])).document
    for row, wanted in zip(
        rows.rows(database, info.id), ("approved", "reviewed", "draft", "rejected"), strict=True
    ):
        segments.save(
            database,
            row.id,
            text=f"Target {row.position}.",
            version=1,
            author="anna",
            status=SegmentStatus(wanted),
        )
    return info


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("approved", ["Target 0."]),
        ("reviewed", ["Target 0.", "Target 1."]),
        ("all", ["Target 0.", "Target 1.", "Target 2."]),
    ],
)
@pytest.mark.parametrize("ending", [".tmx", ".jsonl", ".csv", ".tsv", ".xlsx", ".zip"])
def test_what_is_chosen_is_in_the_file(
    database: Database,
    document: DocumentInfo,
    tmp_path: Path,
    choice: str,
    expected: list[str],
    ending: str,
) -> None:
    path = tmp_path / f"out{ending}"
    summary = export_units(database, path, statuses=statuses_for(choice))
    assert (summary.units, summary.skipped) == (len(expected), 0)
    assert summary.bytes == path.stat().st_size
    found = base.reader(summary.format).read(path, base.Options())
    assert [unit.target.text for unit in found] == expected


@pytest.mark.parametrize("ending", [".tmx", ".csv", ".zip", ".jsonl"])
def test_what_was_translated_from_english_is_in_the_right_place(
    database: Database, document: DocumentInfo, tmp_path: Path, ending: str
) -> None:
    english = make_document(["One more."], sha256="ee" * 32)
    english = replace(english, segments=tuple(replace(s, language="en") for s in english.segments))
    info = documents.add(database, english, project="reverse", pair=EN_NL).document
    (row,) = rows.rows(database, info.id)
    approved = SegmentStatus.APPROVED
    segments.save(database, row.id, text="Nog een.", version=1, author="anna", status=approved)
    path = tmp_path / f"out{ending}"
    summary = export_units(database, path)
    found = [
        (unit.source.language, unit.source.text, unit.target.text)
        for unit in base.reader(summary.format).read(path, base.Options())
    ]
    # Only the native form says in which direction a unit was translated.
    last = (
        ("en", "One more.", "Nog een.") if ending == ".jsonl" else ("nl", "Nog een.", "One more.")
    )
    assert found == [("nl", "Een.", "Target 0."), last]


def test_a_correction_is_found_in_the_file(
    database: Database, document: DocumentInfo, tmp_path: Path
) -> None:
    path = tmp_path / "out.tmx"
    row = rows.rows(database, document.id)[0]
    segments.save(
        database,
        row.id,
        text="The <corrected> one & only.",
        version=row.version,
        author="bert",
        status=SegmentStatus.APPROVED,
    )
    export_units(database, path, pair=LanguagePair("nl-NL", "en-GB"))
    (unit,) = base.reader("tmx").read(path, base.Options(pair=LanguagePair("nl-NL", "en-GB")))
    assert unit.target.text == "The <corrected> one & only."
    assert (unit.creator, unit.changer) == ("anna", "bert")


def test_what_is_no_character_never_leaves(
    database: Database, document: DocumentInfo, tmp_path: Path
) -> None:
    row = rows.rows(database, document.id)[0]
    odd = "a\ufdd0b\ufdef \x07\x85\U0001ffffc \ue000 \u200d\U0001f600"
    segments.save(database, row.id, text=odd, version=row.version, author="bert",
                  status=SegmentStatus.APPROVED)  # fmt: skip
    path = tmp_path / "out.tmx"
    export_units(database, path)
    (unit,) = base.reader("tmx").read(path, base.Options())
    assert unit.target.text == "ab  c \ue000 \u200d\U0001f600"
    assert list(check_tmx(path)) == []


def test_stopping_leaves_the_old_file(database: Database, tmp_path: Path) -> None:
    info = documents.add(database, make_document([f"Zin {n}." for n in range(600)])).document
    found = rows.rows(database, info.id, limit=600)
    segments.save_many(
        database,
        [segments.Edit(row.id, 1, "T.", SegmentStatus.APPROVED) for row in found],
        author="anna",
    )
    path = tmp_path / "out.tmx"
    path.write_text("old")
    seen: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        export_units(
            database,
            path,
            progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: True,
        )
    assert seen == [(500, 600)]
    assert path.read_text() == "old"
    assert list(tmp_path.glob(".out*")) == []


@pytest.mark.parametrize("write", [export_units, export_documents])
@pytest.mark.parametrize("codes", ["fr:de", "nl:fr", "nl-NL:nl-BE"])
def test_no_text_is_said_to_be_in_a_language_that_it_is_not_in(
    database: Database,
    document: DocumentInfo,
    tmp_path: Path,
    codes: str,
    write: Callable[..., object],
) -> None:
    with pytest.raises(SettingsError, match="there are units in nl-en, which are not"):
        write(database, tmp_path / "out.zip", format="csv", pair=LanguagePair.parse(codes))
    assert list(tmp_path.glob("out*")) == list(tmp_path.glob(".out*")) == []


def test_a_project_in_another_language_blocks_nothing(
    database: Database,
    document: DocumentInfo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    german = documents.add(
        database, make_document(["Los."], sha256="cc" * 32), project="de",
        pair=LanguagePair.parse("nl-de"),
    ).document  # fmt: skip
    (row,) = rows.rows(database, german.id)
    approved = SegmentStatus.APPROVED
    segments.save(database, row.id, text="Los!", version=1, author="b", status=approved)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_DATABASE", database.url.render_as_string(hide_password=False))
    told: list[tuple[int, int]] = []
    wanted = ReleaseOptions(gates={"leak": "off", "numbers": "off"}, split=None)

    def progress(done: int, total: int) -> None:
        told.append((done, total))

    single = export_units(database, tmp_path / "out.tmx", progress=progress)
    many = export_documents(database, tmp_path / "out", progress=progress)
    assert told == [(1, 1), (1, 1)], "what is passed over is not waited for"
    assert [(each.units, each.skipped, each.elsewhere) for each in (single, many)] == [
        (1, 0, 1),
        (1, 0, 1),
    ]
    native = export_units(database, tmp_path / "out.jsonl")
    assert (native.units, native.elsewhere) == (2, 0)
    plans = preview(database, wanted), release(database, tmp_path / "release", wanted).plan
    # Drafts, reviewed and rejected pairs are looked at too.
    assert [(plan.seen, plan.kept, plan.elsewhere) for plan in plans] == [(4, 1, 1), (4, 1, 1)]
    one = export_units(database, tmp_path / "de.tmx", pair=LanguagePair.parse("nl-de"))
    assert (one.units, one.elsewhere) == (1, 1)
    assert main(["export", "-o", str(tmp_path / "out.csv")]) == 0
    assert "1 unit in other languages left out" in capsys.readouterr().out
    assert main(["release", "--preview", "--split", "none"]) == 0
    assert "1 unit in other languages left out" in capsys.readouterr().out
    assert main(["export", "-o", str(tmp_path / "none.csv"), "--project", "de"]) == 1
    assert "with --project or --document" in capsys.readouterr().err


def test_the_command_knows_the_projects(
    document: DocumentInfo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    out = tmp_path / "out.tmx"
    assert main(["export", "-o", str(out), "--project", "none"]) == 1
    assert "no project 'none'. Projects: default" in capsys.readouterr().err
    assert not out.exists()
    assert main(["export", "-o", str(out), "--project", "default"]) == 0


def test_bad_choices(database: Database, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="'some' is no choice"):
        statuses_for("some")
    with pytest.raises(SettingsError, match="no format has this file ending"):
        export_units(database, tmp_path / "out.doc")
    with pytest.raises(SettingsError, match="'doc' is no format"):
        export_units(database, tmp_path / "out.tmx", format="doc")


def test_status_adds_up(database: Database, document: DocumentInfo) -> None:
    found = status(database)
    assert found.documents == (documents.get(database, document.id),)
    assert found.counts == {
        SegmentStatus.UNTRANSLATED: 0,
        SegmentStatus.DRAFT: 1,
        SegmentStatus.REVIEWED: 1,
        SegmentStatus.APPROVED: 1,
        SegmentStatus.REJECTED: 1,
    }
    assert found.words == 4
