"""Words that go together in two texts are found, and help where nothing else does."""

import random

from workbench.align.aligner import AlignOptions, align
from workbench.align.lexicon import own_lexicon, together
from workbench.domain import Bead
from workbench.language import NL_EN, LanguagePair

WORDS = {
    "minister": "secretary",
    "haven": "harbour",
    "brug": "bridge",
    "schip": "vessel",
    "leger": "army",
    "vrede": "peace",
    "oorlog": "war",
    "winter": "winter",
    "boom": "tree",
    "paard": "horse",
    "kerk": "church",
    "fabriek": "factory",
}


def texts(count: int) -> tuple[list[str], list[str]]:
    chance = random.Random(3)
    source, target = [], []
    for _ in range(count):
        words = chance.sample(list(WORDS), 5)
        source.append(" ".join(words) + ".")
        target.append(" ".join(WORDS[word] for word in reversed(words)) + ".")
    return source, target


def test_the_lexicon_holds_what_goes_together() -> None:
    source, target = texts(60)
    beads = [Bead((i,), (i,), 0.9) for i in range(60)]
    concepts = own_lexicon(beads, source, target, NL_EN)
    assert concepts is not None
    assert concepts("Een haven en een winter.", "nl") == ["haven=harbour"]
    assert concepts("the harbour", "en") == ["haven=harbour"]
    both = together(lambda text, language: ["x"], concepts)
    assert both("haven", "nl") == ["x", "haven=harbour"]
    assert together(None, concepts) is concepts


def test_too_little_is_no_lexicon() -> None:
    source, target = texts(60)
    doubtful = [Bead((i,), (i,), 0.5) for i in range(60)]
    few = [Bead((i,), (i,), 0.9) for i in range(20)]
    sure = [Bead((i,), (i,), 0.9) for i in range(60)]
    assert own_lexicon(doubtful, source, target, NL_EN) is None
    assert own_lexicon(few, source, target, NL_EN) is None
    assert own_lexicon(sure, source, target, LanguagePair("en", "en")) is None


def test_a_second_alignment_is_surer_than_the_first() -> None:
    source, target = texts(80)
    # Numbers in half of the sentences are what the first alignment goes by.
    for index in range(0, 80, 2):
        source[index] += f" {1000 + index}"
        target[index] += f" {1000 + index}"
    errors = [
        align(source, target, options=AlignOptions(reasons=False, lexicon=lexicon)).expected_errors
        for lexicon in (False, True)
    ]
    assert errors[1] < errors[0]
