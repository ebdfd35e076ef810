"""Glossary files edited by hand: only the drafts that the changed concepts concern are outdated."""

from pathlib import Path

import pytest

from tests.corpus.conftest import make_document
from workbench.corpus import documents, machine_drafts, rows
from workbench.corpus.concepts import recent
from workbench.corpus.database import Database
from workbench.engine.argos import ArgosEngine
from workbench.glossary.files import load_glossary
from workbench.workflow.catch_up import catch_up
from workbench.workflow.pipeline import Pipeline
from workbench.workflow.translate import translate_document

HEAD = "concept,nl,en,enforcement,note\n"
PEACE = "pe,vredesafdwinging,peace enforcement,force,\n"
SHIP = "ship,schip,ship,force,\n"
TEXTS = [
    "Vredesafdwinging is geen oorlog.",
    "Het is koud in de haven.",
    "De politie telde veertien schepen.",
    "De minister sprak over het verdrag.",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "terms"
    place.mkdir()
    (place / "a.csv").write_text(HEAD + PEACE, encoding="utf-8")
    (place / "b.csv").write_text(HEAD + SHIP, encoding="utf-8")
    return place


@pytest.fixture
def document(database: Database, engine: ArgosEngine, folder: Path) -> int:
    number = documents.add(database, make_document(TEXTS)).document.id
    catch_up(database, folder)
    translate_document(database, number, pipeline=Pipeline(engine, load_glossary(folder)))
    return number


def waiting(database: Database, document: int, engine: ArgosEngine, folder: Path) -> list[int]:
    """Return the positions that would be translated again."""
    version = load_glossary(folder).version
    found = machine_drafts.pending(database, document, engine=engine.signature, glossary=version)
    numbers = {item.segment_id for item in found}
    return [row.position for row in rows.rows(database, document) if row.id in numbers]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a.csv": HEAD + PEACE.replace("ment", "ing")}, [0], id="english"),
        pytest.param({"a.csv": HEAD + PEACE.replace(",force,", ",force,seen")}, [], id="note"),
        pytest.param({"a.csv": HEAD + "pe,oorlog,war,force,\n"}, [0], id="dutch"),
        pytest.param({"a.csv": HEAD + PEACE + "v,verdrag,treaty,force,\n"}, [3], id="added"),
        pytest.param({"b.csv": HEAD}, [2], id="removed"),
        pytest.param({"b.csv": HEAD + SHIP.replace("force", "check")}, [2], id="enforcement"),
        pytest.param({"b.csv": None}, [2], id="file gone"),
        pytest.param({"b.csv": None, "c.csv": HEAD + SHIP}, [], id="file renamed"),
        pytest.param({"b.csv": None, "a.csv": HEAD + SHIP + PEACE}, [], id="moved"),
        pytest.param({"c.csv": HEAD + "s2,schip,vessel,force,\n"}, [2], id="clash behind"),
        pytest.param({"A.csv": HEAD + "s2,schip,vessel,force,\n"}, [2], id="clash before"),
    ],
)
def test_only_what_changed_is_outdated(
    database: Database,
    engine: ArgosEngine,
    folder: Path,
    document: int,
    files: dict[str, str | None],
    expected: list[int],
) -> None:
    assert waiting(database, document, engine, folder) == []
    for name, text in files.items():
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(text, encoding="utf-8")
    before = load_glossary(folder).version
    catch_up(database, folder)
    assert waiting(database, document, engine, folder) == expected
    # Nothing is compared twice, and nobody sees the marks.
    assert catch_up(database, folder) == 0
    assert load_glossary(folder).version == before
    assert not any(change.action == "version" for change in recent(database))


def test_a_change_taken_back_outdates_nothing(
    database: Database, engine: ArgosEngine, folder: Path, document: int
) -> None:
    for _ in range(2):
        (folder / "a.csv").write_text(HEAD, encoding="utf-8")
        assert catch_up(database, folder) == len(TEXTS) - 1
        (folder / "a.csv").write_text(HEAD + PEACE, encoding="utf-8")
        assert catch_up(database, folder) == len(TEXTS) - 1
        assert waiting(database, document, engine, folder) == []


def test_the_order_decides_between_two_that_clash(
    database: Database, engine: ArgosEngine, folder: Path, document: int
) -> None:
    other = "s2,schip,vessel,force,\n"
    (folder / "b.csv").write_text(HEAD + SHIP + other, encoding="utf-8")
    catch_up(database, folder)
    translate_document(database, document, pipeline=Pipeline(engine, load_glossary(folder)))
    assert waiting(database, document, engine, folder) == []
    (folder / "b.csv").write_text(HEAD + other + SHIP, encoding="utf-8")
    catch_up(database, folder)
    assert waiting(database, document, engine, folder) == [2]


def test_unknown_versions_and_broken_files_are_left(
    database: Database, engine: ArgosEngine, folder: Path
) -> None:
    number = documents.add(database, make_document(TEXTS)).document.id
    translate_document(database, number, pipeline=Pipeline(engine, load_glossary(folder)))
    everything = list(range(len(TEXTS)))
    (folder / "b.csv").write_text(HEAD, encoding="utf-8")
    assert catch_up(database, folder) == 0
    assert waiting(database, number, engine, folder) == everything
    translate_document(database, number, pipeline=Pipeline(engine, load_glossary(folder)))
    (folder / "b.csv").write_text(HEAD + "x,,nothing,force,\n", encoding="utf-8")
    assert catch_up(database, folder) == 0
