"""An import is looked at entry by entry before anything is written."""

from pathlib import Path

import pytest

from workbench.corpus.database import Database
from workbench.errors import GlossaryError
from workbench.exchange.terms.base import Entry, write_terms
from workbench.glossary.files import load_glossary
from workbench.glossary.rows import concept_cells
from workbench.workflow import terminology
from workbench.workflow.term_comparison import Choice, Verdict, compare
from workbench.workflow.term_import import preview_import, write_import

ROWS = """\
concept,domain,nl,nl_also,en,admitted,forbidden,enforcement,note
vrede,peace,vrede,,peace,,calm,check,in a treaty
verdrag,law,verdrag,traktaat,treaty,,,force,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "terms"
    place.mkdir()
    (place / "a.csv").write_text(ROWS, encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("cells", "verdict", "told"),
    [
        ({"nl": "leger", "en": "army"}, Verdict.NEW, ""),
        ({"nl": "leger"}, Verdict.NEW, ""),
        ({"nl": "vrede", "en": "peace"}, Verdict.IDENTICAL, ""),
        ({"nl": "Traktaat", "en": "treaty"}, Verdict.IDENTICAL, ""),
        ({"nl": "Verdrag", "en": "treaty"}, Verdict.CHANGED, ""),
        ({"nl": "vrede", "en": "peace", "note": "new"}, Verdict.CHANGED, ""),
        ({"concept": "vrede", "nl": "vrede", "en": "concord"}, Verdict.CHANGED, ""),
        ({"nl": "vrede", "en": "concord"}, Verdict.CONFLICT, "the glossary says 'peace'"),
        ({"concept": "p", "nl": "vrede", "en": "x"}, Verdict.CONFLICT, "the file 'x'"),
        ({"nl": "vrede", "en": ""}, Verdict.CONFLICT, "the glossary says 'peace'"),
        ({"nl": "", "en": "army"}, Verdict.EMPTY, "no Dutch term for 'army'"),
        ({"nl": " ", "en": ""}, Verdict.EMPTY, "neither Dutch nor English"),
        ({"nl": "drone", "en": "Drone"}, Verdict.SAME, "the same word"),
        ({"nl": "dro\x07ne", "en": "x"}, Verdict.CONTROL, "in the column nl"),
        ({"nl": "leger", "en": "army", "pos": "thing"}, Verdict.INVALID, "pos: 'thing'"),
        ({"nl": "l" * 400, "en": "army"}, Verdict.INVALID, "longer than"),
    ],
)
def test_verdicts(folder: Path, cells: dict[str, str], verdict: Verdict, told: str) -> None:
    (found,) = compare([Entry(1, cells)], terminology.files(folder), name="x").proposals
    assert found.verdict == verdict
    assert told in found.message


def test_entries_are_compared_with_each_other(folder: Path) -> None:
    entries = [
        Entry(1, {"nl": "leger", "en": "army"}),
        Entry(2, {"nl": "leger", "en": "army"}),
        Entry(3, {"nl": "Leger", "en": "forces"}),
    ]
    found = compare(entries, terminology.files(folder), name="x")
    assert found.counts == {Verdict.NEW: 1, Verdict.CONFLICT: 1, Verdict.DUPLICATE: 1}
    assert found.proposals[2].differences == {"en": ("army", "forces")}


def test_what_the_file_does_not_carry_stays(database: Database, folder: Path) -> None:
    entries = [
        Entry(1, {"nl": "vrede", "en": "concord"}),
        Entry(2, {"nl": "verdrag", "en": "treaty", "note": "signed"}),
        Entry(3, {"nl": "leger", "en": "army"}),
        Entry(4, {"nl": "drone", "en": "drone"}),
    ]
    preview = compare(entries, terminology.files(folder), name="x")
    choices = {1: Choice.TAKE}
    count, mark = write_import(
        database, preview, folder=folder, file="new.csv", author="ada", choices=choices, domain="d"
    )
    now = load_glossary(folder).by_id
    assert count == 3
    assert (now["vrede"].target, now["vrede"].note, now["vrede"].domain) == (
        "concord",
        "in a treaty",
        "peace",
    )
    assert (now["verdrag"].note, now["verdrag"].of("nl")[1].text) == ("signed", "traktaat")
    assert (now["leger"].domain, Path(now["leger"].file).name) == ("d", "new.csv")
    assert "drone" not in now
    assert terminology.history(database, folder, "vrede")[0].action == "import"
    assert set(terminology.revert_batch(database, folder, mark, author="ada")) == {
        "vrede",
        "verdrag",
        "leger",
    }
    assert (
        (folder / "a.csv")
        .read_text(encoding="utf-8")
        .splitlines()[1]
        .startswith("vrede,peace,vrede,,peace,,calm,check,in a treaty")
    )


def test_the_other_english_can_be_admitted(database: Database, folder: Path) -> None:
    preview = compare(
        [Entry(1, {"nl": "vrede", "en": "calm"})], terminology.files(folder), name="x"
    )
    assert preview.proposals[0].choices == (Choice.SKIP, Choice.TAKE, Choice.ADMIT)
    write_import(
        database,
        preview,
        folder=folder,
        file="a.csv",
        author="ada",
        choices={1: Choice.ADMIT},
    )
    now = load_glossary(folder).by_id["vrede"]
    assert [(term.text, str(term.status)) for term in now.of("en")] == [
        ("peace", "preferred"),
        ("calm", "admitted"),
    ]


def test_several_rows_are_admitted_for_one_concept(database: Database, folder: Path) -> None:
    entries = [
        Entry(1, {"nl": "vrede", "en": "quiet"}),
        Entry(2, {"nl": "vrede", "en": "concord"}),
        Entry(3, {"nl": "vrede", "en": "concord"}),
    ]
    preview = compare(entries, terminology.files(folder), name="x")
    count, _ = write_import(
        database,
        preview,
        folder=folder,
        file="new.csv",
        author="ada",
        choices=dict.fromkeys((1, 2, 3), Choice.ADMIT),
    )
    now = load_glossary(folder).by_id
    assert (count, sorted(now)) == (1, ["verdrag", "vrede"])
    assert concept_cells(now["vrede"])["admitted"] == "quiet ; concord"


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "a.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("in a treaty", "in a treaty or not", "row 1 (vrede)"),
        ("vrede,peace,vrede,,peace,,calm,check,in a treaty\n", "", "row 1 (vrede)"),
        ("verdrag,law", "leger,war,leger,,force,,,force,\nverdrag,law", "row 2 (leger)"),
        ("verdrag,law", "leger,war,heir,,host,,,force,\nverdrag,law", "row 2 (leger)"),
    ],
    ids=["changed", "deleted", "added", "id taken"],
)
def test_what_was_changed_after_the_preview_is_not_replaced(
    database: Database, folder: Path, old: str, new: str, named: str
) -> None:
    entries = [
        Entry(1, {"nl": "vrede", "en": "peace", "note": "of the file"}),
        Entry(2, {"nl": "leger", "en": "army"}),
    ]
    preview = compare(entries, terminology.files(folder), name="terms.tbx")
    edit(folder, old, new)
    before = (folder / "a.csv").read_bytes()
    with pytest.raises(GlossaryError) as told:
        write_import(database, preview, folder=folder, file="a.csv", author="ada")
    assert (folder / "a.csv").read_bytes() == before
    assert named in str(told.value)
    assert str(told.value).startswith("terms.tbx: the glossary was changed after you looked")


def test_a_change_elsewhere_does_not_hinder_an_import(database: Database, folder: Path) -> None:
    entries = [
        Entry(1, {"nl": "vrede", "en": "concord"}),
        Entry(2, {"nl": "leger", "en": "army"}),
    ]
    preview = compare(entries, terminology.files(folder), name="x")
    edit(folder, "traktaat", "pact")
    # What is left out may be something else by now.
    edit(folder, "in a treaty", "after a war")
    assert write_import(database, preview, folder=folder, file="a.csv", author="ada")[0] == 1
    now = load_glossary(folder).by_id
    assert now["verdrag"].of("nl")[1].text == "pact"
    assert (now["vrede"].target, now["vrede"].note) == ("peace", "after a war")
    assert now["leger"].target == "army"


def test_nothing_is_written_outside_the_folder(database: Database, folder: Path) -> None:
    preview = compare([Entry(1, {"nl": "a", "en": "b"})], [], name="x")
    for name in ("../x.csv", "x.txt", ".x.csv", "/tmp/x.csv"):
        with pytest.raises(GlossaryError, match="no name"):
            write_import(database, preview, folder=folder, file=name, author="ada")


def test_an_export_comes_back_as_identical(folder: Path, tmp_path: Path) -> None:
    files = terminology.files(folder)
    for form in ("tbx", "tbx2", "csv", "xlsx", "omegat", "deepl"):
        path = tmp_path / f"out.{form}"
        write_terms(load_glossary(folder), path, form=form)
        counts = preview_import(path, files, form=form).counts
        # Pairs have a row for each Dutch term; a second name of a concept changes nothing.
        names = {Verdict.DUPLICATE: 1} if form in ("omegat", "deepl") else {}
        assert counts == {Verdict.IDENTICAL: 2, **names}
