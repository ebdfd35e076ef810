"""The editor's use cases: operations, refusals, what is suspicious, export."""

from pathlib import Path

import pytest

from tests.workflow.alignment_kit import DUTCH, ENGLISH, JUDGE
from workbench.corpus import alignment_rows, units
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.errors import SettingsError, StaleEditError
from workbench.glossary.concepts import Glossary
from workbench.language import NL_EN
from workbench.workflow import alignment_editor
from workbench.workflow.alignment_checks import Judge
from workbench.workflow.alignment_export import export_rows, statuses_for_rows


def test_operations_answer_rows_and_accepted_ones_reach_the_corpus(
    database: Database, alignment: int
) -> None:
    outline = alignment_editor.outline(database, alignment, JUDGE)
    row, version = outline["rows"][1][0], outline["rows"][1][2]
    wish = {"operation": "accept", "rows": [row], "versions": {str(row): version}, "token": "a"}
    answer = alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    assert [(r["id"], r["status"], r["stored"]) for r in answer["rows"]] == [
        (row, "accepted", True)
    ]
    (unit,) = units.stream(database)
    assert (unit.source.text, unit.target.text) == (DUTCH[1], ENGLISH[1])
    again = alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    assert again["kind"] == "accept"
    stale = {**wish, "operation": "merge", "row": row, "step": 1, "token": "b"}
    with pytest.raises(StaleEditError):
        alignment_editor.operate(database, alignment, stale, author="anna", judge=JUDGE)
    alignment_editor.operate(database, alignment, {"operation": "undo"}, author="anna", judge=JUDGE)
    assert not list(units.stream(database))


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"operation": "drop table"},
        {"operation": "merge"},
        {"operation": "merge", "row": "1", "step": 1},
        {"operation": "accept", "rows": 1},
        {"operation": "set_status", "rows": [1], "status": "nonsense"},
        {"operation": "accept_sure", "probability": "x"},
        {"operation": "merge", "row": 1, "step": 1, "versions": {"x": 1}},
        {"operation": "merge", "row": 1, "step": 1, "versions": [1]},
        {"operation": "merge", "row": 1, "step": 1, "versions": "1"},
        {"operation": "accept_sure", "probability": 10**400},
    ],
)
def test_requests_without_sense_are_refused(
    database: Database, alignment: int, wish: dict[str, object]
) -> None:
    with pytest.raises(SettingsError):
        alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)


def test_sure_rows_are_accepted_together_and_undone_together(
    database: Database, alignment: int
) -> None:
    wish = {"operation": "accept_sure", "probability": 0.5}
    answer = alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    assert len(answer["rows"]) >= 3
    assert units.count(database) == len(answer["rows"])
    alignment_editor.operate(database, alignment, {"operation": "undo"}, author="anna", judge=JUDGE)
    assert units.count(database) == 0


def test_suspicious_rows() -> None:
    judge = Judge(Glossary.from_pairs([("gewapende neutraliteit", "armed neutrality")]), NL_EN)
    cases = [
        ("Er zijn 8.501 mannen.", "There are 8,501 men.", ()),
        ("Er zijn 8.501 mannen.", "There are 8,105 men.", ("number",)),
        ("Zij kiezen gewapende neutraliteit.", "They choose armed neutrality.", ()),
        ("Zij kiezen gewapende neutraliteit.", "They choose to keep apart.", ("term",)),
        ("Dit is gewoon niet vertaald.", "Dit is gewoon niet vertaald.", ("copy",)),
        ("https://www.defensie.nl/", "https://www.defensie.nl/", ()),
        ("Nee.", "No, and there is very much more to be said on this.", ("length",)),
        ("Een zin.", "", ()),
    ]
    for source, target, wanted in cases:
        assert judge.flags(source, target) == wanted, source


def test_export_of_rows_and_of_what_is_left_out(
    database: Database, alignment: int, tmp_path: Path
) -> None:
    rows = list(alignment_rows.stream(database, alignment))
    wish = {"operation": "accept", "rows": [rows[0].id]}
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    rest = tmp_path / "rest.tsv"
    written, others = export_rows(
        database, alignment, tmp_path / "rows.tsv", statuses=[RowStatus.ACCEPTED], left_out=rest
    )
    assert (written, others) == (1, len(rows) - 1)
    assert DUTCH[0] in (tmp_path / "rows.tsv").read_text(encoding="utf-8")
    assert rest.read_text(encoding="utf-8").count("\n") == others
    wish = {
        "operation": "edit_text",
        "sentence": rows[1].target[0].id,
        "text": "=1+1 is no formula.",
    }
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    export_rows(database, alignment, tmp_path / "rows.tsv", left_out=rest)
    assert "\t'=1+1 is no formula." in rest.read_text(encoding="utf-8")
    written, _ = export_rows(
        database, alignment, tmp_path / "all.jsonl", statuses=statuses_for_rows("all")
    )
    assert written == len(rows)
    with pytest.raises(SettingsError):
        statuses_for_rows("some")
