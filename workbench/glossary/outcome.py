"""What enforcement asks of an engine and what it gives back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from workbench.domain import Hypothesis, TermOutcome, TermStrategy
from workbench.glossary.matcher import TermMatch

__all__ = ["Decoder", "DecoderInfo", "Enforced", "Finder"]


class Finder(Protocol):
    """What finds terms in a source text; :class:`workbench.glossary.matcher.Matcher` does."""

    def find(self, text: str) -> list[TermMatch]:
        """Return the terms in `text`, in order."""


class DecoderInfo(Protocol):
    """What a decoder says of itself."""

    @property
    def terminology(self) -> object | None:
        """How the package takes terms in its source text; None if it can't."""


class Decoder(Protocol):
    """The part of a translation engine that enforcement uses; any Argos package offers it."""

    @property
    def info(self) -> DecoderInfo:
        """What the package declares."""

    def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
        """Translate; for each source up to `n_best` hypotheses, best first."""

    def avoid(
        self, sources: Sequence[str], banned: Sequence[str], *, n_best: int = 1
    ) -> list[list[Hypothesis]]:
        """Translate without these words; for each source up to `n_best` hypotheses."""

    def complete(
        self, requests: Sequence[tuple[str, str]], *, n_best: int = 1, quick: bool = False
    ) -> list[list[Hypothesis]]:
        """Finish (source, beginning of the target); if quick, greedily, and perhaps not at all."""

    def score(self, pairs: Sequence[tuple[str, str]], *, align: bool = True) -> list[Hypothesis]:
        """Judge (source, target) pairs by mean log-probability a token; align them if asked."""

    def source_tokens(self, source: str) -> list[str]:
        """Split a source text into the tokens that :attr:`Hypothesis.alignment` counts."""

    def annotate(self, source: str, spans: Sequence[tuple[int, int, str]]) -> str:
        """Write target terms into a source text at (start, end), as the package wants them."""


@dataclass(frozen=True, slots=True)
class Enforced:
    """A translation after the glossary.

    Attributes:
        text: The translation, with the terms that could be applied.
        raw: The engine's own translation.
        outcomes: What became of each term found in the source, in its order.
    """

    text: str
    raw: str
    outcomes: tuple[TermOutcome, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every term is in the text."""
        return all(outcome.strategy is not TermStrategy.NOT_APPLIED for outcome in self.outcomes)
