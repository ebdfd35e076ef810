"""Changing a target: the only place that writes translations, revisions and actions.

Every change of a target text or status goes through :func:`record`, inside a write transaction
that has locked the rows with :func:`lock`. So a version can never be skipped, a revision never
be missing, and a change on top of an unseen one never happen.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from workbench.corpus.tables import Action, Revision, Translation
from workbench.domain import Origin, Provenance, SegmentStatus, TermOutcome, TermStrategy

__all__ = [
    "Change",
    "Current",
    "TargetState",
    "chunks",
    "lock",
    "record",
    "terms_from",
    "terms_to",
]

_CHUNK = 500
"""Ids in one IN list; SQLite allows 32 766 parameters, short statements are cached better."""


@dataclass(frozen=True, slots=True)
class TargetState:
    """What a target is at one version; undo and revert bring it back as a whole.

    Attributes:
        text: Target text, empty when there is none.
        status: Review status.
        origin: An :class:`Origin`, or empty when there is no text yet.
        engine: Signature of the engine that wrote it, or empty.
        glossary: Version of the glossary applied, or empty.
        raw: The engine's text before the glossary was applied.
        confidence: Mean token probability, 0 to 1, or None.
        flags: Problems detected.
        terms: Term outcomes as JSON objects.
        author: Who wrote the text.
    """

    text: str = ""
    status: str = SegmentStatus.UNTRANSLATED
    origin: str = ""
    engine: str = ""
    glossary: str = ""
    raw: str = ""
    confidence: float | None = None
    flags: tuple[str, ...] = ()
    terms: tuple[dict[str, Any], ...] = ()
    author: str = ""

    @classmethod
    def of(cls, row: Any) -> Self:
        """Take the state out of a row that has its columns."""
        return cls(
            text=row.text,
            status=row.status,
            origin=row.origin,
            engine=row.engine,
            glossary=row.glossary,
            raw=row.raw,
            confidence=row.confidence,
            flags=row.flags,
            terms=tuple(row.terms),
            author=row.author,
        )

    @classmethod
    def from_provenance(cls, text: str, status: SegmentStatus, provenance: Provenance) -> Self:
        """Make the state of a text with its provenance."""
        return cls(
            text=text,
            status=status,
            origin=provenance.origin,
            engine=provenance.engine,
            glossary=provenance.glossary,
            raw=provenance.raw,
            confidence=provenance.confidence,
            flags=provenance.flags,
            terms=terms_to(provenance.terms),
            author=provenance.author,
        )

    def provenance(self) -> Provenance:
        """Return the provenance; a target without text counts as human."""
        return Provenance(
            origin=Origin(self.origin) if self.origin else Origin.HUMAN,
            engine=self.engine,
            glossary=self.glossary,
            author=self.author,
            raw=self.raw,
            confidence=self.confidence,
            flags=self.flags,
            terms=terms_from(self.terms),
        )

    def columns(self) -> dict[str, Any]:
        """Return the columns as they are stored."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        values["status"] = str(self.status)
        values["origin"] = str(self.origin)
        values["terms"] = list(self.terms)
        return values


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


def chunks(segment_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids in portions that fit into one ``IN`` list."""
    for first in range(0, len(segment_ids), _CHUNK):
        yield segment_ids[first : first + _CHUNK]


def lock(session: Session, segment_ids: Sequence[int]) -> dict[int, Current]:
    """Read targets and keep others from changing them until the transaction ends.

    SQLite's write transactions are alone by themselves; elsewhere the rows are locked, in order
    of their id so that two bulk changes can't wait for each other.
    """
    found: dict[int, Current] = {}
    ordered = sorted(set(segment_ids))
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
    table = Translation.__table__
    names = [name for name in targets[0] if name != "key"]
    session.connection().execute(
        update(Translation.__table__)  # type: ignore[arg-type]
        .where(table.c.segment_id == bindparam("key"))
        .values({name: bindparam(name) for name in names}),
        targets,
    )
    fresh = [
        {"key": change.current.segment_id, "now": now, "who": author}
        for change in real
        if change.current.version == 1
    ]
    if fresh:
        session.connection().execute(
            update(Translation.__table__)  # type: ignore[arg-type]
            .where(table.c.segment_id == bindparam("key"))
            .values(created=bindparam("now"), creator=bindparam("who")),
            fresh,
        )
    session.connection().execute(insert(Revision.__table__), revisions)  # type: ignore[arg-type]
    return action.id


def terms_to(terms: Iterable[TermOutcome]) -> tuple[dict[str, Any], ...]:
    """Return term outcomes as JSON objects."""
    return tuple({**dataclasses.asdict(term), "strategy": str(term.strategy)} for term in terms)


def terms_from(terms: Iterable[dict[str, Any]]) -> tuple[TermOutcome, ...]:
    """Read term outcomes back."""
    return tuple(
        TermOutcome(**{**term, "strategy": TermStrategy(term["strategy"])}) for term in terms
    )
