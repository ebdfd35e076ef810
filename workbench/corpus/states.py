"""Changing a target: the only place that writes translations, revisions and actions.

Every change of a target text or status goes through :func:`record`, inside a write transaction
that has locked the rows with :func:`lock`. So a version can never be skipped, a revision never
be missing, and a change on top of an unseen one never happen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from workbench.corpus.tables import Action, Document, Revision, Segment, Translation
from workbench.corpus.target_state import TargetState, terms_from, terms_to

__all__ = [
    "ActionKey",
    "Change",
    "Current",
    "Earlier",
    "Life",
    "TargetState",
    "chunks",
    "lock",
    "record",
    "replay",
    "terms_from",
    "terms_to",
]

_CHUNK = 500
"""Ids in one IN list; SQLite allows 32 766 parameters, short statements are cached better."""


@dataclass(frozen=True, slots=True)
class Current:
    """The locked current state of one segment's target, and who changed it last."""

    segment_id: int
    version: int
    root: int
    state: TargetState
    changer: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A new state for a locked target; ``root`` is set when it brings back an old version."""

    current: Current
    state: TargetState
    root: int | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A change that a target went through in another store.

    Attributes:
        kind: What it was, such as ``edit``.
        author: Who made it.
        at: When (UTC).
        state: The target after it.
        restores: Number of the earlier change whose state it brought back, from 1; 0 for the
            state before all changes, None when it brought back none.
    """

    kind: str
    author: str
    at: datetime
    state: TargetState
    restores: int | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """What a locked target went through elsewhere: one change or more, and the state it has now."""

    current: Current
    changes: Sequence[Earlier]
    state: TargetState


