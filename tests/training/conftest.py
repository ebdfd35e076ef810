from pathlib import Path

import pytest

from workbench.training import vocabulary
from workbench.training.corpus import Pair

_NOUNS = {
    "soldaat": "soldier", "minister": "minister", "brug": "bridge", "stad": "city",
    "oorlog": "war", "vrede": "peace", "leger": "army", "haven": "port", "straat": "street",
    "kamer": "chamber", "regering": "government", "vijand": "enemy",
}  # fmt: skip
_VERBS = {"ziet": "sees", "zoekt": "seeks", "verlaat": "leaves", "bereikt": "reaches"}


def simple_pairs() -> list[Pair]:
    """Every sentence of a toy language of two thousand sentences."""
    return [
        Pair(f"De {a} {v} de {b} in {y}.", f"The {x} {w} the {z} in {y}.")
        for a, x in _NOUNS.items()
        for v, w in _VERBS.items()
        for b, z in _NOUNS.items()
        if a != b
        for y in ("1995", "Kharkiv", "2024")
    ]


@pytest.fixture(scope="session")
def spm_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spm") / "sentencepiece.model"
    sentences = [side for p in simple_pairs() for side in (p.nl, p.en)]
    vocabulary.train_vocabulary(sentences, path, size=320)
    return path
