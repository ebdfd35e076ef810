"""Words that go together in the two texts themselves, as evidence where there is no translation.

A first alignment, even one by names and numbers only, pairs enough sentences to see which words
occur in the same pairs again and again (Dice coefficient, as in Melamed 2000). Each such pair of
words becomes a concept that both languages share, for a second alignment.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from workbench.align.features import Concepts, Kind, tokens
from workbench.domain import Bead
from workbench.language import LanguagePair

__all__ = ["own_lexicon", "together"]

_SURE = 0.8
"""Probability of the groups that are learned from."""

_LARGEST = 3
"""Sentences of a group that is learned from; in larger ones too many words meet."""

_LEAST = 30
"""Groups below which chance has too large a part."""

_DICE = 0.7
_TIMES = 2
"""How often two words must meet at least, and how seldom each may occur without the other."""

_SHORTEST = 3
"""Characters of a word."""


def own_lexicon(
    beads: Iterable[Bead],
    source: Sequence[str],
    target: Sequence[str],
    languages: LanguagePair,
) -> Concepts | None:
    """Return what names the word pairs of two texts in a sentence of either.

    Args:
        beads: A first alignment of the two.
        source: Source sentences.
        target: Target sentences.
        languages: Of source and target; the same language twice has nothing to learn.

    Returns:
        Concepts, or None where the texts are too short to tell.
    """
    if languages.source == languages.target:
        return None
    sure = [
        bead
        for bead in beads
        if bead.source
        and bead.target
        and bead.probability > _SURE
        and len(bead.source) + len(bead.target) <= _LARGEST
    ]
    if len(sure) < _LEAST:
        return None
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for bead in sure:
        here = {w for i in bead.source for w in _words(source[i], languages.source)}
        there = {w for j in bead.target for w in _words(target[j], languages.target)}
        left.update(here)
        right.update(there)
        both.update((one, other) for one in here for other in there)
    names: tuple[dict[str, list[str]], ...] = defaultdict(list), defaultdict(list)
    for (one, other), times in both.items():
        # A word that both texts have is a shared word already.
        if one != other and times >= _TIMES and 2 * times >= _DICE * (left[one] + right[other]):
            name = f"{one}={other}"
            names[0][one].append(name)
            names[1][other].append(name)
    if not names[0]:
        return None

    def concepts(text: str, language: str) -> Sequence[str]:
        known = names[0] if language == languages.source else names[1]
        words = _words(text, language)
        return [name for word in words if word in known for name in known[word]]

    return concepts


def _words(text: str, language: str) -> list[str]:
    """The words of a sentence, each once, in their order."""
    found = (name for kind, name in tokens(text, language) if kind is Kind.WORD)
    return list(dict.fromkeys(word for word in found if len(word) >= _SHORTEST))


def together(one: Concepts | None, other: Concepts) -> Concepts:
    """Return the concepts of both."""
    if one is None:
        return other
    first = one

    def concepts(text: str, language: str) -> Sequence[str]:
        return [*first(text, language), *other(text, language)]

    return concepts
