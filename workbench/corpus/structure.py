"""Splitting and merging segments with their translations, and taking that back.

A segment is never changed or deleted by this: it retires with its history, and new segments take
its place. So an edit that was still on its way to the old one is refused instead of landing in the
wrong text, and undo only has to let the new ones retire and bring the old ones back.
"""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from workbench.corpus.database import Database
from workbench.corpus.parts import part_state, piece, raw_offset, whole_state
from workbench.corpus.review_tables import Restructuring
from workbench.corpus.rows import SegmentRow, read_rows
from workbench.corpus.segments import clean_target, document_of
from workbench.corpus.states import Change, Current, TargetState, lock, record
from workbench.corpus.tables import Action, Comment, Document, Revision, Segment, Translation
from workbench.errors import StaleEditError, StoreError

__all__ = ["KINDS", "ancestors", "bump", "merge", "serialise", "shape", "split", "swap"]

KINDS = ("split", "merge")
"""Kinds of the actions that :func:`swap` undoes and redoes."""


def split(
    database: Database,
    segment_id: int,
    *,
    source_at: int,
    target_at: int,
    version: int,
    author: str,
) -> list[SegmentRow]:
    """Split a segment in two; both parts are drafts again (or untranslated).

    Args:
        database: The store.
        segment_id: The segment.
        source_at: Where the second part of the source begins, in characters.
        target_at: Where the second part of the target begins, 0 to its length.
        version: The version that the author saw.
        author: Who splits.

    Returns:
        The two new segments.

    Raises:
        NotFoundError: There is no such segment.
        StaleEditError: Somebody else saved in between.
        StoreError: One part of the source would be empty, or the segment is passed through.
    """
    with database.write() as session:
        document_id = _held(session, [segment_id])
        (segment,) = _segments(session, [segment_id])
        current = _unchanged(session, [(segment_id, version)])[segment_id]
        text, target = segment.text, current.state.text
        if not 0 <= target_at <= len(target):
            raise StoreError("the translation is not that long", where=f"segment {segment_id}")
        head, tail = text[:source_at].rstrip(), text[max(source_at, 0) :].lstrip()
        if source_at < 0 or not head or not tail:
            raise StoreError(
                "both parts need some of the source",
                where=f"segment {segment_id}",
                fix="Split between two words",
            )
        begins = len(text) - len(tail)
        raw = session.scalar(select(Document.raw).where(Document.id == document_id)) or ""
        raw = raw[segment.start : segment.end]
        ends = raw_offset(raw, text, begins)
        rest = raw[ends:]
        starts = segment.end - len(rest.lstrip()) if rest.strip() else segment.start + ends
        parts = [
            piece(segment, head, start=segment.start, end=segment.start + ends),
            piece(segment, tail, start=starts, end=segment.end, tail=True),
        ]
        states = [
            part_state(current.state, clean_target(target[:target_at]), 0, len(head)),
            part_state(current.state, clean_target(target[target_at:]), begins, len(text)),
        ]
        return _replace(session, document_id, [segment], parts, states, "split", author)


def merge(database: Database, segments: Sequence[tuple[int, int]], *, author: str) -> SegmentRow:
    """Merge neighbouring segments of one document into one, which is a draft again.

    Args:
        database: The store.
        segments: Two or more segments and the version of each that the author saw.
        author: Who merges.

    Raises:
        NotFoundError: There is no such segment.
        StaleEditError: Somebody else saved one of them in between.
        StoreError: They are no neighbours, fewer than two, or one is passed through.
    """
    ids = [segment_id for segment_id, _ in segments]
    if len(set(ids)) < 2:
        raise StoreError("it takes two segments to merge", fix="Choose the one below as well")
    with database.write() as session:
        document_id = _held(session, ids)
        found = _segments(session, ids)
        places = [segment.position for segment in found]
        if places != list(range(places[0], places[0] + len(found))):
            raise StoreError("only neighbours can be merged", where=f"segment {ids[0]}")
        current = _unchanged(session, segments)
        whole = piece(
            found[0],
            " ".join(segment.text for segment in found),
            start=found[0].start,
            end=max(segment.end for segment in found),
        )
        state = whole_state(found, [current[segment.id].state for segment in found], author)
        return _replace(session, document_id, found, [whole], [state], "merge", author)[0]


def swap(session: Session, action: Action, *, redo: bool) -> tuple[list[int], list[int]]:
    """Undo (or redo) what an action did to the segments, in a transaction that has the document.

    Returns:
        The segments that are back, and those that keep their place because somebody changed
        them since; one of the two is empty.
    """
    entry = session.get_one(Restructuring, action.id)
    leaving, returning = (entry.retired, entry.made) if redo else (entry.made, entry.retired)
    found = _segments(session, leaving)
    places = [segment.position for segment in found]
    current = lock(session, leaving)
    untouched = (
        len(found) == len(leaving)
        and all(segment.document_id == action.document_id for segment in found)
        and places == list(range(places[0], places[0] + len(found)))
        and all(
            current[number].root == _root(session, number, action.id, inside=not redo)
            for number in leaving
        )
    )
    if not untouched:
        return [], list(leaving)
    moved = _move_comments(session, leaving, returning[0], {} if redo else entry.comments)
    if redo:
        entry.comments = moved
    _exchange(session, action.document_id, leaving, returning, places[0])
    return list(returning), []


