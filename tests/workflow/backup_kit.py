"""A workbench with work in it, places to restore it to, and what is in a store."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.corpus.conftest import make_document, postgres_server, postgres_url
from workbench.corpus import backup as tables
from workbench.corpus import comments, documents, history, rows, segments
from workbench.corpus.database import Database
from workbench.domain import SegmentStatus
from workbench.settings import Settings

__all__ = [
    "dumped",
    "fill",
    "here",
    "other_schema",
    "place",
    "postgres_server",
    "postgres_url",
    "sqlite_home",
    "url",
]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'home' / 'workbench.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def here(tmp_path: Path, url: str) -> Iterator[Settings]:
    """A workbench with work in it."""
    home = tmp_path / "home"
    (home / "glossaries").mkdir(parents=True)
    (home / "glossaries" / "terms.csv").write_text("nl,en\nvrede,peace\n", encoding="utf-8")
    (home / "workbench.toml").write_text('beam = 2\ndatabase = "secret"\n', encoding="utf-8")
    settings = Settings(home=home, database=url, glossaries=home / "glossaries", user="anna")
    database = Database.open(url)
    fill(database)
    database.close()
    yield settings


def fill(database: Database) -> None:
    texts = ["Een 'zin' met \"tekens\"; é, 𝄞, \u2028 en\ttab.", "Twee.", "Drie.", "Vier."]
    number = documents.add(database, make_document(texts), author="anna").document.id
    found = rows.rows(database, number)
    for row in found[:3]:
        segments.save(
            database, row.id, text=f"Sentence {row.position} ✓", version=1, author="anna",
            status=SegmentStatus.APPROVED,
        )  # fmt: skip
    comments.add(database, found[1].id, author="bert", text="Waarom zo?")
    segments.save(database, found[0].id, text="Again.", version=2, author="bert")
    history.undo(database, number, author="bert")
    gone = documents.add(database, make_document(["Weg."], sha256="cd" * 32)).document.id
    documents.delete_document(database, gone)


def place(tmp_path: Path, name: str = "there") -> Settings:
    home = tmp_path / name
    return Settings(
        home=home, database=f"sqlite:///{home / 'workbench.db'}", glossaries=tmp_path / "none"
    )


def dumped(settings: Settings, folder: Path) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    database = Database(settings.database)
    folder.mkdir(exist_ok=True)
    with tables.snapshot(database, folder) as connection:
        tables.dump(connection, lambda name, lines: found.__setitem__(name, list(lines)))
    database.close()
    return found


def other_schema(server: str) -> str:
    from sqlalchemy import create_engine

    name = f"other{time.monotonic_ns()}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    return f"{server}&options=-csearch_path%3D{name}"


@pytest.fixture
def sqlite_home(tmp_path: Path) -> Settings:
    (tmp_path / "home").mkdir()
    return place(tmp_path, "home")
