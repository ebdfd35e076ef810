"""Other people's tools, as they are installed; each test that needs one says so."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.exchange.conftest import make_unit
from workbench.domain import TranslationUnit
from workbench.exchange.base import Options
from workbench.exchange.tmx import write_tmx

PAIRS = [
    ("De brug is nieuw.", "The bridge is new."),
    ("Tekens: < > & \" ' é ß 𝄞 → “aangehaald”.", "Signs: < > & \" ' é ß 𝄞 → “quoted”."),
    ("Het kost 1.000,5 euro.", "It costs 1,000.5 euros."),
    ("Vredesafdwinging is geen oorlog.", "Peace enforcement is no war."),
    ("Een zin\x0b met een teken dat XML niet kent.", "A line\ufffe with a sign XML does not know."),
    ("De Kamer stemt morgen.", "The House votes tomorrow."),
]
"""Texts with what breaks files; what XML can't hold is left out in a file."""


def clean(text: str) -> str:
    return text.replace("\x0b", "").replace("\ufffe", "")


@dataclass(frozen=True)
class Memory:
    """A TMX file of ours and the pairs that are in it."""

    path: Path
    pairs: dict[str, str]


def units() -> list[TranslationUnit]:
    return [
        make_unit(source, target, uid=f"ab12-{number}", segment=number)
        for number, (source, target) in enumerate(PAIRS, 1)
    ]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    path = tmp_path / "memory.tmx"
    write_tmx(units(), path, options=Options())
    return Memory(path, {clean(source): clean(target) for source, target in PAIRS})


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., str]:
    """Runs a program and gives its output; what it warns of makes the test fail."""

    def run(*command: str | Path, standard_input: str = "", seconds: int = 300) -> str:
        done = subprocess.run(
            list(map(str, command)),
            input=standard_input,
            capture_output=True,
            text=True,
            timeout=seconds,
            env={**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def installed(program: str, package: str) -> pytest.MarkDecorator:
    """Skips a test whose tool is not there; ``.ci/system-packages`` installs them all."""
    return pytest.mark.skipif(
        shutil.which(program) is None,
        reason=f"{program} is not installed (Debian package {package}; .ci/system-packages does)",
    )
