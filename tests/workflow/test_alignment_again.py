"""The aligner asked again: a stretch anew, and what else one row could be."""

import sqlite3
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, event

from tests.corpus import alignment_kit
from tests.workflow.alignment_kit import DUTCH, ENGLISH, JUDGE, shown
from workbench.corpus import alignment_rows
from workbench.corpus.database import Database
from workbench.errors import StaleEditError
from workbench.workflow import alignment_again, alignment_editor


def test_re_alignment_shows_first_and_keeps_decided_rows(
    database: Database, alignment: int
) -> None:
    rows = list(alignment_rows.stream(database, alignment))
    before = shown(database, alignment)
    wish = {"operation": "merge", "row": rows[0].id, "step": 1}
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    wish = {"operation": "set_status", "rows": [rows[0].id], "status": "needs-review"}
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    wish = {"operation": "accept", "rows": [rows[4].id]}
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    preview = alignment_again.preview_realignment(
        database, alignment, scope="around", row=rows[0].id
    )
    assert len(preview["plan"]["rows"]) == 3
    (change,) = preview["changes"]
    assert len(change["before"]) == 1
    assert [row["source"] for row in change["after"]] == DUTCH[:2]
    assert len(list(alignment_rows.stream(database, alignment))) == len(rows) - 1
    alignment_editor.apply_realignment(
        database, alignment, preview["plan"], author="anna", judge=JUDGE
    )
    assert shown(database, alignment) == before
    with pytest.raises(StaleEditError):
        alignment_editor.apply_realignment(
            database,
            alignment,
            {
                **preview["plan"],
                "groups": [[g[0], [], 0.5, {}] for g in preview["plan"]["groups"]]
                + [[[], [t], 0.5, {}] for g in preview["plan"]["groups"] for t in g[1]],
                "rows": [
                    row[0] for row in alignment_editor.outline(database, alignment, JUDGE)["rows"]
                ][:4],
            },
            author="anna",
            judge=JUDGE,
        )


def test_alternatives_of_a_row(database: Database, alignment: int) -> None:
    row = list(alignment_rows.stream(database, alignment))[5]
    found = alignment_again.alternatives(database, alignment, row.id)
    assert [text for _, text in found[0]["source"]] == [DUTCH[5]]
    assert [text for _, text in found[0]["target"]] == ENGLISH[5:7]
    assert found[0]["probability"] >= found[-1]["probability"]


def test_alternatives_leave_decided_neighbours_alone(database: Database, alignment: int) -> None:
    rows = list(alignment_rows.stream(database, alignment))
    decided, other = rows[1], rows[2]
    wish = {"operation": "accept", "rows": [decided.id]}
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    taken = {one.id for one in (*decided.source, *decided.target)}
    for found in alignment_again.alternatives(database, alignment, other.id, limit=50):
        assert not taken & {number for number, _ in (*found["source"], *found["target"])}
    assert alignment_again.alternatives(database, alignment, decided.id)


_STEPS = 50


def work_of(database: Database, what: Callable[[], Any]) -> tuple[int, Any]:
    """Return how much the store does for it, in steps of SQLite's machine, and its result."""
    steps = count()

    def watched(connection: Connection, *rest: object) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_progress_handler(lambda: next(steps) < 0, _STEPS)

    event.listen(database.engine, "before_cursor_execute", watched)
    try:
        result = what()
    finally:
        event.remove(database.engine, "before_cursor_execute", watched)
    return next(steps) * _STEPS, result


def test_between_two_decided_rows_nothing_else_is_read(database: Database) -> None:
    work = []
    for size in (40, 2000):
        layout = "; ".join(f"w{n:04}|W{n:04}" for n in range(size))
        number = alignment_kit.build(database, layout).id
        rows = [row.id for row in alignment_kit.views(database, number)]
        middle = rows[size // 2]
        wish = {"operation": "accept", "rows": [rows[size // 2 - 15], rows[size // 2 + 15]]}
        alignment_editor.operate(database, number, wish, author="anna", judge=JUDGE)
        preview, shown = work_of(
            database,
            partial(
                alignment_again.preview_realignment, database, number, scope="around", row=middle
            ),
        )
        apply, _ = work_of(
            database,
            partial(
                alignment_editor.apply_realignment,
                database,
                number,
                shown["plan"],
                author="anna",
                judge=JUDGE,
            ),
        )
        others, _ = work_of(
            database, partial(alignment_again.alternatives, database, number, middle)
        )
        work.append((preview, apply, others))
    for short, long in zip(*work, strict=True):
        assert 0 < long < 1.3 * short
