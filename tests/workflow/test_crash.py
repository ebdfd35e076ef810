"""Killed at any moment, the workbench loses nothing that it had acknowledged."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from tests.corpus.conftest import make_document
from workbench.corpus import documents, history, jobs, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.jobs import JobState
from workbench.domain import SegmentStatus
from workbench.settings import Settings
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.translate import translate_document

SAVER = """
import sys
from workbench.corpus import segments
from workbench.corpus.database import Database
database, version = Database(sys.argv[1]), int(sys.argv[3])
while True:
    row = segments.save(database, int(sys.argv[2]), text=f"Text {version}.", version=version,
                        author="anna", status="approved")
    version = row.version
    print(version, row.target, flush=True)
"""

TRANSLATOR = """
import sys
from pathlib import Path
from workbench.corpus.database import Database
from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import PackageStore
from workbench.glossary.concepts import Glossary
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.translate import translate_document
engine = ArgosEngine(PackageStore(Path(sys.argv[3])).embedded(), threads=1, beam=1)
glossary = Glossary.from_pairs([
    ("vredesafdwinging", "peace enforcement"), ("gewapende neutraliteit", "armed neutrality")])
translate_document(Database(sys.argv[1]), int(sys.argv[2]), pipeline=Pipeline(engine, glossary))
"""


def intact(database: Database) -> bool:
    with database.read() as session:
        whole = session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        orphans = session.execute(text("PRAGMA foreign_key_check")).all()
    return whole and not orphans


def test_killed_while_saving(database: Database, settings: Settings) -> None:
    chance = random.Random(3)
    info = documents.add(database, make_document(["Een zin."])).document
    segment = rows.rows(database, info.id)[0].id
    for _ in range(4):
        version = rows.find(database, [segment])[0].version
        process = subprocess.Popen(
            [sys.executable, "-c", SAVER, settings.database, str(segment), str(version)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(chance.uniform(0.0, 0.3))
        process.kill()
        lines += process.stdout.readlines()
        process.wait()
        acknowledged = [line.split(maxsplit=1) for line in lines if line.endswith("\n")]
        last, target = int(acknowledged[-1][0]), acknowledged[-1][1].strip()
        stored = history.history(database, segment)
        assert intact(database)
        assert stored[-1].version == rows.find(database, [segment])[0].version
        assert [entry.version for entry in stored] == list(range(2, len(stored) + 2))
        (kept,) = [entry for entry in stored if entry.version == last]
        assert (kept.text, kept.status) == (target, SegmentStatus.APPROVED)


def test_killed_while_translating(
    database: Database, settings: Settings, pipeline: Pipeline, tmp_path: Path
) -> None:
    count = 150
    texts = [f"De minister sprak met {n} leden van de Tweede Kamer." for n in range(count)]
    info = documents.add(database, make_document(texts)).document
    first = rows.rows(database, info.id)[-1]
    approved = segments.save(
        database, first.id, text="Mine.", version=1, author="anna", status=SegmentStatus.APPROVED
    )
    process = subprocess.Popen(
        [sys.executable, "-c", TRANSLATOR, settings.database, str(info.id), str(tmp_path / "p")]
    )
    drafts = 0
    deadline = time.monotonic() + 60
    while not drafts and time.monotonic() < deadline:
        assert process.poll() is None, "it ended before it could be killed"
        drafts = documents.get(database, info.id).counts[SegmentStatus.DRAFT]
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert intact(database)
    counts = documents.get(database, info.id).counts
    assert drafts <= counts[SegmentStatus.DRAFT] < count - 1
    (dead,) = jobs.listing(database)
    assert (dead.state, dead.done) == (JobState.INTERRUPTED, counts[SegmentStatus.DRAFT])

    summary = translate_document(database, info.id, pipeline=pipeline)
    assert summary.translated == counts[SegmentStatus.UNTRANSLATED]
    after = documents.get(database, info.id).counts
    assert (after[SegmentStatus.DRAFT], after[SegmentStatus.APPROVED]) == (count - 1, 1)
    assert rows.find(database, [first.id]) == [approved]
    for row in rows.rows(database, info.id):
        assert len(history.history(database, row.id)) == 1


def test_killed_while_exporting(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    path.write_text("old")
    code = (
        "import os, signal, sys; from pathlib import Path;"
        "from workbench.exchange.base import atomic\n"
        "with atomic(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(path)])
    assert killed.returncode == -signal.SIGKILL
    assert path.read_text() == "old"
