"""One request, one action: who asked for it, what they saw, and what history keeps of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from workbench.corpus.alignment_tables import (
    AlignmentAction,
    AlignmentPair,
    AlignmentRevision,
    AlignmentRow,
    AlignmentSentence,
)

__all__ = [
    "Changed",
    "Done",
    "Request",
    "joined",
    "known_request",
    "record",
    "row_state",
    "sentence_state",
]

ROW_FIELDS = (
    "position",
    "alive",
    "status",
    "probability",
    "reasons",
    "note",
    "reason",
    "author",
)
SENTENCE_FIELDS = (
    "row_id",
    "position",
    "alive",
    "start",
    "end",
    "original",
    "text",
    "translation",
)

_WITH_TEXTS = 500
"""Most rows of an action whose texts go into the history; an aligner's first result has more."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for a change, and what they saw when they did.

    Attributes:
        author: Who asks.
        versions: The version of each row that the author saw; every row that changes must be
            among them. None does not ask.
        moment: The alignment's moment that the author saw, instead of single versions.
        token: Marks the request, so that one sent twice is done once.
    """

    author: str
    versions: Mapping[int, int] | None = None
    moment: int | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A row or sentence that an action changes.

    Attributes:
        entry: It, as it is now.
        before: Its state before the action.
        texts: Of a row, the texts of its two cells now; empty for a sentence.
    """

    entry: AlignmentRow | AlignmentSentence
    before: Mapping[str, Any]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What an operation did.

    Attributes:
        kind: Kind of the action; empty when nothing was changed.
        rows: Numbers of the rows that changed and are there, in their order.
        removed: Numbers of the rows that are gone.
        message: What a person should know, or empty.
    """

    kind: str
    rows: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    message: str = ""


def joined(sentences: Iterable[AlignmentSentence]) -> str:
    """Return the text of a cell: its sentences with spaces between them."""
    return " ".join(sentence.text for sentence in sentences if sentence.text)


def row_state(row: AlignmentRow) -> dict[str, Any]:
    """Return what history keeps of a row."""
    return {name: getattr(row, name) for name in ROW_FIELDS}


def sentence_state(sentence: AlignmentSentence) -> dict[str, Any]:
    """Return what history keeps of a sentence."""
    return {name: getattr(sentence, name) for name in SENTENCE_FIELDS}


def known_request(session: Session, alignment_id: int, by: Request) -> Done | None:
    """Return what a request did when it came before, or None when it is new."""
    if not by.token:
        return None
    action = session.scalars(
        select(AlignmentAction).where(
            AlignmentAction.alignment_id == alignment_id, AlignmentAction.token == by.token
        )
    ).one_or_none()
    if action is None:
        return None
    ids = session.scalars(
        select(AlignmentRevision.row_id).where(AlignmentRevision.action_id == action.id).distinct()
    ).all()
    rows = session.execute(
        select(AlignmentRow.id, AlignmentRow.alive)
        .where(AlignmentRow.id.in_(ids))
        .order_by(AlignmentRow.position)
    ).all()
    return Done(
        action.kind,
        tuple(row.id for row in rows if row.alive),
        tuple(row.id for row in rows if not row.alive),
    )


def record(
    session: Session,
    pair: AlignmentPair,
    kind: str,
    by: Request,
    rows: Sequence[Changed],
    sentences: Sequence[Changed],
) -> None:
    """Write an action with the state before and after of all that it changed.

    Args:
        session: A running write transaction.
        pair: The alignment.
        kind: What was done.
        by: Who asked.
        rows: Rows that changed, as they are now.
        sentences: Sentences that changed, likewise.
    """
    undoes = kind in ("undo", "redo")
    if not undoes:
        # A new action ends the chance to redo what was undone before it.
        session.execute(
            update(AlignmentAction)
            .where(
                AlignmentAction.alignment_id == pair.id,
                AlignmentAction.author == by.author,
                AlignmentAction.state == "undone",
            )
            .values(state="void"),
            execution_options={"synchronize_session": False},
        )
    action = AlignmentAction(
        alignment_id=pair.id,
        kind=kind,
        author=by.author,
        at=datetime.now(UTC),
        state="void" if undoes else "done",
        token=by.token or None,
    )
    session.add(action)
    session.flush()
    # Not as objects: a first alignment of a book has tens of thousands.
    session.connection().execute(
        insert(AlignmentRevision.__table__),  # type: ignore[arg-type]
        [
            _revision(action.id, changed, with_texts=len(rows) <= _WITH_TEXTS)
            for changed in (*rows, *sentences)
        ],
    )


def _revision(action: int, changed: Changed, *, with_texts: bool) -> dict[str, Any]:
    entry = changed.entry
    if isinstance(entry, AlignmentRow):
        row, sentence, after = entry.id, None, row_state(entry)
    else:
        row, sentence = entry.row_id or changed.before["row_id"], entry.id
        after = sentence_state(entry)
    return {
        "action_id": action,
        "row_id": row,
        "sentence_id": sentence,
        "before": dict(changed.before),
        "after": after,
        "texts": list(changed.texts) if with_texts else [],
    }
