"""Whether a candidate lost anything for its term, and what speaks against it though it did not.

What was right in the free translation must still be there: numbers, addresses, names, other terms.
The rest is weighed: a word that lingers where the term replaces it, the wrong number, words
left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from workbench.glossary.attention import WordMap
from workbench.glossary.candidates import (
    CLEAR,
    FUNCTION,
    attention,
    source_is_plural,
    wanted_forms,
    word_at,
)
from workbench.glossary.concepts import Concept, PartOfSpeech
from workbench.glossary.matcher import MatchKind, TermMatch
from workbench.glossary.targets import find_targets, is_plural, preferred_forms
from workbench.language import DUTCH

__all__ = ["acceptable", "against", "in_number", "lingers", "lost_words"]

LENGTH_BAND = (0.6, 1.6)
"""Words of a candidate against words of the free translation."""

DISAGREEMENT = 0.5
"""What a term in the wrong number loses against one in the right number, in nats a token."""

LINGERING = 2.0
"""What a text loses in which the word that the term replaces still stands (*an accord was reached
agreement*), in nats a token."""

SHORT = 3.0
"""What a text would lose if it had left out all words of the free translation, in nats a token."""

ARTICLE = 0.5
"""What a text loses that has an article less than the free translation, in nats a token:
*tower block is in the city* for *the skyscraper is in the city*."""

_ARTICLES = frozenset({"a", "an", "the"})
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_PROTECTED = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+|\b\w*\d\w*[-/]\w+\b")
_SPACES = re.compile(r"[\s\u00a0-]+")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def acceptable(
    text: str, raw: str, source: str, concepts: Sequence[Concept], wanted: dict[str, int]
) -> bool:
    """Tell whether a candidate lost nothing that the free translation had.

    Args:
        text: The candidate.
        raw: The free translation.
        source: The source text.
        concepts: Concepts of all terms in the source.
        wanted: How often each concept's term is wanted, by id.
    """
    count, usual = len(_WORDS.findall(text)), len(_WORDS.findall(raw))
    low, high = LENGTH_BAND
    slack = 1 if usual < 5 else 0
    if not low * usual - slack <= count <= high * usual + 3:
        return False
    numbers = Counter(_NUMBER.findall(source))
    before, now = Counter(_NUMBER.findall(raw)), Counter(_NUMBER.findall(text))
    if any(now[number] < min(before[number], numbers[number]) for number in numbers):
        return False
    if any(now[number] > max(before[number], numbers[number]) for number in now):
        return False
    if any(
        text.count(item) < min(raw.count(item), source.count(item))
        for item in _PROTECTED.findall(source)
    ):
        return False
    if any(name not in text for name in _names(source, concepts) if name in raw):
        return False
    had, has = find_targets(concepts, raw), find_targets(concepts, text)
    for identity, times in wanted.items():
        if len(has[identity]) < min(len(had[identity]), times):
            return False
        if len(has[identity]) > max(len(had[identity]), times):
            return False
    return _repetitions(text, has) <= _repetitions(raw, had)


def _names(source: str, concepts: Sequence[Concept]) -> set[str]:
    """Return words inside of a source that look like names and belong to no term."""
    words = {word for word in _WORDS.findall(source)[1:] if word[0].isupper() and len(word) > 2}
    own = {
        part.casefold()
        for concept in concepts
        for term in concept.of(DUTCH)
        for part in _WORDS.findall(term.text)
    }
    return {word for word in words if word.casefold() not in own}


def _repetitions(text: str, terms: dict[str, list[tuple[int, int]]]) -> int:
    """Count words and pairs of words that follow themselves.

    A term may be there twice because the source has it twice, so only its first occurrence
    counts among the words.
    """
    seen: set[str] = set()
    for start, end in sorted(span for spans in terms.values() for span in spans):
        term = text[start:end].casefold()
        if term in seen:
            text = text[:start] + "." * (end - start) + text[end:]
        seen.add(term)
    words = [word.casefold() for word in _WORDS.findall(text)]
    pairs = list(pairwise(words))
    single: int = sum(left == right for left, right in pairs)
    double: int = sum(left == right for left, right in zip(pairs, pairs[2:], strict=False))
    near: int = sum(
        len(word) > 4 and word in words[at + 2 : at + 4] for at, word in enumerate(words)
    )
    return single + double + near


def against(
    text: str,
    before: str,
    words: WordMap,
    matches: Sequence[TermMatch],
    *,
    raw: str,
    fits: bool,
) -> float:
    """Return what speaks against a text, in nats a token.

    Args:
        text: The text.
        before: The text that the terms come into; a word in their place may linger.
        words: The words of `before`.
        matches: The terms that are put in.
        raw: The free translation.
        fits: Whether the terms are in the number of the source.
    """
    weight = 0.0 if fits else DISAGREEMENT
    if any(lingers(text, before, words, match) for match in matches):
        weight += LINGERING
    if _articles(text) < _articles(raw):
        weight += ARTICLE
    return weight + SHORT * lost_words(text, raw)


def _articles(text: str) -> int:
    return sum(word.casefold() in _ARTICLES for word in _WORDS.findall(text))


def lingers(text: str, raw: str, words: WordMap, match: TermMatch) -> bool:
    """Tell whether a candidate still has the word that the term takes the place of.

    That is a word of the free translation `raw` that clearly attends to the term. Function
    words and words of the term itself don't count, nor do compounds, whose other parts stay.
    """
    if match.kind is MatchKind.COMPOUND:
        return False
    before, now = _counted(raw), _counted(text)
    own = _counted(" ".join(wanted_forms(match)))
    return any(
        weight >= CLEAR and word not in FUNCTION and word not in own and now[word] >= before[word]
        for number, weight in enumerate(attention(words, match))
        for word in (word_at(raw, words, number),)
    )


def in_number(text: str, match: TermMatch) -> bool:
    """Tell whether a noun term that is in the text is there in the number of the source."""
    concept = match.concept
    forms = preferred_forms(concept)
    if concept.pos is not PartOfSpeech.NOUN or match.kind is MatchKind.COMPOUND or len(forms) < 2:
        return True
    found = {
        is_plural(_SPACES.sub(" ", text[start:end]).casefold(), forms[0].casefold())
        for start, end in find_targets([concept], text)[concept.id]
        if _SPACES.sub(" ", text[start:end]).casefold() in {form.casefold() for form in forms}
    }
    return not found or source_is_plural(match) in found


def lost_words(text: str, raw: str) -> float:
    """Return by which share of its words a candidate is shorter than the free translation.

    The mean log-probability doesn't see what is left out: *A frigate.* is likelier than *A
    frigate sails.*
    """
    count, usual = len(_WORDS.findall(text)), len(_WORDS.findall(raw))
    return max(0, usual - count) / max(usual, 1)


def _counted(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORDS.findall(text))
