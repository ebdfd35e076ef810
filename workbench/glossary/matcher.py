"""Recognising glossary terms in Dutch text: :class:`Matcher`.

Every window of words is looked up among the generated forms; then words without a match of
their own are searched for compounds (*vredesafdwingingsmissie*), shared parts
(*vredeshandhaving en -afdwinging*), separable verbs (*dwingt … af*) and spellings with a
missing hyphen or a stray space. The longest match wins, then the concept with priority.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.glossary.compounds import Part, ellipses, inner_parts
from workbench.glossary.concepts import Concept, Glossary
from workbench.glossary.index import Form, FormIndex, allows
from workbench.glossary.separated import separated_verbs
from workbench.glossary.tokens import Token, fold, tokenise

__all__ = ["MatchKind", "Matcher", "TermMatch"]


SHORTEST = 4
"""Letters of the shortest word in which a term may hide (*EU-x*)."""


class MatchKind(StrEnum):
    """How the text shows the term."""

    EXACT = "exact"
    INFLECTED = "inflected"
    COMPOUND = "compound"
    SPLIT = "split"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A glossary term in a text.

    Attributes:
        concept: The concept recognised.
        text: ``source[start:end]``, as it stands there.
        start: Offset of the match in the text; in a compound, of the term's part of the word.
        end: Offset behind it; a split verb ends with its particle.
        kind: How the text shows the term.
        form: The form of the Dutch term that was recognised.
        parts: The pieces of a split or elliptic match, else the whole span.
    """

    concept: Concept
    text: str
    start: int
    end: int
    kind: MatchKind
    form: str
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    form: Form
    kind: MatchKind
    parts: tuple[tuple[int, int], ...]
    tokens: tuple[int, ...]

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.parts)


