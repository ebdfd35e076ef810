from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.alignment_kit import JUDGE, made
from workbench.corpus.database import Database
from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import PackageStore
from workbench.glossary.concepts import Glossary
from workbench.settings import Settings
from workbench.workflow.alignment import align_pair
from workbench.workflow.pipeline import Pipeline

DUTCH = (
    "Het debat\n\n"
    "De minister van Defensie sprak gisteren met de Tweede Kamer. "
    "Vredesafdwinging is geen oorlog. Nederland kiest voor gewapende neutraliteit.\n\n"
    "https://www.defensie.nl/onderwerpen\n"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    return Settings(
        home=home,
        database=f"sqlite:///{home / 'workbench.db'}",
        glossaries=tmp_path / "glossaries",
        user="anna",
        threads=1,
        beam=1,
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    store = Database.open(settings.database)
    yield store
    store.close()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> ArgosEngine:
    package = PackageStore(tmp_path_factory.mktemp("packages")).embedded()
    return ArgosEngine(package, threads=1, beam=1)


@pytest.fixture
def pipeline(engine: ArgosEngine) -> Pipeline:
    terms = [
        ("vredesafdwinging", "peace enforcement"),
        ("gewapende neutraliteit", "armed neutrality"),
    ]
    return Pipeline(engine, Glossary.from_pairs(terms))


@pytest.fixture
def dutch(tmp_path: Path) -> Path:
    path = tmp_path / "debat.txt"
    path.write_text(DUTCH, encoding="utf-8")
    return path


@pytest.fixture
def alignment(database: Database) -> int:
    """A small pair, aligned."""
    number = made(database)
    align_pair(database, number, pipeline=None, judge=JUDGE)
    return number
