from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.cache import TranslationCache
from workbench.engine.completeness import WIDER_BEAM, BackReader
from workbench.engine.packages import PackageStore
from workbench.errors import Cancelled, PackageError
from workbench.glossary.concepts import Glossary
from workbench.language import EN_NL, NL_EN
from workbench.settings import Settings
from workbench.workflow.pipeline import Pipeline, package_for

SOURCE = "De minister ging naar Brussel en sprak daar lang over de verlenging van de missie."
LACKING = "The minister went to Brussels."
WHOLE = "The minister went to Brussels and spoke there at length about extending the mission."
FAULTY = WHOLE.replace("mission", "mission of 2019")


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


class Narrow(ArgosEngine):
    """The real engine, but for its drafts: a wider search gives one that says everything."""

    WIDE = (LACKING, FAULTY, WHOLE)

    def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
        """Give the lacking draft, of a wider beam the others too."""
        texts = self.WIDE if self._beam > 4 else self.WIDE[:1]
        judged = self.score([(SOURCE, text) for text in texts])
        return [[replace(each, score=-0.5) for each in judged][:n_best] for _ in sources]


def test_a_wider_search_finds_a_draft_that_says_all(settings: Settings) -> None:
    package = package_for(settings, NL_EN)
    reader = BackReader(package_for(settings, EN_NL), threads=1)
    sparing = Narrow(package, threads=1, beam=4)
    [[blind]] = Pipeline(sparing, Glossary.of([])).run([SOURCE])
    assert blind.text == LACKING
    assert {"omitted", "dropped"} & set(blind.provenance.flags)
    [[draft]] = Pipeline(sparing, Glossary.of([]), reader=reader).run([SOURCE])
    assert not {"omitted", "dropped"} & set(draft.provenance.flags)
    # The one before it says everything too, and gains a number.
    assert draft.text == draft.provenance.raw == WHOLE


def test_a_stop_is_heard_in_the_second_search(settings: Settings) -> None:
    reader = BackReader(package_for(settings, EN_NL), threads=1)
    sparing = Narrow(package_for(settings, NL_EN), threads=1, beam=4)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(len(asked) > 0)
        return asked[-1]

    with pytest.raises(Cancelled):
        list(Pipeline(sparing, Glossary.of([]), reader=reader).run([SOURCE], cancelled=cancelled))
    assert asked == [False, True]


def test_the_second_search_is_kept_in_the_cache(settings: Settings, tmp_path: Path) -> None:
    reader = BackReader(package_for(settings, EN_NL), threads=1)
    cache = TranslationCache(tmp_path / "cache.sqlite")
    sparing = Narrow(package_for(settings, NL_EN), threads=1, beam=4)
    pipeline = Pipeline(sparing, Glossary.of([]), cache=cache, reader=reader)
    [[first]] = pipeline.run([SOURCE])
    wider = sparing.with_beam(WIDER_BEAM)
    [kept] = cache.get(wider.signature, [SOURCE], n_best=WIDER_BEAM)
    assert first.text in [each.text for each in kept]
    assert wider.signature != sparing.signature
    [[again]] = pipeline.run([SOURCE])
    assert again.text == first.text == WHOLE


def test_the_pipeline_opens_with_and_without_a_package_to_read_back(settings: Settings) -> None:
    try:
        package_for(settings, EN_NL)
    except PackageError:
        assert not any(p.pair == EN_NL for p in PackageStore(settings.packages).list())
    [[draft]] = Pipeline.open(settings).run(["De minister ging naar Brussel."])
    assert "Brussels" in draft.text
    assert "omitted" not in draft.provenance.flags
