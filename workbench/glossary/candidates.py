"""Translations that contain a term the model did not write by itself.

Four ways that need nothing but a decoder that can be given the beginning of its answer: other
hypotheses of the beam, SWAP (write the English term into the source, from where the model copies
it), FORCE (cut the translation where the model attends to the term, put the
term there, let the model finish), and PATCH (exchange the attended words for the term).
What a term cost is for :mod:`workbench.glossary.verification` to say.
"""

# ruff: noqa: SIM905 - word lists read better as lines

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.domain import TermStrategy
from workbench.glossary.attention import WordMap
from workbench.glossary.concepts import CaseRule, Concept, PartOfSpeech
from workbench.glossary.matcher import MatchKind, TermMatch
from workbench.glossary.targets import (
    find_targets,
    forbidden_forms,
    is_plural,
    preferred_forms,
    spans_of,
    with_article,
)
from workbench.glossary.verbs import is_past

__all__ = [
    "CLEAR",
    "FUNCTION",
    "Candidate",
    "attention",
    "capitalised",
    "forbidden_in",
    "forced_beginnings",
    "patches",
    "source_is_plural",
    "swapped",
    "wanted_forms",
    "with_right_articles",
    "word_at",
]

POSITIONS = 3
"""Places in a translation at which a term is forced, at most."""

CLEAR = 0.75
"""Share of a word's tokens that attend to a term from which its place is clear."""

