"""Checks of stored segments: findings, dismissal, filters, and what keeps from approving."""

import json
import time
from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.cli.main import main
from workbench.corpus import documents, history, rows, segments
from workbench.corpus.database import Database
from workbench.errors import FindingsError, InputError, NotFoundError, StoreError
from workbench.glossary.concepts import Glossary
from workbench.workflow import checks, document_checks, review

GLOSSARY = Glossary.from_pairs([("vredesafdwinging", "peace enforcement")])


def store(database: Database, pairs: list[tuple[str, str]]) -> int:
    number = documents.add(database, make_document([source for source, _ in pairs])).document.id
    for row, (_, target) in zip(rows.rows(database, number, limit=1000), pairs, strict=True):
        if target:
            segments.save(database, row.id, text=target, version=row.version, author="anna")
    return number


def names(found: list[checks.Json]) -> list[str]:
    return [finding["check"] for finding in found]


@pytest.fixture
def document(database: Database) -> int:
    return store(
        database,
        [
            ("Er zijn 1.000 tanks.", "There are 1.000 tanks."),
            ("Vredesafdwinging helpt.", "Making peace  helps."),
            ("De NAVO zwijgt.", "The alliance is silent."),
            ("De vloot.", "The fleet."),
            ("De vloot.", "The navy."),
            ("Nog niets.", ""),
        ],
    )


def test_findings_are_plain_json_with_places_and_fixes(database: Database, document: int) -> None:
    (row, *_) = rows.rows(database, document)
    found = json.loads(json.dumps(checks.findings(database, row.id)))
    assert names(found) == ["number-format"]
    assert found[0]["severity"] == "error"
    assert [row.target[slice(*span)] for span in found[0]["target_spans"]] == ["1.000"]
    assert found[0]["fix"]["text"] == "There are 1,000 tanks."
    assert found[0]["dismissed"] is None
    assert checks.findings(database, row.id, text=found[0]["fix"]["text"]) == []
    with pytest.raises(NotFoundError):
        checks.findings(database, 999)


def test_terms_names_and_peers_belong_to_it(database: Database, document: int) -> None:
    _, peace, alliance, fleet, _, empty = rows.rows(database, document)
    assert names(checks.findings(database, peace.id, glossary=GLOSSARY)) == [
        "terms",
        "double-space",
    ]
    assert names(checks.findings(database, alliance.id)) == []
    assert names(checks.findings(database, alliance.id, text="The UN is silent.")) == ["names"]
    assert names(checks.findings(database, fleet.id)) == ["same-source"]
    assert checks.findings(database, fleet.id, text="The navy.") == []
    assert checks.findings(database, empty.id) == []


def test_a_dismissal_comes_back_with_the_text(database: Database, document: int) -> None:
    (row, *_) = rows.rows(database, document)
    (finding,) = checks.findings(database, row.id)
    with pytest.raises(StoreError):
        checks.dismiss(database, row.id, finding["key"], " ", "bo")
    (after,) = checks.dismiss(database, row.id, finding["key"], "a name", "bo")
    assert (after["dismissed"]["by"], after["dismissed"]["reason"]) == ("bo", "a name")
    assert checks.blocking(database, row.id) == []
    changed = segments.save(
        database, row.id, text="Now there are 1.000 tanks.", version=row.version, author="anna"
    )
    assert names(checks.blocking(database, row.id)) == ["number-format"]
    history.undo(database, document, author="anna")
    assert checks.blocking(database, row.id) == []
    (restored,) = checks.restore(database, row.id, finding["key"], "bo")
    assert restored["dismissed"] is None
    assert changed.version > row.version
    with pytest.raises(NotFoundError, match="not there any more"):
        checks.dismiss(database, row.id, "numbers:0", "why", "bo")


