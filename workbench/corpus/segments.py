"""Saving targets and statuses so that no edit is ever lost.

Every save names the version it was made on. When somebody else saved in between, the save is
refused with both texts (:class:`~workbench.errors.StaleEditError`); it never overwrites. A save
that is sent twice, because its first answer got lost, is recognised and simply confirmed.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow, read_rows
from workbench.corpus.states import Change, Current, chunks, lock, record
from workbench.corpus.tables import Document, Segment
from workbench.domain import Origin, SegmentStatus
from workbench.errors import NotFoundError, StaleEditError, StoreError

__all__ = [
    "Edit",
    "changed",
    "clean_target",
    "needs_second",
    "save",
    "save_many",
    "set_status",
]

SECOND_REVIEWER = "second-reviewer"
"""Name in the settings of a document; see :func:`needs_second`."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One save of a bulk edit; see :func:`save` for the meaning of the fields."""

    segment_id: int
    version: int
    text: str
    status: SegmentStatus | None = None


def save(
    database: Database,
    segment_id: int,
    *,
    text: str,
    version: int,
    author: str,
    status: SegmentStatus | None = None,
) -> SegmentRow:
    """Save a target text, and its status if given.

    A text that differs from the stored one becomes the author's own (origin ``human``); a text
    that is the same keeps its origin. Without ``status``, a changed text becomes a draft again,
    and an empty one untranslated.

    Args:
        database: The store.
        segment_id: The segment.
        text: The whole target text.
        version: The version of the target that the author saw.
        author: Who saves.
        status: New status, or None.

    Returns:
        The row as it is stored now; its ``version`` is the one for the next save.

    Raises:
        NotFoundError: There is no such segment.
        StaleEditError: Somebody else saved in between; nothing is changed.
        StoreError: An empty target was to be reviewed or approved, or the segment is passed
            through.
    """
    edit = Edit(segment_id, version, text, status)
    return save_many(database, [edit], author=author, kind="edit")[0]


def save_many(
    database: Database, edits: Sequence[Edit], *, author: str, kind: str = "bulk-edit"
) -> list[SegmentRow]:
    """Save several targets of one document as one action: all of them, or none.

    Raises:
        NotFoundError, StaleEditError, StoreError: As :func:`save`.
    """
    if not edits:
        return []
    ids = [edit.segment_id for edit in edits]
    with database.write() as session:
        current = lock(session, ids)
        document_id = document_of(session, ids, to_change=True)
        second = needs_second(session, document_id)
        changes = [changed(edit, current[edit.segment_id], author, second=second) for edit in edits]
        record(session, changes, document_id=document_id, kind=kind, author=author)
        return read_rows(session, ids)


def changed(edit: Edit, current: Current, author: str, *, second: bool) -> Change:
    """Return what an edit makes of a locked target; the rules of :func:`save` are here.

    Args:
        edit: What is wanted.
        current: The target as it is.
        author: Who wants it.
        second: Approval takes a second person (see :func:`needs_second`).

    Raises:
        StaleEditError, StoreError: As :func:`save`.
    """
    text = clean_target(edit.text)
    state = current.state
    if text != state.text:
        # What the machine wrote and which terms the source has stay known: a post-edit is
        # measured against the one and checked against the other.
        state = replace(
            state,
            text=text,
            origin=Origin.HUMAN if text else "",
            author=author,
            confidence=None,
            flags=(),
            status=SegmentStatus.DRAFT if text else SegmentStatus.UNTRANSLATED,
        )
    status = SegmentStatus(edit.status) if edit.status is not None else state.status
    if not text and status == SegmentStatus.DRAFT:
        status = SegmentStatus.UNTRANSLATED
    where = f"segment {edit.segment_id}"
    if not text and status in (SegmentStatus.APPROVED, SegmentStatus.REVIEWED):
        raise StoreError(
            f"an empty translation can't be {status}", where=where, fix="Write one first"
        )
    if text and status == SegmentStatus.UNTRANSLATED:
        status = SegmentStatus.DRAFT
    wanted = replace(state, status=status)
    if edit.version != current.version and wanted != current.state:
        raise StaleEditError(
            mine=text, theirs=current.state.text, version=current.version, where=where
        )
    if second and status == SegmentStatus.APPROVED and wanted != current.state:
        reviewed = current.state.status == SegmentStatus.REVIEWED and text == current.state.text
        if not reviewed or current.changer == author:
            raise StoreError(
                "in this document somebody else approves what was reviewed",
                where=where,
                fix="Mark it as reviewed",
            )
    return Change(current, wanted)


