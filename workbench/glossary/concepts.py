"""What a glossary says: concepts, each with terms in Dutch and in English.

The data model follows ISO 30042 (TBX) in small: a *concept* has *terms*, a term has a language
and a status. How a concept is recognised (case rule, compounds, exceptions) and how hard it is
applied to a machine translation (enforcement) belongs to the concept.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Self

from workbench.language import DUTCH, ENGLISH

__all__ = [
    "CaseRule",
    "CompoundRule",
    "Concept",
    "ConceptStatus",
    "Enforcement",
    "Glossary",
    "PartOfSpeech",
    "Term",
    "TermStatus",
]


class TermStatus(StrEnum):
    """How welcome a term is (TBX ``administrativeStatus``)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"


class ConceptStatus(StrEnum):
    """Where a concept is in its life."""

    ACTIVE = "active"
    PROPOSED = "proposed"
    RETIRED = "retired"


class Enforcement(StrEnum):
    """What the workbench does with a concept that it recognises.

    ``force`` applies the term and accepts a larger loss of score, ``prefer`` applies it when the
    model hardly minds, ``check`` only reports, ``show`` only highlights.
    """

    FORCE = "force"
    PREFER = "prefer"
    CHECK = "check"
    SHOW = "show"


class CaseRule(StrEnum):
    """Which capitals count as the term.

    ``any`` ignores case; ``permissive`` wants the capitals of the term but allows more of them
    (sentence start, headings); ``exact`` wants precisely the term's own.
    """

    ANY = "any"
    PERMISSIVE = "permissive"
    EXACT = "exact"


class CompoundRule(StrEnum):
    """Where in a longer word the term may be found."""

    BOTH = "both"
    HEAD = "head"
    MODIFIER = "modifier"
    OFF = "off"


class PartOfSpeech(StrEnum):
    """Word class, which decides how forms are generated."""

    NOUN = "noun"
    VERB = "verb"
    ADJECTIVE = "adjective"
    NAME = "name"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Term:
    """One expression of a concept in one language.

    Attributes:
        language: ``nl`` or ``en``.
        text: Dictionary form.
        status: How welcome it is.
        forms: Inflected forms written by a person.
        generated: Whether forms are generated too; False when `forms` is the whole list.
    """

    language: str
    text: str
    status: TermStatus = TermStatus.PREFERRED
    forms: tuple[str, ...] = ()
    generated: bool = True


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning, with its terms in both languages.

    Attributes:
        id: Unique in its glossary; lower-case letters, digits and hyphens.
        terms: All terms, preferred first; at least one Dutch one.
        domain: Subject field, such as ``peace-operations``.
        pos: Word class of the terms.
        case: Which capitals count, for both languages.
        compound: Where in a longer Dutch word the term may be found.
        exceptions: Dutch words that look like the term but are not.
        enforcement: What is done when it is recognised.
        status: Proposed and retired concepts are kept but not used.
        untouched: The Dutch text must stand in the translation as it is (do not translate).
        note: For people.
        author: Who wrote or last changed it.
        changed: ISO date of the last change, or empty.
        file: Path of its file, or empty; decides nothing, tells people where to look.
    """

    id: str
    terms: tuple[Term, ...]
    domain: str = ""
    pos: PartOfSpeech = PartOfSpeech.NOUN
    case: CaseRule = CaseRule.ANY
    compound: CompoundRule = CompoundRule.BOTH
    exceptions: tuple[str, ...] = ()
    enforcement: Enforcement = Enforcement.FORCE
    status: ConceptStatus = ConceptStatus.ACTIVE
    untouched: bool = False
    note: str = ""
    author: str = ""
    changed: str = ""
    file: str = field(default="", compare=False)

    def of(self, language: str, *statuses: TermStatus) -> tuple[Term, ...]:
        """Return the terms of a language, of all statuses or of the given ones."""
        return tuple(
            term
            for term in self.terms
            if term.language == language and (not statuses or term.status in statuses)
        )

    @property
    def source(self) -> str:
        """The preferred Dutch term."""
        return self.of(DUTCH)[0].text

    @property
    def target(self) -> str:
        """The preferred English term; empty when nobody has decided on one yet."""
        preferred = self.of(ENGLISH, TermStatus.PREFERRED)
        return preferred[0].text if preferred else ""


@dataclass(frozen=True)
class Glossary:
    """Concepts in order of priority: where two want the same words, the earlier one wins."""

    concepts: tuple[Concept, ...]

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> Self:
        """Make a glossary from any series of concepts."""
        return cls(tuple(concepts))

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Make a glossary from plain (Dutch, English) pairs."""
        return cls(
            tuple(
                Concept(id=f"pair-{number}", terms=(Term(DUTCH, source), Term(ENGLISH, target)))
                for number, (source, target) in enumerate(pairs, 1)
            )
        )

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    @property
    def active(self) -> Iterator[Concept]:
        """The concepts that are in use."""
        return (concept for concept in self.concepts if concept.status is ConceptStatus.ACTIVE)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change when recognition or application may change."""
        digest = hashlib.sha256()
        for concept in self.concepts:
            told = (
                concept.id,
                concept.terms,
                concept.pos,
                concept.case,
                concept.compound,
                concept.exceptions,
                concept.enforcement,
                concept.status,
                concept.untouched,
            )
            digest.update(repr(told).encode())
        return digest.hexdigest()[:12]

    @cached_property
    def by_id(self) -> dict[str, Concept]:
        """Concepts by id; of a shared id the one with priority."""
        return {concept.id: concept for concept in reversed(self.concepts)}
