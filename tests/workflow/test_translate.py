from dataclasses import replace
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, history, jobs, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobState
from workbench.domain import Origin, SegmentStatus, TermStrategy
from workbench.engine.argos import ArgosEngine
from workbench.engine.jobs import Progress
from workbench.errors import Cancelled, StoreError
from workbench.glossary.concepts import Glossary
from workbench.settings import Settings
from workbench.workflow.ingest import ingest_files
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.translate import ingest_and_translate, translate_document


@pytest.fixture
def document(database: Database, settings: Settings, dutch: Path) -> DocumentInfo:
    return ingest_files(database, [dutch], settings=settings)[0].document


def many(database: Database, count: int) -> DocumentInfo:
    texts = [f"De minister sprak met {n} leden van de Tweede Kamer." for n in range(count)]
    return documents.add(database, make_document(texts)).document


def test_a_document_gets_drafts_with_provenance(
    database: Database, document: DocumentInfo, pipeline: Pipeline
) -> None:
    seen: list[Progress] = []
    summary = translate_document(database, document.id, pipeline=pipeline, progress=seen.append)
    assert summary.translated == document.translatable
    assert (seen[-1].done, seen[-1].total) == (document.translatable, document.translatable)
    for row in rows.rows(database, document.id):
        if not row.translatable:
            assert (row.target, row.status) == ("", SegmentStatus.UNTRANSLATED)
            continue
        assert (row.status, row.origin) == (SegmentStatus.DRAFT, Origin.MACHINE)
        assert row.target and row.raw
        assert row.engine == pipeline.engine.signature
        assert row.glossary == pipeline.glossary.version
        assert row.author == pipeline.engine.info.name
        assert row.confidence is not None and 0 < row.confidence <= 1
        assert [entry.action for entry in history.history(database, row.id)] == ["draft"]
    (job,) = jobs.listing(database)
    assert (job.state, job.done) == (JobState.DONE, document.translatable)


def test_terms_come_in_or_are_marked(
    database: Database, document: DocumentInfo, pipeline: Pipeline
) -> None:
    summary = translate_document(database, document.id, pipeline=pipeline)
    wanted = {"Vredesafdwinging": "peace enforcement", "gewapende neutraliteit": "armed neutrality"}
    found = [(row, term) for row in rows.rows(database, document.id) for term in row.terms]
    assert {term.source for _, term in found} == set(wanted)
    for row, term in found:
        if term.strategy == TermStrategy.NOT_APPLIED:
            assert "term" in row.problems
        else:
            assert wanted[term.source] in row.target.lower()
    assert sum(summary.terms.values()) == 2
    assert "2 terms" in summary.line() or "of 2" in summary.line()


def test_a_second_run_has_nothing_to_do(
    database: Database, document: DocumentInfo, pipeline: Pipeline
) -> None:
    translate_document(database, document.id, pipeline=pipeline)
    before = rows.rows(database, document.id)
    summary = translate_document(database, document.id, pipeline=pipeline)
    assert (summary.translated, summary.current) == (0, document.translatable)
    assert "up to date" in summary.line()
    assert rows.rows(database, document.id) == before


def test_another_glossary_version_replaces_only_untouched_drafts(
    database: Database, document: DocumentInfo, pipeline: Pipeline, engine: ArgosEngine
) -> None:
    translate_document(database, document.id, pipeline=pipeline)
    mine, approved, *rest = [row for row in rows.rows(database, document.id) if row.translatable]
    segments.save(database, mine.id, text="My own words.", version=2, author="anna")
    segments.set_status(database, [(approved.id, 2)], status=SegmentStatus.APPROVED, author="anna")
    newer = Pipeline(engine, Glossary.from_pairs([("oorlog", "war")]))
    summary = translate_document(database, document.id, pipeline=newer)
    assert summary.translated == len(rest)
    kept, left, *fresh = rows.find(database, [mine.id, approved.id, *(row.id for row in rest)])
    assert (kept.target, kept.origin) == ("My own words.", Origin.HUMAN)
    assert (left.target, left.status) == (approved.target, SegmentStatus.APPROVED)
    assert {row.glossary for row in fresh} == {newer.glossary.version}


