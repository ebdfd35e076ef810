"""What a change of the glossary would do to stored translations, before and after it is saved.

:class:`Translator.preview` really translates the segments concerned under the changed glossary,
in memory; :func:`apply` stores exactly these texts once the change is saved. Drafts are the
machine's and are replaced. What people worked on is listed apart with a proposal in which only
the term is exchanged, and changes only where a person says so.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.corpus import machine_drafts, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.glossary_versions import confirm
from workbench.corpus.machine_drafts import Draft
from workbench.corpus.rows import SegmentRow
from workbench.corpus.segments import Edit
from workbench.domain import Origin, Provenance, SegmentStatus
from workbench.errors import GlossaryError, NotFoundError, StaleEditError
from workbench.glossary.concepts import Concept, ConceptStatus, Enforcement, Glossary
from workbench.glossary.files import GlossaryFile
from workbench.glossary.matcher import Matcher, TermMatch
from workbench.glossary.repair import repaired, with_old_renderings
from workbench.settings import Settings
from workbench.workflow.pipeline import Pipeline

__all__ = ["Applied", "Impact", "NewText", "Translator", "apply", "changed_glossary", "concerned"]

_BATCH = 16
_OPEN = (SegmentStatus.UNTRANSLATED, SegmentStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class NewText:
    """A stored segment and the text that it would have.

    Attributes:
        row: The segment as it is stored.
        text: The new text; empty where nothing better than the stored one was found.
        provenance: Of a machine's text; None for a proposal to a person.
    """

    row: SegmentRow
    text: str
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of one concept would do.

    Attributes:
        before: Version of the glossary now.
        after: Version with the change; the same when only a note changed.
        drafts: Machine drafts whose text would change.
        same: Machine drafts that are concerned, but whose text would stay.
        people: Segments that people worked on and in which the term is not as it would have to
            be, with a proposal; they change only when somebody says so.
        right: Segments that people worked on and that are right under the change.
        untranslated: Segments with the term that have no translation yet.
        waiting: Segments concerned beyond the limit, not looked at.
        concerned: All segments concerned.
    """

    before: str
    after: str
    drafts: tuple[NewText, ...] = ()
    same: tuple[NewText, ...] = ()
    people: tuple[NewText, ...] = ()
    right: int = 0
    untranslated: int = 0
    waiting: int = 0
    concerned: tuple[int, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether no stored segment would change."""
        return not (self.drafts or self.people or self.waiting)


@dataclass(frozen=True, slots=True)
class Applied:
    """What :func:`apply` did.

    Attributes:
        drafts: Machine drafts that were replaced.
        people: Texts of people that were changed, as somebody said so.
        confirmed: Drafts that the change does not concern and that stay as they are.
        stale: Segments that somebody changed since the preview; left alone.
        documents: Documents with segments that still have to be translated again.
    """

    drafts: int
    people: int
    confirmed: int
    stale: int
    documents: tuple[int, ...]


def changed_glossary(
    files: Sequence[GlossaryFile], path: Path, concept: Concept | None, *, delete: str = ""
) -> Glossary:
    """Return the glossary as it would be with a concept changed, added or deleted.

    Args:
        files: The files as they are.
        path: File of the concept.
        concept: As it would be; None to delete one.
        delete: Id of the concept to leave out.

    Raises:
        GlossaryError: The row would not be valid.
    """
    concepts: list[Concept] = []
    for file in files:
        if file.path == path and concept is not None:
            file = file.with_concept(concept)
        concepts += (one for one in file.concepts if one.id != delete)
    return Glossary.of(concepts)


def concerned(database: Database, *concepts: Concept | None) -> Iterator[SegmentRow]:
    """Yield the translatable segments in whose source one of these concepts is found.

    Retired ones and those that are only shown are looked for too: their change may be that.
    """
    matchers = [
        Matcher(Glossary.of([_awake(concept)])) for concept in concepts if concept is not None
    ]
    for row in rows.translatable(database):
        if any(matcher.find(row.source) for matcher in matchers):
            yield row


def _awake(concept: Concept) -> Concept:
    return replace(concept, status=ConceptStatus.ACTIVE)


class Translator:
    """Translates stored segments under a glossary that is not saved yet.

    Args:
        pipeline: What stored segments were translated with; its cache has their free translations.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    @classmethod
    def open(cls, settings: Settings, *, package: str = "") -> "Translator":
        """Make the translator of the settings; the model is loaded when it is first needed.

        Raises:
            PackageError: The package is not there or broken.
        """
        return cls(Pipeline.open(settings, package=package))

    def preview(
        self,
        database: Database,
        *,
        now: Glossary,
        then: Glossary,
        before: Concept | None,
        after: Concept | None,
        limit: int = 200,
        progress: Callable[[int, int], None] | None = None,
    ) -> Impact:
        """Return what a change would do; nothing is written.

        Args:
            database: The store.
            now: The glossary as it is.
            then: The glossary with the change, of :func:`changed_glossary`.
            before: The concept as it is, None for a new one.
            after: The concept as it would be, None when it is deleted.
            limit: Most segments to translate; the others are only counted.
            progress: Told how many of how many segments are ready.
        """
        if now.version == then.version:
            return Impact(now.version, then.version)
        found = list(concerned(database, before, after))
        drafts = [row for row in found if _machine(row)]
        people = [row for row in found if not _machine(row) and row.target]
        looked = drafts[:limit]
        total = len(looked) + len(people)
        new: list[NewText] = []
        for ready in self._translated(looked, then):
            new += ready
            if progress is not None:
                progress(len(new), total)
        proposals = self._proposals(people, then, before, after)
        if progress is not None:
            progress(total, total)
        return Impact(
            now.version,
            then.version,
            drafts=tuple(one for one in new if one.text != one.row.target),
            same=tuple(one for one in new if one.text == one.row.target),
            people=tuple(proposals),
            right=len(people) - len(proposals),
            untranslated=sum(not row.target for row in found),
            waiting=len(drafts) - len(looked),
            concerned=tuple(row.id for row in found),
        )

    def _translated(
        self, wanted: Sequence[SegmentRow], glossary: Glossary
    ) -> Iterator[list[NewText]]:
        if not wanted:
            return
        pipeline = self._pipeline.under(glossary)
        for batch in pipeline.run([row.source for row in wanted], batch=_BATCH):
            yield [
                NewText(wanted[draft.index], segments.clean_target(draft.text), draft.provenance)
                for draft in batch
            ]

    def _proposals(
        self,
        people: Sequence[SegmentRow],
        glossary: Glossary,
        before: Concept | None,
        after: Concept | None,
    ) -> list[NewText]:
        """Return the texts of people that the change makes wrong, with the term put right."""
        if after is None or after.status is not ConceptStatus.ACTIVE or not people:
            return []
        if after.enforcement in (Enforcement.CHECK, Enforcement.SHOW):
            return []
        hinted = with_old_renderings(after, before)
        finder = Matcher(
            Glossary.of(hinted if one.id == after.id else one for one in glossary.concepts)
        )
        finder_of_one = _OnlyOf(finder, after.id)
        found = repaired(
            self._pipeline.engine, finder_of_one, [(row.source, row.target) for row in people]
        )
        return [
            NewText(row, text if text != row.target else "")
            for row, (text, complete) in zip(people, found, strict=True)
            if text != row.target or not complete
        ]


class _OnlyOf:
    """Finds one concept, where the whole glossary would see it."""

    def __init__(self, matcher: Matcher, identity: str) -> None:
        self._matcher = matcher
        self._identity = identity

    def find(self, text: str) -> list[TermMatch]:
        """Return the matches of the concept."""
        return [match for match in self._matcher.find(text) if match.concept.id == self._identity]


def _machine(row: SegmentRow) -> bool:
    return row.origin in (Origin.MACHINE, Origin.MEMORY) and row.status in _OPEN


def apply(
    database: Database,
    impact: Impact,
    *,
    glossary: Glossary,
    author: str,
    people: Collection[int] = (),
) -> Applied:
    """Store the texts of a preview, once the change is saved; all of it has history.

    Args:
        database: The store.
        impact: What the preview said.
        glossary: The glossary as it is saved.
        author: Who changed it; changed texts of people become the author's drafts.
        people: Segments of :attr:`Impact.people` that shall change too.

    Raises:
        GlossaryError: The glossary is not the one of the preview; nothing is changed.
    """
    if glossary.version != impact.after:
        raise GlossaryError(
            "the glossary changed again since the preview",
            fix="Look at the impact again; the translations were left alone",
        )
    confirmed = confirm(
        database, before=impact.before, after=impact.after, concerned=impact.concerned
    )
    machine: dict[int, list[NewText]] = defaultdict(list)
    for one in (*impact.drafts, *impact.same):
        machine[one.row.document].append(one)
    written = stale = 0
    for document, texts in machine.items():
        drafts = [
            Draft(one.row.id, one.row.version, one.text, one.provenance)
            for one in texts
            if one.provenance is not None
        ]
        stored = machine_drafts.put_drafts(database, document, drafts, author=author)
        changed = {one.row.id for one in texts if one.text != one.row.target}
        written += len(changed & set(stored.written))
        stale += len(drafts) - len(stored.written)
    edits: dict[int, list[Edit]] = defaultdict(list)
    for one in impact.people:
        if one.row.id in people and one.text:
            edits[one.row.document].append(Edit(one.row.id, one.row.version, one.text))
    of_people = 0
    for wanted in edits.values():
        saved = _save_unchanged(database, wanted, author=author)
        of_people += saved
        stale += len(wanted) - saved
    return Applied(
        written,
        of_people,
        confirmed,
        stale,
        tuple(machine_drafts.outdated(database, glossary=glossary.version)),
    )


def _save_unchanged(database: Database, wanted: Sequence[Edit], *, author: str) -> int:
    """Save the texts that nobody changed or removed since they were shown; return how many."""
    try:
        return len(segments.save_many(database, wanted, author=author, kind="glossary"))
    except (StaleEditError, NotFoundError):
        if len(wanted) == 1:
            return 0
    return sum(_save_unchanged(database, [one], author=author) for one in wanted)
