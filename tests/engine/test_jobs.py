from collections.abc import Sequence
from pathlib import Path

import pytest

from workbench.domain import Hypothesis
from workbench.engine.argos import ArgosEngine
from workbench.engine.cache import TranslationCache
from workbench.engine.jobs import Progress, translate_batch
from workbench.engine.packages import Package


class Counting(ArgosEngine):
    """The real engine, counting what it is asked."""

    def __init__(self, package: Package) -> None:
        super().__init__(package, beam=1, mend=False)
        self.asked: list[str] = []

    def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
        self.asked += sources
        return super().translate(sources, n_best=n_best)


@pytest.fixture
def counting(package: Package) -> Counting:
    return Counting(package)


@pytest.fixture
def cache(tmp_path: Path) -> TranslationCache:
    return TranslationCache(tmp_path / "translations.db")


@pytest.fixture
def job(sentences: list[str]) -> list[str]:
    """Enough text for three chunks, with doubles and an empty sentence."""
    return [*sentences[:110], "", *sentences[:5]]


def test_every_index_comes_once_and_doubles_are_translated_once(
    counting: Counting, job: list[str]
) -> None:
    found = dict(translate_batch(counting, job))
    assert sorted(found) == list(range(len(job)))
    assert len(counting.asked) == len(set(counting.asked)) == 111
    assert [found[111 + place] for place in range(5)] == [found[place] for place in range(5)]
    assert counting.asked == sorted(counting.asked, key=len)


def test_results_stream_with_progress(counting: Counting, job: list[str]) -> None:
    reports: list[Progress] = []
    stream = translate_batch(counting, job, progress=reports.append)
    for given, _ in enumerate(stream, start=1):
        assert reports[-1].done >= given
    assert [report.done for report in reports] == sorted(report.done for report in reports)
    assert len(reports) >= 3 and all(report.total == len(job) for report in reports)
    first, last = reports[0], reports[-1]
    assert (first.done, first.rate, first.seconds_left) == (0, 0.0, None)
    assert (last.done, last.seconds_left) == (len(job), 0.0) and last.rate > 0
    assert all((report.seconds_left or 0) > 0 for report in reports[1:-1])


def test_a_cancelled_job_goes_on_where_it_was(
    counting: Counting, cache: TranslationCache, job: list[str]
) -> None:
    answers = iter([False, True])
    first = dict(translate_batch(counting, job, cache=cache, cancelled=lambda: next(answers)))
    assert 0 < len(first) < len(job)
    done = set(counting.asked)
    counting.asked.clear()
    reports: list[Progress] = []
    second = dict(translate_batch(counting, job, cache=cache, progress=reports.append))
    assert len(second) == len(job) and first.items() <= second.items()
    assert not done & set(counting.asked)
    assert reports[0].done == len(first)


def test_a_consumer_that_stops_loses_nothing(
    counting: Counting, cache: TranslationCache, job: list[str]
) -> None:
    stream = translate_batch(counting, job, cache=cache)
    next(stream)
    stream.close()
    assert cache.size().entries == len(counting.asked) > 1


def test_the_cache_answers_without_the_engine(
    counting: Counting, cache: TranslationCache, sentences: list[str]
) -> None:
    fresh = dict(translate_batch(counting, sentences[:5], cache=cache, n_best=2))
    counting.asked.clear()
    assert dict(translate_batch(counting, sentences[:5], cache=cache, n_best=2)) == fresh
    assert counting.asked == []
    dict(translate_batch(counting, sentences[:5], cache=cache))
    assert len(counting.asked) == 5


def test_no_sentences(counting: Counting) -> None:
    reports: list[Progress] = []
    assert list(translate_batch(counting, [], progress=reports.append)) == []
    assert reports == [Progress(0, 0, 0.0, 0.0)]
