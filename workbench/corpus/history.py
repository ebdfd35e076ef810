"""What happened to a segment, and undoing it.

Any action can be undone and redone, by the person who did it, as often as one likes, also days
later: undo brings back the state before the action as a *new* revision, so the history only
ever grows. A segment that somebody else has changed since is left alone; so is all of an action
that did something beside text and status (a remark, a dismissed finding), if somebody has changed
that since.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from workbench.corpus import amendments, assignments, comments, findings, repeats
from workbench.corpus.database import Database
from workbench.corpus.review_tables import Amendment
from workbench.corpus.rows import SegmentRow, read_rows
from workbench.corpus.segments import document_of
from workbench.corpus.states import Change, TargetState, lock, record
from workbench.corpus.structure import KINDS as RESTRUCTURING
from workbench.corpus.structure import ancestors, serialise, swap
from workbench.corpus.tables import Action, Revision, Segment
from workbench.domain import Origin, SegmentStatus
from workbench.errors import NotFoundError, StaleEditError

__all__ = ["HistoryEntry", "Undone", "history", "origins", "redo", "revert", "undo"]


_SUBJECTS = {
    subject.name: subject
    for subject in (comments.SUBJECT, findings.SUBJECT, repeats.SUBJECT, assignments.SECOND)
}


class _Step(Protocol):
    """Undoes or redoes an action; says which segments changed by it and which were left alone."""

    def __call__(
        self, session: Session, action: Action, *, redo: bool
    ) -> tuple[list[int], list[int]]: ...


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one segment.

    Attributes:
        version: Version of the target after the change.
        action: What was done: ``draft``, ``edit``, ``status``, ``bulk-status``, ``undo``...
        author: Who did it.
        at: When (UTC).
        text: Target text after it.
        status: Status after it.
        origin: Where the text came from, or None without a text.
        engine: Signature of the engine that wrote the text, or empty.
        glossary: Version of the glossary applied, or empty.
        writer: Who wrote the text.
        old_text: Target text before it.
        old_status: Status before it.
        restores: The earlier version it brought back, or None.
    """

    version: int
    action: str
    author: str
    at: datetime
    text: str
    status: SegmentStatus
    origin: Origin | None
    engine: str
    glossary: str
    writer: str
    old_text: str
    old_status: SegmentStatus
    restores: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did.

    Attributes:
        kind: Kind of the action that was undone or redone; empty when there was none.
        rows: The segments as they are now.
        kept: Segments left alone because somebody changed them since.
        refused: What the action did was about no segment, and somebody has changed it since.
    """

    kind: str
    rows: tuple[SegmentRow, ...] = ()
    kept: tuple[int, ...] = ()
    refused: bool = False


def origins(database: Database, segment_id: int) -> list[int]:
    """Return the segments that a segment was split or merged from, the nearest first.

    Raises:
        NotFoundError: There is no such segment.
    """
    with database.read() as session:
        return ancestors(session, segment_id, document_of(session, [segment_id]))


def history(database: Database, segment_id: int) -> list[HistoryEntry]:
    """Return all changes of a segment, oldest first; also of one that was split or merged.

    Raises:
        NotFoundError: There is no such segment.
    """
    query = (
        select(Revision.__table__, Action.kind, Action.author.label("who"), Action.at)
        .join(Action, Action.id == Revision.action_id)
        .where(Revision.segment_id == segment_id)
        .order_by(Revision.version)
    )
    with database.read() as session:
        if session.get(Segment, segment_id) is None:
            raise NotFoundError(f"there is no segment {segment_id}")
        found = session.execute(query).all()
    entries: list[HistoryEntry] = []
    before = TargetState()
    for row in found:
        entries.append(
            HistoryEntry(
                version=row.version,
                action=row.kind,
                author=row.who,
                at=row.at,
                text=row.text,
                status=SegmentStatus(row.status),
                origin=Origin(row.origin) if row.origin else None,
                engine=row.engine,
                glossary=row.glossary,
                writer=row.author,
                old_text=before.text,
                old_status=SegmentStatus(before.status),
                restores=row.root if row.root != row.version else None,
            )
        )
        before = TargetState.of(row)
    return entries


def revert(
    database: Database, segment_id: int, *, to_version: int, version: int, author: str
) -> SegmentRow:
    """Bring back the text, status and origin that a segment had at an earlier version.

    Args:
        database: The store.
        segment_id: The segment.
        to_version: The version wanted; 1 is the untranslated state.
        version: The version that the author saw.
        author: Who reverts.

    Raises:
        NotFoundError: There is no such segment or version.
        StaleEditError: Somebody else saved in between.
    """
    with database.write() as session:
        locked = lock(session, [segment_id])
        document_id = document_of(session, [segment_id])
        current = locked[segment_id]
        root = _root(session, segment_id, to_version)
        state = _state(session, segment_id, root)
        if version != current.version:
            raise StaleEditError(
                mine=state.text,
                theirs=current.state.text,
                version=current.version,
                where=f"segment {segment_id}",
            )
        change = Change(current, state, root)
        record(session, [change], document_id=document_id, kind="revert", author=author)
        return read_rows(session, [segment_id])[0]


def undo(database: Database, document_id: int, *, author: str) -> Undone:
    """Undo the author's newest action in a document that is not undone yet."""
    return _step(database, document_id, author, redo=False)


