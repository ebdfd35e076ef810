"""Terms inside longer Dutch words, and words that share a part.

A term of six letters or more may be the first part of a compound (with *-s-*, *-en-*, *-e-* or
a hyphen behind it) or its head; four letters must remain. Behind a term no derivation may
follow (*vijand|elijk*), before a head no prefix that turns its meaning (*onder|officier*).
"""

# ruff: noqa: SIM905 - word lists read better as lines

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.glossary.concepts import CompoundRule
from workbench.glossary.index import MIN_COMPOUND, Form, FormIndex, allows
from workbench.glossary.tokens import Token, fold

__all__ = ["Part", "ellipses", "inner_parts"]

MIN_REST = 4
"""Letters that must remain beside the term in a compound."""

MAX_WORD = 80
"""Letters of a word that is looked into; longer ones are no Dutch, and cost time."""

_SHORT_FIRST = frozenset("zee top gas zij dag eu vn vs".split())
"""First parts of compounds with fewer letters that are words."""

_DERIVATIONS = frozenset(
    (
        "achtig baar erig heid heden ieel iële iele isch ische ering eren lijk lijke elijk elijke "
        "elijkheid ing ingen isme loos loze loosheid schap schappelijk schappelijke teit ster "
        "sters aar aars aren eerd eerde eert iteit iteiten eel ele zaam zame end ende enden "
        "jes tjes istisch istische igheid igheden zuchtig zuchtige waardig waardige matig matige"
    ).split()
)
_TURNING = frozenset(
    "onder tegen over voor achter aarts opper hoofd vice on niet mis her anti".split()
)
_VOWELS = frozenset("aeiouyëïéèöü")


@dataclass(frozen=True, slots=True)
class Part:
    """The term's part of a word: offsets in the text, and its form."""

    start: int
    end: int
    form: Form

    @staticmethod
    def plausible(word: str, cut: int) -> bool:
        """Tell whether what follows `cut` in a folded word can be a word of its own."""
        rest = word[cut:].lstrip("-")
        if len(rest) < MIN_REST or rest in _DERIVATIONS or not _VOWELS & set(rest[:-1]):
            return False
        return not any(rest == linker + end for linker in ("s", "e") for end in _DERIVATIONS)


def inner_parts(token: Token, text: str, index: FormIndex) -> Iterator[Part]:
    """Yield the terms inside one word that is no term itself; parts may overlap."""
    for reading in token.readings:
        long_enough = len(reading) >= MIN_COMPOUND + MIN_REST or "-" in reading
        if not long_enough or len(reading) > MAX_WORD:
            continue
        for start, segment in _segments(reading):
            whole = segment == reading
            key = fold(segment)
            if not whole:
                yield from _segment_hits(token, start, segment, index)
            if len(key) >= MIN_COMPOUND + MIN_REST:
                yield from _modifier(token, start, segment, index)
                yield from _head(token, start, segment, index)


def _segments(word: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, run) of every run of hyphenated pieces, the longest first."""
    pieces = word.split("-")
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece) + 1)
    for length in range(len(pieces), 0, -1):
        for first in range(len(pieces) - length + 1):
            yield starts[first], "-".join(pieces[first : first + length])


def _place(token: Token, start: int, end: int) -> tuple[int, int]:
    """Return offsets in the text of part of a reading; of a broken word, the whole word."""
    if token.repaired:
        return token.start, token.end
    return token.start + start, token.start + end


def _segment_hits(token: Token, start: int, segment: str, index: FormIndex) -> Iterator[Part]:
    for form in index.forms.get(fold(segment), ()):
        concept = index.concepts[form.concept]
        if concept.compound is CompoundRule.OFF or not allows(concept, segment, form.text):
            continue
        if len(segment) >= MIN_REST or segment.isupper():
            yield Part(*_place(token, start, start + len(segment)), form)


def _modifier(token: Token, start: int, segment: str, index: FormIndex) -> Iterator[Part]:
    key = fold(segment)
    if len(key) != len(segment):
        return
    for cut in range(len(key) - MIN_REST, MIN_COMPOUND - 1, -1):
        forms = index.modifiers.get(key[:cut], ())
        if not forms or not Part.plausible(key, cut):
            continue
        for form in forms:
            concept = index.concepts[form.concept]
            if not allows(concept, segment[:cut], form.text):
                continue
            base = _without_linker(key[:cut], form, index)
            yield Part(*_place(token, start, start + base), form)
        return


def _without_linker(key: str, form: Form, index: FormIndex) -> int:
    """Return the length of the term without the *-s-* that only links."""
    if key.endswith("s") and any(
        other.concept == form.concept and other.base for other in index.modifiers.get(key[:-1], ())
    ):
        return len(key) - 1
    return len(key)


def _head(token: Token, start: int, segment: str, index: FormIndex) -> Iterator[Part]:
    key = fold(segment)
    if len(key) != len(segment):
        return
    for cut in range(2, len(key) - MIN_COMPOUND + 1):
        forms = index.heads.get(key[cut:], ())
        before = key[:cut].rstrip("-")
        if not forms or before in _TURNING:
            continue
        if (len(before) < MIN_REST and before not in _SHORT_FIRST) or not _VOWELS & set(before):
            continue
        for form in forms:
            if allows(index.concepts[form.concept], segment[cut:], form.text.lower()):
                yield Part(*_place(token, start + cut, start + len(segment)), form)
        return


_JOINING = frozenset("en of noch tot".split())


def ellipses(tokens: Sequence[Token], index: FormIndex) -> Iterator[tuple[Form, tuple[int, int]]]:
    """Yield terms of which a neighbour holds a part: *land- en zeemacht*, *X en -afdwinging*."""
    for number, token in enumerate(tokens):
        word = token.readings[0]
        if word.endswith("-"):
            neighbour = _neighbour(tokens, number, 1)
            if neighbour:
                stub, whole = fold(word).rstrip("-"), fold(neighbour.readings[0])
                tails = (stub + whole[cut:] for cut in range(2, len(whole) - 2))
                yield from _shared(token, tails, index)
                hyphened = fold(word) + whole
                yield from _shared(token, [hyphened], index)
        elif word.startswith("-"):
            neighbour = _neighbour(tokens, number, -1)
            if neighbour:
                stub, whole = fold(word).lstrip("-"), fold(neighbour.readings[0]).rstrip("-")
                heads = (whole[:cut] + stub for cut in range(len(whole) - 2, 2, -1))
                yield from _shared(token, heads, index)


def _shared(
    token: Token, words: Iterator[str] | list[str], index: FormIndex
) -> Iterator[tuple[Form, tuple[int, int]]]:
    for word in words:
        forms = index.forms.get(word, ())
        if forms:
            yield from ((form, (token.start, token.end)) for form in forms)
            return


def _neighbour(tokens: Sequence[Token], number: int, step: int) -> Token | None:
    """Return the word that shares its part: the next full word behind *en* or *of*, or before."""
    seen = False
    for at in range(number + step, number + 6 * step, step):
        if not 0 <= at < len(tokens):
            return None
        word = tokens[at].readings[0]
        if fold(word) in _JOINING:
            seen = True
        elif seen and not word.startswith("-") and not word.endswith("-"):
            return tokens[at]
        elif not word.startswith("-") and not word.endswith("-"):
            if not seen and step == 1 and abs(at - number) > 3:
                return None
            if not seen and step == -1 and tokens[number].joined:
                return None
            if not seen and step == -1:
                return tokens[at]
    return None