def needs_second(session: Session, document_id: int) -> bool:
    """Whether in a document only a second person may approve what a first one reviewed."""
    settings = session.scalar(select(Document.settings).where(Document.id == document_id)) or {}
    return bool(settings.get(SECOND_REVIEWER))


def set_status(
    database: Database,
    segments: Sequence[tuple[int, int]],
    *,
    status: SegmentStatus,
    author: str,
) -> list[SegmentRow]:
    """Give segments of one document a status as one action: all of them, or none.

    Args:
        database: The store.
        segments: Segment and the version of it that the author saw.
        status: The new status.
        author: Who decides.

    Raises:
        NotFoundError: There is no such segment.
        StaleEditError: Somebody else saved one of them in between.
        StoreError: One has no target to review or approve.
    """
    if not segments:
        return []
    ids = [segment_id for segment_id, _ in segments]
    with database.write() as session:
        current = lock(session, ids)
        document_id = document_of(session, ids, to_change=True)
        second = needs_second(session, document_id)
        changes = [
            changed(
                Edit(segment_id, version, current[segment_id].state.text, status),
                current[segment_id],
                author,
                second=second,
            )
            for segment_id, version in segments
        ]
        kind = "status" if len(changes) == 1 else "bulk-status"
        record(session, changes, document_id=document_id, kind=kind, author=author)
        return read_rows(session, ids)


def _is_noncharacter(char: str) -> bool:
    return "\ufdd0" <= char <= "\ufdef" or ord(char) & 0xFFFE == 0xFFFE


def clean_target(text: str) -> str:
    """Return a target text as it is stored: NFC, one line, trimmed.

    Control characters and what Unicode keeps free of characters (23.7) are left out.
    Words are never joined by this: what separates them becomes a space.
    """
    text = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if char in "\t\n\r\v\f\x85\u2028\u2029" else char
        for char in text
        if char in "\t\n\r\v\f\x85"
        or (unicodedata.category(char) not in ("Cc", "Cs") and not _is_noncharacter(char))
    )
    return kept.strip(" ")


def document_of(session: Session, segment_ids: Sequence[int], *, to_change: bool = False) -> int:
    """Return the one document of these segments.

    Whoever changes something locks them before this (:func:`~workbench.corpus.states.lock`): one
    that was split while that waited is refused here.

    Args:
        session: A running transaction.
        segment_ids: The segments.
        to_change: Whether their targets shall change: what is passed through then is refused,
            since it has no target, and one would never leave the store again.

    Raises:
        NotFoundError: One of the segments is not there.
        StoreError: They belong to several documents, or one is passed through.
    """
    found: dict[int, int] = {}
    for some in chunks(segment_ids):
        query = select(Segment.id, Segment.document_id, Segment.translatable).where(
            Segment.id.in_(some)
        )
        for row in session.execute(query):
            if to_change and not row.translatable:
                raise StoreError(
                    "this segment is passed through as it is", where=f"segment {row.id}"
                )
            if row.document_id is None:
                raise NotFoundError(
                    "this segment was split or merged in the meantime",
                    where=f"segment {row.id}",
                    fix="Undo that, or write into the new one",
                )
            found[row.id] = row.document_id
    for number in segment_ids:
        if number not in found:
            raise NotFoundError(f"there is no segment {number}")
    documents = set(found.values())
    if len(documents) != 1:
        raise StoreError("the segments belong to several documents", fix="Change one at a time")
    return documents.pop()
