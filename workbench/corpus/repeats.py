"""Repeated segments: one decision for all segments of a document with the same source.

A decision never overwrites what somebody wrote for a repeat, nor one that is settled already; and a
segment can be taken out of this for good (*this one only*), until that is undone.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.corpus.amendments import Key, State, Subject, attach
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow, read_rows
from workbench.corpus.segments import Edit, changed, document_of, needs_second
from workbench.corpus.states import Change, Current, TargetState, lock, record
from workbench.corpus.tables import Segment
from workbench.domain import Origin, SegmentStatus
from workbench.errors import StoreError

__all__ = ["SUBJECT", "counts", "save"]

_DECIDED = (SegmentStatus.REVIEWED, SegmentStatus.APPROVED)
_OPEN = (SegmentStatus.UNTRANSLATED, SegmentStatus.DRAFT)
_UNTOUCHED = ("", Origin.MACHINE, Origin.MEMORY)


def save(
    database: Database,
    segment_id: int,
    *,
    text: str,
    version: int,
    author: str,
    status: SegmentStatus | None = None,
    alone: bool | None = None,
) -> list[SegmentRow]:
    """Save a target as :func:`workbench.corpus.segments.save` does, and its repeats with it.

    Repeats follow when the segment is marked as reviewed or approved. They are the segments of the
    same document with the same source that are still open and either untouched by people or equal
    to what this one was before. All is one action, undone in one go.

    Args:
        database: The store.
        segment_id: The segment.
        text: Its whole target text.
        version: The version that the author saw.
        author: Who saves.
        status: New status, or None.
        alone: True takes the segment out of repeating for good, False puts it back, None leaves
            it as it is.

    Returns:
        The segment as it is stored now, then the repeats that changed with it.

    Raises:
        NotFoundError, StaleEditError, StoreError: As ``segments.save``.
    """
    with database.write() as session:
        lock(session, [segment_id])
        document_id = document_of(session, [segment_id], to_change=True)
        second = needs_second(session, document_id)
        segment = session.get_one(Segment, segment_id)
        was_alone = segment.alone
        alone = was_alone if alone is None else alone
        follows = status in _DECIDED and not alone
        others = _others(session, segment) if follows else []
        current = lock(session, [segment_id, *others])
        edit = Edit(segment_id, version, text, status)
        mine = changed(edit, current[segment_id], author, second=second)
        changes = [mine]
        # A save that is sent again was answered before: its repeats may have been undone since.
        if version == current[segment_id].version:
            changes += [
                change
                for number in others
                if (change := _repeat(mine, current[number], author, second=second))
            ]
        kind = "edit" if len(changes) == 1 else "repeat"
        action = record(
            session,
            changes,
            document_id=document_id,
            kind=kind,
            author=author,
            always=alone != was_alone,
        )
        if alone != was_alone:
            attach(session, action, SUBJECT, {"segment": segment_id}, alone)
        session.expire_all()
        return read_rows(session, [change.current.segment_id for change in changes])


def counts(database: Database, segment_ids: Sequence[int]) -> dict[int, int]:
    """Return for each segment how many others of its document have the same source."""
    if not segment_ids:
        return {}
    wanted = (
        select(Segment.id, Segment.document_id, Segment.source_hash)
        .where(Segment.id.in_(segment_ids), Segment.translatable)
        .subquery()
    )
    query = (
        select(wanted.c.id, func.count(Segment.id))
        .join(
            Segment,
            (Segment.document_id == wanted.c.document_id)
            & (Segment.source_hash == wanted.c.source_hash)
            & Segment.translatable
            & (Segment.id != wanted.c.id),
        )
        .group_by(wanted.c.id)
    )
    with database.read() as session:
        return {row[0]: row[1] for row in session.execute(query)}


def _others(session: Session, segment: Segment) -> list[int]:
    query = select(Segment.id).where(
        Segment.document_id == segment.document_id,
        Segment.source_hash == segment.source_hash,
        Segment.id != segment.id,
        Segment.translatable,
        Segment.alone.is_(False),
    )
    return list(session.scalars(query))


def _repeat(mine: Change, other: Current, author: str, *, second: bool) -> Change | None:
    """Return what a decision makes of a repeat, or None when it is left alone."""
    state = other.state
    before = mine.current.state
    if state.status not in _OPEN:
        return None
    if state.origin not in _UNTOUCHED and state.text != before.text:
        return None
    wanted: TargetState = replace(mine.state, raw=state.raw, terms=state.terms or mine.state.terms)
    edit = Edit(other.segment_id, other.version, wanted.text, SegmentStatus(wanted.status))
    try:
        # The same rules hold for it: an empty one is not approved, a second person may be needed.
        changed(edit, other, author, second=second)
    except StoreError:
        return None
    return Change(other, wanted)


def _segment(session: Session, key: Key) -> Segment:
    return session.get_one(Segment, key["segment"])


def _write(session: Session, key: Key, state: State) -> None:
    _segment(session, key).alone = state


SUBJECT = Subject(
    "alone",
    lambda session, key: _segment(session, key).alone,
    _write,
    lambda _, key: int(key["segment"]),
)
"""Whether a segment stands for itself alone, as undo knows it."""
