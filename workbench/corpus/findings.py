"""What checks found in stored segments: dismissed findings, and a verdict for each version.

A dismissal holds for exactly the two texts it was made for: when either changes, the finding is
open again, and when an undo brings the texts back, so does the dismissal. To dismiss is an action
as any other, which whoever did it can undo and redo. Verdicts make filters
fast: a document of 10 000 segments is checked once, and then only what changed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from workbench.corpus.amendments import Key, State, Subject, amend
from workbench.corpus.database import Database
from workbench.corpus.finding_tables import Dismissal, Verdict
from workbench.corpus.segments import document_of
from workbench.corpus.states import chunks, lock
from workbench.corpus.tables import Segment, Translation
from workbench.errors import StoreError

__all__ = [
    "SUBJECT",
    "Dismissed",
    "Judged",
    "Marked",
    "dismiss",
    "dismissals",
    "marked",
    "peers",
    "put_verdicts",
    "restore",
    "stale",
    "text_digest",
]


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Who let a finding pass, when (UTC) and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What checks found in one version of a segment.

    Attributes:
        segment_id: The segment.
        version: Version of its target.
        checks: Names of the checks with a finding that nobody dismissed.
        errors: How many of these findings are errors.
        warnings: How many are warnings.
    """

    segment_id: int
    version: int
    checks: tuple[str, ...]
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A segment in which checks found something, by its place in the document."""

    position: int
    segment_id: int
    checks: tuple[str, ...]
    errors: int
    warnings: int


def text_digest(source: str, target: str) -> str:
    """Return the digest of a pair of texts that dismissals hold for, 32 hexadecimal digits."""
    data = f"{source}\0{target}".encode("utf-8", "replace")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def dismiss(
    database: Database, segment_id: int, *, key: str, digest: str, reason: str, author: str
) -> Dismissed:
    """Let a finding pass for two texts; a second time replaces the reason.

    Raises:
        NotFoundError: There is no such segment.
        StoreError: There is no reason.
    """
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise StoreError(
            "a finding is dismissed with a reason",
            where=f"segment {segment_id}",
            fix="Say in a few words why it is right as it is",
        )
    made = Dismissed(author, datetime.now(UTC), reason)
    state = {"reason": reason, "author": author, "at": made.at.isoformat()}
    with database.write() as session:
        _amend(session, segment_id, key, digest, state, kind="dismiss", author=author)
    return made


def restore(database: Database, segment_id: int, *, key: str, digest: str, author: str) -> bool:
    """Take a dismissal back; return whether there was one.

    Raises:
        NotFoundError: There is no such segment.
    """
    with database.write() as session:
        return _amend(session, segment_id, key, digest, None, kind="restore", author=author)


def _amend(
    session: Session,
    segment_id: int,
    finding: str,
    digest: str,
    state: State,
    *,
    kind: str,
    author: str,
) -> bool:
    # Where there is no dismissal yet there is no row that could be held.
    lock(session, [segment_id])
    document_id = document_of(session, [segment_id])
    key = {"segment": segment_id, "finding": finding, "digest": digest}
    return amend(session, SUBJECT, key, state, document_id=document_id, kind=kind, author=author)


def _dismissal(session: Session, key: Key) -> Dismissal | None:
    return session.scalars(
        select(Dismissal)
        .where(
            Dismissal.segment_id == key["segment"],
            Dismissal.key == key["finding"],
            Dismissal.digest == key["digest"],
        )
        .with_for_update()
    ).one_or_none()


def _read(session: Session, key: Key) -> State:
    found = _dismissal(session, key)
    if found is None:
        return None
    return {"reason": found.reason, "author": found.author, "at": found.at.isoformat()}


def _write(session: Session, key: Key, state: State) -> None:
    found = _dismissal(session, key)
    if state is None:
        if found is not None:
            session.delete(found)
    else:
        if found is None:
            found = Dismissal(segment_id=key["segment"], key=key["finding"], digest=key["digest"])
            session.add(found)
        found.reason, found.author = state["reason"], state["author"]
        found.at = datetime.fromisoformat(state["at"])
    session.execute(delete(Verdict).where(Verdict.segment_id == key["segment"]))


SUBJECT = Subject("dismissal", _read, _write, lambda _, key: int(key["segment"]))
"""Dismissals, as undo knows them: none, or who dismissed it, when and why."""


def dismissals(
    database: Database, segment_ids: Sequence[int]
) -> dict[int, dict[tuple[str, str], Dismissed]]:
    """Return the dismissals of segments by key and digest of the texts they hold for."""
    found: dict[int, dict[tuple[str, str], Dismissed]] = {}
    with database.read() as session:
        for some in chunks(segment_ids):
            query = select(Dismissal).where(Dismissal.segment_id.in_(some))
            for row in session.scalars(query):
                entry = Dismissed(row.author, row.at, row.reason)
                found.setdefault(row.segment_id, {})[row.key, row.digest] = entry
    return found


def peers(database: Database, segment_id: int) -> list[tuple[int, str, str]]:
    """Return the other segments of the document with the same source: id, source and target."""
    here = select(Segment.document_id, Segment.source_hash).where(Segment.id == segment_id)
    with database.read() as session:
        own = session.execute(here).one_or_none()
        if own is None or own.document_id is None:
            return []
        query = (
            select(Segment.id, Segment.text, Translation.text, Segment.position)
            .join(Translation, Translation.segment_id == Segment.id)
            .where(
                Segment.source_hash == own.source_hash,
                Segment.document_id == own.document_id,
                Segment.id != segment_id,
                Translation.text != "",
            )
        )
        # Asked for in order, SQLite would walk through the whole document to have it.
        found = sorted(session.execute(query), key=lambda row: row.position)
    return [(row[0], row[1], row[2]) for row in found]


def stale(database: Database, document_id: int, *, rules: str) -> list[int]:
    """Return the translated segments of a document that were not judged as they are now."""
    query = (
        select(Segment.id)
        .join(Translation, Translation.segment_id == Segment.id)
        .outerjoin(
            Verdict,
            (Verdict.segment_id == Segment.id)
            & (Verdict.version == Translation.version)
            & (Verdict.rules == rules),
        )
        .where(
            Segment.document_id == document_id,
            Segment.translatable,
            Translation.text != "",
            Verdict.segment_id.is_(None),
        )
        .order_by(Segment.position)
    )
    with database.read() as session:
        return list(session.scalars(query))


def put_verdicts(database: Database, verdicts: Iterable[Judged], *, rules: str) -> None:
    """Store what was found, in place of what was found in earlier versions."""
    batch = {verdict.segment_id: verdict for verdict in verdicts}
    if not batch:
        return
    with database.write() as session:
        there: set[int] = set()
        for some in chunks(list(batch)):
            session.execute(delete(Verdict).where(Verdict.segment_id.in_(some)))
            there.update(session.scalars(select(Segment.id).where(Segment.id.in_(some))))
        rows = [
            {
                "segment_id": verdict.segment_id,
                "version": verdict.version,
                "rules": rules,
                "checks": verdict.checks,
                "errors": verdict.errors,
                "warnings": verdict.warnings,
            }
            for verdict in batch.values()
            if verdict.segment_id in there
        ]
        if rows:
            session.execute(insert(Verdict), rows)


def marked(database: Database, document_id: int) -> list[Marked]:
    """Return the translated segments of a document with findings, by position."""
    query = (
        select(Segment.position, Segment.id, Verdict.checks, Verdict.errors, Verdict.warnings)
        .join(Verdict, Verdict.segment_id == Segment.id)
        .join(Translation, Translation.segment_id == Segment.id)
        .where(
            Segment.document_id == document_id,
            Verdict.version == Translation.version,
            Translation.text != "",
        )
        .order_by(Segment.position)
    )
    with database.read() as session:
        return [Marked(*row) for row in session.execute(query) if row.checks]
