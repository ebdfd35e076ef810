import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.corpus import postgres
from workbench.corpus import documents
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.domain import Document, Segment, SegmentKind

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (.ci/system-packages installs it)")
    with postgres.server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    # A schema of its own for each test: much faster than a database of its own.
    name = f"test{next(_NUMBERS)}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
        yield f"{postgres_server}&options=-csearch_path%3D{name}"
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'home' / 'workbench.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "workbench.db"
    Database.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def database(url: str, migrated: Path) -> Iterator[Database]:
    store = Database(url)
    if store.is_sqlite:
        path = Path(str(store.url.database))
        path.parent.mkdir(parents=True)
        shutil.copy(migrated, path)
    store.migrate()
    yield store
    store.close()


def make_document(
    texts: list[str], *, name: str = "brief.txt", sha256: str = "ab" * 32, language: str = "nl"
) -> Document:
    raw = "\n".join(texts)
    segments = []
    at = 0
    for number, part in enumerate(texts):
        segments.append(
            Segment(part, SegmentKind.SENTENCE, number // 2, at, at + len(part), language)
        )
        at += len(part) + 1
    return Document(name, "txt", raw, language, tuple(segments), sha256)


SOURCES = [
    "Het debat over de krijgsmacht begint.",
    "De Tweede Kamer stemt morgen.",
    "België blijft neutraal.",
    "Vredesafdwinging is geen oorlog.",
]


@pytest.fixture
def document(database: Database) -> DocumentInfo:
    return documents.add(database, make_document(SOURCES), author="anna").document
