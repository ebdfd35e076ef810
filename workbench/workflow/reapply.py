"""The glossary over stored translations once more: terms put right, nothing translated anew.

Where a term is missing only the words that stand for it are exchanged. Drafts of the machine are
written when the preview is agreed to; texts that people worked on change where somebody says so.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.corpus import documents, glossary_versions, rows, segments
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow
from workbench.domain import Hypothesis, Origin, Provenance, SegmentStatus, TermStrategy
from workbench.engine.base import Engine
from workbench.engine.confidence import segment_confidence
from workbench.engine.uppercase import pair_as_read, raised
from workbench.glossary.attempt import Attempt
from workbench.glossary.concepts import Glossary
from workbench.glossary.enforcement import terms_to_apply
from workbench.glossary.matcher import Matcher, TermMatch
from workbench.glossary.repair import repaired
from workbench.language import NL_EN
from workbench.workflow import impact
from workbench.workflow.impact import Impact, NewText

__all__ = ["Pass", "Reapplied", "apply", "look"]

_BATCH = 32
_PAGE = 500
_OPEN = (SegmentStatus.UNTRANSLATED, SegmentStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class Pass:
    """What putting the terms right would do; nothing is written yet.

    Attributes:
        glossary: Version of the glossary.
        drafts: Machine drafts that would change.
        people: Segments that people worked on and that lack a term, with a proposal; the text is
            empty where none was found.
        stuck: Machine drafts that lack a term which could not be put in.
        right: Machine drafts, by segment, whose terms are all right.
        settled: Segments that people worked on and whose terms are all right.
        without: Segments without a term to apply.
        waiting: Segments that lack a term, beyond the limit.
    """

    glossary: str
    drafts: tuple[NewText, ...] = ()
    people: tuple[NewText, ...] = ()
    stuck: tuple[SegmentRow, ...] = ()
    right: tuple[int, ...] = ()
    settled: int = 0
    without: int = 0
    waiting: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to change and nothing to decide."""
        return not (self.drafts or self.people)


@dataclass(frozen=True, slots=True)
class Reapplied:
    """What :func:`apply` did.

    Attributes:
        drafts: Machine drafts that were changed.
        people: Texts of people that were changed, as somebody said so.
        confirmed: Drafts of an older glossary that are right under this one.
        stale: Segments that somebody changed since the preview; left alone.
    """

    drafts: int
    people: int
    confirmed: int
    stale: int


def look(
    database: Database,
    engine: Engine,
    glossary: Glossary,
    *,
    only: Sequence[int] = (),
    limit: int = 500,
    progress: Callable[[int, int], None] | None = None,
) -> Pass:
    """Return what would change; nothing is written.

    Args:
        database: The store.
        engine: Judges and aligns; it translates nothing.
        glossary: The glossary to apply.
        only: Documents to look at; none for all.
        limit: Most segments to put right; the others that lack a term are only counted.
        progress: Told how many of how many segments are ready.

    Raises:
        NotFoundError: There is no such document.
    """
    finder = _Applied(Matcher(glossary))
    lacking: list[tuple[SegmentRow, list[TermMatch]]] = []
    right: list[int] = []
    settled = without = 0
    for row in _translated(database, only):
        matches = finder.find(row.source)
        if not matches:
            without += 1
        elif _attempt(row.source, row.target, matches).absent:
            lacking.append((row, matches))
            continue
        else:
            settled += not _machine(row)
        if _machine(row):
            right.append(row.id)
    wanted = lacking[:limit]
    drafts: list[NewText] = []
    people: list[NewText] = []
    stuck: list[SegmentRow] = []
    for first in range(0, len(wanted), _BATCH):
        batch = wanted[first : first + _BATCH]
        pairs = [pair_as_read(row.source, row.target, row.pair) for row, _ in batch]
        found = [text for text, _ in repaired(engine, finder, pairs)]
        judged = engine.score(
            [*pairs, *((source, text) for (source, _), text in zip(pairs, found, strict=True))],
            align=False,
        )
        texts = [
            segments.clean_target(text if read == row.target else raised(text))
            for text, (row, _), (_, read) in zip(found, batch, pairs, strict=True)
        ]
        for at, ((row, matches), text) in enumerate(zip(batch, texts, strict=True)):
            changed = text != row.target
            if not _machine(row):
                people.append(NewText(row, text if changed else ""))
            elif changed:
                before, after = judged[at], judged[len(batch) + at]
                provenance = _provenance(row, text, matches, before, after, glossary.version)
                drafts.append(NewText(row, text, provenance))
            else:
                stuck.append(row)
        if progress is not None:
            progress(first + len(batch), len(wanted))
    return Pass(
        glossary.version,
        tuple(drafts),
        tuple(people),
        tuple(stuck),
        tuple(right),
        settled,
        without,
        len(lacking) - len(wanted),
    )


