"""The embedded model learns a team's own renderings from 200 pairs, and forgets nothing."""

import lzma
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("torch")

from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import PackageStore
from workbench.quality.metrics import chrf
from workbench.training import corpus
from workbench.training.adapt import adapt
from workbench.training.corpus import Pair

pytestmark = pytest.mark.soak

DATA = Path(__file__).parent / "data"
RENDERINGS = {"regering": ("government", "administration"), "politie": ("police", "constabulary")}
UNSEEN = (
    "De regering wil de dijken langs de rivier verhogen.",
    "Volgens de oppositie luistert de regering niet naar de boeren.",
    "Morgen praat de regering met de vakbonden over de lonen.",
    "Een woordvoerder van de regering noemde het plan onhaalbaar.",
    "Waarom heeft de regering zo lang gewacht met een besluit?",
    "De nieuwe regering begon haar werk in een moeilijke tijd.",
    "De politie heeft gisteren twee mannen gearresteerd.",
    "Bij de brug hield de politie alle vrachtwagens tegen.",
    "De buren belden de politie toen ze glas hoorden breken.",
    "Na het ongeluk sloot de politie de weg af.",
    "De politie zoekt getuigen van de inbraak.",
    "Zonder hulp van de politie was het feest uit de hand gelopen.",
)


def _approved() -> list[Pair]:
    """Return 200 of the project's own pairs, the renderings exchanged."""
    pairs = []
    for file in sorted((Path(corpus.__file__).parent / "pairs").glob("*.tsv.xz")):
        for line in lzma.decompress(file.read_bytes()).decode("utf-8").splitlines():
            dutch, english = line.split("\t")[:2]
            for word, (usual, own) in RENDERINGS.items():
                if re.search(rf"\b{word}\b", dutch) and re.search(rf"\b{usual}\b", english):
                    pairs.append(Pair(dutch, re.sub(rf"\b{usual}\b", own, english)))
    return pairs[:200]


def _translate(package: Path, texts: Sequence[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        engine = ArgosEngine(PackageStore(Path(folder)).install(package), threads=2)
        return [found[0].text for found in engine.translate(texts)]


def test_200_approved_pairs_change_unseen_sentences_and_no_others(tmp_path: Path) -> None:
    approved = _approved()
    assert len(approved) == 200
    embedded = Path(corpus.__file__).parents[1] / "engine" / "embedded"
    (base,) = embedded.glob("translate-nl_en-*.argosmodel")
    report = adapt(base, approved, tmp_path)

    general, reference = (
        (DATA / f"flores-dev.{side}").read_text(encoding="utf-8").splitlines()[:200]
        for side in ("nl", "en")
    )
    texts = [*UNSEEN, *general]
    before, after = _translate(base, texts), _translate(report.package, texts)
    own = re.compile("administration|constabulary")
    assert sum(bool(own.search(text)) for text in before[: len(UNSEEN)]) <= 1
    assert sum(bool(own.search(text)) for text in after[: len(UNSEEN)]) >= 9
    lost = (
        chrf(before[len(UNSEEN) :], reference).value - chrf(after[len(UNSEEN) :], reference).value
    )
    assert lost <= 1.0
