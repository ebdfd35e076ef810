from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import Package, PackageStore

DATA = Path(__file__).parents[1] / "data" / "engine"


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the embedded package unpacked."""
    folder = tmp_path_factory.mktemp("home") / "packages"
    PackageStore(folder).embedded()
    return folder


@pytest.fixture(scope="session")
def package(packages: Path) -> Package:
    return PackageStore(packages).embedded()


@pytest.fixture(scope="session")
def engine(package: Package) -> Iterator[ArgosEngine]:
    yield ArgosEngine(package)


@pytest.fixture(scope="session")
def plain(package: Package) -> ArgosEngine:
    """The engine without mending: what the model itself says."""
    return ArgosEngine(package, mend=False)


@pytest.fixture(scope="session")
def sentences() -> list[str]:
    return (DATA / "sentences.nl").read_text(encoding="utf-8").splitlines()