def ancestors(session: Session, segment_id: int, document_id: int) -> list[int]:
    """Return the segments that a segment was made of, the nearest first."""
    entries = session.execute(
        select(Restructuring.retired, Restructuring.made)
        .join(Action, Action.id == Restructuring.action_id)
        .where(Action.document_id == document_id)
    ).all()
    made_of = {number: entry.retired for entry in entries for number in entry.made}
    found: list[int] = []
    waiting = [segment_id]
    while waiting:
        older = made_of.get(waiting.pop(0), [])
        found += older
        waiting += older
    return found


def shape(database: Database, document_id: int) -> int:
    """Return a number that goes up when segments are split, merged or assigned."""
    with database.read() as session:
        return session.scalar(select(Document.shape).where(Document.id == document_id)) or 0


def bump(session: Session, document_id: int) -> None:
    """Tell everybody who shows the document to read its shape anew."""
    session.execute(
        update(Document).where(Document.id == document_id).values(shape=Document.shape + 1),
        execution_options={"synchronize_session": False},
    )


def serialise(session: Session, document_id: int) -> None:
    """Let only one change of a document happen at a time, from here to the transaction's end.

    Whoever takes more of a document than its targets (:func:`~workbench.corpus.states.lock`) takes
    the document first: so no two of them ever wait for each other.
    """
    session.execute(select(Document.id).where(Document.id == document_id).with_for_update())


def _held(session: Session, ids: Sequence[int]) -> int:
    """Take the document of some segments; they must still be in it when it is their turn."""
    serialise(session, document_of(session, ids, to_change=True))
    return document_of(session, ids, to_change=True)


def _segments(session: Session, ids: Sequence[int]) -> list[Segment]:
    query = select(Segment).where(Segment.id.in_(ids)).order_by(Segment.position)
    return list(session.scalars(query))


def _unchanged(session: Session, segments: Sequence[tuple[int, int]]) -> dict[int, Current]:
    current = lock(session, [segment_id for segment_id, _ in segments])
    for segment_id, version in segments:
        now = current[segment_id]
        if now.version != version:
            raise StaleEditError(
                mine="",
                theirs=now.state.text,
                version=now.version,
                where=f"segment {segment_id}",
            )
    return current


def _replace(
    session: Session,
    document_id: int,
    old: list[Segment],
    parts: list[Segment],
    states: list[TargetState],
    kind: str,
    author: str,
) -> list[SegmentRow]:
    position = old[0].position
    retired = [segment.id for segment in old]
    for part in parts:
        # Until they take their place, the new ones are as good as retired.
        part.document_id, part.retired_from = None, document_id  # type: ignore[assignment]
    session.add_all(parts)
    session.flush()
    made = [part.id for part in parts]
    session.add_all(
        Translation(**TargetState().columns(), **_FIRST, segment_id=number) for number in made
    )
    session.flush()
    current = lock(session, made)
    changes = [Change(current[number], state) for number, state in zip(made, states, strict=True)]
    action = record(
        session, changes, document_id=document_id, kind=kind, author=author, always=True
    )
    moved = _move_comments(session, retired, made[0], {})
    session.add(Restructuring(action_id=action, retired=retired, made=made, comments=moved))
    _exchange(session, document_id, retired, made, position)
    session.expire_all()
    return read_rows(session, made)


_FIRST = {"version": 1, "root": 1, "creator": "", "changer": ""}


def _exchange(
    session: Session, document_id: int, leaving: list[int], returning: list[int], position: int
) -> None:
    """Let segments retire and others take their place; the positions stay without gaps."""
    quiet = {"synchronize_session": False}
    session.flush()
    session.execute(
        update(Segment)
        .where(Segment.id.in_(leaving))
        .values(document_id=None, retired_from=document_id),
        execution_options=quiet,
    )
    longer = len(returning) - len(leaving)
    session.execute(
        update(Segment)
        .where(Segment.document_id == document_id, Segment.position > position)
        .values(position=Segment.position + longer),
        execution_options=quiet,
    )
    for step, number in enumerate(returning):
        session.execute(
            update(Segment)
            .where(Segment.id == number)
            .values(document_id=document_id, retired_from=None, position=position + step),
            execution_options=quiet,
        )
    bump(session, document_id)


def _move_comments(
    session: Session, leaving: list[int], heir: int, home: dict[str, int]
) -> dict[str, int]:
    """Take remarks along; those of ``home`` go back to where they were, others to the heir."""
    query = select(Comment).where(Comment.segment_id.in_(leaving)).with_for_update()
    moved: dict[str, int] = {}
    for comment in session.scalars(query):
        moved[str(comment.id)] = comment.segment_id
        comment.segment_id = home.get(str(comment.id), heir)
    return moved


def _root(session: Session, segment_id: int, action_id: int, *, inside: bool) -> int:
    """Return the root that a segment had right after an action, or right before it."""
    column = Revision.action_id
    newest = (
        select(func.max(Revision.version))
        .where(
            Revision.segment_id == segment_id,
            column == action_id if inside else column < action_id,
        )
        .scalar_subquery()
    )
    root = session.scalar(
        select(Revision.root).where(Revision.segment_id == segment_id, Revision.version == newest)
    )
    return root or 1
