"""A store of its own for the pages, and alignments that are noted and not begun."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.app import pairing, state
from workbench.corpus.database import Database


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Alignments whose process would be started; the tests in the browser start it."""
    numbers: list[int] = []
    monkeypatch.setattr(pairing, "start_alignment", lambda _, *ids: numbers.extend(ids))
    return numbers


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_GLOSSARIES", str(tmp_path / "none"))
    for shared in (state.settings, state.database, state.packages):
        shared.cache_clear()
    store = Database.open(state.settings().database)
    yield store
    store.close()
