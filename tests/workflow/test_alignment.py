"""Pairs in the store are aligned by a job that goes on where it was stopped."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.workflow.alignment_kit import DUTCH, ENGLISH, JUDGE, made, shown
from workbench.corpus import alignment_rows, alignment_texts, alignments, jobs
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobState
from workbench.errors import Cancelled
from workbench.settings import Settings
from workbench.workflow.alignment import align_pair, job_of
from workbench.workflow.alignment_demo import disturbed
from workbench.workflow.pipeline import Pipeline


def test_a_pair_is_aligned_with_probabilities_and_reasons(
    database: Database, alignment: int
) -> None:
    rows = list(alignment_rows.stream(database, alignment))
    assert (DUTCH[3], ENGLISH[3]) in shown(database, alignment)
    assert (DUTCH[5], f"{ENGLISH[5]} {ENGLISH[6]}") in shown(database, alignment)
    assert all(row.probability is not None and 0 < row.probability <= 1 for row in rows)
    assert "1948" in rows[2].reasons["numbers"]
    info = alignments.get(database, alignment)
    assert info.expected_errors == pytest.approx(sum(1 - (r.probability or 0) for r in rows))
    assert align_pair(database, alignment, pipeline=None).rows == len(rows)


def test_the_engine_is_the_bridge(database: Database, pipeline: Pipeline) -> None:
    number = made(database, DUTCH[1:4], ENGLISH[1:4])
    align_pair(database, number, pipeline=pipeline, judge=JUDGE)
    info = alignments.get(database, number)
    assert info.engine == pipeline.engine.signature
    rows = list(alignment_rows.stream(database, number))
    assert all(one.translation for row in rows for one in row.source)
    job = job_of(database, number)
    assert job is not None
    assert (job.state, job.done) == (JobState.DONE, 3)


def test_a_stopped_job_goes_on_where_it_was(database: Database, pipeline: Pipeline) -> None:
    number = made(database, [f"Zin {n} is een zin." for n in range(40)], ENGLISH)
    calls = iter([False] * 3 + [True] * 1000)
    with pytest.raises(Cancelled):
        align_pair(database, number, pipeline=pipeline, cancelled=lambda: next(calls))
    job = job_of(database, number)
    assert job is not None
    assert job.state is JobState.CANCELLED
    kept = {one.id: one.translation for one in alignment_texts.sentences(database, number, 0)}
    align_pair(database, number, pipeline=pipeline)
    after = {one.id: one.translation for one in alignment_texts.sentences(database, number, 0)}
    assert all(after.values())
    assert all(after[key] == value for key, value in kept.items() if value)


def test_a_killed_job_counts_as_interrupted_and_goes_on(settings: Settings) -> None:
    database = Database.open(settings.database)
    number = made(database)
    command = [sys.executable, "-m", "workbench.cli.main", "alignments", "run", str(number)]
    environment = {**os.environ, "WORKBENCH_HOME": str(settings.home)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while job_of(database, number) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if alignments.get(database, number).aligned is None:
        assert jobs.running(database) == []
    done = subprocess.run(
        [*command, "--no-translation"], env=environment, capture_output=True, text=True, check=True
    )
    assert "rows" in done.stdout
    assert alignments.get(database, number).aligned is not None


def test_texts_that_do_not_belong_together_are_warned_of(database: Database) -> None:
    recipe = [
        "Stir the soup slowly.",
        "Add salt, pepper and a little cream, and let it simmer on a low flame for a while.",
        "Serve with bread!",
        "Some people like it cold in summer, with chives on top.",
    ]
    number = made(database, DUTCH, recipe)
    align_pair(database, number, pipeline=None)
    assert "hardly" in alignments.get(database, number).warning


def test_the_sample_is_disturbed_in_the_same_way_each_time() -> None:
    texts = [f"Sentence {n} is here, and it has a second clause too." for n in range(100)]
    once = disturbed(texts)
    assert once == disturbed(texts)
    assert any(line.startswith("Page ") for line in once)
    assert not any(line.startswith("Sentence 17 ") for line in once)
