from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.jobs import Progress
from workbench.engine.packages import PackageStore
from workbench.errors import FormatError, InputError, PackageError
from workbench.glossary.concepts import Glossary
from workbench.settings import Settings
from workbench.workflow.evaluate import evaluate, evaluate_files
from workbench.workflow.pipeline import Pipeline

DATA = Path(__file__).parents[1] / "data" / "engine"
SOURCES = (DATA / "sentences.nl").read_text(encoding="utf-8").splitlines()[:10]
REFERENCES = (DATA / "sentences.en").read_text(encoding="utf-8").splitlines()[:10]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings.load({"WORKBENCH_HOME": str(tmp_path_factory.mktemp("home"))})


@pytest.fixture(scope="module")
def engine(settings: Settings) -> ArgosEngine:
    return ArgosEngine(PackageStore(settings.packages).embedded())


@pytest.fixture(scope="module")
def pipeline(engine: ArgosEngine) -> Pipeline:
    return Pipeline(engine, Glossary.of([]))


def test_lines_are_scored_and_empty_ones_kept(pipeline: Pipeline) -> None:
    reports: list[Progress] = []
    result = evaluate(pipeline, [*SOURCES, ""], [*REFERENCES, ""], progress=reports.append)
    assert result.lines == len(result.translations) == 11 and result.translations[-1] == ""
    assert 5 < result.bleu.value < 95 and 25 < result.chrf.value < 95 and 5 < result.ter.value < 95
    assert result.engine == pipeline.engine.signature
    assert result.words_per_second > 1
    assert 0 <= result.survival.kept <= result.survival.total
    assert reports[-1].done == 11


def test_perfect_references_give_perfect_scores(engine: ArgosEngine, pipeline: Pipeline) -> None:
    texts = [found[0].text for found in engine.translate(SOURCES[:3])]
    result = evaluate(pipeline, SOURCES[:3], texts, samples=10)
    assert (result.bleu.value, result.ter.value) == pytest.approx((100, 0))
    assert result.chrf.margin == pytest.approx(0)


def test_different_numbers_of_lines(pipeline: Pipeline) -> None:
    with pytest.raises(InputError, match="10 source lines and 9 reference lines"):
        evaluate(pipeline, SOURCES, REFERENCES[:9])


def test_files(settings: Settings, tmp_path: Path) -> None:
    source, reference = tmp_path / "src", tmp_path / "ref"
    source.write_text("Ja.\n\nNee, dank\u2028je.\n", encoding="utf-8-sig")
    reference.write_text("Yes.\n\nNo, thank you.", encoding="utf-8")
    result = evaluate_files(source, reference, settings=settings)
    assert result.lines == 3 and result.translations[1] == ""
    assert result.flagged <= 2
    with pytest.raises(PackageError, match="no package 'other'"):
        evaluate_files(source, reference, settings=settings, package="other")
    reference.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(FormatError, match="not in UTF-8"):
        evaluate_files(source, reference, settings=settings)
    with pytest.raises(InputError, match="can't be read"):
        evaluate_files(tmp_path / "missing", reference, settings=settings)


def test_a_glossary_is_applied_when_it_is_asked_for(settings: Settings, tmp_path: Path) -> None:
    source, reference, terms = tmp_path / "src", tmp_path / "ref", tmp_path / "terms.csv"
    source.write_text("De minister spreekt vandaag over de vrede.\n", encoding="utf-8")
    reference.write_text("The secretary speaks about peace today.\n", encoding="utf-8")
    terms.write_text("nl,en\nminister,secretary\n", encoding="utf-8")
    free = evaluate_files(source, reference, settings=settings)
    bound = evaluate_files(source, reference, settings=settings, glossary=terms)
    assert "secretary" not in free.translations[0]
    assert "secretary" in bound.translations[0]


def test_drafts_that_the_workbench_would_flag_are_counted(engine: ArgosEngine) -> None:
    lost = "De vergadering van 14 maart 2019 ging over 3.412 schepen en 77 vliegtuigen."
    fine = "De minister gaat naar Brussel."

    class Losing(ArgosEngine):
        """The real engine, but for the translation of one sentence, which loses its numbers."""

        def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
            """Translate all but that one."""
            text = "The meeting was about ships and aircraft."
            return [
                [replace(engine.score([(lost, text)])[0], score=-0.5)]
                if source == lost
                else super(Losing, self).translate([source])[0]
                for source in sources
            ]

    losing = Losing(engine._package)
    result = evaluate(Pipeline(losing, Glossary.of([])), [lost, fine], ["The ships.", "Brussels."])
    assert result.flagged == 1
    assert result.problems["number"] == 1
