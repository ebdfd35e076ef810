"""Units of another store as documents of a project again, with all that people did to them.

The units of one document come together. A document that the project does not have is made of
them (:mod:`workbench.corpus.arrivals`); in one that it has, a unit finds its sentence by its text
with its place or number, or by its text alone, and is written only where nobody worked yet. So
nothing that a person wrote is ever replaced.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from workbench.corpus.segments import clean_target
from workbench.corpus.states import ActionKey, Earlier, Life, lock, replay
from workbench.corpus.tables import Comment, Document, Project, Segment, Translation
from workbench.corpus.target_state import TargetState
from workbench.corpus.unit_layout import document_key
from workbench.corpus.unit_tables import UnitBead
from workbench.domain import Origin, Provenance, Remark, SegmentStatus, TranslationUnit
from workbench.errors import StoreError

__all__ = ["Finding", "PastOf", "compare", "enter", "past_of", "write"]

KIND = "import"
"""Kind of the action that a unit without a history of its own gets."""

PastOf: TypeAlias = tuple[list[Earlier], TargetState]
"""What happened to a target, and the state it has now."""

_MACHINE = (str(Origin.MACHINE), str(Origin.MEMORY))
_OPEN = (str(SegmentStatus.UNTRANSLATED), str(SegmentStatus.DRAFT))


@dataclass(frozen=True, slots=True)
class Finding:
    """What can become of the units of one document.

    Attributes:
        document: Number of the document in the store, or None when it will be made.
        fresh: Which units can be written, by their index, each with the version of the target
            in the store that it goes on top of (1 where there is none).
        known: Which are there already, with the same text and status.
        refused: Which can't be written, and why.
        places: Position of the sentence that each unit found.
    """

    document: int | None
    fresh: dict[int, int]
    known: tuple[int, ...]
    refused: dict[int, str]
    places: dict[int, int] = field(default_factory=dict)


def compare(session: Session, project: str, units: Sequence[TranslationUnit]) -> Finding:
    """Find out what the units of one document meet in a project; writes nothing.

    Args:
        session: A transaction.
        project: Name of the project, which may not be there yet.
        units: One or more, all of the same document.
    """
    number = session.scalar(
        select(Document.id)
        .join(Project, Project.id == Document.project_id)
        .where(Project.name == project, Document.sha256 == document_key(units[0]))
    )
    if number is None:
        return Finding(None, dict.fromkeys(range(len(units)), 1), (), {})
    query = (
        select(
            *(Segment.position, Segment.text.label("source"), Segment.translatable),
            *(Segment.start, Segment.end),
            *(Translation.version, Translation.text, Translation.status, Translation.origin),
        )
        .join(Translation, Translation.segment_id == Segment.id)
        .where(Segment.document_id == number)
    )
    stored = {row.position: row for row in session.execute(query)}
    places, unclear = _places(stored.values(), units)
    fresh: dict[int, int] = {}
    known: list[int] = []
    refused: dict[int, str] = {}
    for index, unit in enumerate(units):
        row = stored.get(places.get(index, -1))
        if index in unclear:
            refused[index] = "nothing says which of several equal sentences it is"
        elif row is None:
            refused[index] = "the document does not have this sentence"
        elif not row.translatable:
            refused[index] = "the document passes this sentence through as it is"
        elif (row.text, row.status) == (_clean(unit.target.text), str(unit.status)):
            known.append(index)
        elif row.origin in ("", *_MACHINE) and row.status in _OPEN:
            fresh[index] = row.version
        else:
            refused[index] = "somebody translated this sentence here already"
    return Finding(number, fresh, tuple(known), refused, places)


def _places(
    rows: Iterable[Any], units: Sequence[TranslationUnit]
) -> tuple[dict[int, int], set[int]]:
    """Return the position of the sentence of each unit that has one, by the unit's index.

    A document that was made of a part of its sentences numbers them on, and one whose sentences
    were split or joined has moved them. So the place in the text comes first. Numbers count only
    where each of them leads to its own text: where they are shifted, the next of several equal
    sentences may stand there. Where they don't count, the text says which sentence it is.

    Also returns the units that mean one of several equal sentences, and nothing says which.
    """
    left = sorted(rows, key=attrgetter("position"))
    sources = [_clean(unit.source.text) for unit in units]
    found: dict[int, int] = {}

    def match(of_row: Callable[[Any], object], of_unit: Callable[[int], object]) -> None:
        there: dict[object, deque[int]] = defaultdict(deque)
        for row in left:
            there[row.source, of_row(row)].append(row.position)
        # Documents are made of units in the order of their numbers.
        for index in sorted(range(len(units)), key=lambda index: units[index].segment):
            key = sources[index], of_unit(index)
            if index not in found and there.get(key):
                found[index] = there[key].popleft()
        taken = set(found.values())
        left[:] = [row for row in left if row.position not in taken]

    numbered = {(row.source, row.position + 1) for row in left}
    match(
        lambda row: (row.start, row.end),
        lambda index: (place := units[index].place) and (place.start, place.end),
    )
    if all((source, unit.segment) in numbered for source, unit in zip(sources, units, strict=True)):
        match(lambda row: row.position + 1, lambda index: units[index].segment)
    # As many sentences as units with the same text: their order says which is which.
    several = Counter(row.source for row in left)
    several.subtract(source for index, source in enumerate(sources) if index not in found)
    ordered = {row.source for row in left if not several[row.source]}
    match(lambda row: row.source in ordered, lambda index: True)
    # Otherwise only those that are there as they are: nothing is written of these.
    match(
        lambda row: (row.text, row.status),
        lambda index: (_clean(units[index].target.text), str(units[index].status)),
    )
    doubtful = {row.source for row in left}
    unclear = {
        index for index, source in enumerate(sources) if index not in found and source in doubtful
    }
    return found, unclear


def write(
    session: Session, units: Sequence[TranslationUnit], finding: Finding, *, author: str
) -> None:
    """Write the fresh units of a document that is there, in a running transaction.

    Args:
        session: A write transaction.
        units: As they were compared.
        finding: What :func:`compare` said of them.
        author: Who imports; counts as the author only of what has none.

    Raises:
        StoreError: Somebody changed one of the sentences, or took the document away, in the
            meantime.
    """
    if finding.document is None:
        raise StoreError(
            "somebody deleted a document while the file was imported",
            where=units[0].document,
            fix="Nothing was imported. Import it again",
        )
    query = select(Segment.position, Segment.id).where(Segment.document_id == finding.document)
    ids = {row.position: row.id for row in session.execute(query)}
    wanted = sorted(finding.fresh, key=finding.places.__getitem__)
    placed = {ids[finding.places[index]]: units[index] for index in wanted}
    versions = [finding.fresh[index] for index in wanted]
    if placed:
        pasts = [past_of(unit, author) for unit in placed.values()]
        enter(session, placed, pasts, versions, document_id=finding.document, author=author)


def enter(
    session: Session,
    placed: Mapping[int, TranslationUnit],
    pasts: Sequence[PastOf],
    versions: Sequence[int],
    *,
    document_id: int,
    author: str,
    actions: dict[ActionKey, int] | None = None,
) -> None:
    """Put units with all that happened to them on segments of a document.

    Args:
        session: A write transaction.
        placed: The units by segment.
        pasts: What :func:`past_of` said of each; worked out before others have to wait.
        versions: The version that each target must have.
        document_id: The document.
        author: Who imports; counts as the author only of what has none.
        actions: As :func:`workbench.corpus.states.replay` takes them.

    Raises:
        StoreError: A target has another version.
    """
    current = lock(session, list(placed))
    for segment, version in zip(placed, versions, strict=True):
        if current[segment].version != version:
            raise StoreError(
                "somebody translated a sentence while the file was imported",
                where=f"segment {segment}",
                fix="Nothing was imported. Import it again",
            )
    lives = [Life(current[segment], *past) for segment, past in zip(placed, pasts, strict=True)]
    replay(session, lives, document_id=document_id, actions=actions)
    _beside(session, list(placed.items()), author)


# A text mostly stands in several changes of its unit.
_clean = lru_cache(maxsize=4096)(clean_target)


def past_of(unit: TranslationUnit, author: str) -> PastOf:
    """Return what happened to a unit, and the state its target has now."""
    now = _state(unit.target.text, unit.status, unit.provenance.origin, unit.provenance)
    moment = unit.changed or unit.created or datetime.now(UTC)
    changes = [
        Earlier(
            version.action or KIND,
            version.author,
            version.at or moment,
            _state(version.text, version.status, version.origin, version.provenance),
            version.restores
            if version.restores is not None and version.restores < number
            else None,
        )
        for number, version in enumerate(unit.history, 1)
    ]
    told = changes[-1].state if changes else TargetState()
    if (told.text, told.status) != (now.text, now.status):
        # A file that somebody changed by hand, or one without histories.
        changes.append(Earlier(KIND, unit.changer or author, moment, now))
    return changes, now


def _state(
    text: str, status: SegmentStatus, origin: Origin | None, provenance: Provenance | None
) -> TargetState:
    told = provenance or Provenance(origin or Origin.HUMAN)
    state = TargetState.from_provenance(_clean(text), status, told)
    # A target without text has no origin, though it may still know what the machine wrote.
    return state if origin is not None else replace(state, origin="")


def _beside(session: Session, placed: Sequence[tuple[int, TranslationUnit]], author: str) -> None:
    """Write beads and remarks."""
    beads = [
        {
            "segment_id": segment,
            "source": list(unit.bead.source),
            "target": list(unit.bead.target),
            "probability": unit.bead.probability,
        }
        for segment, unit in placed
        if unit.bead is not None
    ]
    if beads:
        session.connection().execute(insert(UnitBead.__table__), beads)  # type: ignore[arg-type]
    remarks = [
        {
            "segment_id": segment,
            "author": remark.author,
            "at": remark.at or unit.changed or datetime.now(UTC),
            "text": remark.text,
            "kind": remark.kind,
            "settled": remark.settled,
            "settler": remark.settler,
        }
        for segment, unit in placed
        for remark in unit.remarks or _noted(unit, author)
    ]
    if remarks:
        session.connection().execute(insert(Comment.__table__), remarks)  # type: ignore[arg-type]


def _noted(unit: TranslationUnit, author: str) -> tuple[Remark, ...]:
    """Return the note of a unit as a remark, where a file has no more than that."""
    return (Remark(unit.note, unit.changer or author),) if unit.note else ()
