"""The progress page says no more than is known: of time, of confidence, of terms."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from tests.corpus.conftest import make_document
from workbench.app import state
from workbench.app.pages.progress import WORDS
from workbench.corpus import documents, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.machine_drafts import Draft, put_drafts
from workbench.domain import Origin, Provenance, SegmentStatus, TermOutcome, TermStrategy

TEN = "one two three four five six seven eight nine ten"
TERM = TermOutcome("zin", "zin", 0, 3, "eight", TermStrategy.NOT_APPLIED)


def page() -> None:
    from workbench.app.pages import progress

    progress.draw()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    for shared in (state.settings, state.database):
        shared.cache_clear()
    return state.database()


def reviewed(database: Database, count: int, *, text: str = TEN.replace("ten", "zehn")) -> None:
    """Store a hundred drafts of ten words and approve some of them one by one."""
    sources = [f"Zin {number} is een zin met tien woorden in zich." for number in range(100)]
    number = documents.add(database, make_document(sources)).document.id
    made = Provenance(Origin.MACHINE, engine="e", confidence=0.8, terms=(TERM,))
    found = rows.rows(database, number)
    put_drafts(database, number, [Draft(row.id, 1, TEN, made) for row in found], author="e")
    for row in found[:count]:
        segments.save(
            database,
            row.id,
            text=text,
            version=2,
            author="anna",
            status=SegmentStatus.APPROVED,
        )


def told(app: AppTest) -> tuple[dict[str, str], str]:
    assert not app.exception, app.exception
    captions = " ".join(caption.value for caption in app.caption).replace("\\", "")
    return {metric.label: metric.value for metric in app.metric}, captions


def test_quick_approvals_promise_nothing(database: Database) -> None:
    reviewed(database, 40)
    figures, captions = told(AppTest.from_function(page, default_timeout=120).run())
    assert figures == {
        "Reviewed or approved": "40 of 100",
        "Words left": "600",
        "Time left": "not known yet",
    }
    assert "after 3 stretches of about ten minutes of work (0 so far)" in captions
    assert "Reading both texts alone takes about 5 min" in captions
    assert "From the model alone, 40 post-edits so far" in captions
    assert "HTER (TER) nrefs:1" in captions


def test_a_single_segment_is_spoken_of_as_one(database: Database) -> None:
    reviewed(database, 1, text=TEN)
    captions = told(AppTest.from_function(page, default_timeout=120).run())[1]
    assert "100% of 1 segment was left as it was." in captions
    assert "1 post-edit so far" in captions


def test_the_words_of_every_chart_have_a_colour_that_can_be_read(database: Database) -> None:
    reviewed(database, 40)
    app = AppTest.from_function(page, default_timeout=120).run()
    charts = app.get("vega_lite_chart")
    assert len(charts) == 5
    for chart in charts:
        look = json.loads(chart.proto.spec)["config"]
        assert look["axis"]["labelColor"] == look["axis"]["titleColor"] == WORDS[0]
        assert look["legend"]["labelColor"] == WORDS[0]
    for colour, ground in zip(WORDS, ("#ffffff", "#171614"), strict=True):
        light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_an_axis_has_a_length_where_nothing_was_changed(database: Database) -> None:
    reviewed(database, 1, text=TEN)
    charts = AppTest.from_function(page, default_timeout=120).run().get("vega_lite_chart")
    effort, kinds = (json.loads(chart.proto.spec) for chart in charts[1:3])
    assert effort["layer"][1]["encoding"]["x"]["scale"]["domain"] == [0, 1]
    assert kinds["encoding"]["x"]["scale"]["domain"] == [0, 1]


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` as WCAG defines it, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_real_work_gives_a_span_and_a_calibration(database: Database) -> None:
    reviewed(database, 70)
    with database.write() as session:
        # A decision on ten words every forty seconds.
        ids = session.scalars(text("SELECT id FROM actions WHERE kind = 'edit' ORDER BY id")).all()
        first = session.scalar(text("SELECT at FROM actions ORDER BY id LIMIT 1"))
        start = datetime.fromisoformat(str(first))
        for place, number in enumerate(ids):
            at = start + timedelta(seconds=40 * place)
            session.execute(
                text("UPDATE actions SET at = :at WHERE id = :id"),
                {"at": at.strftime("%Y-%m-%d %H:%M:%S.%f"), "id": number},
            )
    app = AppTest.from_function(page, default_timeout=120).run()
    figures, captions = told(app)
    assert figures["Time left"] == "about 20 min"
    assert "the median of 5 stretches of work. " in captions
    assert "from 70 post-edits. The grid shows confidence" in captions
    table = app.dataframe[0].value
    assert list(table["Terms by the machine"]) == ["0 of 70"]
    assert list(table["Terms in the end"]) == ["70 of 70"]
