"""Changing an alignment: the only place that writes its rows, sentences, actions and revisions.

An operation changes what it took onto a :class:`~workbench.corpus.alignment_desk.Desk`, and
:func:`commit` writes what really changed: as one action, with the state before and after, so that
it can be undone; with each row's version one higher; and with the corpus in step (accepted rows
are its units).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from workbench.corpus.alignment_actions import Changed, Done, Request, joined, record
from workbench.corpus.alignment_desk import Desk
from workbench.corpus.alignment_tables import (
    SOURCE,
    TARGET,
    AlignmentPair,
    AlignmentRow,
    AlignmentSentence,
)
from workbench.corpus.stored_text import source_hash
from workbench.errors import StaleEditError

__all__ = ["Publisher", "commit"]

Publisher = Callable[[Session, AlignmentPair, Sequence[tuple[AlignmentRow, str, str]], str], None]
"""Brings the corpus in step with rows that changed, given with the texts of their cells."""


def commit(desk: Desk, kind: str, by: Request, *, publish: Publisher) -> Done:
    """Write what changed on a desk as one action.

    Rows that lost all their sentences are taken away first.

    Args:
        desk: What was changed.
        kind: What was done.
        by: Who asked, and what they saw.
        publish: Brings the corpus in step with the changed rows.

    Raises:
        StaleEditError: A row changed since; nothing is written.
    """
    changed = desk.changed_rows()
    if not changed:
        return Done("")
    if by.moment is not None and by.moment != desk.pair.moment:
        raise _stale(desk, changed[0])
    if by.versions is not None:
        for row in changed:
            if not desk.is_new(row) and by.versions.get(row.id) != row.version:
                raise _stale(desk, row)
    return _write(desk, kind, by, changed, desk.changed_sentences(), publish)


def _stale(desk: Desk, row: AlignmentRow) -> StaleEditError:
    texts = (joined(desk.cell(row, SOURCE)), joined(desk.cell(row, TARGET)))
    return StaleEditError(
        mine="", theirs=" | ".join(texts), version=row.version, where=f"row {row.id}"
    )


def _write(
    desk: Desk,
    kind: str,
    by: Request,
    rows: Sequence[AlignmentRow],
    sentences: Sequence[AlignmentSentence],
    publish: Publisher,
) -> Done:
    now = datetime.now(UTC)
    undoes = kind in ("undo", "redo")
    told: list[tuple[AlignmentRow, str, str]] = []
    for row in rows:
        source, target = joined(desk.cell(row, SOURCE)), joined(desk.cell(row, TARGET))
        told.append((row, source, target))
        row.version += 1
        row.changed = now
        row.judged = False
        row.source_hash = source_hash(source) if source else ""
        row.target_hash = source_hash(target) if target else ""
        if not undoes and by.author and row.author != by.author:
            row.author = by.author
    record(
        desk.session,
        desk.pair,
        kind,
        by,
        [Changed(row, desk.before(row), (left, right)) for row, left, right in told],
        [Changed(one, desk.before(one)) for one in sentences],
    )
    desk.pair.moment += 1
    desk.session.flush()
    publish(desk.session, desk.pair, told, by.author)
    ordered = sorted(rows, key=lambda row: row.position)
    return Done(
        kind,
        tuple(row.id for row in ordered if row.alive),
        tuple(row.id for row in ordered if not row.alive),
    )