class Matcher:
    """Finds the active concepts of a glossary in Dutch text. Thread-safe once made.

    Args:
        glossary: Its concepts in order of priority.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._index = FormIndex(glossary)

    def find(self, text: str) -> list[TermMatch]:
        """Return the matches in `text`, in order of their start, without overlaps.

        Offsets are Python string indices into `text` as it was given.
        """
        tokens = tokenise(text)
        if not tokens:
            return []
        windows = list(self._windows(text, tokens))
        covered = {number for candidate in windows for number in candidate.tokens}
        loose = list(self._loose(text, tokens, covered))
        covered.update(number for candidate in loose for number in candidate.tokens)
        inner = self._inner(text, tokens, covered)
        verbs = (
            _Candidate(form, MatchKind.SPLIT, parts, ())
            for form, parts in separated_verbs(tokens, self._index)
        )
        candidates = [*windows, *loose, *inner, *verbs]
        chosen = self._choose([found for found in candidates if not self._excepted(found, tokens)])
        return [self._match(text, found) for found in chosen]

    def _windows(self, text: str, tokens: Sequence[Token]) -> Iterator[_Candidate]:
        """Look up every run of words that could be a form."""
        index = self._index
        for first, token in enumerate(tokens):
            for reading in token.readings:
                key = fold(reading)
                yield from self._hits(text, tokens, first, first, index.forms.get(key, ()))
                if key not in index.longest:
                    continue
                keys = [key]
                for last in range(first + 1, min(first + index.longest[key], len(tokens))):
                    if not tokens[last].joined:
                        break
                    keys = [f"{k} {fold(r)}" for k in keys for r in tokens[last].readings][:4]
                    for longer in keys:
                        hits = index.forms.get(longer, ())
                        yield from self._hits(text, tokens, first, last, hits)
                    if not any(longer in index.forms for longer in keys):
                        yield from self._phrase_modifiers(tokens, first, last, keys)

    def _hits(
        self, text: str, tokens: Sequence[Token], first: int, last: int, forms: Sequence[Form]
    ) -> Iterator[_Candidate]:
        if not forms:
            return
        start, end = tokens[first].start, tokens[last].end
        window = tokens[first : last + 1]
        repaired = any(token.repaired for token in window)
        written = [" ".join(token.readings[0] for token in window)]
        written += [" ".join(token.readings[-1] for token in window)]
        for form in forms:
            if any(
                allows(self._index.concepts[form.concept], words, form.text) for words in written
            ):
                kind = MatchKind.EXACT if form.base else MatchKind.INFLECTED
                if " te " in form.text and not form.base:
                    kind = MatchKind.SPLIT
                kind = MatchKind.REPAIRED if repaired else kind
                numbers = tuple(range(first, last + 1))
                yield _Candidate(form, kind, ((start, end),), numbers)

    def _phrase_modifiers(
        self, tokens: Sequence[Token], first: int, last: int, keys: Sequence[str]
    ) -> Iterator[_Candidate]:
        """A term of several words whose last one goes on: *gewapende neutraliteitspolitiek*."""
        token = tokens[last]
        if token.repaired or len(token.readings[0]) < 10:
            return
        key = keys[0]
        start_of_last = len(key) - len(token.readings[0])
        for cut in range(len(key) - 4, start_of_last + 5, -1):
            for form in self._index.forms.get(key[:cut], ()):
                concept = self._index.concepts[form.concept]
                part = Part(token.start, token.start + cut - start_of_last, form)
                if part.plausible(
                    key[start_of_last:], cut - start_of_last
                ) and concept.compound in (
                    "both",
                    "modifier",
                ):
                    linker = key[cut - 1] == "s" and key[: cut - 1] in self._index.forms
                    yield _Candidate(
                        form,
                        MatchKind.COMPOUND,
                        ((tokens[first].start, part.end - linker),),
                        tuple(range(first, last + 1)),
                    )
                    return

    def _loose(self, text: str, tokens: Sequence[Token], covered: set[int]) -> Iterator[_Candidate]:
        """Spellings with a space or hyphen too many or too few: *exit strategie*, *VN missie*."""
        index = self._index
        keys = [fold(token.readings[0]) for token in tokens]
        for first, key in enumerate(keys):
            if first in covered:
                continue
            joined = key.replace("-", "")
            for last in range(first, min(first + 4, len(tokens))):
                if last > first:
                    if not tokens[last].joined or len(keys[last]) < 2:
                        break
                    joined += keys[last].replace("-", "")
                elif "-" not in key:
                    continue
                if len(joined) >= 4 and joined[:4] not in index.openings:
                    break
                if len(joined) < 6:
                    continue
                hits = index.loose.get(joined, ())
                if len(joined) >= 8 and min(map(len, keys[first : last + 1])) > 3:
                    hits = (*hits, *index.forms.get(joined, ()))
                for form in hits:
                    concept = index.concepts[form.concept]
                    if allows(concept, tokens[first].readings[0][:1], form.text[:1]):
                        span = ((tokens[first].start, tokens[last].end),)
                        numbers = tuple(range(first, last + 1))
                        yield _Candidate(form, MatchKind.REPAIRED, span, numbers)

    def _inner(self, text: str, tokens: Sequence[Token], covered: set[int]) -> Iterator[_Candidate]:
        for number, token in enumerate(tokens):
            if number not in covered and token.end - token.start >= SHORTEST:
                for part in inner_parts(token, text, self._index):
                    span = ((part.start, part.end),)
                    yield _Candidate(part.form, MatchKind.COMPOUND, span, (number,))
        for form, place in ellipses(tokens, self._index):
            yield _Candidate(form, MatchKind.SPLIT, (place,), ())

    def _excepted(self, found: _Candidate, tokens: Sequence[Token]) -> bool:
        """Tell whether an exception of the concept covers the words of the match."""
        exceptions = self._index.exceptions.get(found.form.concept)
        if not exceptions:
            return False
        start, end = found.parts[0][0], found.parts[-1][1]
        inside = [n for n, token in enumerate(tokens) if token.end > start and token.start < end]
        words = [fold(tokens[number].readings[0]) for number in inside]
        for exception in exceptions:
            length = exception.count(" ") + 1
            if length > 1:
                first, last = max(0, inside[0] - length + 1), min(inside[0], len(tokens) - length)
                for at in range(first, last + 1):
                    around = (fold(token.readings[0]) for token in tokens[at : at + length])
                    if " ".join(around) == exception:
                        return True
            elif exception in words or (
                found.kind is MatchKind.COMPOUND and any(exception in word for word in words)
            ):
                return True
        return False

    def _choose(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Keep the longest of overlapping candidates; of equal ones the concept with priority."""
        rank = {MatchKind.COMPOUND: 1, MatchKind.REPAIRED: 1}
        order = sorted(
            candidates,
            key=lambda found: (
                -found.length,
                rank.get(found.kind, 0),
                found.form.concept,
                not found.form.base,
                found.parts[0][0],
            ),
        )
        taken: list[tuple[int, int]] = []
        chosen: list[_Candidate] = []
        for found in order:
            if all(
                end <= left or start >= right for start, end in found.parts for left, right in taken
            ):
                taken += found.parts
                chosen.append(found)
        return sorted(chosen, key=lambda found: found.parts[0][0])

    def _match(self, text: str, found: _Candidate) -> TermMatch:
        start, end = found.parts[0][0], found.parts[-1][1]
        return TermMatch(
            concept=self._index.concepts[found.form.concept],
            text=text[start:end],
            start=start,
            end=end,
            kind=found.kind,
            form=found.form.text,
            parts=found.parts,
        )
