from collections.abc import Sequence
from dataclasses import replace

import pytest

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.packages import PackageStore
from workbench.errors import PackageError
from workbench.glossary.concepts import Glossary
from workbench.language import EN_NL
from workbench.settings import Settings
from workbench.workflow.pipeline import Pipeline, package_for

SOURCE = "De minister ging naar Brussel en sprak daar lang over de verlenging van de missie."
LACKING = "The minister went to Brussels."


class Sparing(ArgosEngine):
    """The real engine, but for its drafts, which are given."""

    def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
        """Return the same draft for every source, as sure of it as a model is of its own."""
        judged = self.score([(source, LACKING) for source in sources])
        return [[replace(each, score=-0.5)] for each in judged]


@pytest.mark.parametrize("terms", [[], [("minister", "minister")]])
def test_a_draft_that_lacks_words_is_flagged(
    engine: ArgosEngine, terms: list[tuple[str, str]]
) -> None:
    sparing = Sparing(engine._package, threads=1, beam=1)
    pipeline = Pipeline(sparing, Glossary.from_pairs(terms))
    whole = "De minister ging naar Brussel."
    [drafts] = pipeline.run([SOURCE, whole])
    flags = {SOURCE if draft.index == 0 else whole: draft.provenance.flags for draft in drafts}
    assert {"omitted", "dropped"} & set(flags[SOURCE])
    assert not {"omitted", "dropped"} & set(flags[whole])


def test_the_pipeline_opens_with_and_without_a_package_to_read_back(settings: Settings) -> None:
    try:
        package_for(settings, EN_NL)
    except PackageError:
        assert not any(p.pair == EN_NL for p in PackageStore(settings.packages).list())
    [[draft]] = Pipeline.open(settings).run(["De minister ging naar Brussel."])
    assert "Brussels" in draft.text
    assert "omitted" not in draft.provenance.flags
