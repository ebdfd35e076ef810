"""The form dictionary: every form of every active Dutch term, by its folded spelling.

One dictionary look-up a window of words; with 50 000 concepts (some 300 000 forms) it takes a few
seconds to build and stays well under 500 MB. Single words that may stand in a compound, the
parts of separable verbs and spellings with a hyphen have dictionaries of their own.
"""

from dataclasses import dataclass

from workbench.glossary.concepts import (
    CaseRule,
    CompoundRule,
    Concept,
    Glossary,
    PartOfSpeech,
    TermStatus,
)
from workbench.glossary.forms import all_forms, split_forms
from workbench.glossary.tokens import fold
from workbench.language import DUTCH

__all__ = ["Form", "FormIndex", "allows"]

MIN_COMPOUND = 6
"""Letters a term needs to be looked for inside longer words; shorter ones are there by chance."""

_UNUSED = (TermStatus.FORBIDDEN,)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a Dutch term.

    Attributes:
        concept: Index of its concept in the index's list; lower has priority.
        text: The form as the glossary or the generator writes it.
        base: Whether it is the term itself.
        particle: The split-off part of a separable verb, else empty.
    """

    concept: int
    text: str
    base: bool
    particle: str = ""


class FormIndex:
    """All forms of a glossary's active concepts.

    Attributes:
        concepts: The active concepts, in order of priority.
        forms: Folded form to the forms spelt so.
        longest: First word of each form to the most words a form beginning with it has.
        heads: Folded single words that may be the head of a compound.
        modifiers: Folded single words that may be its first part.
        loose: Forms with a hyphen, written without hyphen or space.
        openings: First four letters of all single words and of the loose spellings.
        finite: Finite form of a separable verb to the forms with its particle.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.concepts: tuple[Concept, ...] = tuple(glossary.active)
        self.forms: dict[str, tuple[Form, ...]] = {}
        self.longest: dict[str, int] = {}
        self.heads: dict[str, tuple[Form, ...]] = {}
        self.modifiers: dict[str, tuple[Form, ...]] = {}
        self.loose: dict[str, tuple[Form, ...]] = {}
        self.openings: set[str] = set()
        self.finite: dict[str, tuple[Form, ...]] = {}
        self.exceptions: dict[int, tuple[str, ...]] = {}
        for number, concept in enumerate(self.concepts):
            self._add(number, concept)

    def _add(self, number: int, concept: Concept) -> None:
        if concept.exceptions:
            self.exceptions[number] = tuple(fold(word) for word in concept.exceptions)
        nominal = concept.pos in (PartOfSpeech.NOUN, PartOfSpeech.NAME)
        for term in concept.of(DUTCH):
            if term.status in _UNUSED:
                continue
            for text in all_forms(term, concept.pos):
                key = fold(text)
                form = Form(number, text, text == term.text)
                _append(self.forms, key, form)
                first, _, more = key.partition(" ")
                if more:
                    words = key.count(" ") + 1
                    if self.longest.get(first, 1) < words:
                        self.longest[first] = words
                else:
                    self.openings.add(key.replace("-", "")[:4])
                if not more and nominal and len(key) >= MIN_COMPOUND and "-" not in key:
                    if concept.compound in (CompoundRule.BOTH, CompoundRule.HEAD):
                        _append(self.heads, key, form)
                    if concept.compound in (CompoundRule.BOTH, CompoundRule.MODIFIER):
                        _append(self.modifiers, key, form)
                if "-" in key:
                    solid = key.replace("-", "").replace(" ", "")
                    self.openings.add(solid[:4])
                    _append(self.loose, solid, form)
            for finite, particle in split_forms(term, concept.pos):
                form = Form(number, finite, False, particle)
                _append(self.finite, fold(finite), form)


def _append(table: dict[str, tuple[Form, ...]], key: str, form: Form) -> None:
    there = table.get(key)
    table[key] = (form,) if there is None else (*there, form)


def allows(concept: Concept, written: str, form: str) -> bool:
    """Tell whether the capitals of `written` are right for `form` under the concept's case rule."""
    if concept.case is CaseRule.ANY or written == form:
        return True
    if concept.case is CaseRule.EXACT:
        return False
    if written.isupper() and len(written) > 1:
        return True
    if len(written) != len(form):  # a spelling with other hyphens: compare the first letters
        return written[:1] == form[:1] or written[:1].isupper()
    return all(
        have == want or (have.isupper() and have.lower() == want)
        for have, want in zip(written, form, strict=True)
    )
