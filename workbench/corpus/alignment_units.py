"""Accepted rows as translation units: in the corpus in the same transaction that accepts them.

The units of an alignment are the segments of a document of their own (media type ``aligned``), in
the order of the rows, with the target's origin ``aligned`` and the row's probability as their
confidence. So the memory, the exports and the concordance have them at once. A unit that is taken
back is deleted; one that somebody edited on the Review page since is rejected instead, since
nothing a person wrote may be lost.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from workbench.corpus.alignment_tables import (
    SOURCE,
    AlignmentPair,
    AlignmentRow,
    AlignmentSentence,
    AlignmentText,
    RowStatus,
)
from workbench.corpus.database import Database
from workbench.corpus.projects import ensure_project
from workbench.corpus.states import Change, TargetState, chunks, lock, record
from workbench.corpus.stored_text import source_hash
from workbench.corpus.tables import Action, Document, Project, Segment, Translation
from workbench.domain import Origin, SegmentKind, SegmentStatus
from workbench.language import LanguagePair

__all__ = ["MEDIA_TYPE", "Rival", "publish", "rivals"]

MEDIA_TYPE = "aligned"

KIND = "align"
"""Kind of the action that the history of a unit shows."""

_COUNTED = (str(SegmentStatus.APPROVED), str(SegmentStatus.REVIEWED))


@dataclass(frozen=True, slots=True)
class Rival:
    """A unit of the corpus with the same source as a row.

    Attributes:
        row: Number of the row.
        segment: Number of the unit's segment.
        document: Name of the unit's document.
        target: Its target text.
        same: Whether the target is the row's too: a duplicate, not a conflict.
    """

    row: int
    segment: int
    document: str
    target: str
    same: bool


def publish(
    session: Session,
    pair: AlignmentPair,
    rows: Sequence[tuple[AlignmentRow, str, str]],
    author: str,
) -> None:
    """Bring the corpus in step with rows that changed.

    Args:
        session: The transaction that changed them.
        pair: Their alignment.
        rows: Each row with its source and target text.
        author: Who changed them.
    """
    wanted = [
        (row, source, target)
        for row, source, target in rows
        if row.alive and row.status == str(RowStatus.ACCEPTED) and source and target
    ]
    keep = {row.id for row, _, _ in wanted}
    gone = [row for row, _, _ in rows if row.segment_id is not None and row.id not in keep]
    if not wanted and not gone:
        return
    moved = _retract(session, pair, gone, author)
    if wanted:
        if pair.document_id is None:
            pair.document_id = _make_document(session, pair)
            session.flush()
        fresh = [item for item in wanted if item[0].segment_id is None]
        _insert(session, pair, fresh)
        _write(session, pair, wanted, author)
        moved = moved or bool(fresh)
    if moved and pair.document_id is not None:
        _renumber(session, pair)


def rivals(database: Database, row_ids: Sequence[int]) -> list[Rival]:
    """Return the approved and reviewed units whose source is that of one of the rows."""
    found: list[Rival] = []
    with database.read() as session:
        for some in chunks(row_ids):
            query = (
                select(
                    AlignmentRow.id.label("row"),
                    AlignmentRow.target_hash,
                    Segment.id.label("segment"),
                    Document.name,
                    Translation.text,
                )
                .join(Segment, Segment.source_hash == AlignmentRow.source_hash)
                .join(Translation, Translation.segment_id == Segment.id)
                .join(Document, Document.id == Segment.document_id)
                .join(Project, Project.id == Document.project_id)
                .where(
                    Project.arriving.is_(None),
                    AlignmentRow.id.in_(some),
                    AlignmentRow.source_hash != "",
                    AlignmentRow.target_hash != "",
                    AlignmentRow.segment_id.is_(None) | (AlignmentRow.segment_id != Segment.id),
                    Translation.status.in_(_COUNTED),
                    Translation.text != "",
                )
                .order_by(AlignmentRow.id, Segment.id)
            )
            found.extend(
                Rival(
                    each.row,
                    each.segment,
                    each.name,
                    each.text,
                    source_hash(each.text) == each.target_hash,
                )
                for each in session.execute(query)
            )
    return found


def _make_document(session: Session, pair: AlignmentPair) -> int:
    texts = session.execute(
        select(AlignmentText.sha256, AlignmentText.raw)
        .where(AlignmentText.alignment_id == pair.id)
        .order_by(AlignmentText.side)
    ).all()
    languages = LanguagePair(pair.source_language, pair.target_language)
    key = f"alignment {pair.id} {' '.join(text.sha256 for text in texts)}"
    document = Document(
        project_id=ensure_project(session, pair.project, languages),
        name=pair.name,
        media_type=MEDIA_TYPE,
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        language=pair.source_language,
        imported=datetime.now(UTC),
        importer=pair.creator,
        settings={"alignment": pair.id},
        raw=texts[SOURCE].raw,
    )
    session.add(document)
    session.flush()
    return document.id


def _insert(
    session: Session, pair: AlignmentPair, fresh: Sequence[tuple[AlignmentRow, str, str]]
) -> None:
    """Make segments for rows that have none yet, with empty targets as :mod:`states` wants it."""
    spans = _spans(session, [row.id for row, _, _ in fresh])
    segments = []
    for row, source, _ in fresh:
        kind, paragraph, start, end = spans.get(row.id, (str(SegmentKind.SENTENCE), 0, 0, 0))
        segments.append(
            Segment(
                document_id=pair.document_id,
                position=-1,
                kind=kind,
                paragraph=paragraph,
                start=start,
                end=end,
                language=pair.source_language,
                translatable=True,
                flags=(),
                text=source,
                words=len(source.split()),
                source_hash=source_hash(source),
            )
        )
    session.add_all(segments)
    session.flush()
    empty = {**TargetState().columns(), "version": 1, "root": 1, "creator": "", "changer": ""}
    if segments:
        session.connection().execute(
            insert(Translation.__table__),  # type: ignore[arg-type]
            [{**empty, "segment_id": segment.id} for segment in segments],
        )
    for (row, _, _), segment in zip(fresh, segments, strict=True):
        row.segment_id = segment.id
    session.flush()


def _write(
    session: Session,
    pair: AlignmentPair,
    rows: Sequence[tuple[AlignmentRow, str, str]],
    author: str,
) -> None:
    ids = [row.segment_id for row, _, _ in rows if row.segment_id is not None]
    current = lock(session, ids)
    segments = {
        segment.id: segment
        for some in chunks(ids)
        for segment in session.scalars(select(Segment).where(Segment.id.in_(some)))
    }
    changes: list[Change] = []
    for row, source, target in rows:
        number = row.segment_id
        if number is None:
            continue
        segment, now = segments[number], current[number]
        refined = now.state.origin == str(Origin.HUMAN) and now.state.status in _COUNTED
        if refined and segment.text == source:
            continue
        if segment.text != source:
            segment.text = source
            segment.words = len(source.split())
            segment.source_hash = source_hash(source)
        state = TargetState(
            text=target,
            status=SegmentStatus.APPROVED,
            origin=Origin.ALIGNED,
            engine=pair.engine,
            confidence=row.probability,
            author=author,
        )
        changes.append(Change(now, state))
    _record(session, pair, changes, author)


def _retract(
    session: Session, pair: AlignmentPair, rows: Sequence[AlignmentRow], author: str
) -> bool:
    """Take units back; tells whether places in the document became free."""
    ids = [row.segment_id for row in rows if row.segment_id is not None]
    if not ids or pair.document_id is None:
        return False
    current = lock(session, ids)
    edited = [now for now in current.values() if now.state.origin != str(Origin.ALIGNED)]
    _record(
        session,
        pair,
        [Change(now, replace(now.state, status=SegmentStatus.REJECTED)) for now in edited],
        author,
    )
    kept = {now.segment_id for now in edited}
    away = [number for number in ids if number not in kept]
    for row in rows:
        if row.segment_id in away:
            row.segment_id = None
    session.flush()
    for some in chunks(away):
        session.execute(
            delete(Segment).where(Segment.id.in_(some)),
            execution_options={"synchronize_session": False},
        )
    return bool(away)


def _record(session: Session, pair: AlignmentPair, changes: Sequence[Change], author: str) -> None:
    if pair.document_id is None or not changes:
        return
    action = record(session, changes, document_id=pair.document_id, kind=KIND, author=author)
    # It is undone where it was done: in the alignment, not on the Review page.
    session.execute(update(Action).where(Action.id == action).values(state="void"))


def _renumber(session: Session, pair: AlignmentPair) -> None:
    """Give the units the order of their rows, without gaps."""
    ranks = (
        select(
            AlignmentRow.segment_id,
            (func.row_number().over(order_by=AlignmentRow.position) - 1).label("rank"),
        )
        .where(AlignmentRow.alignment_id == pair.id, AlignmentRow.segment_id.is_not(None))
        .subquery()
    )
    session.execute(
        update(Segment)
        .where(Segment.id == ranks.c.segment_id, Segment.position != ranks.c.rank)
        .values(position=ranks.c.rank),
        execution_options={"synchronize_session": False},
    )


def _spans(session: Session, row_ids: Sequence[int]) -> dict[int, tuple[str, int, int, int]]:
    """Return kind, paragraph, start and end of each row's source in the raw text."""
    found: dict[int, tuple[str, int, int, int]] = {}
    for some in chunks(row_ids):
        query = (
            select(AlignmentSentence)
            .where(
                AlignmentSentence.row_id.in_(some),
                AlignmentSentence.alive,
                AlignmentSentence.side == SOURCE,
            )
            .order_by(AlignmentSentence.position)
        )
        for each in session.scalars(query):
            known = found.get(each.row_id or 0)
            start = known[2] if known else each.start
            found[each.row_id or 0] = (
                known[0] if known else each.kind,
                known[1] if known else each.paragraph,
                start,
                max(each.end, start),
            )
    return found