def redo(database: Database, document_id: int, *, author: str) -> Undone:
    """Do again what the author undid last, if nothing new was done since."""
    return _step(database, document_id, author, redo=True)


def _step(database: Database, document_id: int, author: str, *, redo: bool) -> Undone:
    wanted = "undone" if redo else "done"
    query = (
        select(Action)
        .where(Action.document_id == document_id, Action.author == author, Action.state == wanted)
        # Undone actions are all newer than those still done: the last one undone is the oldest.
        .order_by(Action.id if redo else Action.id.desc())
        .limit(1)
        .with_for_update()
    )
    with database.write() as session:
        serialise(session, document_id)
        action = session.scalars(query).one_or_none()
        if action is None:
            return Undone("")
        if action.kind in RESTRUCTURING:
            return _otherwise(session, action, author, swap, redo=redo)
        if action.kind == assignments.KIND:
            return _otherwise(session, action, author, assignments.give_back, redo=redo)
        changes, kept = _targets(session, action, redo=redo)
        entry = session.get(Amendment, action.id)
        if entry is None:
            _close(session, action, author, changes, redo=redo)
            ids = [change.current.segment_id for change in changes]
            return Undone(action.kind, tuple(read_rows(session, ids)), tuple(kept))
        return _amended(session, action, author, entry, changes, kept, redo=redo)


def _targets(session: Session, action: Action, *, redo: bool) -> tuple[list[Change], list[int]]:
    """Return what undoing an action changes in targets, and the segments it leaves alone."""
    found = session.execute(_restorable(action.id, redo=redo)).all()
    current = lock(session, [row.segment_id for row in found])
    changes: list[Change] = []
    kept: list[int] = []
    for row in found:
        now = current[row.segment_id]
        changed = now.root != (row.root_before if redo else row.root_after)
        # One that was split or merged since has no place to be changed in.
        if changed or row.document_id != action.document_id:
            kept.append(row.segment_id)
            continue
        root = row.root_after if redo else row.root_before
        changes.append(Change(now, TargetState() if root == 1 else TargetState.of(row), root))
    return changes, kept


def _amended(
    session: Session,
    action: Action,
    author: str,
    entry: Amendment,
    changes: list[Change],
    kept: list[int],
    *,
    redo: bool,
) -> Undone:
    """Undo or redo an action that changed something beside targets: all of it, or nothing."""
    subject = _SUBJECTS[entry.subject]
    place = subject.segment(session, entry.key)
    places = [] if place is None else [place]
    lock(session, places)
    segments = list(
        dict.fromkeys([*places, *(change.current.segment_id for change in changes), *kept])
    )
    there = all(session.get_one(Segment, each).document_id == action.document_id for each in places)
    if kept or not there or not amendments.fits(session, subject, entry, redo=redo):
        _close(session, action, author, [], redo=redo)
        return Undone(action.kind, kept=tuple(segments), refused=not segments)
    amendments.put(session, subject, entry, redo=redo)
    _close(session, action, author, changes, redo=redo, always=True)
    session.expire_all()
    return Undone(action.kind, tuple(read_rows(session, segments)))


def _close(
    session: Session,
    action: Action,
    author: str,
    changes: list[Change],
    *,
    redo: bool,
    always: bool = False,
) -> None:
    """Write that an action is undone (or done again), and what this changes in targets."""
    action.state = "done" if redo else "undone"
    session.flush()
    record(
        session,
        changes,
        document_id=action.document_id,
        kind="redo" if redo else "undo",
        author=author,
        always=always,
    )


def _otherwise(session: Session, action: Action, author: str, step: _Step, *, redo: bool) -> Undone:
    """Undo or redo an action that did something else than to change targets."""
    back, kept = step(session, action, redo=redo)
    _close(session, action, author, [], redo=redo, always=bool(back))
    session.expire_all()
    return Undone(action.kind, tuple(read_rows(session, back)), tuple(kept))


def _restorable(action_id: int, *, redo: bool) -> Select[*tuple[Any, ...]]:
    """Ask for the state that each segment of an action gets back, in one query."""
    done, before, wanted = aliased(Revision), aliased(Revision), aliased(Revision)
    root_before = func.coalesce(before.root, 1)
    root = done.root if redo else root_before
    return (
        select(
            done.segment_id.label("segment_id"),
            Segment.document_id.label("document_id"),
            done.root.label("root_after"),
            root_before.label("root_before"),
            *(getattr(wanted, field.name) for field in fields(TargetState)),
        )
        .select_from(done)
        .join(Segment, Segment.id == done.segment_id)
        .outerjoin(
            before,
            (before.segment_id == done.segment_id) & (before.version == done.version - 1),
        )
        .outerjoin(wanted, (wanted.segment_id == done.segment_id) & (wanted.version == root))
        .where(done.action_id == action_id)
        .order_by(done.segment_id)
    )


def _root(session: Session, segment_id: int, version: int) -> int:
    if version == 1:
        return 1
    root = session.scalar(
        select(Revision.root).where(Revision.segment_id == segment_id, Revision.version == version)
    )
    if root is None:
        raise NotFoundError(f"segment {segment_id} never had a version {version}")
    return root


def _state(session: Session, segment_id: int, version: int) -> TargetState:
    if version == 1:
        return TargetState()
    row = session.execute(
        select(Revision.__table__).where(
            Revision.segment_id == segment_id, Revision.version == version
        )
    ).one()
    return TargetState.of(row)
