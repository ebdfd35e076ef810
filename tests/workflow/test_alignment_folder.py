"""A folder of pairs: stored where it can be, and a word on everything that can't."""

from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.cli.main import main
from workbench.corpus import alignment_texts, alignments, documents, jobs, machine_drafts
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobState
from workbench.corpus.machine_drafts import Draft
from workbench.domain import Origin, Provenance
from workbench.engine.jobs import Progress
from workbench.errors import InputError
from workbench.settings import Settings
from workbench.workflow import alignment_demo
from workbench.workflow.alignment_folder import create_folder

DUTCH = "Dit is een lange tekst in het Nederlands, met veel gewone woorden daarin over de brief.\n"
ENGLISH = "This is a long text in English, with many of the usual words in it about the letter.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "pairs"
    files = {
        "brief.nl.txt": DUTCH * 3,
        "brief.en.txt": ENGLISH * 3,
        "nl/kamer.txt": ENGLISH * 4,
        "en/kamer.txt": DUTCH * 4,
        "leeg.nl.txt": DUTCH * 3,
        "leeg.en.txt": "\n",
        "dubbel.nl.txt": DUTCH * 5,
        "dubbel.en.txt": DUTCH * 5,
        "alleen.txt": DUTCH,
    }
    for name, text in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


def test_each_pair_is_checked_by_its_content(
    database: Database, settings: Settings, folder: Path
) -> None:
    found = list(create_folder(database, folder, settings=settings, author="anna"))
    told = {one.files: (one.info is not None, one.remark) for one in found}
    assert told["brief.nl.txt", "brief.en.txt"] == (True, "")
    made, remark = told["en/kamer.txt", "nl/kamer.txt"]
    assert made
    assert "other way round" in remark
    assert "no text" in told["leeg.nl.txt", "leeg.en.txt"][1]
    assert "same text" in told["dubbel.nl.txt", "dubbel.en.txt"][1]
    assert "no other file" in told["alleen.txt",][1]
    stored = {info.names: info.id for info in alignments.listing(database)}
    assert len(stored) == 2
    swapped = next(one.info for one in found if one.info and "kamer" in one.info.name)
    assert alignment_texts.sentences(database, swapped.id, 0)[0].text == DUTCH.strip()


def test_a_broken_file_whose_name_says_no_language_ends_nothing(
    database: Database, settings: Settings, folder: Path
) -> None:
    (folder / "kaal.docx").write_bytes(b"no archive")
    (folder / "kaal.txt").write_text(ENGLISH * 3, encoding="utf-8")
    found = list(create_folder(database, folder, settings=settings, author="anna"))
    told = {one.files: one for one in found}
    assert "kaal.docx" in told["kaal.docx", "kaal.txt"].remark
    assert told["kaal.docx", "kaal.txt"].failure is None
    assert len(alignments.listing(database)) == 2


def test_a_folder_without_pairs_is_said(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "een.txt").write_text(DUTCH, encoding="utf-8")
    with pytest.raises(InputError, match="belong together"):
        list(create_folder(database, tmp_path, settings=settings, author="anna"))


def test_the_command_line_aligns_what_it_can(
    folder: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(settings.home))
    assert main(["alignments", "create", str(folder), "--no-translation"]) == 1
    printed = capsys.readouterr()
    assert printed.out.count("rows,") == 2
    assert printed.err.count("workbench: ") == 4
    database = Database.open(settings.database)
    assert all(info.aligned for info in alignments.listing(database))


def sample(database: Database) -> int:
    texts = [f"Zin {number} is hier." for number in range(12)]
    return documents.add(database, make_document(texts, name="nowhere.txt")).document.id


def draft(database: Database, number: int) -> None:
    drafts = [
        Draft(item.segment_id, item.version, "A sentence.", Provenance(origin=Origin.MACHINE))
        for item in machine_drafts.pending(database, number, engine="x", glossary="")
    ]
    machine_drafts.put_drafts(database, number, drafts, author="engine")


def test_the_sample_pair_waits_while_its_text_is_translated(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(alignment_demo, "SAMPLE", tmp_path / "nowhere.txt")
    number = sample(database)
    other = jobs.start(database, "translate", document_id=number, total=12)
    told: list[tuple[int, int]] = []

    def finished(state: Progress) -> None:
        told.append((state.done, state.total))
        if state.done:
            draft(database, number)
            jobs.finish(database, other.id)
        jobs.advance(database, other.id, done=5)

    info = alignment_demo.create_demo(database, settings, progress=finished)
    assert told == [(0, 12), (5, 12)]
    assert info.sizes[0] == 12


def test_the_sample_pair_is_a_job_that_others_see(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(alignment_demo, "SAMPLE", tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="not there"):
        alignment_demo.create_demo(database, settings)
    failed = alignment_demo.demo_job(database)
    assert failed is not None
    assert failed.state is JobState.FAILED
    draft(database, sample(database))
    info = alignment_demo.create_demo(database, settings)
    assert info.sizes[0] == 12
    assert alignments.get(database, info.id).aligned is None
    done = alignment_demo.demo_job(database)
    assert done is not None
    assert (done.id > failed.id, done.state) == (True, JobState.DONE)
    assert jobs.running(database) == []
