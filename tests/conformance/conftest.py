"""Other people's tools, and files of ours at every level of properties in codes of both kinds.

Where a tool is missing its tests are skipped, with the name of the package that has it. With
``WORKBENCH_TOOLS=required``, as ``make test`` and ``.ci/run`` set it, they fail instead.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.exchange.conftest import make_unit
from workbench.domain import TranslationUnit
from workbench.exchange.base import Options, Properties
from workbench.exchange.tmx import write_tmx
from workbench.language import LanguagePair

PAIRS = [
    ("De brug is nieuw.", "The bridge is new."),
    ("Tekens: < > & \" ' é ß 𝄞 → “aangehaald”.", "Signs: < > & \" ' é ß 𝄞 → “quoted”."),
    ("Het kost 1.000,5 euro.", "It costs 1,000.5 euros."),
    ("Vredesafdwinging is geen oorlog.", "Peace enforcement is no war."),
    ("Een zin\x0b met een teken dat XML niet kent.", "A line\ufffe with a sign XML does not know."),
    ("De Kamer stemt morgen.", "The House votes tomorrow."),
]
"""Texts with what breaks files; what XML can't hold is left out in a file."""

CODES = ("nl:en", "nl-NL:en-GB")
"""Language codes of both kinds."""

COMPLAINT = re.compile(r"^.*\b(?:warn(?:ing)?|severe|error|fatal|cannot|failed)\b.*$", re.I | re.M)


def clean(text: str) -> str:
    return text.replace("\x0b", "").replace("\ufffe", "")


@dataclass(frozen=True)
class Memory:
    """A TMX file of ours, its languages and the pairs that are in it."""

    path: Path
    languages: LanguagePair
    level: Properties
    pairs: dict[str, str]


def units(mark: str = "") -> list[TranslationUnit]:
    """Return units with everything that a file can tell of them; `mark` begins each text."""
    return [
        make_unit(mark + source, mark + target, uid=f"ab12-{number}", segment=number)
        for number, (source, target) in enumerate(PAIRS, 1)
    ]


def written(folder: Path, codes: str, level: Properties, *, mark: str = "") -> Memory:
    """Write a memory."""
    languages = LanguagePair.parse(codes)
    path = folder / f"memory-{level}.tmx"
    write_tmx(units(mark), path, options=Options(pair=languages, properties=level))
    pairs = {mark + clean(source): mark + clean(target) for source, target in PAIRS}
    return Memory(path, languages, level, pairs)


@pytest.fixture(params=CODES)
def codes(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(Properties))
def memory(request: pytest.FixtureRequest, codes: str, tmp_path: Path) -> Memory:
    """Every combination of language codes and level of properties."""
    return written(tmp_path, codes, request.param)


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., str]:
    """Runs a program and gives its output; what it warns of makes the test fail."""

    def run(
        *command: str | Path, standard_input: str = "", seconds: int = 300, logs: bool = False
    ) -> str:
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
        complaints = COMPLAINT.findall(done.stderr)
        assert not complaints, complaints
        # Only a program that keeps its log there may write anything to standard error.
        assert logs or not done.stderr.strip(), done.stderr
        return done.stdout + done.stderr

    return run


def installed(program: str, package: str) -> pytest.MarkDecorator:
    """Skip a test whose tool is not there; ``.ci/system-packages`` installs them all."""
    return needed(shutil.which(program) is not None, program, package)


def needed(there: bool, what: str, package: str) -> pytest.MarkDecorator:
    """Skip a test without its tool, or let it fail where tools are required."""
    return pytest.mark.skipif(
        not there and os.environ.get("WORKBENCH_TOOLS") != "required",
        reason=f"{what} is not installed (Debian package {package}; .ci/system-packages does)",
    )
