"""How each concept fares in the store: how often it occurs, comes out right, and is corrected."""

from collections import defaultdict
from dataclasses import dataclass, replace

from workbench.corpus import rows
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow
from workbench.domain import Origin, TermStrategy
from workbench.glossary.concepts import Concept, ConceptStatus, Glossary
from workbench.glossary.matcher import Matcher
from workbench.glossary.targets import find_targets

__all__ = ["ConceptFigures", "figures", "occurrences"]


@dataclass(frozen=True, slots=True)
class ConceptFigures:
    """How a concept fares.

    Attributes:
        segments: Segments in whose source it is.
        translated: Those that have a translation.
        right: Those with an allowed English term in it.
        corrected: Those in which a person put the term in, or took it out.
    """

    segments: int = 0
    translated: int = 0
    right: int = 0
    corrected: int = 0

    @property
    def success(self) -> float | None:
        """Share of the translated segments that have the term; None without any."""
        return self.right / self.translated if self.translated else None


def figures(database: Database, glossary: Glossary) -> dict[str, ConceptFigures]:
    """Return the figures of each concept that occurs, by id."""
    matcher = Matcher(glossary)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows.translatable(database):
        concepts = {match.concept.id: match.concept for match in matcher.find(row.source)}
        found = find_targets(concepts.values(), row.target) if row.target else {}
        machine = {
            term.concept: term.strategy is not TermStrategy.NOT_APPLIED for term in row.terms
        }
        for identity in concepts:
            here = counts[identity]
            here[0] += 1
            if not row.target:
                continue
            there = bool(found[identity])
            here[1] += 1
            here[2] += there
            if row.origin is Origin.HUMAN and identity in machine:
                here[3] += machine[identity] != there
    return {identity: ConceptFigures(*four) for identity, four in counts.items()}


def occurrences(database: Database, concept: Concept, *, limit: int = 50) -> list[SegmentRow]:
    """Return stored segments in whose source a concept is found, the first ones."""
    matcher = Matcher(Glossary.of([replace(concept, status=ConceptStatus.ACTIVE)]))
    found: list[SegmentRow] = []
    for row in rows.translatable(database):
        if matcher.find(row.source):
            found.append(row)
            if len(found) == limit:
                break
    return found
