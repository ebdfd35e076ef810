"""One file for each document, and how much each file says of its units."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.workflow.release_kit import BAD, GOOD, store
from workbench.cli.main import main
from workbench.corpus import documents, rows, segments, units
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.errors import Cancelled, SettingsError, StoreError
from workbench.exchange import base
from workbench.exchange.base import FORMATS, Options, Properties
from workbench.language import LanguagePair
from workbench.workflow.export import export_units, statuses_for
from workbench.workflow.export_documents import FileNames, export_documents

NAMES = [
    "nota.txt",
    "map/nota.docx",
    "NOTA.md",
    "../../etc/passwd",
    "con.txt",
    "...",
    "é 𝄞 <b>.txt",
]


@pytest.fixture
def filled(database: Database) -> Database:
    for name in NAMES:
        store(database, name, [*GOOD, *BAD])
    store(database, "leeg.txt", [BAD[0]])
    return database


def targets(path: Path, name: str) -> list[str]:
    return [unit.target.text for unit in base.reader(name).read(path, Options())]


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("out", ["out", "out.zip"])
def test_each_document_has_a_file(filled: Database, tmp_path: Path, name: str, out: str) -> None:
    summary = export_documents(
        filled, tmp_path / out, format=name, statuses=statuses_for("approved")
    )
    assert (summary.units, summary.files, summary.skipped) == (42, 7, 0)
    folder = tmp_path / out
    if out == "out.zip":
        assert summary.bytes == folder.stat().st_size
        with zipfile.ZipFile(folder) as archive:
            archive.extractall(tmp_path / "unpacked")
        folder = tmp_path / "unpacked"
    ending = FORMATS[name].endings[0]
    stems = ["nota", "nota-2", "NOTA-3", "passwd", "document-5", "document-6", "é _ _b_"]
    assert {file.name for file in folder.iterdir()} == {f"{stem}{ending}" for stem in stems}
    for file in folder.iterdir():
        assert targets(file, name)[:3] == [target for _, target, _ in GOOD]
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_names_stay_apart_and_short() -> None:
    taken = FileNames(".tmx")
    listed = ("a.txt", "A.txt", "A-2.txt", "ß" * 300, "ß" * 301)
    names = [taken.free(number, name) for number, name in enumerate(listed, 1)]
    assert names[:3] == ["a.tmx", "A-2.tmx", "A-2-3.tmx"]
    assert len({name.casefold() for name in names}) == 5
    assert all(len(name.encode()) < 200 for name in names)


def test_the_same_choices_as_in_one_file(filled: Database, tmp_path: Path) -> None:
    export_documents(
        filled, tmp_path / "out", documents=[2], pair=LanguagePair("nl-NL", "en-GB"),
        properties=Properties.NONE, statuses=statuses_for("all"),
    )  # fmt: skip
    (file,) = (tmp_path / "out").iterdir()
    text = file.read_text(encoding="utf-8")
    assert text.count("<tu ") == 8
    assert 'srclang="nl-NL"' in text and 'xml:lang="en-GB"' in text and "<prop" not in text


def test_all_files_are_of_one_moment(database: Database, tmp_path: Path) -> None:
    many = [(f"Zin {n}.", f"Line {n}.", "approved") for n in range(1200)]
    first, second = store(database, "a.txt", many), store(database, "b.txt", GOOD)
    done: list[int] = []

    def meanwhile(read: int, _: int) -> None:
        # The first document is written, and nothing of the second is.
        if not done:
            done.append(read)
            (row, *_) = rows.rows(database, second)
            segments.save(database, row.id, text="Later.", version=row.version, author="ben")
            store(database, "c.txt", GOOD)
            documents.delete_document(database, first, force=True)

    export_documents(database, tmp_path / "out", statuses=statuses_for("all"), progress=meanwhile)
    assert done == [500]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.tmx", "b.tmx"]
    assert "Later." not in targets(tmp_path / "out" / "b.tmx", "tmx")
    assert "Later." in [
        unit.target.text
        for unit in units.stream(database, documents=[second], statuses=statuses_for("all"))
    ]


def test_nothing_is_overwritten_and_nothing_half_remains(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("x")
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.zip").mkdir()
    for place in ("mine", "file", "folder.zip"):
        with pytest.raises(StoreError, match="something else here already"):
            export_documents(filled, tmp_path / place)
    for place in ("new", "new.zip"):
        with pytest.raises(Cancelled):
            export_documents_of_many(filled, tmp_path / place)
        assert not (tmp_path / place).exists()
    with pytest.raises(StoreError, match="no document has such a pair"):
        export_documents(filled, tmp_path / "new", documents=[8])
    with pytest.raises(SettingsError, match="'doc' is no format"):
        export_documents(filled, tmp_path / "new", format="doc")
    with pytest.raises(SettingsError, match="only as JSON Lines"):
        export_documents(filled, tmp_path / "new", statuses=[SegmentStatus.REJECTED])
    assert {path.name for path in tmp_path.iterdir() if path.name != "home"} == {
        *("mine", "file", "folder.zip")
    }


def export_documents_of_many(database: Database, out: Path) -> None:
    name = f"lang-{out.name}"
    number = store(database, name, [(f"Zin {n}.", f"Line {n}.", "approved") for n in range(600)])
    seen: list[tuple[int, int]] = []
    try:
        export_documents(
            database,
            out,
            documents=[1, number],
            progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: True,
        )
    finally:
        assert seen == [(500, 606)]


LEVELS: dict[Properties, tuple[str, ...]] = {
    Properties.NONE: (),
    Properties.BASIC: ("brief.txt",),
    Properties.USUAL: ("brief.txt", "engine-7"),
    Properties.ALL: ("brief.txt", "engine-7", "The raw line."),
}
"""What a file says of a unit at each level: where it is from, what made it, the machine's text."""

