"""Our engine against argostranslate itself, sentence by sentence.

Runs where argostranslate is installed with all that it needs: in this interpreter, or in one
that WORKBENCH_ARGOS_PYTHON names.
"""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.engine.argos import ArgosEngine

BASELINE = Path(__file__).parents[1] / "benchmarks" / "argos_baseline.py"


@pytest.fixture(scope="module")
def argos_python() -> str:
    if named := os.environ.get("WORKBENCH_ARGOS_PYTHON"):
        return named
    if all(importlib.util.find_spec(name) for name in ("torch", "stanza", "spacy", "minisbd")):
        return sys.executable
    pytest.skip("argostranslate.translate needs torch, stanza, spacy and minisbd")


def test_each_sentence_comes_out_as_from_argostranslate(
    argos_python: str, packages: Path, plain: ArgosEngine, sentences: list[str]
) -> None:
    some = sentences[:60]
    request = {"packages": str(packages), "from": "nl", "to": "en", "lines": some}
    done = subprocess.run(
        [argos_python, BASELINE],
        input=json.dumps(request) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(done.stdout)["lines"]
    # argostranslate writes a space for each underscore.
    ours = [found[0].text.replace("_", " ") for found in plain.translate(some)]
    different = [pair for pair in zip(some, theirs, ours, strict=True) if pair[1] != pair[2]]
    # int8 arithmetic depends a little on the padding of the batch, which may tip a near tie.
    assert len(different) <= 1, different
