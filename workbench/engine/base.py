"""What the workbench asks of a translation engine, and what an engine says of itself.

The glossary, the jobs and the app know only the :class:`Engine` protocol; the one real engine
is :class:`workbench.engine.argos.ArgosEngine`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

from workbench.domain import Hypothesis
from workbench.language import LanguagePair

__all__ = ["Engine", "EngineInfo", "Terminology"]

SOURCE_ANNOTATION = "source-annotation"


@dataclass(frozen=True, slots=True)
class Terminology:
    """How a package wants terms written into its source text (Dinu et al. 2019).

    ``<term> vredesafdwinging <trans> peace enforcement </term>`` tells such a model to render
    the Dutch words by the English ones.

    Attributes:
        style: Name of the scheme; ``source-annotation`` is the one known.
        open: Marker before the source words.
        separator: Marker between source words and target term.
        close: Marker behind the target term.
    """

    style: str
    open: str
    separator: str
    close: str

    @property
    def markers(self) -> tuple[str, str, str]:
        """The three markers, in the order in which they are written."""
        return self.open, self.separator, self.close


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What is known of an engine without loading its model.

    Attributes:
        name: Name of the package.
        version: Version that the package states.
        pair: Translation direction.
        sha256: Hash of the package, in hexadecimal.
        terminology: How it takes terms in the source; None if it can't.
    """

    name: str
    version: str
    pair: LanguagePair
    sha256: str
    terminology: Terminology | None = None


@runtime_checkable
class Engine(Protocol):
    """A translator of sentences; every text is one segment without line ends."""

    @property
    def info(self) -> EngineInfo:
        """Name, version, languages and hash."""

    @property
    def signature(self) -> str:
        """Everything that determines the output: package, version, hash, options."""

    def with_beam(self, beam: int) -> Self:
        """Return an engine on the same loaded model with another beam."""

    def translate(self, sources: Sequence[str], *, n_best: int = 1) -> list[list[Hypothesis]]:
        """Translate; for each source up to `n_best` hypotheses, best first, at least one."""

    def avoid(
        self, sources: Sequence[str], banned: Sequence[str], *, n_best: int = 1
    ) -> list[list[Hypothesis]]:
        """Translate without these words; for each source up to `n_best` hypotheses."""

    def complete(
        self,
        requests: Sequence[tuple[str, str]],
        *,
        n_best: int = 1,
        alternatives: bool = False,
        unfinished: bool = False,
        quick: bool = False,
    ) -> list[list[Hypothesis]]:
        """Translate (source, target prefix) pairs; every hypothesis begins with its prefix.

        With `quick` there may be none.
        """

    def score(self, pairs: Sequence[tuple[str, str]], *, align: bool = True) -> list[Hypothesis]:
        """Judge (source, target) pairs: log-probability of each target token and their mean."""

    def annotate(self, source: str, spans: Sequence[tuple[int, int, str]]) -> str:
        """Write target terms into a source text, for a package that takes them."""

    def source_tokens(self, source: str) -> list[str]:
        """Split a source text into the tokens that :attr:`Hypothesis.alignment` counts."""