HOLDS_RAW = {"tmx", "jsonl"}


@pytest.mark.parametrize("level", list(Properties))
@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"moses", "xlsx"}))
def test_levels_of_properties(
    database: Database, tmp_path: Path, name: str, level: Properties
) -> None:
    from tests.corpus.conftest import make_document
    from workbench.corpus import rows, segments
    from workbench.corpus.machine_drafts import Draft, put_drafts
    from workbench.domain import Origin, Provenance

    number = documents.add(database, make_document(["Zin."])).document.id
    (row,) = rows.rows(database, number)
    made = Provenance(Origin.MACHINE, engine="engine-7", raw="The raw line.")
    put_drafts(database, number, [Draft(row.id, 1, "Line.", made)], author="e")
    segments.set_status(database, [(row.id, 2)], status=SegmentStatus.APPROVED, author="anna")
    path = tmp_path / f"out{FORMATS[name].endings[0]}"
    export_units(database, path, format=name, properties=level)
    text = path.read_text(encoding="utf-8")
    told = [each for each in LEVELS[Properties.ALL] if each in text]
    wanted = [each for each in LEVELS[level] if each != "The raw line." or name in HOLDS_RAW]
    if name.startswith("xliff") and level == Properties.NONE:
        # What a file of XLIFF is made of is not a property of a unit.
        wanted.append("brief.txt")
    if name == "jsonl" and level == Properties.USUAL:
        # The native form says all of what it says of what made a unit.
        wanted.append("The raw line.")
    assert told == wanted
    assert targets(path, name) == ["Line."]


def test_only_the_native_form_has_histories(filled: Database, tmp_path: Path) -> None:
    export_units(filled, tmp_path / "out.jsonl")
    (first, *_) = base.reader("jsonl").read(tmp_path / "out.jsonl", Options())
    assert [change.action for change in first.history] == ["bulk-edit"]
    assert first == next(units.stream(filled, whole=True))
    export_units(filled, tmp_path / "less.jsonl", properties=Properties.BASIC)
    assert "bulk-edit" not in (tmp_path / "less.jsonl").read_text()


def test_the_command(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    out = str(tmp_path / "out")
    assert main(["export", "--per-document", "-o", out, "--properties", "basic"]) == 0
    assert "42 units written" in capsys.readouterr().out
    text = (tmp_path / "out" / "nota.tmx").read_text(encoding="utf-8")
    assert "x-status" in text and "x-origin" not in text
    assert main(["export", "--per-document", "-o", f"{out}.zip", "--format", "po", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == 7
    assert main(["export", "-o", f"{out}.csv", "--no-properties", "--document", "1"]) == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[0] == "nl,en"
    capsys.readouterr()
    for arguments, message in (
        (["-o", out, "--per-document"], "something else here already"),
        (["-o", f"{out}.tmx", "--status", "every"], "only as JSON Lines"),
    ):
        assert main(["export", *arguments]) == 1
        assert message in capsys.readouterr().err
