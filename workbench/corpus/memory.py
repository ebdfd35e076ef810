"""Translation memory: what reviewers approved before, found again for a new source text.

A match is *exact* (100) when the source text is the same, *in context* (101) when the segments
before and after it are the same too, and *fuzzy* (70 to 99) by normalised Levenshtein
similarity of the words' characters (RapidFuzz; Bloodgood and Strauss 2014 compare measures). A
text that is the same but for upper and lower case counts 99.

Sources of the own corpus are held in memory, some 400 bytes a unit; :meth:`Memory.refresh` adds
what was approved since. Imported memories are searched through the text index
(:mod:`workbench.corpus.memory_search`), as they are at that moment. Several threads may ask one
memory.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from difflib import SequenceMatcher
from threading import Lock

from rapidfuzz import fuzz, process
from sqlalchemy import ScalarSelect, func, select

from workbench.corpus import memory_search
from workbench.corpus.database import Database
from workbench.corpus.moments import Moments
from workbench.corpus.tables import Document, Project, Revision, Segment, Translation
from workbench.corpus.units import unit_from
from workbench.domain import Match, SegmentStatus, TranslationUnit
from workbench.language import primary

__all__ = ["CONTEXT", "EXACT", "FUZZY_FROM", "Memory"]

CONTEXT = 101
EXACT = 100
FUZZY_FROM = 70

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_STATUSES = (SegmentStatus.APPROVED, SegmentStatus.REVIEWED)


class Memory:
    """The approved and reviewed units of a store, to be searched by source text.

    Args:
        database: The store.
        project: Only this project; None takes all.
        statuses: Statuses that count.
        imported: Whether the imported memories that are on count too.
    """

    def __init__(
        self,
        database: Database,
        *,
        project: str | None = None,
        statuses: Collection[SegmentStatus] = _STATUSES,
        imported: bool = True,
    ) -> None:
        self._database = database
        self._imported = imported
        self._project = project
        self._statuses = [str(status) for status in statuses]
        self._sources: dict[int, str] = {}
        self._folded: dict[int, str] = {}
        self._documents: set[int] = set()
        self._moments = Moments(database)
        self._moment = -1
        self._lock = Lock()
        self.refresh()

    def __len__(self) -> int:
        return len(self._sources)

    def refresh(self) -> None:
        """Take in what was approved, changed or taken back since the last time."""
        with self._lock:
            # Asked first: what is settled by now is in the state that is read after it.
            self._take_in(self._moments.settled())

    def _take_in(self, settled: int) -> None:
        with self._database.read() as session:
            newest = session.scalar(select(func.max(Revision.id))) or 0
            shown = select(Document.id).join(Project).where(Project.arriving.is_(None))
            # An import's revisions are older than the moment at which its documents are shown.
            arrived = set(session.scalars(shown)) - self._documents
            if newest == self._moment and not arrived:
                return
            query = (
                select(Segment.id, Segment.text, Translation.status, Translation.text)
                .join(Translation, Translation.segment_id == Segment.id)
                .join(Document, Document.id == Segment.document_id)
                .join(Project, Project.id == Document.project_id)
                .where(Project.arriving.is_(None))
            )
            if self._project is not None:
                query = query.where(Project.name == self._project)
            if self._moment < 0:
                query = query.where(Translation.status.in_(self._statuses))
            else:
                changed = select(Revision.segment_id).where(Revision.id > self._moment)
                brought = Segment.document_id.in_(arrived) & Translation.status.in_(self._statuses)
                query = query.where(Segment.id.in_(changed) | brought)
            for number, source, status, target in session.execute(query):
                if status in self._statuses and target:
                    self._sources[number] = source
                    self._folded[number] = source.lower()
                else:
                    self._sources.pop(number, None)
                    self._folded.pop(number, None)
            self._moment = settled
            self._documents |= arrived

    def find(
        self,
        source: str,
        *,
        before: str = "",
        after: str = "",
        language: str = "",
        exclude: int | None = None,
        limit: int = 5,
    ) -> list[Match]:
        """Return the best matches, best first; of equal ones the newest first.

        Args:
            source: The text to be translated.
            before: Source text of the segment before it.
            after: Source text of the segment after it.
            language: Language of the source; empty takes matches of any.
            exclude: The segment that asks, which is no match for itself.
            limit: Most matches to return.
        """
        with self._lock:
            found = process.extract(
                source.lower(),
                self._folded,
                scorer=fuzz.ratio,
                score_cutoff=FUZZY_FROM,
                # Equal texts may crowd out others, and one of them may be the asker.
                limit=limit * 4 + 1,
            )
            scores = {
                number: EXACT if self._sources[number] == source else min(EXACT - 1, int(score))
                for _, score, number in found
                if number != exclude
            }
        matches: list[Match] = []
        for number, unit, context in self._units(list(scores)):
            percent = scores[number]
            if percent == EXACT and context == (before, after) and (before or after):
                percent = CONTEXT
            matches.append(Match(unit, percent, _differences(unit.source.text, source)))
        if self._imported:
            matches += self._foreign(source, (before, after), limit)
        if language:
            wanted = primary(language)
            matches = [one for one in matches if primary(one.unit.source.language) == wanted]
        matches.sort(key=_rank, reverse=True)
        return _distinct(matches)[:limit]

    def _foreign(self, source: str, context: tuple[str, str], limit: int) -> list[Match]:
        matches: list[Match] = []
        for found in memory_search.search(
            self._database, source, cutoff=FUZZY_FROM, limit=limit * 4
        ):
            text = found.unit.source.text
            percent = EXACT if text == source else min(EXACT - 1, int(found.score))
            if percent == EXACT and any(context) and found.context == context:
                percent = CONTEXT
            matches.append(Match(found.unit, percent, _differences(text, source), found.memory))
        return matches

    def _units(self, numbers: list[int]) -> list[tuple[int, TranslationUnit, tuple[str, str]]]:
        neighbours = Segment.__table__.alias("neighbours")

        def neighbour(step: int) -> ScalarSelect[str]:
            return (
                select(neighbours.c.text)
                .where(
                    neighbours.c.document_id == Segment.document_id,
                    neighbours.c.position == Segment.position + step,
                )
                .correlate(Segment)
                .scalar_subquery()
            )

        query = (
            select(
                Translation.__table__,
                Segment.text.label("source"),
                Segment.position,
                Document.name,
                Document.sha256,
                Project.source_language,
                Project.target_language,
                neighbour(-1).label("before"),
                neighbour(1).label("after"),
            )
            .join(Segment, Segment.id == Translation.segment_id)
            .join(Document, Document.id == Segment.document_id)
            .join(Project, Project.id == Document.project_id)
            .where(Translation.segment_id.in_(numbers), Translation.text != "")
        )
        with self._database.read() as session:
            rows = session.execute(query).all()
        return [
            (
                row.segment_id,
                unit_from(row),
                (row.before or "", row.after or ""),
            )
            for row in rows
        ]


def _rank(match: Match) -> tuple[int, bool, datetime]:
    # Of equal ones the own corpus comes first, then what is newest.
    return match.percent, not match.memory, match.unit.changed or _LONG_AGO


def _differences(stored: str, wanted: str) -> tuple[str, ...]:
    """Return the words to take away (``-word``) and to add (``+word``), in order."""
    old, new = stored.split(), wanted.split()
    words: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            words += [f"-{word}" for word in old[a:b]] + [f"+{word}" for word in new[c:d]]
    return tuple(words)


def _distinct(matches: list[Match]) -> list[Match]:
    seen: set[tuple[str, str]] = set()
    kept: list[Match] = []
    for match in matches:
        pair = (match.unit.source.text, match.unit.target.text)
        if pair not in seen:
            seen.add(pair)
            kept.append(match)
    return kept
