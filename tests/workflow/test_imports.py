"""Importing a file: looked at first, written only when agreed, in whole or the good part."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exchange.conftest import make_unit
from tests.exchange.test_tmx_reader import tmx, tu
from workbench.cli.main import main
from workbench.corpus import memories, memory_import
from workbench.corpus.concordance import concordance
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus, TranslationUnit, Variant
from workbench.errors import FormatError, InputError, SecurityError
from workbench.exchange import base
from workbench.exchange.base import FORMATS, Options
from workbench.workflow import imports

GOOD = tu("Het mandaat.", "The mandate.") + tu("De motie.", "The motion.")
BAD = GOOD + tu("Leeg.", " ") + tu("De motie.", "The motion.") + tu("x" * 20_001, "x")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(body: str) -> Path:
        path = tmp_path / "klant.tmx"
        path.write_text(tmx(body), encoding="utf-8")
        return path

    return write


def test_a_preview_says_everything_and_writes_nothing(
    database: Database, write: Callable[[str], Path]
) -> None:
    known = [make_unit("De motie.", "Another motion."), make_unit("Het mandaat.", "The mandate.")]
    memory_import.add(database, "own", known)
    plan = imports.preview(database, write(BAD))
    assert (plan.format, plan.units, plan.good, plan.duplicates) == ("tmx", 5, 2, 1)
    assert (plan.known, plan.conflicts, plan.problem_count) == (1, 1, 2)
    assert plan.languages == {"nl-en": 2} and plan.statuses == {"draft": 2}
    assert [(each.unit, each.what[:20]) for each in plan.problems] == [
        (3, "the target is empty"),
        (5, "the source is longer"),
    ]
    (conflict,) = plan.shown_conflicts
    assert (conflict.unit, conflict.known) == (2, ("Another motion.",))
    assert not plan.clean and not plan.broken
    assert [memory.name for memory in memories.listing(database)] == ["own"]


def test_a_preview_tells_languages_as_the_file_writes_them(
    database: Database, tmp_path: Path
) -> None:
    for number, (code, expected) in enumerate([("en-GB", "nl:en-GB"), ("en-x-old", "nl:en-x-old")]):
        path = tmp_path / f"{number}.tmx"
        text = tmx(tu("De motie.", "The motion.")).replace('lang="en"', f'lang="{code}"')
        path.write_text(text, encoding="utf-8")
        assert imports.preview(database, path).languages == {expected: 1}


def test_a_preview_tells_what_the_memory_has_already(
    database: Database, write: Callable[[str], Path]
) -> None:
    path = write(GOOD + tu("Het mandaat.", "The mandate."))
    assert imports.preview(database, path, memory="Klant").there == 0
    done = imports.import_file(database, path, memory="Klant")
    plan = imports.preview(database, path, memory="klant ")
    assert (plan.there, plan.fresh) == (plan.good, 0) == (done.taken, 0)
    # Another memory would get them all, and one with another status too.
    for memory in ("", "Other"):
        assert imports.preview(database, path, memory=memory).fresh == done.taken
    changed = [make_unit("De motie.", "The motion.", status=SegmentStatus.REJECTED)]
    memory_import.add(database, "Rejected", changed)
    assert imports.preview(database, path, memory="Rejected").there == 0


def test_what_the_file_itself_translates_in_several_ways(
    database: Database, write: Callable[[str], Path]
) -> None:
    path = write(GOOD + tu("De motie.", "A motion.") + tu("De motie.", "The motion."))
    plan = imports.preview(database, path)
    assert (plan.good, plan.duplicates, plan.varying, plan.conflicts) == (3, 1, 1, 0)
    (conflict,) = plan.shown_conflicts
    assert (conflict.unit, conflict.target, conflict.known) == (3, "A motion.", ())
    assert plan.clean


LEFT_OUT = {
    "tmx": tmx('<tu><tuv xml:lang="de"><seg>a</seg></tuv></tu>' + GOOD + tu("Leeg.", " ")),
    "csv": 'nl,en\nHet mandaat.,\nHet mandaat.,The mandate.\n"a\0","b"\n',
    "po": 'msgid "Een"\nmsgstr ""\n\nmsgid "Twee"\nmsgstr "Two"\n\nmsgid "a"\nmsgstr "\\a"\n',
    "xliff": (
        '<xliff version="1.2"><file source-language="nl" target-language="en"><body>'
        '<trans-unit id="1"><source>Een</source></trans-unit>'
        '<trans-unit id="2"><source>Twee</source><target>Two</target></trans-unit>'
        '<trans-unit id="3"><source>b</source><target>\x7f</target></trans-unit>'
        "</body></file></xliff>"
    ),
}


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_units_keep_their_number_in_the_file(name: str, database: Database, tmp_path: Path) -> None:
    """The first of each file is passed over and the last one a problem."""
    path = tmp_path / f"in{FORMATS[name].endings[0]}"
    path.write_text(LEFT_OUT[name], encoding="utf-8")
    plan = imports.preview(database, path)
    last = 4 if name == "tmx" else 3
    assert (plan.others, plan.untranslated) == ((1, 0) if name == "tmx" else (0, 1))
    assert [problem.unit for problem in plan.problems] == [last]
    assert plan.units == last - 1 and plan.good == last - 2


def test_json_lines_of_other_languages_are_passed_over(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    foreign = replace(make_unit("", "Un."), source=Variant("de", "Eins."))
    with base.atomic(path) as file:
        base.writer("jsonl").write([foreign, make_unit("Een.", "One.")], file, Options())
    plan = imports.preview(database, path)
    assert (plan.units, plan.others, plan.good) == (1, 1, 1)
    with base.atomic(path) as file:
        base.writer("jsonl").write([foreign], file, Options())
    with pytest.raises(FormatError, match=r"no unit is nl-en \(1 unit in the file\)"):
        imports.preview(database, path)


def test_all_or_nothing_or_the_good_part(database: Database, write: Callable[[str], Path]) -> None:
    path = write(BAD)
    with pytest.raises(FormatError, match="the target is empty"):
        imports.import_file(database, path, memory="klant")
    assert memories.listing(database) == []
    done = imports.import_file(database, path, memory="klant", good_part=True, author="anna")
    assert (done.taken, done.left_out, done.memory.units) == (2, 3, 2)
    assert [line.target for line in concordance(database, "mandaat")] == ["The mandate."]


def test_a_file_that_ends_in_the_middle(database: Database, write: Callable[[str], Path]) -> None:
    path = write(GOOD + "<tu>")
    plan = imports.preview(database, path)
    assert plan.broken and plan.good == 2 and "behind unit 2" in plan.problems[0].where
    with pytest.raises(FormatError, match="broken XML"):
        imports.import_file(database, path, memory="m")
    assert memories.listing(database) == []
    assert imports.import_file(database, path, memory="m", good_part=True).taken == 2


def test_hostile_and_foreign_files_leave_nothing(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "bomb.tmx"
    path.write_text('<!DOCTYPE tmx [<!ENTITY a "b">]>' + tmx(GOOD, head=""), encoding="utf-8")
    for good_part in (False, True):
        with pytest.raises(SecurityError):
            imports.import_file(database, path, memory="m", good_part=good_part)
    path.write_text(tmx("<tu><tuv xml:lang='de'><seg>a</seg></tuv></tu>"), encoding="utf-8")
    with pytest.raises(FormatError, match=r"no unit is nl-en \(1 unit in the file\)"):
        imports.preview(database, path)
    with pytest.raises(InputError):
        imports.preview(database, tmp_path / "none.tmx")
    assert memories.listing(database) == []


def test_equal_ids_are_told_apart(database: Database, write: Callable[[str], Path]) -> None:
    path = write(tu("a", "b", 'tuid="1"') + tu("c", "d", 'tuid="1"'))
    done = imports.import_file(database, path, memory="m")
    uids = [unit.uid for unit in memories.stream(database, done.memory.id)]
    assert uids == ["1", "1#2"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_can_be_imported(name: str, database: Database, tmp_path: Path) -> None:
    units: list[TranslationUnit] = [make_unit("Een.", "One."), make_unit("Twee.", "Two.", uid="2")]
    path = tmp_path / f"in{FORMATS[name].endings[0]}"
    with base.atomic(path) as file:
        base.writer(name).write(units, file, Options())
    done = imports.import_file(database, path, memory="m")
    found = [unit.target.text for unit in memories.stream(database, done.memory.id)]
    assert (found, done.memory.format) == (["One.", "Two."], name)


def test_the_commands(
    write: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    path = str(write(BAD))
    assert main(["import", path, "--preview"]) == 1
    assert "unit 3: the target is empty" in capsys.readouterr().out
    assert main(["import", path]) == 1
    assert main(["import", path, "--good-part", "--memory", "A"]) == 0
    assert main(["import", path, "--good-part", "--memory", "A"]) == 0
    assert "0 units imported into the memory A" in capsys.readouterr().out
    assert main(["memories", "a", "--rename", ""]) == 1
    assert main(["memories", "a", "--off"]) == 0
    assert "A: 2 units, nl-en, off, from klant.tmx" in capsys.readouterr().out
    out = tmp_path / "out.jsonl"
    assert main(["memories", "A", "--export", str(out)]) == 0
    assert len(out.read_text().splitlines()) == 2
    assert main(["memories", "A", "--delete"]) == 0
    assert main(["memories", "A"]) == 1
