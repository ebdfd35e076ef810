"""Terms of a file compared with the glossary: what each entry is, and what would become of it.

Each entry is compared with the glossary and with the entries before it, and gets one verdict.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workbench.exchange.terms.base import Entry
from workbench.glossary.concepts import Concept
from workbench.glossary.files import GlossaryFile
from workbench.glossary.rows import concept_cells, concept_of, slug
from workbench.glossary.tokens import fold

__all__ = ["Choice", "ImportPreview", "Proposal", "Verdict", "compare", "without_word"]


class Verdict(StrEnum):
    """What an entry is, compared with the glossary."""

    NEW = "new"
    CHANGED = "changed"
    IDENTICAL = "identical"
    CONFLICT = "conflicting"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    SAME = "source = target"
    CONTROL = "control characters"
    INVALID = "not valid"


class Choice(StrEnum):
    """What a person wants done with an entry."""

    SKIP = "skip"
    TAKE = "take"
    ADMIT = "admit"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry and what would become of it.

    Attributes:
        number: Its row or number in the file, from 1.
        verdict: What it is.
        concept: The concept as it would be in the glossary; None when it can't be used.
        existing: The concept in the glossary that it is about, or None.
        differences: Column to (glossary, file) for changed and conflicting entries.
        message: What a person should know, or empty.
    """

    number: int
    verdict: Verdict
    concept: Concept | None = None
    existing: Concept | None = None
    differences: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    message: str = ""

    @property
    def usual(self) -> Choice:
        """What is done with it unless a person says otherwise."""
        return Choice.TAKE if self.verdict in (Verdict.NEW, Verdict.CHANGED) else Choice.SKIP

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be done with it."""
        if self.concept is None or self.verdict is Verdict.IDENTICAL:
            return (Choice.SKIP,)
        if self.verdict is Verdict.CONFLICT and self.existing is not None:
            return (Choice.SKIP, Choice.TAKE, Choice.ADMIT)
        return (Choice.SKIP, Choice.TAKE)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """All entries of a file, looked at.

    Attributes:
        file: Name of the file.
        entries: The entries in its order.
        proposals: What would become of each, in the same order.
    """

    file: str
    entries: tuple[Entry, ...]
    proposals: tuple[Proposal, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many entries there are of each verdict that occurs."""
        found = Counter(proposal.verdict for proposal in self.proposals)
        return {verdict: found[verdict] for verdict in Verdict if found[verdict]}


def compare(entries: Iterable[Entry], files: Sequence[GlossaryFile], *, name: str) -> ImportPreview:
    """Compare entries with the glossary and with each other."""
    known = _Known(files)
    listed = tuple(entries)
    return ImportPreview(name, listed, tuple(known.judge(entry) for entry in listed))


class _Known:
    """The concepts of the glossary and of the entries so far, by id and by Dutch term."""

    def __init__(self, files: Sequence[GlossaryFile]) -> None:
        self._by_id = {concept.id: concept for file in files for concept in file.concepts}
        self._by_term: dict[str, Concept] = {}
        for file in files:
            for concept in file.concepts:
                for term in concept.of("nl"):
                    self._by_term.setdefault(fold(term.text), concept)
        self._taken = {identity for file in files for identity in file.rows}
        self._read: dict[str, tuple[int, Concept]] = {}

    def judge(self, entry: Entry) -> Proposal:
        cells = dict(entry.cells)
        dutch = cells.get("nl", "").strip()
        if not any(cells.get(name, "").strip() for name in ("nl", "en")):
            return Proposal(entry.number, Verdict.EMPTY, message="neither Dutch nor English")
        control = sorted(name for name, value in cells.items() if any(map(_is_control, value)))
        if control:
            return Proposal(
                entry.number, Verdict.CONTROL, message=f"in the column {', '.join(control)}"
            )
        if not dutch:
            return Proposal(
                entry.number, Verdict.EMPTY, message=f"no Dutch term for {cells.get('en', '')!r}"
            )
        wanted = cells.pop("concept", "")
        existing = self._existing(wanted, dutch)
        named = existing is not None and wanted == existing.id
        if existing and not named and fold(dutch) != fold(existing.source):
            # It knows the concept by another of its names, and does not say which is the first.
            cells["nl"] = existing.source
        base = concept_cells(existing) if existing else {}
        if base.get("en") and "en" in cells and not cells["en"].strip() and not cells.get("dnt"):
            said = f"the glossary says {base['en']!r}, the file has no English term"
            return Proposal(
                entry.number, Verdict.CONFLICT, None, existing, {"en": (base["en"], "")}, said
            )
        if base and "forbidden" not in cells:
            base["forbidden"] = without_word(base["forbidden"], cells.get("en", ""))
        identity = existing.id if existing else self._free(wanted or dutch)
        if not existing and not cells.get("en") and not cells.get("dnt"):
            cells.setdefault("status", "proposed")
        concept, wrong = concept_of(
            {**base, **cells, "concept": identity},
            default_id=identity,
            file=existing.file if existing else "",
        )
        if wrong:
            return Proposal(
                entry.number,
                Verdict.INVALID,
                existing=existing,
                message="; ".join(str(problem) for problem in wrong),
            )
        return self._compared(entry.number, concept, existing, cells, by_id=named)

    def _existing(self, wanted: str, dutch: str) -> Concept | None:
        """Return the concept that an entry is about: its id and a Dutch term, or that alone."""
        named = self._by_id.get(wanted)
        if named and fold(dutch) in {fold(term.text) for term in named.of("nl")}:
            return named
        return self._by_term.get(fold(dutch))

    def _free(self, wanted: str) -> str:
        base = candidate = slug(wanted)
        number = 2
        while candidate in self._taken:
            candidate, number = f"{base}-{number}", number + 1
        return candidate

    def _compared(
        self,
        number: int,
        concept: Concept,
        existing: Concept | None,
        cells: Mapping[str, str],
        *,
        by_id: bool,
    ) -> Proposal:
        key = fold(concept.source)
        before = self._read.get(key)
        if before:
            same = fold(before[1].target) == fold(concept.target)
            return Proposal(
                number,
                Verdict.DUPLICATE if same else Verdict.CONFLICT,
                None if same else replace(concept, id=self._free(concept.id)),
                existing,
                {} if same else {"en": (before[1].target, concept.target)},
                f"{concept.source!r} is in row {before[0]} of the file already",
            )
        self._read[key] = (number, concept)
        self._taken.add(concept.id)
        if existing is None:
            if key == fold(concept.target) and not concept.untouched:
                return Proposal(
                    number, Verdict.SAME, concept, message="the same word in both languages"
                )
            return Proposal(number, Verdict.NEW, concept)
        old, new = concept_cells(existing), concept_cells(concept)
        differences = {
            name: (old[name], new[name])
            for name in new
            if old[name] != new[name] and name not in ("author", "changed", "concept")
        }
        if not differences:
            return Proposal(number, Verdict.IDENTICAL, concept, existing)
        if "en" in differences and existing.target and not by_id:
            said = f"the glossary says {existing.target!r}, the file {cells.get('en', '')!r}"
            return Proposal(number, Verdict.CONFLICT, concept, existing, differences, said)
        return Proposal(number, Verdict.CHANGED, concept, existing, differences)


def _is_control(mark: str) -> bool:
    return unicodedata.category(mark) == "Cc" and not mark.isspace()


def without_word(cell: str, word: str) -> str:
    """Return a cell of several words without one of them."""
    kept = (one for one in cell.split(" ; ") if one and one.casefold() != word.strip().casefold())
    return " ; ".join(kept)