def test_english_is_passed_through(
    database: Database, settings: Settings, pipeline: Pipeline, tmp_path: Path
) -> None:
    path = tmp_path / "speech.txt"
    path.write_text("The minister spoke to the House of Commons about the war yesterday evening.")
    info = ingest_files(database, [path], settings=settings)[0].document
    assert (info.language, info.translatable) == ("en", 0)
    summary = translate_document(database, info.id, pipeline=pipeline)
    assert (summary.translated, summary.passed) == (0, info.segments)
    assert "nothing to translate" in summary.line()
    assert jobs.listing(database) == []


def test_stopping_keeps_batches_and_going_on_does_the_rest(
    database: Database, pipeline: Pipeline
) -> None:
    info = many(database, 90)
    drafted = 0

    def enough() -> bool:
        nonlocal drafted
        drafted = documents.get(database, info.id).counts[SegmentStatus.DRAFT]
        return drafted > 0

    with pytest.raises(Cancelled):
        translate_document(database, info.id, pipeline=pipeline, cancelled=enough)
    assert 0 < drafted < 90
    assert jobs.listing(database)[0].state == JobState.CANCELLED
    kept = documents.get(database, info.id).counts[SegmentStatus.DRAFT]
    summary = translate_document(database, info.id, pipeline=pipeline)
    assert summary.translated == 90 - kept
    assert documents.get(database, info.id).counts[SegmentStatus.DRAFT] == 90


def test_another_process_can_stop_it(database: Database, pipeline: Pipeline) -> None:
    info = many(database, 90)

    def ask(progress: Progress) -> None:
        for job in jobs.running(database):
            jobs.cancel(database, job.id)

    with pytest.raises(Cancelled):
        translate_document(database, info.id, pipeline=pipeline, progress=ask)
    assert jobs.listing(database)[0].state == JobState.CANCELLED
    assert documents.get(database, info.id).counts[SegmentStatus.DRAFT] < 90


def test_what_a_person_writes_meanwhile_stays(database: Database, pipeline: Pipeline) -> None:
    info = many(database, 3)
    first = rows.rows(database, info.id)[0]

    def edit(progress: Progress) -> None:
        if progress.done == 0:
            segments.save(
                database, first.id, text="Mine.", version=1, author="anna", status="approved"
            )

    summary = translate_document(database, info.id, pipeline=pipeline, progress=edit)
    assert (summary.translated, summary.kept) == (2, 1)
    assert rows.find(database, [first.id])[0].target == "Mine."


def test_two_translations_of_one_document(database: Database, pipeline: Pipeline) -> None:
    info = many(database, 3)
    jobs.start(database, "translate", document_id=info.id)
    with pytest.raises(StoreError, match="already at work"):
        translate_document(database, info.id, pipeline=pipeline)


def test_a_failing_engine_ends_the_job_with_its_reason(
    database: Database, pipeline: Pipeline
) -> None:
    info = many(database, 3)

    def fail(progress: Progress) -> None:
        raise StoreError("the disk is full")

    with pytest.raises(StoreError):
        translate_document(database, info.id, pipeline=pipeline, progress=fail)
    (job,) = jobs.listing(database)
    assert (job.state, job.message) == (JobState.FAILED, "the disk is full")


def test_files_in_one_go(settings: Settings, dutch: Path) -> None:
    settings.glossaries.mkdir()
    settings = replace(settings, home=dutch.parent / "home2")
    lines = [summary.line() for summary in ingest_and_translate([dutch], settings=settings)]
    assert len(lines) == 1 and "segments translated" in lines[0]
    again = [summary.line() for summary in ingest_and_translate([dutch], settings=settings)]
    assert "up to date" in again[0]


def test_segments_longer_than_the_model_can_read(database: Database, pipeline: Pipeline) -> None:
    texts = ["De minister sprak over vredesafdwinging " * 60 + ".", "a" * 3000]
    info = documents.add(database, make_document(texts)).document
    assert translate_document(database, info.id, pipeline=pipeline).translated == 2
    assert all(row.problems for row in rows.rows(database, info.id))
