"""The history of glossary concepts: who changed what and when, also by hand in a file.

The CSV files are the master; this log follows them. Whoever changes a concept through the
workbench records it here, and :func:`notice` compares files with the log: what differs was
edited by hand and becomes a revision of its own. So a crash between writing a file and recording
it only costs the author's name.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbench.corpus.concept_tables import ConceptRevision, NoticedFile, RejectedTerm
from workbench.corpus.database import Database
from workbench.errors import NotFoundError
from workbench.glossary.concepts import Concept
from workbench.glossary.files import GlossaryFile
from workbench.glossary.rows import concept_cells

__all__ = [
    "BY_HAND",
    "VERSION",
    "Cells",
    "ConceptChange",
    "batch",
    "changes_between",
    "history",
    "new_mark",
    "notice",
    "recent",
    "record",
    "reject",
    "rejected",
    "revision",
]

BY_HAND = "file"
"""Author and action of a change that was made in the file itself."""

FOUND = "found"
"""Action of the first state that the log knows of a concept."""

VERSION = "version"
"""Action of a row that only marks which version the glossary had; its concept is the version."""

Cells = Mapping[str, str]
_TOLD_APART = ("author", "changed")
_MANY = 500
_NOTHING: Cells = {}


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """One change of one concept.

    Attributes:
        id: Number of the revision.
        concept: Id of the concept.
        file: Name of its file.
        action: ``found``, ``add``, ``change``, ``delete``, ``revert``, ``import``, ``accept``
            or ``file``.
        author: Who did it.
        at: When (UTC).
        batch: The same for all that was done in one go; may be empty.
        before: Cells before it, empty for a new concept.
        after: Cells after it, empty when it was deleted.
    """

    id: int
    concept: str
    file: str
    action: str
    author: str
    at: datetime
    batch: str
    before: Cells
    after: Cells

    @property
    def differences(self) -> dict[str, tuple[str, str]]:
        """Column to (before, after), without author and date, which every change sets."""
        return changes_between(self.before, self.after)


def changes_between(before: Cells, after: Cells) -> dict[str, tuple[str, str]]:
    """Return the columns that two states of a concept have differently, with both values."""
    names = dict.fromkeys((*after, *before))
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in names
        if name not in _TOLD_APART and before.get(name, "") != after.get(name, "")
    }


def notice(database: Database, files: Sequence[GlossaryFile]) -> list[tuple[str, Cells, Cells]]:
    """Record what was changed in glossary files since the log saw them.

    A file that the log has never seen only becomes known. Files that are gone keep their history.

    Args:
        database: The store.
        files: The glossary files as they are now.

    Returns:
        (concept, cells before, cells after) of each change made by hand.
    """
    with database.read() as session:
        known = {row.name: row.sha256 for row in session.scalars(select(NoticedFile))}
    new = [file for file in files if known.get(file.path.name) != file.sha256]
    found: list[tuple[str, Cells, Cells]] = []
    for file in new:
        with database.write() as session:
            first = _lock_file(session, file)
            if first is None:
                continue
            found += _compare(session, file, first=first)
    return found


def _lock_file(session: Session, file: GlossaryFile) -> bool | None:
    """Take a file for this transaction; tell whether it is new, or None if it is up to date."""
    now = datetime.now(UTC)
    name = file.path.name
    query = select(NoticedFile).where(NoticedFile.name == name).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        try:
            with session.begin_nested():
                session.add(NoticedFile(name=name, sha256=file.sha256, noticed=now))
            return True
        except IntegrityError:  # another process was faster
            row = session.scalars(query).one()
    if row.sha256 == file.sha256:
        return None
    row.sha256, row.noticed = file.sha256, now
    return False


def _compare(
    session: Session, file: GlossaryFile, *, first: bool
) -> list[tuple[str, Cells, Cells]]:
    before = _states(session, file.path.name)
    after: dict[str, Cells] = {concept.id: _told(concept) for concept in file.concepts}
    changed = [
        (identity, before.get(identity, _NOTHING), after.get(identity, _NOTHING))
        for identity in dict.fromkeys((*after, *before))
        if before.get(identity, _NOTHING) != after.get(identity, _NOTHING)
    ]
    _insert(
        session,
        file.path.name,
        ((identity, cells) for identity, _, cells in changed),
        action=FOUND if first else BY_HAND,
        author=BY_HAND,
    )
    return [] if first else changed


def _told(concept: Concept) -> Cells:
    """Return the cells that are not empty, as the log keeps them."""
    return {name: value for name, value in concept_cells(concept).items() if value}


def _states(session: Session, file: str) -> dict[str, Cells]:
    """Return the newest cells of each concept that the log has in a file."""
    newest = (
        select(func.max(ConceptRevision.id))
        .where(ConceptRevision.file == file)
        .group_by(ConceptRevision.concept)
    )
    query = select(ConceptRevision.concept, ConceptRevision.cells).where(
        ConceptRevision.id.in_(newest)
    )
    return {row.concept: row.cells for row in session.execute(query) if row.cells}


def record(
    database: Database,
    file: GlossaryFile,
    changes: Iterable[tuple[str, Cells]],
    *,
    action: str,
    author: str,
    mark: str = "",
) -> None:
    """Record changes that were just written to a file.

    Args:
        database: The store.
        file: The file as it is now.
        changes: Concept and its cells now, empty when it was deleted.
        action: What was done; see :class:`ConceptChange`.
        author: Who did it.
        mark: Of :func:`new_mark`, the same for all that was done in one go; or empty.
    """
    with database.write() as session:
        _lock_file(session, file)
        _insert(session, file.path.name, changes, action=action, author=author, mark=mark)


def new_mark() -> str:
    """Return a mark for changes that are made, and may be reverted, together."""
    return uuid.uuid4().hex


def _insert(
    session: Session,
    file: str,
    changes: Iterable[tuple[str, Cells]],
    *,
    action: str,
    author: str,
    mark: str = "",
) -> None:
    now = datetime.now(UTC)
    rows: list[dict[str, Any]] = [
        {
            "file": file,
            "concept": identity,
            "action": action,
            "author": author,
            "at": now,
            "batch": mark,
            "cells": {name: value for name, value in cells.items() if value},
        }
        for identity, cells in changes
    ]
    if rows:
        session.execute(insert(ConceptRevision), rows)


def history(database: Database, concept: str) -> list[ConceptChange]:
    """Return the changes of a concept, newest first."""
    query = _revisions().where(ConceptRevision.concept == concept)
    return _changes(database, query.order_by(ConceptRevision.id.desc()))


def recent(database: Database, *, limit: int = 50) -> list[ConceptChange]:
    """Return the last changes of all concepts, newest first; what was only found is left out."""
    query = _revisions().where(ConceptRevision.action.not_in((FOUND, VERSION)))
    return _changes(database, query.order_by(ConceptRevision.id.desc()).limit(limit))


def batch(database: Database, mark: str) -> list[ConceptChange]:
    """Return the changes that were made in one go, newest first.

    Raises:
        NotFoundError: There are none.
    """
    query = _revisions().where(ConceptRevision.batch == mark, ConceptRevision.batch != "")
    found = _changes(database, query.order_by(ConceptRevision.id.desc()))
    if not found:
        raise NotFoundError(f"there is no change {mark!r} of several concepts")
    return found


def revision(database: Database, number: int) -> ConceptChange:
    """Return one change.

    Raises:
        NotFoundError: There is no such revision.
    """
    found = _changes(database, _revisions().where(ConceptRevision.id == number))
    if not found:
        raise NotFoundError(f"there is no revision {number} of a concept")
    return found[0]


def _revisions() -> Select[ConceptRevision]:
    return select(ConceptRevision)


def _changes(database: Database, query: Select[ConceptRevision]) -> list[ConceptChange]:
    with database.read() as session:
        rows = list(session.scalars(query))
        before = _before(session, rows)
        return [
            ConceptChange(
                row.id,
                row.concept,
                row.file,
                row.action,
                row.author,
                row.at,
                row.batch,
                before.get(row.id, {}),
                row.cells,
            )
            for row in rows
        ]


def _before(session: Session, rows: Sequence[ConceptRevision]) -> dict[int, Cells]:
    """Return the state before each of these revisions, in a few queries."""
    states: dict[str, list[tuple[int, Cells]]] = {}
    wanted = sorted({row.concept for row in rows})
    for first in range(0, len(wanted), _MANY):
        query = (
            select(ConceptRevision.concept, ConceptRevision.id, ConceptRevision.cells)
            .where(ConceptRevision.concept.in_(wanted[first : first + _MANY]))
            .order_by(ConceptRevision.id)
        )
        for found in session.execute(query):
            states.setdefault(found.concept, []).append((found.id, found.cells))
    return {
        later[0]: earlier[1] for series in states.values() for earlier, later in pairwise(series)
    }


def reject(database: Database, source: str, target: str, *, author: str) -> None:
    """Remember that a proposed term was refused; ``target`` may be empty."""
    with database.write() as session:
        key = (source.casefold(), target.casefold())
        if session.get(RejectedTerm, key) is None:
            session.add(
                RejectedTerm(source=key[0], target=key[1], author=author, at=datetime.now(UTC))
            )


def rejected(database: Database) -> frozenset[tuple[str, str]]:
    """Return the refused (Dutch, English) proposals, casefolded."""
    with database.read() as session:
        query = select(RejectedTerm.source, RejectedTerm.target)
        return frozenset((row.source, row.target) for row in session.execute(query))
