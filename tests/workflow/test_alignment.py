import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import alignment_rows, alignment_texts, alignments, jobs, units
from workbench.corpus.alignment_tables import RowStatus
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobState
from workbench.domain import Bead
from workbench.errors import Cancelled, InputError, SettingsError, StaleEditError
from workbench.glossary.concepts import Glossary
from workbench.language import NL_EN
from workbench.settings import Settings
from workbench.workflow import alignment_again, alignment_editor, alignment_gold
from workbench.workflow.alignment import align_pair, create_pair, job_of
from workbench.workflow.alignment_checks import Judge
from workbench.workflow.alignment_demo import disturbed
from workbench.workflow.alignment_export import export_rows, statuses_for_rows
from workbench.workflow.alignment_pairs import SwappedError, check_pair, match_folder
from workbench.workflow.pipeline import Pipeline

DUTCH = [
    "De minister van Defensie sprak gisteren met de Tweede Kamer over 8.501 militairen.",
    "Nederland kiest in 1940 voor gewapende neutraliteit.",
    "Het verdrag van Brussel werd in 1948 ondertekend.",
    "Generaal Eisenhower leidde de NAVO vanuit Parijs.",
    "De begroting steeg met 12 procent.",
    "Het leger telde 250 tanks en 40 vliegtuigen.",
]
ENGLISH = [
    "Yesterday the minister of Defence spoke with the House about 8,501 soldiers.",
    "In 1940 the Netherlands choose armed neutrality.",
    "The treaty of Brussels was signed in 1948. It was the first.",
    "General Eisenhower led NATO from Paris.",
    "The budget rose by 12 per cent.",
    "The army had 250 tanks.",
    "It also had 40 aircraft.",
]
JUDGE = Judge(None, NL_EN)


def made(database: Database, dutch: list[str] = DUTCH, english: list[str] = ENGLISH) -> int:
    source = make_document(dutch, name="nl.txt", sha256="1" * 64)
    target = make_document(english, name="en.txt", sha256="2" * 64, language="en")
    return create_pair(database, source, target, author="anna").id


@pytest.fixture
def alignment(database: Database) -> int:
    number = made(database)
    align_pair(database, number, pipeline=None, judge=JUDGE)
    return number


def shown(database: Database, alignment: int) -> list[tuple[str, str]]:
    return [
        (row.source_text, row.target_text) for row in alignment_rows.stream(database, alignment)
    ]


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


# --- pairs --------------------------------------------------------------------------------------

LONG_NL = ["Dit is een lange tekst in het Nederlands, met veel gewone woorden daarin."] * 3
LONG_EN = ["This is a long text in English, with many of the usual words in it."] * 3


@pytest.mark.parametrize(
    ("source", "target", "languages", "error", "message"),
    [
        (LONG_EN, LONG_NL, ("en", "nl"), SwappedError, "the sides are swapped"),
        (LONG_NL, LONG_NL[:2], ("nl", "nl"), InputError, "is Dutch, not English"),
        (LONG_NL, LONG_EN, ("de", "en"), InputError, "is German, not Dutch"),
        ([], LONG_EN, ("nl", "en"), InputError, "no sentences"),
        (LONG_NL, [], ("nl", "en"), InputError, "no sentences"),
    ],
)
def test_what_can_not_be_a_pair_is_said(
    source: list[str],
    target: list[str],
    languages: tuple[str, str],
    error: type[InputError],
    message: str,
) -> None:
    texts = [
        make_document(texts, name=f"{n}.txt", sha256=str(n) * 64, language=language)
        for n, (texts, language) in enumerate(zip((source, target), languages, strict=True))
    ]
    with pytest.raises(error, match=message):
        check_pair(texts[0], texts[1], NL_EN)


def test_the_same_text_twice_is_no_pair() -> None:
    text = make_document(LONG_NL)
    with pytest.raises(InputError, match="the same text"):
        check_pair(text, text, NL_EN)


def test_files_of_a_folder_are_matched_by_name_and_content(
    tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "pairs"
    files = {
        "brief.nl.txt": LONG_NL,
        "brief.en.txt": LONG_EN,
        "nota_vertaling.txt": LONG_EN,
        "nota.txt": LONG_NL,
        "en/kamer.md": LONG_EN,
        "nl/kamer.md": LONG_NL,
        "lezing.txt": LONG_EN,
        "lezing.md": LONG_NL,
        "alleen.txt": LONG_NL,
        "notes.xyz": LONG_NL,
    }
    for name, lines in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    matched = match_folder(folder, pair=NL_EN, settings=settings)
    found = {tuple(p.relative_to(folder).as_posix() for p in pair) for pair in matched.pairs}
    assert found == {
        ("brief.nl.txt", "brief.en.txt"),
        ("nota.txt", "nota_vertaling.txt"),
        ("nl/kamer.md", "en/kamer.md"),
        ("lezing.md", "lezing.txt"),
    }
    assert [path.name for path in matched.alone] == ["alleen.txt"]


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


# --- the editor's use cases ---------------------------------------------------------------------


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


def test_gold_is_measured(database: Database, alignment: int) -> None:
    ids = [row.id for row in alignment_rows.stream(database, alignment)]
    wish = {"operation": "accept", "rows": ids}
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    alignments.set_gold(database, alignment, gold=True)
    measured = alignment_gold.measure(database, alignment)
    assert (measured["strict_f1"], measured["lax_f1"], measured["rows"]) == (1, 1, len(ids))
    assert alignments.get(database, alignment).measured["strict_f1"] == 1


def test_gold_takes_rejected_and_unaligned_rows_apart(database: Database, alignment: int) -> None:
    rows = list(alignment_rows.stream(database, alignment))
    pair = next(row for row in rows if row.source and row.target)
    places = {one.id: one.number for row in rows for one in (*row.source, *row.target)}
    left = [Bead((places[one.id],), ()) for one in pair.source]
    right = [Bead((), (places[one.id],)) for one in pair.target]
    (whole,) = alignment_gold.gold_beads(pair, places)
    assert len(whole.source) + len(whole.target) == len(left) + len(right)
    rejected = replace(pair, status=RowStatus.REJECTED)
    assert alignment_gold.gold_beads(rejected, places) == left + right
    alone = replace(pair, target=(), status=RowStatus.UNALIGNED)
    assert alignment_gold.gold_beads(alone, places) == left


def test_the_sample_is_disturbed_in_the_same_way_each_time() -> None:
    texts = [f"Sentence {n} is here, and it has a second clause too." for n in range(100)]
    once = disturbed(texts)
    assert once == disturbed(texts)
    assert any(line.startswith("Page ") for line in once)
    assert not any(line.startswith("Sentence 17 ") for line in once)


def test_alternatives_leave_decided_neighbours_alone(database: Database, alignment: int) -> None:
    rows = list(alignment_rows.stream(database, alignment))
    decided, other = rows[1], rows[2]
    wish = {"operation": "accept", "rows": [decided.id]}
    alignment_editor.operate(database, alignment, wish, author="anna", judge=JUDGE)
    taken = {one.id for one in (*decided.source, *decided.target)}
    for found in alignment_again.alternatives(database, alignment, other.id, limit=50):
        assert not taken & {number for number, _ in (*found["source"], *found["target"])}
    assert alignment_again.alternatives(database, alignment, decided.id)
