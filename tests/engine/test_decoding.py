"""The order of the beam, on the embedded model."""

import math

import pytest

from workbench.engine.decoding import Decoder, coverage
from workbench.engine.packages import Package

SOURCES = [
    "Het kabinet wil de krijgsmacht versterken, maar de Kamer vraagt eerst om een plan.",
    "Omdat de onderhandelingen vastliepen, heeft de minister de reis naar Wenen uitgesteld.",
    "De raad adviseert de regering om de capaciteit te vergroten en de regels aan te passen.",
    "Wie de gevolgen wil begrijpen, moet weten dat de partijen elkaar al jaren wantrouwen.",
]


@pytest.fixture(scope="module")
def decoder(package: Package) -> Decoder:
    return Decoder(package, threads=1)


def test_coverage_is_the_logarithm_of_what_each_source_token_got() -> None:
    assert coverage([[0.5, 0.5], [0.5, 0.5]]) == 0.0
    assert coverage([[0.9, 0.1], [0.85, 0.15]]) == pytest.approx(math.log(0.25))
    # More than 1 makes up for nothing, and a token that got nothing is not infinitely bad.
    assert coverage([[1.0, 0.0], [1.0, 0.0]]) == pytest.approx(math.log(1e-7))


def test_a_covering_order_moves_what_attended_to_more_to_the_front(
    decoder: Decoder, sentences: list[str]
) -> None:
    tokens = [decoder.read(source) for source in [*SOURCES, *sentences[:40]]]
    plain = decoder.search(tokens, beam=6, n_best=6)
    covering = decoder.search(tokens, beam=6, n_best=6, cover=[True] * len(tokens))
    for before, after in zip(plain, covering, strict=True):
        # The same hypotheses with the same scores, in another order.
        assert {each.tokens: each.score for each in before} == pytest.approx(
            {each.tokens: each.score for each in after}, abs=1e-4
        )
    assert [each[0].tokens for each in plain] != [each[0].tokens for each in covering]


def test_the_order_covers_the_whole_beam_and_not_the_hypotheses_asked_for(decoder: Decoder) -> None:
    tokens = [decoder.read(source) for source in SOURCES]
    one = decoder.search(tokens, beam=6, n_best=1, cover=[True] * len(tokens))
    all_of_it = decoder.search(tokens, beam=6, n_best=6, cover=[True] * len(tokens))
    assert [len(each) for each in one] == [1] * len(SOURCES)
    assert [each[0].tokens for each in one] == [each[0].tokens for each in all_of_it]
