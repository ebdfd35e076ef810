"""Properties of the aligner that hold for every pair of texts."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.align.aligner import Alignment, AlignOptions, align
from workbench.align.alternatives import alternatives
from workbench.domain import Bead
from workbench.errors import InputError
from workbench.language import LanguagePair

NOUNS = [
    *("minister", "embassy", "harbour", "satellite", "winter", "colonel", "bridge", "treaty"),
    *("museum", "engine", "forest", "radio", "council", "pilot", "market", "canal", "desert"),
    *("prison", "hospital", "archive", "tunnel", "border", "island", "factory", "carpet"),
    *("violin", "kitchen", "lantern", "meadow", "orchard", "planet", "quarry", "rocket"),
]
QUICK = AlignOptions(reasons=False)


def sentences(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [
        f"The {' '.join(chance.sample(NOUNS, chance.randint(3, 7)))} {chance.randrange(10_000)}."
        for _ in range(count)
    ]


def groups(alignment: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in alignment.beads]


def each_once(alignment: Alignment, sources: int, targets: int) -> bool:
    return sorted(i for bead in alignment.beads for i in bead.source) == list(
        range(sources)
    ) and sorted(j for bead in alignment.beads for j in bead.target) == list(range(targets))


texts = st.lists(st.sampled_from([*sentences(12, 1), "", "…", "12", "?!"]), max_size=9)


@settings(max_examples=25, deadline=None)
@given(texts, texts)
def test_every_sentence_is_in_exactly_one_bead(source: list[str], target: list[str]) -> None:
    found = align(source, target)
    assert each_once(found, len(source), len(target))
    assert all(bead.source or bead.target for bead in found.beads)
    assert all(0 <= bead.probability <= 1 for bead in found.beads)
    assert len(found.reasons) == len(found.beads)
    assert found.expected_errors == pytest.approx(sum(1 - bead.probability for bead in found.beads))


@st.composite
def pinned(draw: st.DrawFn) -> tuple[int, int, list[Bead]]:
    """Sizes, and pins of any kind: crossing, in pieces, one-sided."""
    sizes = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    left, right = (draw(st.permutations(range(size))) for size in sizes)
    pins = []
    for _ in range(draw(st.integers(0, 3))):
        a, b = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        pin = Bead(tuple(sorted(left[:a])), tuple(sorted(right[:b])))
        left, right = left[a:], right[b:]
        if pin.source or pin.target:
            pins.append(pin)
    return *sizes, pins


@settings(max_examples=25, deadline=None)
@given(pinned())
def test_pins_always_hold(case: tuple[int, int, list[Bead]]) -> None:
    sources, targets, pins = case
    found = align(sentences(sources, 2), sentences(targets, 2), pins=pins, options=QUICK)
    assert each_once(found, sources, targets)
    assert {(pin.source, pin.target) for pin in pins} <= set(groups(found))
    assert all(
        bead.probability == 1
        for bead in found.beads
        if (bead.source, bead.target) in {(pin.source, pin.target) for pin in pins}
    )


@pytest.mark.parametrize("pins", [[Bead((9,), (0,))], [Bead((0,), (0,)), Bead((0,), (1,))]])
def test_impossible_pins_are_refused(pins: list[Bead]) -> None:
    with pytest.raises(InputError):
        align(sentences(3, 1), sentences(3, 1), pins=pins)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_swapping_the_sides_mirrors_the_result(seed: int) -> None:
    chance = random.Random(seed)
    source = sentences(chance.randint(3, 12), seed)
    target = [text for text in source if chance.random() > 0.2] or source
    there = align(source, target, languages=LanguagePair("en", "fr"), options=QUICK)
    back = align(target, source, languages=LanguagePair("fr", "en"), options=QUICK)
    assert {(bead.source, bead.target) for bead in there.beads} == {
        (bead.target, bead.source) for bead in back.beads
    }
    assert there.expected_errors == pytest.approx(back.expected_errors, abs=1e-3)


def test_appending_text_changes_only_its_neighbourhood() -> None:
    source, extra = sentences(40, 5), sentences(10, 6)
    target = [*source[:10], *source[12:]]
    before = groups(align(source, target, options=QUICK))
    after = groups(align(source + extra, target + extra, options=QUICK))
    assert after[: len(before) - 3] == before[:-3]


def test_a_missing_chapter_is_left_out_and_nothing_else() -> None:
    source = sentences(60, 7)
    target = [*source[:20], *source[38:]]
    found = align(source, target, options=QUICK)
    alone = [bead.source[0] for bead in found.beads if not bead.target]
    assert alone == list(range(20, 38))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ([], []),
        (["Een zin."], []),
        ([], ["One.", "Two."]),
        (["Een zin."], ["A sentence."]),
        ([""], [""]),
        (["Zin."] * 25, ["Zin."] * 20),
        (["\u200fשלום 12\u200e"] * 3, ["\u202e12 peace\u202c"] * 2),
        (["woord " * 1_700_000], ["word " * 2_000_000]),
        (["\x00\ud7ff", "a\u0301" * 500], ["𝔘" * 300]),
    ],
    ids=["empty", "one", "no-source", "pair", "blank", "equal", "rtl", "10-MB", "odd"],
)
def test_hostile_input_is_aligned(source: list[str], target: list[str]) -> None:
    started = time.process_time()
    found = align(source, target)
    assert each_once(found, len(source), len(target))
    assert time.process_time() - started < 30


def test_equal_sentences_are_paired_in_order() -> None:
    found = align(["Zin."] * 8, ["Zin."] * 8, languages=LanguagePair("nl", "nl"))
    assert groups(found) == [((k,), (k,)) for k in range(8)]


def test_a_translation_is_the_bridge() -> None:
    source = ["Aap noot.", "Mies wim.", "Zus jet."]
    meant = ["The harbour is closed.", "A pilot saw the bridge.", "Snow fell on the museum."]
    target = [meant[0], meant[2]]
    found = align(source, target, translation=meant)
    assert groups(found) == [((0,), (0,)), ((1,), ()), ((2,), (1,))]
    assert found.reasons[2].words == ("museum", "fell", "snow", "the", "on")


def test_a_number_that_only_the_translation_has_in_words_is_no_doubt() -> None:
    source, target = ["Zeshonderd treffers in 1993."], ["Six hundred hits in 1993."]
    (alone,) = align(source, target).reasons
    (bridged,) = align(source, target, translation=["Six hundred hits in 1993."]).reasons
    assert (alone.numbers, alone.target_numbers) == (("1993",), ("6",))
    assert (bridged.numbers, bridged.target_numbers) == (("1993", "6"), ())


def test_a_translation_of_another_length_is_refused() -> None:
    with pytest.raises(InputError, match="2 sentences, its original 1"):
        align(["Een."], ["One."], translation=["One.", "Two."])


def test_concepts_are_evidence() -> None:
    def concepts(text: str, language: str) -> list[str]:
        names = {"aap": "ape", "mies": "cat", "monkey": "ape", "kitty": "cat"}
        return [names[word] for word in text.casefold().strip(".").split() if word in names]

    source, target = ["Hier aap.", "Daar mies.", "Ginds mies."], ["There kitty.", "Yonder kitty."]
    found = align(source, target, concepts=concepts)
    assert groups(found)[0] == ((0,), ())
    assert found.reasons[1].concepts == ("cat",)


def test_alternatives_exclude_each_other() -> None:
    text = sentences(9, 10)
    target = [*text[:4], f"{text[4]} {text[5]}", *text[6:]]
    found = align(text, target)
    row = next(k for k, bead in enumerate(found.beads) if 4 in bead.source)
    others = alternatives(found, text, target, row=row, limit=50)
    assert (others[0].source, others[0].target) == ((4, 5), (4,))
    assert all(4 in bead.source for bead in others)
    assert 0.9 < sum(bead.probability for bead in others) <= 1.001
    assert list(others) == sorted(others, key=lambda bead: -bead.probability)


def test_progress_ends_at_the_last_sentence() -> None:
    seen: list[tuple[int, int]] = []
    text = sentences(10, 11)
    align(text, text, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (10, 10)
