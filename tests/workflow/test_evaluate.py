from pathlib import Path

import pytest

from workbench.engine.argos import ArgosEngine
from workbench.engine.jobs import Progress
from workbench.engine.packages import PackageStore
from workbench.errors import FormatError, InputError, PackageError
from workbench.settings import Settings
from workbench.workflow.evaluate import evaluate, evaluate_files

DATA = Path(__file__).parents[1] / "data" / "engine"
SOURCES = (DATA / "sentences.nl").read_text(encoding="utf-8").splitlines()[:10]
REFERENCES = (DATA / "sentences.en").read_text(encoding="utf-8").splitlines()[:10]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings.load({"WORKBENCH_HOME": str(tmp_path_factory.mktemp("home"))})


@pytest.fixture(scope="module")
def engine(settings: Settings) -> ArgosEngine:
    return ArgosEngine(PackageStore(settings.packages).embedded())


def test_lines_are_scored_and_empty_ones_kept(engine: ArgosEngine) -> None:
    reports: list[Progress] = []
    result = evaluate(engine, [*SOURCES, ""], [*REFERENCES, ""], progress=reports.append)
    assert result.lines == len(result.translations) == 11 and result.translations[-1] == ""
    assert 5 < result.bleu.value < 95 and 25 < result.chrf.value < 95 and 5 < result.ter.value < 95
    assert result.engine == engine.signature
    assert result.words_per_second > 1
    assert 0 <= result.survival.kept <= result.survival.total
    assert reports[-1].done == 11


def test_perfect_references_give_perfect_scores(engine: ArgosEngine) -> None:
    texts = [found[0].text for found in engine.translate(SOURCES[:3])]
    result = evaluate(engine, SOURCES[:3], texts, samples=10)
    assert (result.bleu.value, result.ter.value) == pytest.approx((100, 0))
    assert result.chrf.margin == pytest.approx(0)


def test_different_numbers_of_lines(engine: ArgosEngine) -> None:
    with pytest.raises(InputError, match="10 source lines and 9 reference lines"):
        evaluate(engine, SOURCES, REFERENCES[:9])


def test_files(settings: Settings, tmp_path: Path) -> None:
    source, reference = tmp_path / "src", tmp_path / "ref"
    source.write_text("Ja.\n\nNee, dank\u2028je.\n", encoding="utf-8-sig")
    reference.write_text("Yes.\n\nNo, thank you.", encoding="utf-8")
    result = evaluate_files(source, reference, settings=settings)
    assert result.lines == 3 and result.translations[1] == ""
    with pytest.raises(PackageError, match="no package 'other'"):
        evaluate_files(source, reference, settings=settings, package="other")
    reference.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(FormatError, match="not in UTF-8"):
        evaluate_files(source, reference, settings=settings)
    with pytest.raises(InputError, match="can't be read"):
        evaluate_files(tmp_path / "missing", reference, settings=settings)