def chunks(segment_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids in portions that fit into one ``IN`` list."""
    for first in range(0, len(segment_ids), _CHUNK):
        yield segment_ids[first : first + _CHUNK]


def lock(session: Session, segment_ids: Sequence[int]) -> dict[int, Current]:
    """Read targets and keep others from changing them until the transaction ends.

    SQLite's write transactions are alone by themselves; elsewhere the rows are locked, in order
    of their id so that two bulk changes can't wait for each other. Their documents are locked
    before them, as a split does: so the revisions of a document are committed in the order of
    their ids, and who asks for those after the last one that he saw misses none.
    """
    found: dict[int, Current] = {}
    ordered = sorted(set(segment_ids))
    if session.get_bind().dialect.name != "sqlite":
        _hold_documents(session, ordered)
    for some in chunks(ordered):
        query = (
            select(Translation.__table__)
            .where(Translation.segment_id.in_(some))
            .order_by(Translation.segment_id)
            .with_for_update()
        )
        for row in session.execute(query):
            found[row.segment_id] = Current(
                row.segment_id, row.version, row.root, TargetState.of(row), row.changer
            )
    return found


def _hold_documents(session: Session, segment_ids: Sequence[int]) -> None:
    for some in chunks(segment_ids):
        # Also that of a segment that was split or merged meanwhile: its remarks went elsewhere.
        home = func.coalesce(Segment.document_id, Segment.retired_from)
        wanted = select(home).where(Segment.id.in_(some))
        held = select(Document.id).where(Document.id.in_(wanted)).order_by(Document.id)
        session.execute(held.with_for_update(key_share=True))


def record(
    session: Session,
    changes: Iterable[Change],
    *,
    document_id: int,
    kind: str,
    author: str,
    always: bool = False,
) -> int | None:
    """Write new states as one action, each with its revision.

    Args:
        session: A write transaction that has locked the targets.
        changes: The new states; those that change nothing are left out.
        document_id: The document of all of them.
        kind: What the action is, such as ``edit``.
        author: Who does it.
        always: Write the action also when no state changes, since it does something else.

    Returns:
        The action's id, or None when no state really changed (then nothing is written).
    """
    real = [change for change in changes if change.state != change.current.state]
    if not real and not always:
        return None
    now = datetime.now(UTC)
    undoes = kind in ("undo", "redo")
    if not undoes:
        # A new action ends the chance to redo what was undone before it.
        session.execute(
            update(Action)
            .where(
                Action.document_id == document_id,
                Action.author == author,
                Action.state == "undone",
            )
            .values(state="void"),
            execution_options={"synchronize_session": False},
        )
    action = Action(
        document_id=document_id,
        kind=kind,
        author=author,
        at=now,
        state="void" if undoes else "done",
    )
    session.add(action)
    session.flush()
    if not real:
        return action.id
    targets: list[dict[str, Any]] = []
    revisions: list[dict[str, Any]] = []
    for change in real:
        version = change.current.version + 1
        root = change.root or version
        columns = change.state.columns()
        targets.append(
            {
                **columns,
                "key": change.current.segment_id,
                "version": version,
                "root": root,
                "changed": now,
                "changer": author,
            }
        )
        revisions.append(
            {
                **columns,
                "action_id": action.id,
                "segment_id": change.current.segment_id,
                "version": version,
                "root": root,
            }
        )
    _rewrite(session, targets)
    _rewrite(
        session,
        [
            {"key": change.current.segment_id, "created": now, "creator": author}
            for change in real
            if change.current.version == 1
        ],
    )
    session.connection().execute(insert(Revision.__table__), revisions)  # type: ignore[arg-type]
    return action.id


ActionKey: TypeAlias = tuple[str, str, datetime]
"""What an action was: its kind, who did it, and when."""


def replay(
    session: Session,
    lives: Sequence[Life],
    *,
    document_id: int,
    actions: dict[ActionKey, int] | None = None,
) -> None:
    """Write changes that happened in another store, with their authors and times.

    What one person did at one moment becomes one action again. None of them can be undone here:
    they were done elsewhere, and nobody saw them on this page.

    Args:
        session: A write transaction that has locked the targets.
        lives: What happened to each target.
        document_id: The document of all of them.
        actions: Numbers of the document's actions that are written already; takes the new ones in.
    """
    actions = {} if actions is None else actions
    told = {(one.kind, one.author, one.at) for life in lives for one in life.changes}
    keys = sorted(told - actions.keys(), key=lambda key: (key[2], key))
    _enter_actions(session, keys, actions, document_id)
    targets: list[dict[str, Any]] = []
    begun: list[dict[str, Any]] = []
    revisions: list[dict[str, Any]] = []
    for life in lives:
        revisions += _revisions(life, actions)
        first, last = life.changes[0], life.changes[-1]
        target = {
            **life.state.columns(),
            "key": life.current.segment_id,
            "version": revisions[-1]["version"],
            "root": revisions[-1]["root"],
            "changed": last.at,
            "changer": last.author,
        }
        if life.current.version == 1:
            begun.append({**target, "created": first.at, "creator": first.author})
        else:
            targets.append(target)
    _rewrite(session, targets)
    _rewrite(session, begun)
    session.connection().execute(insert(Revision.__table__), revisions)  # type: ignore[arg-type]


def _enter_actions(
    session: Session, keys: Sequence[ActionKey], actions: dict[ActionKey, int], document_id: int
) -> None:
    if not keys:
        return
    made = session.scalars(
        insert(Action).returning(Action.id, sort_by_parameter_order=True),
        [
            {
                "document_id": document_id,
                "kind": kind,
                "author": author,
                "at": at,
                "state": "void",
            }
            for kind, author, at in keys
        ],
    )
    actions.update(zip(keys, made, strict=True))


def _revisions(life: Life, actions: Mapping[ActionKey, int]) -> Iterator[dict[str, Any]]:
    first = life.current.version
    for number, one in enumerate(life.changes, 1):
        root = first + number
        if one.restores is not None:
            root = first + one.restores if one.restores else 1
        yield {
            **one.state.columns(),
            "action_id": actions[one.kind, one.author, one.at],
            "segment_id": life.current.segment_id,
            "version": first + number,
            "root": root,
        }


def _rewrite(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write columns of translations; ``key`` is the segment."""
    if rows:
        table = Translation.__table__
        names = [name for name in rows[0] if name != "key"]
        session.connection().execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.segment_id == bindparam("key"))
            .values({name: bindparam(name) for name in names}),
            rows,
        )
