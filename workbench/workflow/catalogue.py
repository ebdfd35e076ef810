"""The concepts of all glossary files, searched and paged without waiting, also 50 000 of them.

What a search looks through is put together once for each state of the files; a search is then one
pass over plain strings (some 10 ms for 50 000 concepts), and only a page of it goes to a browser.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workbench.glossary.concepts import Concept, Glossary
from workbench.glossary.files import GlossaryFile
from workbench.glossary.sheet import Problem, conflicts
from workbench.workflow import terminology

__all__ = ["Catalogue", "Clash", "catalogue"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two active concepts with the same Dutch term.

    Attributes:
        term: The Dutch term.
        earlier: The concept that wins.
        later: The other one.
        duplicate: Whether they agree on the English; otherwise they contradict each other.
    """

    term: str
    earlier: Concept
    later: Concept
    duplicate: bool


class Catalogue:
    """All concepts of some glossary files, in their order.

    Args:
        files: The files as they were read.
    """

    def __init__(self, files: Sequence[GlossaryFile]) -> None:
        self.files = tuple(files)
        self.concepts = tuple(concept for file in files for concept in file.concepts)
        self._haystacks = tuple(
            "\n".join([*(term.text for term in concept.terms), concept.id]).casefold()
            for concept in self.concepts
        )

    def search(
        self,
        text: str = "",
        *,
        domain: str = "",
        use: str = "",
        status: str = "",
        file: str = "",
    ) -> list[Concept]:
        """Return the concepts that fit, in the order of the files; those that begin so first.

        Args:
            text: Found in a Dutch or English term or the id, in any case.
            domain: Their domain, or empty for all.
            use: Their enforcement, or empty.
            status: Their status, or empty.
            file: Name of their file, or empty.
        """
        wanted = text.strip().casefold()
        first: list[Concept] = []
        others: list[Concept] = []
        for concept, haystack in zip(self.concepts, self._haystacks, strict=True):
            if wanted and wanted not in haystack:
                continue
            if domain and concept.domain != domain:
                continue
            if (use and concept.enforcement != use) or (status and concept.status != status):
                continue
            if file and Path(concept.file).name != file:
                continue
            begins = wanted and (haystack.startswith(wanted) or f"\n{wanted}" in haystack)
            (first if begins else others).append(concept)
        return first + others

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """The domains that occur, by name."""
        return tuple(sorted({concept.domain for concept in self.concepts if concept.domain}))

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Concepts by file name."""
        return dict(Counter(Path(concept.file).name for concept in self.concepts))

    @cached_property
    def glossary(self) -> Glossary:
        """The concepts as a glossary."""
        return Glossary.of(self.concepts)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files; clashes of terms are in :attr:`clashes`."""
        return tuple(p for file in self.files for p in file.problems if p.error)

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """Duplicates and contradictions, within files and between them."""
        return tuple(
            Clash(term, earlier, later, said == "is there already")
            for earlier, later, term, said in conflicts(self.concepts)
        )

    def file_of(self, concept: Concept) -> GlossaryFile:
        """Return the file of a concept."""
        return next(file for file in self.files if str(file.path) == concept.file)


_LOCK = threading.Lock()
_MADE: dict[Path, tuple[tuple[str, ...], Catalogue]] = {}


def catalogue(folder: Path) -> Catalogue:
    """Return the catalogue of a folder as its files are now, made anew only when they changed.

    Raises:
        GlossaryError: A file can't be read.
    """
    files = terminology.files(folder)
    seen = tuple(f"{file.path}:{file.sha256}" for file in files)
    with _LOCK:
        known = _MADE.get(folder)
        if known is None or known[0] != seen:
            known = (seen, Catalogue(files))
            _MADE[folder] = known
    return known[1]
