import random

import pytest

from workbench.training import alignments, augment, names
from workbench.training.augment import Rates
from workbench.training.prepare import Aligned
from workbench.training.terminology import Annotator, TermSwapper
from workbench.training.vocabulary import CLOSE, OPEN, SEPARATOR


def pair(nl: str, en: str, links: str = "") -> Aligned:
    found = tuple((int(a), int(b)) for a, b in (x.split("-") for x in links.split()))
    return Aligned(tuple(alignments.tokens(nl)), tuple(alignments.tokens(en)), found, found)


def text(tokens: tuple[str, ...]) -> str:
    return "".join(tokens)


EXAMPLE = pair(
    "Volgens Brekelmans kost het 4500 euro.",
    "According to Brekelmans it costs 4500 euros.",
    "0-0 1-2 2-4 3-3 4-5 5-6 6-7",
)


def test_tokens_give_the_text_back() -> None:
    line = "Zo'n “NAVO-besluit” – in 1995 – kost € 1.500,50!"
    assert "".join(alignments.tokens(line)) == line


def test_names_and_numbers_change_alike_on_both_sides() -> None:
    for seed in range(50):
        rng = random.Random(seed)
        changed = augment.swap_numbers(augment.swap_names(EXAMPLE, rng), rng)
        assert changed.source[1].strip() == changed.target[2].strip()
        assert changed.source[4].strip() == changed.target[5].strip()
        assert (1, 2) in changed.guide
        assert len(changed.source[4].strip()) == 4


def test_heading_has_no_stop_and_no_link_to_it() -> None:
    changed = augment.drop_stop(EXAMPLE)
    assert text(changed.source).endswith("euro")
    assert all(i < 6 and j < 7 for i, j in changed.guide)


def test_joined_links_are_shifted() -> None:
    both = augment.join(EXAMPLE, EXAMPLE)
    assert text(both.source).count("euro. Volgens") == 1
    n, m = len(EXAMPLE.source), len(EXAMPLE.target)
    assert (n + 1, m + 2) in both.guide
    assert both.source[n + 1] == EXAMPLE.source[1]


def test_quotes_change_only_the_source() -> None:
    quoted = pair('Hij zei "nee".', 'He said "no".')
    seen = set()
    for seed in range(30):
        changed = augment.vary_quotes(quoted, random.Random(seed))
        assert changed.target == quoted.target
        seen.add(text(changed.source))
    assert {"Hij zei “nee”.", "Hij zei „nee”."} <= seen


def test_annotation_names_the_target_words_and_links_to_them() -> None:
    annotator = Annotator(frozenset({"volgens"}), ())
    for seed in range(40):
        changed = annotator.annotate(EXAMPLE, random.Random(seed))
        source = text(changed.source)
        assert source.count(OPEN) == source.count(SEPARATOR) == source.count(CLOSE) >= 1
        for i, j in changed.guide:
            if i > 0 and changed.source[i - 1].strip() == SEPARATOR:
                shown, wanted = changed.source[i].strip(), changed.target[j].strip()
                assert wanted.startswith(shown)


def test_foreign_terms_stand_on_both_sides() -> None:
    annotator = Annotator(frozenset(), ("zzz",))
    results = [annotator.annotate(EXAMPLE, random.Random(s)) for s in range(60)]
    forced = [r for r in results if "zzz" in text(r.target)]
    assert forced
    assert all("zzz" in text(r.source) for r in forced)


@pytest.mark.parametrize("seed", range(20))
def test_everything_together_keeps_links_in_range(seed: int) -> None:
    rates = Rates(names=1, numbers=1, no_stop=0.5, capitals=0.2, quotes=1, accents=1, terms=1)
    rng = random.Random(seed)
    changed = augment.augment(EXAMPLE, rng, rates=rates, annotator=Annotator(frozenset(), ()))
    assert all(i < len(changed.source) and j < len(changed.target) for i, j in changed.guide)


def test_made_up_names_are_names() -> None:
    rng = random.Random(1)
    for _ in range(100):
        assert names.random_name(rng)[0].isalpha()
        assert names.random_acronym(rng).isascii()
        assert names.random_code(rng)[-1].isdigit()


def test_the_hyphen_of_a_line_end_is_left_in_a_long_word_of_the_source() -> None:
    long = pair("De vredesafdwinging mislukte.", "The peace enforcement failed.")
    for seed in range(20):
        changed = augment.split_word(long, random.Random(seed))
        shown = text(changed.source)
        assert shown != text(long.source)
        assert shown.replace("- ", "").replace("-", "") == text(long.source)
        assert changed.target == long.target
    assert augment.split_word(EXAMPLE, random.Random(1)).source[1].count("-") == 1


def test_a_term_is_exchanged_for_another_of_the_list_on_both_sides() -> None:
    lexicon = [
        pair("oorlog", "war"), pair("wapenstilstand", "cease-fire agreement"),
        pair("een lange term", "a long term"), pair("EU", "EU"),
    ]  # fmt: skip
    sentence = pair("Zij wil de oorlog nu.", "She wants the war now.", "0-0 1-1 2-2 3-3 4-4 5-5")
    found = {text(swapped.target): swapped for swapped in (
        TermSwapper(lexicon).swap(sentence, random.Random(seed)) for seed in range(20)
    )}  # fmt: skip
    assert set(found) == {"She wants the war now.", "She wants the cease-fire agreement now."}
    swapped = found["She wants the cease-fire agreement now."]
    assert text(swapped.source) == "Zij wil de wapenstilstand nu."
    words = {(swapped.source[i].strip(), swapped.target[j].strip()) for i, j in swapped.guide}
    assert ("wapenstilstand", "agreement") in words
    assert ("nu", "now") in words and (".", ".") in words


def test_a_term_without_a_certain_counterpart_stays() -> None:
    lexicon = [pair("oorlog", "war"), pair("vrede", "peace")]
    loose = pair("Zij wil de oorlog nu.", "She wants the war now.")
    assert TermSwapper(lexicon).swap(loose, random.Random(1)) == loose