FUNCTION = frozenset(  # words that carry no term
    "a an the of to in on at by for from with and or as is are was were be been it its this that "
    "which who not no but if than".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A translation proposed for a sentence.

    Attributes:
        text: The translation.
        strategy: How it was made.
        against: What is held against it, in nats a token.
    """

    text: str
    strategy: TermStrategy
    against: float = 0.0


def swapped(source: str, matches: Sequence[TermMatch]) -> str:
    """Return a source text with English terms in place of Dutch ones, which a model may copy.

    The vocabulary is shared by both languages, so a model knows the pieces of the English term.
    Separable verbs whose parts stand apart stay as they are.
    """
    for match in sorted(matches, key=lambda match: -match.start):
        if len(match.parts) == 1:
            term = written(wanted_forms(match)[0], at_start=match.start == 0, title=False)
            source = source[: match.start] + term + source[match.end :]
    return source


def wanted_forms(match: TermMatch) -> list[str]:
    """Return the forms of the preferred term worth trying, the likeliest first."""
    concept = match.concept
    forms = list(preferred_forms(concept))
    if concept.pos is PartOfSpeech.VERB:
        return _verb_forms(match, forms)
    if len(forms) > 1 and source_is_plural(match):
        forms = forms[1:2] + forms[:1]
    return forms[:2]


def _verb_forms(match: TermMatch, forms: list[str]) -> list[str]:
    """Return the English verb forms that fit the Dutch one: infinitive, participle or finite."""
    words = match.text.casefold().split()
    base, *others = forms
    ing = [form for form in others if form.split()[0].endswith("ing")]
    past = [form for form in others if form not in ing and not form.split()[0].endswith("s")]
    if match.form == match.concept.source or "te" in words:
        return [base, *ing]
    if len(words) == 1 and "ge" in words[0][:8] and words[0].endswith(("d", "t", "n", "e")):
        return past or [base]
    if match.form.endswith(("nd", "nde")):
        return ing or [base]
    third = [form for form in others if form.split()[0].endswith("s")]
    if is_past(match.concept.source, match.form):
        return [*past[:1], base]
    if match.form.endswith("en"):
        return [base, *past[:1]]
    return [*third, base]


def source_is_plural(match: TermMatch) -> bool:
    """Tell whether the Dutch words found are a plural of the term."""
    if match.kind is MatchKind.COMPOUND or match.concept.pos is PartOfSpeech.VERB:
        return False
    base, form = match.concept.source.casefold(), match.form.casefold()
    longer = len(form) > len(base) or form.endswith(("en", "'s"))
    return form != base and longer and form.endswith(("n", "s")) and form != f"{base}s'"


def attention(words: WordMap, match: TermMatch) -> list[float]:
    """Return for each word of the translation how much of it attends to the match."""
    parts = [words.weights(start, end) for start, end in match.parts]
    return [max(shares) for shares in zip(*parts, strict=True)]


def _ranked(words: WordMap, match: TermMatch) -> list[int]:
    """Return word numbers, those that attend most to the match first, then their neighbours."""
    weights = attention(words, match)
    best = sorted(
        (number for number, weight in enumerate(weights) if weight > 0.3),
        key=lambda n: (
            -weights[n],
            n,
        ),
    )[:3]
    if not best:
        best = [words.expected(match.start, match.end)]
    ranked = [*best, best[0] - 1, *(number + step for number in best for step in (1, -1))]
    inside = [number for number in ranked if 0 <= number < len(words.words)]
    return list(dict.fromkeys(inside))


def _places(words: WordMap, match: TermMatch) -> list[int]:
    """Return the words at which a term may begin.

    Where a word clearly attends to the term, a later place would leave that word standing
    before the term (*agreement accord*).
    """
    ranked = _ranked(words, match)[:POSITIONS]
    weights = attention(words, match)
    if match.kind is MatchKind.COMPOUND or not ranked or weights[ranked[0]] < CLEAR:
        return ranked
    return [number for number in ranked if number <= ranked[0]]


def forced_beginnings(
    text: str, words: WordMap, match: TermMatch, *, title: bool
) -> Iterator[tuple[str, bool]]:
    """Yield (beginning of the target up to and with the term, whether its number agrees)."""
    forms = wanted_forms(match)
    positions = _places(words, match) or [-1]
    seen = set()
    for place, number in enumerate(positions):
        start = words.words[number][0] if number >= 0 else 0
        # The other forms are worth a decoding only at the likeliest place.
        for order, form in enumerate(forms if place == 0 else forms[:1]):
            head = _article_before(text[:start], form, match.concept)
            if head is None:
                continue
            beginning = head + written(form, at_start=not head.strip(" \"'‘“(«-"), title=title)
            if beginning not in seen:
                seen.add(beginning)
                yield beginning, order == 0 or match.concept.pos is PartOfSpeech.VERB


def patches(
    text: str, words: WordMap, match: TermMatch, *, title: bool
) -> Iterator[tuple[str, bool]]:
    """Yield (text with the term in place of other words, whether its number agrees).

    First for renderings the glossary forbids, then for the words that attend to the term.
    """
    spans = [*spans_of(forbidden_forms(match.concept), text, CaseRule.ANY)]
    spans += _attended_spans(text, words, match)
    seen = {text}
    for place, (start, end) in enumerate(dict.fromkeys(spans)):
        # As with forcing, the other forms are tried at the likeliest place only.
        for order, form in enumerate(wanted_forms(match)[: None if place == 0 else 1]):
            head = _article_before(text[:start], form, match.concept)
            if head is None:
                continue
            here = text[start:end]
            titled = title or (" " in here and start > 0 and here.istitle())
            put = written(form, at_start=not head.strip(" \"'‘“(«-"), title=titled)
            patched = head + put + text[end:]
            if patched not in seen:
                seen.add(patched)
                yield patched, order == 0 or match.concept.pos is PartOfSpeech.VERB


def _attended_spans(text: str, words: WordMap, match: TermMatch) -> list[tuple[int, int]]:
    weights = attention(words, match)
    attending = [number for number, weight in enumerate(weights) if weight >= 0.5]
    if not attending:
        at = words.expected(match.start, match.end)
        return [words.words[at]] if at >= 0 else []
    runs: list[tuple[int, int]] = []
    for number in attending:
        if runs and number - runs[-1][1] <= 2:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    spans: list[tuple[int, int]] = []
    for first, last in sorted(runs, key=lambda run: run[0] - run[1]):
        while first < last and word_at(text, words, first) in FUNCTION:
            first += 1
        while first < last and word_at(text, words, last) in FUNCTION:
            last -= 1
        options = [(first, last)]
        if match.kind is MatchKind.COMPOUND and last > first:
            options.insert(0, (first, last - 1))
        options += [(first - 1, last), (first, last + 1)]
        if last > first:
            options += [(first + 1, last), (first, last - 1)]
        spans += [
            (words.words[left][0], words.words[right][1])
            for left, right in options
            if 0 <= left <= right < len(words.words)
        ]
    return spans


def word_at(text: str, words: WordMap, number: int) -> str:
    """Return a word of a translation by its number, in small letters."""
    start, end = words.words[number]
    return text[start:end].casefold()


def _article_before(head: str, form: str, concept: Concept) -> str | None:
    """Return `head` with its last article right for `form`; None when there may be none."""
    match = re.search(r"(?<![^\W_])(an?)(\s+)$", head, re.IGNORECASE)
    if not match:
        return head
    base = preferred_forms(concept)[0]
    if concept.pos is not PartOfSpeech.VERB and is_plural(form, base):
        return None
    article = with_article(form)
    article = article.capitalize() if match.group(1)[0].isupper() else article
    return head[: match.start()] + article + match.group(2)


def with_right_articles(text: str, concepts: Sequence[Concept]) -> str:
    """Return a translation whose terms have *a* or *an* before them as they sound.

    A model that copies a term it would never say often writes the article of its own word.
    """
    spans = find_targets(concepts, text)
    found = [(*span, concept) for concept in concepts for span in spans[concept.id]]
    for start, end, concept in sorted(set(found), key=lambda item: -item[0]):
        head = _article_before(text[:start], text[start:end], concept)
        if head is not None:
            text = head + text[start:]
    return text


def forbidden_in(text: str, concept: Concept) -> list[str]:
    """Return the forbidden renderings of a concept that stand in a text, as they stand there."""
    spans = spans_of(forbidden_forms(concept), text, CaseRule.ANY)
    return [text[start:end] for start, end in spans]


def written(form: str, *, at_start: bool, title: bool) -> str:
    """Return a form with the capitals its place asks for."""
    if title:
        return " ".join(
            word if word.casefold() in FUNCTION and number else word[:1].upper() + word[1:]
            for number, word in enumerate(form.split(" "))
        )
    return form[:1].upper() + form[1:] if at_start else form


def capitalised(text: str, raw: str) -> str:
    """Return a translation with the capital that the free one begins with, *eBay* left alone."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if raw[:1].isupper() and first.islower() else text