def test_errors_keep_from_approving_never_from_saving(database: Database, document: int) -> None:
    (row, *_) = rows.rows(database, document)
    with pytest.raises(FindingsError, match=r"can't be approved.*1,000") as caught:
        review.save(
            database,
            row.id,
            text=row.target,
            version=row.version,
            author="anna",
            status="approved",
        )
    assert names(list(map(dict, caught.value.findings))) == ["number-format"]
    (finding,) = checks.findings(database, row.id)
    checks.dismiss(database, row.id, finding["key"], "as in the law", "anna")
    stored = review.save(
        database, row.id, text=row.target, version=row.version, author="anna", status="approved"
    )
    assert stored["status"] == "approved"


def test_filters_follow_the_texts(database: Database, document: int) -> None:
    first = rows.rows(database, document)[0]
    assert document_checks.positions_with(database, document) == [0, 1, 3, 4]
    assert document_checks.positions_with(database, document, "number-format") == [0]
    assert document_checks.positions_with(database, document, severity="error") == [0]
    assert document_checks.positions_with(
        database, document, severity="error", glossary=GLOSSARY
    ) == [0, 1]
    assert document_checks.positions_with(database, document, "same-source") == [3, 4]
    counts = {
        entry["check"]: entry["segments"] for entry in document_checks.summary(database, document)
    }
    assert counts == {"number-format": 1, "double-space": 1, "same-source": 2}
    (finding,) = checks.findings(database, first.id)
    checks.dismiss(database, first.id, finding["key"], "so be it", "bo")
    assert document_checks.positions_with(database, document, "number-format") == []
    checks.restore(database, first.id, finding["key"], "bo")
    assert document_checks.positions_with(database, document, "number-format") == [0]
    segments.save(database, first.id, text="There are 1,000.", version=first.version, author="anna")
    assert document_checks.positions_with(database, document, "number-format") == []
    with pytest.raises(NotFoundError):
        document_checks.summary(database, 999)


def test_a_dismissed_comparison_leaves_the_filter(database: Database, document: int) -> None:
    fleet = rows.rows(database, document)[3]
    assert document_checks.positions_with(database, document, "same-source") == [3, 4]
    (finding,) = checks.findings(database, fleet.id)
    checks.dismiss(database, fleet.id, finding["key"], "two ships", "bo")
    assert document_checks.positions_with(database, document, "same-source") == [4]


def test_the_second_look_at_a_long_document_is_fast(database: Database) -> None:
    number = store(database, [(f"Zin {n} over de vloot.", "") for n in range(400)])
    for row in rows.rows(database, number, limit=400):
        text = f"Sentence {row.position} on the fleet."
        segments.save(database, row.id, text=text, version=row.version, author="anna")
    seen: list[tuple[int, int]] = []
    document_checks.summary(
        database, number, progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(200, 400), (400, 400)]
    start = time.process_time()
    document_checks.summary(
        database, number, progress=lambda done, total: seen.append((done, total))
    )
    assert time.process_time() - start < 0.5
    assert len(seen) == 2


def test_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dutch, english = tmp_path / "a.nl", tmp_path / "a.en"
    dutch.write_text("Er zijn 1.000 tanks.\nDe vloot.\n", encoding="utf-8")
    english.write_text("There are 1.000 tanks.\nThe fleet.\n", encoding="utf-8")
    assert checks.check_files(dutch, english)[0] == 2
    assert main(["check", str(dutch), str(english), "--no-terms"]) == 0
    assert "1: error: number-format" in capsys.readouterr().out
    assert main(["check", str(dutch), str(english), "--evaluate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["checks"] == {"number-format": 1}
    english.write_text("One line.", encoding="utf-8")
    with pytest.raises(InputError, match="2 and 1 lines"):
        checks.check_files(dutch, english)


def test_command(
    database: Database,
    document: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBENCH_DATABASE", str(database.url))
    assert main(["check", "--no-terms", "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["document"] == document
    assert "number-format" in [entry["check"] for entry in report["checks"]]
    assert main(["check", "--list"]) == 0
    assert "same-target" in capsys.readouterr().out
