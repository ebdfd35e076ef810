"""A term put into a text that a person wrote, with nothing else in it changed.

A machine draft is simply translated again; an approved translation is not: only the words that
stand for the term are exchanged, an article before them is made right, and the result is
accepted under the same rules as any candidate (:mod:`workbench.glossary.verification`).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from workbench.domain import Hypothesis
from workbench.glossary.attention import word_map
from workbench.glossary.candidates import patches, wanted_forms
from workbench.glossary.concepts import CaseRule, Concept, Term, TermStatus
from workbench.glossary.matcher import TermMatch
from workbench.glossary.outcome import Decoder, Finder
from workbench.glossary.targets import find_targets, forbidden_forms, spans_of
from workbench.glossary.verification import acceptable
from workbench.language import ENGLISH

__all__ = ["repaired", "with_old_renderings"]

MOST = 4
"""Terms put into one text, at most."""


def with_old_renderings(concept: Concept, before: Concept | None) -> Concept:
    """Return a concept that also knows how it was said before, as renderings to be replaced."""
    if before is None:
        return concept
    known = {term.text.casefold() for term in concept.of(ENGLISH)}
    old = tuple(
        replace(term, status=TermStatus.FORBIDDEN)
        for term in before.of(ENGLISH, TermStatus.PREFERRED, TermStatus.ADMITTED)
        if term.text.casefold() not in known
    )
    if before.untouched and not concept.untouched:
        old = (*old, Term(ENGLISH, before.source, TermStatus.FORBIDDEN, generated=False))
    return replace(concept, terms=(*concept.terms, *old))


def repaired(
    decoder: Decoder, finder: Finder, pairs: Sequence[tuple[str, str]]
) -> list[tuple[str, bool]]:
    """Put the missing terms into translations, leaving their other words alone.

    Args:
        decoder: The package's engine; it judges and aligns, and translates nothing.
        finder: Finds the terms in the source.
        pairs: (source, translation).

    Returns:
        For each pair its text, changed or not, and whether all its terms are in it.
    """
    texts = [target for _, target in pairs]
    matches = [finder.find(source) for source, _ in pairs]
    given_up: set[int] = set()
    for _ in range(MOST):
        open_ = [
            number
            for number, found in enumerate(matches)
            if number not in given_up and texts[number] and _missing(found, texts[number])
        ]
        if not open_:
            break
        aligned = decoder.score([(pairs[number][0], texts[number]) for number in open_])
        options = [
            _options(decoder, pairs[number][0], pairs[number][1], hypothesis, matches[number])
            for number, hypothesis in zip(open_, aligned, strict=True)
        ]
        asked = [
            (pairs[number][0], text)
            for number, found in zip(open_, options, strict=True)
            for text in found
        ]
        scores = iter(decoder.score(asked, align=False) if asked else [])
        for number, found in zip(open_, options, strict=True):
            judged = [(next(scores).score, text) for text in found]
            if judged:
                texts[number] = max(judged)[1]
            else:
                given_up.add(number)
    return [(text, not _missing(found, text)) for text, found in zip(texts, matches, strict=True)]


def _missing(matches: Sequence[TermMatch], text: str) -> list[TermMatch]:
    """Return the matches whose term is not in the text."""
    left = {
        identity: len(spans)
        for identity, spans in find_targets([match.concept for match in matches], text).items()
    }
    absent = []
    for match in matches:
        left[match.concept.id] -= 1
        if left[match.concept.id] < 0 and wanted_forms(match):
            absent.append(match)
    return absent


def _options(
    decoder: Decoder,
    source: str,
    original: str,
    hypothesis: Hypothesis,
    matches: Sequence[TermMatch],
) -> list[str]:
    """Return the texts with the first missing term that can be put in."""
    words = word_map(source, decoder.source_tokens(source), hypothesis)
    wanted: dict[str, int] = {}
    for match in matches:
        wanted[match.concept.id] = wanted.get(match.concept.id, 0) + 1
    concepts = [match.concept for match in matches]
    text = hypothesis.text
    for match in _missing(matches, text):
        title = len(match.text.split()) > 1 and match.text.istitle()
        good = [
            changed
            for changed, fits in patches(text, words, match, title=title)
            if fits and acceptable(changed, original, source, concepts, wanted)
        ]
        # Where a rendering that must go was there, the change that touches least is the one.
        there = [changed for changed in good if _replaces_old(match, text, changed)]
        if there:
            return [min(there, key=lambda changed: _touched(text, changed))]
        if good:
            return good
    return []


def _touched(before: str, after: str) -> int:
    """Return how many characters of a text gave way to others."""
    head = _shared(before, after)
    return len(before) - head - _shared(before[head:][::-1], after[head:][::-1])


def _shared(left: str, right: str) -> int:
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))
    )


def _replaces_old(match: TermMatch, before: str, after: str) -> bool:
    """Tell whether the change took away a rendering that the concept forbids."""
    forms = forbidden_forms(match.concept)
    return len(spans_of(forms, after, CaseRule.ANY)) < len(spans_of(forms, before, CaseRule.ANY))
