"""What the store knows of units beyond their texts: beads, histories and remarks of a batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.corpus.alignment_tables import SOURCE, TARGET, AlignmentRow, AlignmentSentence
from workbench.corpus.alignment_units import MEDIA_TYPE
from workbench.corpus.states import TargetState, chunks
from workbench.corpus.tables import Action, Comment, Revision
from workbench.corpus.unit_tables import UnitBead
from workbench.domain import Bead, Origin, Remark, SegmentStatus, UnitVersion

__all__ = ["Past", "drafts", "of"]


@dataclass(frozen=True, slots=True)
class Past:
    """What led to a unit: the sentences it joins, its changes and the remarks, oldest first."""

    bead: Bead | None = None
    history: tuple[UnitVersion, ...] = ()
    remarks: tuple[Remark, ...] = ()


def of(session: Session, rows: Sequence[Any], *, whole: bool) -> dict[int, Past]:
    """Return what is known of units, by segment.

    Args:
        session: The transaction that read the rows.
        rows: With ``segment_id``, ``version`` and ``media_type`` each.
        whole: Whether histories and remarks are wanted too, not only beads.
    """
    beads = _beads(session, [row.segment_id for row in rows if row.media_type == MEDIA_TYPE])
    if not whole:
        return {number: Past(bead) for number, bead in beads.items()}
    versions = {row.segment_id: row.version for row in rows}
    histories = _histories(session, versions)
    remarks = _remarks(session, list(versions))
    return {
        number: Past(beads.get(number), tuple(histories[number]), tuple(remarks[number]))
        for number in versions
    }


def drafts(session: Session, segment_ids: Sequence[int]) -> dict[int, str]:
    """Return the last text that a machine wrote, of each segment that has one."""
    found: dict[int, str] = {}
    for some in chunks(segment_ids):
        query = (
            select(Revision.segment_id, Revision.text)
            .where(Revision.segment_id.in_(some), Revision.origin == str(Origin.MACHINE))
            .order_by(Revision.segment_id, Revision.version)
        )
        found.update((number, text) for number, text in session.execute(query))
    return found


def _beads(session: Session, segment_ids: Sequence[int]) -> dict[int, Bead]:
    found: dict[int, Bead] = {}
    sides: dict[int, tuple[set[int], set[int]]] = {}
    for some in chunks(segment_ids):
        query = (
            select(
                AlignmentRow.segment_id,
                AlignmentRow.probability,
                AlignmentSentence.side,
                AlignmentSentence.number,
            )
            .join(AlignmentSentence, AlignmentSentence.row_id == AlignmentRow.id)
            .where(AlignmentRow.segment_id.in_(some), AlignmentSentence.alive)
        )
        for row in session.execute(query):
            number = int(row.segment_id)
            # Both halves of a split sentence have its number.
            sides.setdefault(number, (set(), set()))[row.side].add(row.number - 1)
            found[number] = Bead(
                tuple(sorted(sides[number][SOURCE])),
                tuple(sorted(sides[number][TARGET])),
                1.0 if row.probability is None else row.probability,
            )
        for bead in session.scalars(select(UnitBead).where(UnitBead.segment_id.in_(some))):
            found.setdefault(
                bead.segment_id, Bead(tuple(bead.source), tuple(bead.target), bead.probability)
            )
    return found


def _histories(session: Session, versions: Mapping[int, int]) -> dict[int, list[UnitVersion]]:
    found: dict[int, list[UnitVersion]] = defaultdict(list)
    for some in chunks(list(versions)):
        query = (
            select(Revision.__table__, Action.kind, Action.author.label("who"), Action.at)
            .join(Action, Action.id == Revision.action_id)
            .where(Revision.segment_id.in_(some))
            .order_by(Revision.segment_id, Revision.version)
        )
        for row in session.execute(query):
            # What was saved since the unit was read is no part of it.
            if row.version <= versions[row.segment_id]:
                found[row.segment_id].append(_version(row))
    return found


def _version(row: Any) -> UnitVersion:
    return UnitVersion(
        text=row.text,
        status=SegmentStatus(row.status),
        author=row.who,
        at=row.at,
        action=row.kind,
        origin=Origin(row.origin) if row.origin else None,
        provenance=TargetState.of(row).provenance(),
        # Version 1 is the beginning, so the first change made version 2.
        restores=row.root - 1 if row.root != row.version else None,
    )


def _remarks(session: Session, segment_ids: Sequence[int]) -> dict[int, list[Remark]]:
    found: dict[int, list[Remark]] = defaultdict(list)
    for some in chunks(segment_ids):
        there = (Comment.segment_id.in_(some), Comment.withdrawn.is_(False))
        query = select(Comment).where(*there).order_by(Comment.id)
        for one in session.scalars(query):
            found[one.segment_id].append(
                Remark(one.text, one.author, one.at, one.kind, one.settled, one.settler)
            )
    return found
