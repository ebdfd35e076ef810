"""Both directions at once: which pipeline translates a document, and from which languages.

Dutch into English always works; English into Dutch where a package for it is there.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from workbench.engine.packages import PackageStore
from workbench.language import EN_NL, NL_EN, LanguagePair, primary
from workbench.settings import Settings
from workbench.workflow.pipeline import Pipeline

__all__ = ["Directions"]


class Directions:
    """The pipelines of a run, one a direction; each loads its model when it is first needed.

    Args:
        pipelines: The first is used where none has the direction asked for.
    """

    def __init__(self, pipelines: Sequence[Pipeline]) -> None:
        self._first = pipelines[0]
        self._by_pair = {each.engine.info.pair: each for each in reversed(pipelines)}

    @classmethod
    def open(cls, settings: Settings, *, package: str = "", glossary: Path | None = None) -> Self:
        """Make the pipelines of the settings, for the directions that there are packages for.

        Args:
            settings: Which packages, threads, beam and glossaries.
            package: Name of the package to use for its direction; empty takes that of the
                settings.
            glossary: Another glossary: a file or a folder.

        Raises:
            PackageError: A package is not there or broken.
            GlossaryError: A glossary row can't be used.
        """
        there = {each.pair for each in PackageStore(settings.packages).list()}
        chosen = Pipeline.open(settings, package=package, glossary=glossary)
        others = (
            Pipeline.open(settings, glossary=glossary, pair=pair)
            for pair in (NL_EN, EN_NL)
            if pair in there and pair != chosen.engine.info.pair
        )
        return cls([chosen, *others])

    def first_only(self) -> "Directions":
        """Return the first direction alone; documents in other languages stay as they are."""
        return Directions([self._first])

    @property
    def sources(self) -> frozenset[str]:
        """Languages that documents can be translated from."""
        return frozenset(primary(pair.source) for pair in self._by_pair)

    @property
    def source_words(self) -> frozenset[str]:
        """Dutch words that the glossary knows, to mend hyphens with when reading documents."""
        return frozenset().union(*(each.source_words for each in self._by_pair.values()))

    def of(self, pair: LanguagePair) -> Pipeline:
        """Return the pipeline of a direction; the first one where there is none."""
        return self._by_pair.get(pair, self._first)

    def from_language(self, language: str) -> Pipeline:
        """Return the pipeline that translates from a language; the first one if none does."""
        found = (each for pair, each in self._by_pair.items() if primary(pair.source) == language)
        return next(found, self._first)
