"""JSON Lines into a project and out again: nothing is lost, and nothing of anybody is replaced."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.conftest import make_document
from tests.workflow.project_import_kit import (
    MACHINE,
    database,
    exported,
    file,
    lines,
    migrated,
    postgres_server,
    postgres_url,
    rewritten,
    sqlite_url,
    url,
)
from tests.workflow.release_kit import store
from workbench.cli.main import main
from workbench.corpus import comments, documents, history, projects, rows, segments, units
from workbench.corpus.database import Database
from workbench.corpus.machine_drafts import Draft, put_drafts
from workbench.corpus.memory import Memory
from workbench.corpus.postedits import post_edits
from workbench.domain import (
    SegmentStatus,
)
from workbench.errors import FormatError, InputError, SettingsError
from workbench.exchange.base import Properties
from workbench.workflow.export import export_units
from workbench.workflow.imports import import_file
from workbench.workflow.project_import import bring_back, preview

__all__ = ["database", "file", "migrated", "postgres_server", "postgres_url", "sqlite_url", "url"]


def test_a_project_comes_back_as_it_was(database: Database, file: Path, tmp_path: Path) -> None:
    before = lines(file)
    assert len(before) == 10
    assert {unit["status"] for unit in before} == set(SegmentStatus) - {"untranslated"}
    assert sum(bool(unit["bead"]) for unit in before) == 2
    told = [[change["action"] for change in unit["history"]] for unit in before]
    assert ["draft", "edit", "status"] in told and ["draft", "edit", "undo"] in told

    plan = preview(database, file, project="moved")
    assert (plan.units, plan.fresh, plan.known, plan.clean) == (10, 10, 0, True)
    assert (plan.remarks, plan.beads, plan.changes) == (2, 2, sum(map(len, told)))
    assert [project.name for project in projects.projects(database)] == ["default"]

    done = bring_back(database, file, project="moved", author="eva")
    assert (done.documents, done.written, done.left_out) == (2, 10, 0)
    assert lines(exported(database, tmp_path / "again.jsonl", project="moved")) == before
    # What people did counts here too, and is found.
    assert len(post_edits(database, project="moved")) == len(
        post_edits(database, project="default")
    )
    memory = Memory(database, project="moved")
    assert memory.find("Zin 2 hier.")[0].unit.target.text == "Mine: “ë” 𝄞."


def test_another_store_gets_it_too(file: Path, tmp_path: Path) -> None:
    other = Database.open(f"sqlite:///{tmp_path / 'other.db'}")
    bring_back(other, file, project="default", author="eva")
    assert lines(exported(other, tmp_path / "again.jsonl")) == lines(file)
    # Nobody did any of this here, so nobody can undo it here; but work goes on.
    document = documents.listing(other)[0]
    assert history.undo(other, document.id, author="bert").kind == ""
    row = rows.rows(other, document.id)[2]
    segments.save(other, row.id, text="New.", version=row.version, author="carla")
    assert history.undo(other, document.id, author="carla").kind == "edit"
    assert rows.rows(other, document.id)[2].target == row.target
    assert (
        history.revert(other, row.id, to_version=2, version=row.version + 2, author="f").target
        == "Line 2."
    )
    other.close()


def test_twice_is_once(database: Database, file: Path) -> None:
    bring_back(database, file, project="moved")
    plan = preview(database, file, project="moved")
    assert (plan.fresh, plan.known, plan.clean) == (0, 10, True)
    assert bring_back(database, file, project="moved").written == 0
    assert [document.new for document in plan.documents] == [False, False]


@pytest.mark.parametrize("level", [Properties.BASIC, Properties.USUAL])
def test_a_part_of_a_document_finds_its_sentences_again(
    database: Database, tmp_path: Path, level: Properties
) -> None:
    """What is left out of a file shifts the numbers of what is behind it."""
    pairs = [("Ja.", "Yes.", "rejected"), ("Nee.", "No.", "approved"), ("Ja.", "Yes.", "approved"),
             ("Ja.", "Indeed.", "approved"), ("Wel.", "Well.", "draft")]  # fmt: skip
    store(database, "deel.txt", pairs)
    part = tmp_path / "part.jsonl"
    export_units(database, part, project="default", properties=level)
    assert bring_back(database, part, project="moved").written == 3
    assert bring_back(database, part, project="moved").known == 3
    whole = exported(database, tmp_path / "whole.jsonl", project="default", level=level)
    plan = preview(database, whole, project="moved")
    assert [(problem.unit, problem.what) for problem in plan.problems] == [
        (number, "the document does not have this sentence") for number in (1, 5)
    ]
    assert (plan.fresh, plan.known) == (0, 3)


def drafted(units: list[dict[str, Any]]) -> None:
    for number, unit in enumerate(units):
        unit["status"], unit["target"]["text"] = "draft", f"Draft {number}."
        unit["provenance"] = {"origin": "machine", "engine": "e"}


def test_shifted_numbers_lead_no_text_to_an_equal_sentence(
    database: Database, tmp_path: Path
) -> None:
    pairs = [("Kop.", "Head.", "rejected"), ("Ja.", "Yes.", "approved"),
             ("Ja.", "Indeed.", "approved"), ("Nee.", "No.", "approved")]  # fmt: skip
    store(database, "deel.txt", pairs)
    file = tmp_path / "approved.jsonl"
    export_units(database, file, project="default", properties=Properties.BASIC)
    bring_back(database, rewritten(file, drafted), project="moved")
    backwards = rewritten(file, lambda units: units.reverse())
    assert bring_back(database, backwards, project="moved").written == 3
    (document,) = documents.listing(database, project="moved")
    told = [(row.source, row.target) for row in rows.rows(database, document.id)]
    assert told == [("Ja.", "Yes."), ("Ja.", "Indeed."), ("Nee.", "No.")]


def test_numbers_count_where_all_of_them_lead_to_their_texts(
    database: Database, tmp_path: Path
) -> None:
    pairs = [("Ja.", "Yes.", "draft"), ("Nee.", "No.", "approved"), ("Ja.", "Indeed.", "approved")]
    store(database, "deel.txt", pairs)
    whole = exported(database, tmp_path / "whole.jsonl", level=Properties.BASIC)
    bring_back(database, rewritten(whole, drafted), project="moved")
    part = tmp_path / "part.jsonl"
    export_units(database, part, project="default", properties=Properties.BASIC)
    assert bring_back(database, part, project="moved").written == 2
    (document,) = documents.listing(database, project="moved")
    targets = [row.target for row in rows.rows(database, document.id)]
    assert targets == ["Draft 0.", "No.", "Indeed."]


def test_one_of_several_equal_sentences_is_not_guessed(database: Database, tmp_path: Path) -> None:
    pairs = [("Kop.", "Head.", "approved"), ("Ja.", "Yes.", "approved"),
             ("Ja.", "Indeed.", "approved")]  # fmt: skip
    store(database, "deel.txt", pairs)
    file = exported(database, tmp_path / "file.jsonl", level=Properties.BASIC)
    bring_back(database, rewritten(file, lambda units: units.pop(0), drafted), project="moved")
    one = rewritten(file, lambda units: units.pop(0), lambda units: units.pop(0))
    plan = preview(database, one, project="moved")
    assert (plan.fresh, plan.known) == (0, 0)
    (problem,) = plan.problems
    assert problem.what == "nothing says which of several equal sentences it is"


def test_untouched_sentences_are_filled_and_those_of_people_are_not(
    database: Database, file: Path
) -> None:
    texts = [f"Zin {n} hier." for n in range(8)]
    number = documents.add(database, make_document(texts), project="here").document.id
    found = rows.rows(database, number)
    put_drafts(database, number, [Draft(found[0].id, 1, "Draft.", MACHINE)], author="e")
    segments.save(database, found[1].id, text="Somebody's.", version=1, author="gert")
    plan = preview(database, file, project="here")
    assert (plan.fresh, plan.known, plan.problem_count) == (9, 0, 1)
    assert plan.problems[0].what == "somebody translated this sentence here already"
    with pytest.raises(FormatError, match="unit 2: somebody translated"):
        bring_back(database, file, project="here")
    assert rows.rows(database, number)[2].version == 1, "all or nothing"
    done = bring_back(database, file, project="here", good_part=True)
    assert (done.written, done.left_out) == (9, 1)
    after = rows.rows(database, number)
    assert [row.target for row in after[:3]] == ["Line 0.", "Somebody's.", "Mine: “ë” 𝄞."]
    entries = history.history(database, found[0].id)
    assert [entry.text for entry in entries] == ["Draft.", "Line 0.", "Line 0."]
    # An undo in the other place still names the change that it brought back.
    assert history.history(database, found[3].id)[-1].restores == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "untranslated"}, "its status says that it has none"),
        ({"source": {"language": "nl", "text": " "}}, "the source is empty"),
        ({"target": {"language": "de", "text": "x"}}, "it is nl-de, and the project is nl-en"),
        ({"target": {"language": "?", "text": "x"}}, "is no pair of languages"),
        ({"changer": "x" * 201}, "longer than 200 characters"),
        ({"note": "a\0b"}, "no database can store"),
        ({"document": "\ud800"}, "no database can store"),
        ({"segment": 2**40}, "larger than 2147483647"),
        ({"changed": "0001-01-01T00:00:00+14:00"}, "out of range"),
        ({"bead": {"source": [0], "target": [0], "probability": 1.5}}, "between 0 and 1"),
        ({"remarks": [{"text": "x", "kind": "shout"}]}, "unknown kind"),
        ({"place": {"sha256": "../..", "media_type": "txt"}}, "the checksum of its document"),
        ({"segment": 1}, "this sentence twice"),
    ],
)
def test_what_no_store_can_hold_is_said_and_nothing_is_written(
    database: Database, file: Path, changes: dict[str, Any], message: str
) -> None:
    changed = rewritten(file, lambda units: units[3].update(changes))
    plan = preview(database, changed, project="moved")
    assert (plan.problem_count, plan.problems[0].unit, plan.clean) == (1, 4, False)
    with pytest.raises(FormatError, match=message):
        bring_back(database, changed, project="moved")
    assert [project.name for project in projects.projects(database)] == ["default"]
    assert bring_back(database, changed, project="moved", good_part=True).written == 9


def test_a_broken_line_scattered_units_and_other_files(
    database: Database, file: Path, tmp_path: Path
) -> None:
    with file.open("a", encoding="utf-8") as text:
        text.write('{"uid": \n')
    assert preview(database, file, project="moved").broken
    with pytest.raises(FormatError, match="line 11: the line is no translation unit"):
        bring_back(database, file, project="moved")
    file.write_text("\n".join(file.read_text(encoding="utf-8").splitlines()[:10]), encoding="utf-8")
    scattered = rewritten(file, lambda units: units.append(units.pop(0)))
    with pytest.raises(FormatError, match="don't stand together"):
        bring_back(database, scattered, project="moved")
    assert [project.name for project in projects.projects(database)] == ["default"]
    (tmp_path / "empty.jsonl").touch()
    for path, error, message in (
        (tmp_path / "empty.jsonl", FormatError, "no unit"),
        (tmp_path / "none.jsonl", InputError, "can't be read"),
        (tmp_path / "other.tmx", SettingsError, "only JSON Lines"),
    ):
        for call in (preview, bring_back):
            with pytest.raises(error, match=message):
                call(database, path, project="moved")
    with pytest.raises(SettingsError, match="needs a name"):
        preview(database, file, project=" ")


def test_units_that_say_little_become_a_document(database: Database, tmp_path: Path) -> None:
    """From an older export, or written by a script: texts and a status are enough."""
    path = tmp_path / "bare.jsonl"
    path.write_text(
        "".join(
            json.dumps(
                {
                    "uid": str(n),
                    "source": {"language": "nl-NL", "text": f"Zin {n}."},
                    "target": {"language": "en-GB", "text": f"Line {n}."},
                    "status": status,
                    "provenance": {"origin": "human"},
                    "document": "brief.txt",
                    "segment": number,
                    "note": "Zie p. 3" if number == 5 else "",
                }
            )
            + "\n"
            for n, (status, number) in enumerate([("approved", 9), ("draft", 5), ("rejected", 0)])
        ),
        encoding="utf-8",
    )
    bring_back(database, path, project="bare", author="eva")
    (document,) = documents.listing(database, project="bare")
    assert (str(document.pair), document.name, document.segments) == ("nl-NL:en-GB", "brief.txt", 3)
    found = rows.rows(database, document.id)
    assert [(row.source, row.status) for row in found] == [
        ("Zin 2.", SegmentStatus.REJECTED),
        ("Zin 1.", SegmentStatus.DRAFT),
        ("Zin 0.", SegmentStatus.APPROVED),
    ]
    assert [entry.action for entry in history.history(database, found[0].id)] == ["import"]
    assert comments.listing(database, found[1].id)[0].text == "Zie p. 3"
    raw = documents.load(database, document.id)[0].raw
    assert raw.splitlines() == ["Zin 2.", "Zin 1.", "Zin 0."]
    plan = preview(database, path, project="bare")
    assert (plan.fresh, plan.known, plan.clean) == (0, 3, True)


def test_a_history_that_ends_otherwise_gets_one_change_more(database: Database, file: Path) -> None:
    def mend(units: list[dict[str, Any]]) -> None:
        units[0]["target"]["text"] = "Mended by hand."

    bring_back(database, rewritten(file, mend), project="moved", author="eva")
    (unit, *_) = units.stream(database, project="moved", whole=True)
    assert [change.action for change in unit.history] == ["draft", "bulk-status", "import"]
    assert unit.history[-1].text == unit.target.text == "Mended by hand."


def test_a_place_far_away_makes_no_huge_text(database: Database, file: Path) -> None:
    def far(units: list[dict[str, Any]]) -> None:
        units[0]["place"] |= {"start": 2**31 - 2, "end": 2**31 - 1}

    bring_back(database, rewritten(file, far), project="moved")
    document = documents.listing(database, project="moved")[0]
    assert len(documents.load(database, document.id)[0].raw) < 1000


def test_rejected_pairs_leave_only_in_the_native_form(
    database: Database, file: Path, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match="rejected pairs leave only as JSON Lines"):
        exported(database, tmp_path / "work.tmx")


def test_as_a_memory_rejected_pairs_are_no_matches(
    database: Database, file: Path, tmp_path: Path
) -> None:
    other = Database.open(f"sqlite:///{tmp_path / 'other.db'}")
    import_file(other, file, memory="old")
    found = {match.unit.target.text: match.percent for match in Memory(other).find("Zin 5 hier.")}
    # Sentence 5 was handed back: only its neighbours are offered.
    assert found and 100 not in found.values() and "Line 5." not in found
    assert Memory(other).find("Zin 1 hier.")[0].percent >= 100
    other.close()


def test_the_command(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "there"))
    assert main(["import", str(file), "--project", "moved", "--preview"]) == 0
    assert "10 units, 10 to be written" in capsys.readouterr().out
    assert main(["import", str(file), "--project", "moved"]) == 0
    assert "10 units of 2 documents brought into the project moved" in capsys.readouterr().out
    changed = rewritten(file, lambda units: units[3].update(status="untranslated"))
    assert main(["import", str(changed), "--project", "other", "--preview", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["fresh"], told["problems"][0]["unit"]) == (9, 4)
    assert main(["import", str(changed), "--project", "other"]) == 1
    assert "Nothing was imported" in capsys.readouterr().err
    assert main(["import", str(changed), "--project", "other", "--good-part"]) == 0
    out = str(tmp_path / "again.jsonl")
    assert main(["export", "-o", out, "--status", "every", "--project", "moved"]) == 0
    assert lines(Path(out)) == lines(file)
