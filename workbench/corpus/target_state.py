"""What a target is at one version: its text and status, and where the text came from."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from workbench.domain import Origin, Provenance, SegmentStatus, TermOutcome, TermStrategy

__all__ = ["TargetState", "terms_from", "terms_to"]


@dataclass(frozen=True, slots=True)
class TargetState:
    """What a target is at one version; undo and revert bring it back as a whole.

    Attributes:
        text: Target text, empty when there is none.
        status: Review status.
        origin: An :class:`Origin`, or empty when there is no text yet.
        engine: Signature of the engine that wrote it, or empty.
        glossary: Version of the glossary applied, or empty.
        raw: The engine's text before the glossary was applied.
        confidence: Mean token probability, 0 to 1, or None.
        flags: Problems detected.
        terms: Term outcomes as JSON objects.
        author: Who wrote the text.
    """

    text: str = ""
    status: str = SegmentStatus.UNTRANSLATED
    origin: str = ""
    engine: str = ""
    glossary: str = ""
    raw: str = ""
    confidence: float | None = None
    flags: tuple[str, ...] = ()
    terms: tuple[dict[str, Any], ...] = ()
    author: str = ""

    @classmethod
    def of(cls, row: Any) -> Self:
        """Take the state out of a row that has its columns."""
        return cls(
            text=row.text,
            status=row.status,
            origin=row.origin,
            engine=row.engine,
            glossary=row.glossary,
            raw=row.raw,
            confidence=row.confidence,
            flags=row.flags,
            terms=tuple(row.terms),
            author=row.author,
        )

    @classmethod
    def from_provenance(cls, text: str, status: SegmentStatus, provenance: Provenance) -> Self:
        """Make the state of a text with its provenance."""
        return cls(
            text=text,
            status=status,
            origin=provenance.origin,
            engine=provenance.engine,
            glossary=provenance.glossary,
            raw=provenance.raw,
            confidence=provenance.confidence,
            flags=provenance.flags,
            terms=terms_to(provenance.terms),
            author=provenance.author,
        )

    def provenance(self) -> Provenance:
        """Return the provenance; a target without text counts as human."""
        return Provenance(
            origin=Origin(self.origin) if self.origin else Origin.HUMAN,
            engine=self.engine,
            glossary=self.glossary,
            author=self.author,
            raw=self.raw,
            confidence=self.confidence,
            flags=self.flags,
            terms=terms_from(self.terms),
        )

    def columns(self) -> dict[str, Any]:
        """Return the columns as they are stored."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        values["status"] = str(self.status)
        values["origin"] = str(self.origin)
        values["terms"] = list(self.terms)
        return values


def terms_to(terms: Iterable[TermOutcome]) -> tuple[dict[str, Any], ...]:
    """Return term outcomes as JSON objects."""
    return tuple({**dataclasses.asdict(term), "strategy": str(term.strategy)} for term in terms)


def terms_from(terms: Iterable[dict[str, Any]]) -> tuple[TermOutcome, ...]:
    """Read term outcomes back."""
    return tuple(
        TermOutcome(**{**term, "strategy": TermStrategy(term["strategy"])}) for term in terms
    )