def apply(
    database: Database,
    found: Pass,
    *,
    glossary: Glossary,
    author: str,
    people: Iterable[int] = (),
) -> Reapplied:
    """Store the texts of a preview; all of it has history.

    Args:
        database: The store.
        found: What :func:`look` said.
        glossary: The glossary as it is now.
        author: Who wants it; changed texts of people become the author's drafts.
        people: Segments of :attr:`Pass.people` that shall change too.

    Raises:
        GlossaryError: The glossary is not the one of the preview; nothing is changed.
    """
    wanted = Impact(found.glossary, found.glossary, drafts=found.drafts, people=found.people)
    done = impact.apply(
        database, wanted, glossary=glossary, author=author, people=frozenset(people)
    )
    confirmed = sum(
        glossary_versions.confirm(database, before=version, after=found.glossary, only=found.right)
        for version in glossary_versions.of_drafts(database)
    )
    return Reapplied(done.drafts, done.people, confirmed, done.stale)


class _Applied:
    """Finds the terms that are put into translations, where the whole glossary would see them."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def find(self, text: str) -> list[TermMatch]:
        """Return the matches to apply."""
        return terms_to_apply(self._matcher, text)


def _translated(database: Database, only: Sequence[int]) -> Iterator[SegmentRow]:
    for number in only or [info.id for info in documents.listing(database)]:
        info = documents.get(database, number)
        for start in range(0, info.segments, _PAGE):
            for row in rows.rows(database, number, start=start, limit=_PAGE):
                if row.translatable and row.target and row.pair == NL_EN:
                    yield row


def _attempt(source: str, target: str, matches: list[TermMatch]) -> Attempt:
    text = Hypothesis(target, (), 0.0)
    return Attempt(source, target, matches, (text,), target, text, text)


def _provenance(
    row: SegmentRow,
    text: str,
    matches: list[TermMatch],
    before: Hypothesis,
    after: Hypothesis,
    version: str,
) -> Provenance:
    """Return where a changed draft comes from: as before, with its terms as they are now."""
    known = {(term.concept, term.start): term for term in row.terms}
    attempt = _attempt(row.source, row.target, matches)
    drop = max(0.0, before.score - after.score)
    for number in attempt.missing(row.target):
        attempt.how[number] = (TermStrategy.PATCHED, drop)
    put_in = frozenset(attempt.how)
    attempt.text = text
    result = attempt.result()
    terms = []
    for number, term in enumerate(result.outcomes):
        old = known.get((term.concept, term.start))
        there = TermStrategy.NOT_APPLIED not in (term.strategy, old.strategy if old else None)
        if old is not None and there and number not in put_in:
            term = replace(term, strategy=old.strategy, score_drop=old.score_drop)
        terms.append(term)
    flags = tuple(flag for flag in row.problems if flag != "term")
    return Provenance(
        origin=row.origin or Origin.MACHINE,
        engine=row.engine,
        # A draft that still lacks a term stays one to be translated again.
        glossary=version if result.complete else row.glossary,
        author=row.author,
        raw=row.raw or row.target,
        confidence=segment_confidence(after),
        flags=flags if result.complete else (*flags, "term"),
        terms=tuple(terms),
    )


def _machine(row: SegmentRow) -> bool:
    return row.origin in (Origin.MACHINE, Origin.MEMORY) and row.status in _OPEN
