import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain import Hypothesis
from workbench.engine.cache import TranslationCache
from workbench.errors import StoreError

PEACE = [
    Hypothesis("Peace.", ("▁Peace", "."), -0.25, (0, 1), (-0.4, -0.1), ("split",)),
    Hypothesis("The peace.", ("▁The", "▁peace", "."), -0.5),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "translations.db"


def test_what_is_put_in_comes_out(path: Path) -> None:
    TranslationCache(path).put("e1", [("Vrede.", PEACE)], n_best=2)
    cache = TranslationCache(path)
    assert cache.get("e1", ["Vrede.", "Oorlog."], n_best=2) == [PEACE, []]
    assert cache.get("e2", ["Vrede."], n_best=2) == [[]]
    assert cache.get("e1", ["Vrede."], n_best=1) == [[]]


def test_many_keys(path: Path) -> None:
    cache = TranslationCache(path)
    sources = [f"Zin {number}." for number in range(1200)]
    cache.put("e", [(source, [Hypothesis(source, (), 0.0)]) for source in sources], n_best=1)
    assert [found[0].text for found in cache.get("e", sources, n_best=1)] == sources


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])), score=st.floats(-9, 0))
def test_any_text_survives(
    tmp_path_factory: pytest.TempPathFactory, text: str, score: float
) -> None:
    cache = TranslationCache(tmp_path_factory.mktemp("cache") / "c.db")
    kept = [Hypothesis(text, (text,), score)]
    cache.put("e", [(text, kept)], n_best=1)
    assert cache.get("e", [text], n_best=1) == [kept]
    cache.close()


def test_size_and_clear(path: Path) -> None:
    cache = TranslationCache(path)
    assert cache.size().entries == 0
    cache.put("e", [(f"{number}", PEACE) for number in range(500)], n_best=1)
    full = cache.size()
    assert full.entries == 500 and full.bytes > 20_000
    cache.clear()
    assert cache.size().entries == 0 and cache.size().bytes < full.bytes


def test_a_damaged_file_is_made_anew(path: Path) -> None:
    cache = TranslationCache(path)
    cache.put("e", [("Vrede.", PEACE)], n_best=1)
    cache.close()
    path.write_bytes(b"no database at all, but long enough to look like one" * 40)
    assert cache.get("e", ["Vrede."], n_best=1) == [[]]
    cache.put("e", [("Vrede.", PEACE)], n_best=1)
    assert cache.get("e", ["Vrede."], n_best=1) == [PEACE]


def test_a_place_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StoreError, match="the translation cache can't be used"):
        TranslationCache(tmp_path / "folder.db").size()


def test_an_interrupted_put_leaves_nothing_half(path: Path) -> None:
    cache = TranslationCache(path)

    def failing():
        yield "Vrede.", PEACE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.put("e", failing(), n_best=1)
    assert cache.size().entries == 0
    cache.put("e", [("Vrede.", PEACE)], n_best=1)


def test_a_killed_process_loses_only_what_it_had_not_handed_over(path: Path) -> None:
    program = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from workbench.domain import Hypothesis
        from workbench.engine.cache import TranslationCache
        cache = TranslationCache(Path(sys.argv[1]))
        cache.put("e", [("Vrede.", [Hypothesis("Peace.", (), -1.0)])], n_best=1)
        os.kill(os.getpid(), 9)
        """
    )
    subprocess.run([sys.executable, "-c", program, path], check=False)
    assert TranslationCache(path).get("e", ["Vrede."], n_best=1)[0][0].text == "Peace."


def test_threads_and_processes_write_at_the_same_time(path: Path) -> None:
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from workbench.domain import Hypothesis
        from workbench.engine.cache import TranslationCache
        cache = TranslationCache(Path(sys.argv[1]))
        for number in range(50):
            cache.put("p", [(f"{sys.argv[2]} {number}", [Hypothesis("x", (), 0.0)])], n_best=1)
        """
    )
    running = [subprocess.Popen([sys.executable, "-c", program, path, name]) for name in ("a", "b")]
    cache = TranslationCache(path)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: cache.put("t", [(f"{n}", PEACE)], n_best=1), range(50)))
    assert [process.wait() for process in running] == [0, 0]
    assert cache.size().entries == 150
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
