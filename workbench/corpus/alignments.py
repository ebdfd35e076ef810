"""Alignments of a store: made of two texts, listed, declared gold, deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, case, delete, func, select, update
from sqlalchemy.orm import Session

from workbench.corpus.alignment_tables import (
    SOURCE,
    TARGET,
    AlignmentPair,
    AlignmentRow,
    AlignmentSentence,
    AlignmentText,
    RowStatus,
)
from workbench.corpus.alignment_texts import add_text
from workbench.corpus.database import Database
from workbench.corpus.projects import DEFAULT_PROJECT
from workbench.counts import counted
from workbench.domain import Document
from workbench.errors import NotFoundError, StoreError
from workbench.language import NL_EN, LanguagePair

__all__ = [
    "AlignmentHead",
    "AlignmentInfo",
    "create",
    "delete_alignment",
    "get",
    "head",
    "listing",
    "made_since",
    "note_measure",
    "set_gold",
]


@dataclass(frozen=True, slots=True)
class AlignmentInfo:
    """An alignment with what its line in a list shows.

    Attributes:
        id: Number of the alignment in the store.
        name: Its name, of both files.
        project: Project of the corpus that its units go to.
        pair: Languages of the two sides.
        names: File names of the two sides.
        sizes: Sentences of the two sides as they were read.
        created: When it was made (UTC).
        creator: Who made it.
        moment: Goes up with every action.
        aligned: When the aligner finished (UTC), or None.
        engine: What made the translation that served as bridge.
        warning: What is wrong with the pair as a whole, or empty.
        gold: When it was declared gold (UTC), or None.
        measured: Scores of the aligner on it, by name.
        counts: Rows by status; every status is there.
        expected_errors: Wrong rows to be expected among the automatic ones.
        document: Document of the corpus with its units, or None.
    """

    id: int
    name: str
    project: str
    pair: LanguagePair
    names: tuple[str, str]
    sizes: tuple[int, int]
    created: datetime
    creator: str
    moment: int
    aligned: datetime | None
    engine: str
    warning: str
    gold: datetime | None
    measured: Mapping[str, Any]
    counts: Mapping[RowStatus, int]
    expected_errors: float
    document: int | None

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        """Rows that a person is done with; one that was regrouped is still to be accepted."""
        waiting = (RowStatus.AUTOMATIC, RowStatus.NEEDS_REVIEW, RowStatus.CORRECTED)
        return self.rows - sum(self.counts[status] for status in waiting)


@dataclass(frozen=True, slots=True)
class AlignmentHead:
    """What an operation has to know of an alignment, read at no cost whatever its size.

    Attributes:
        pair: Languages of the two sides.
        moment: Goes up with every action.
        engine: What made the translation that served as bridge, or empty.
    """

    pair: LanguagePair
    moment: int
    engine: str


def create(
    database: Database,
    source: Document,
    target: Document,
    *,
    name: str = "",
    project: str = DEFAULT_PROJECT,
    pair: LanguagePair = NL_EN,
    author: str = "",
) -> AlignmentInfo:
    """Store a pair of texts, not aligned yet.

    Args:
        database: The store.
        source: The original.
        target: Its translation.
        name: Name to show; empty makes one of both file names.
        project: Project of the corpus for the units.
        pair: Languages of the two sides.
        author: Who makes it.

    Raises:
        StoreError: One of the texts has no sentences.
    """
    for text in (source, target):
        if not any(segment.text for segment in text.segments):
            raise StoreError("there are no sentences in this text", where=text.name)
    with database.write() as session:
        alignment = AlignmentPair(
            name=name or f"{source.name} ↔ {target.name}",
            project=project,
            source_language=pair.source,
            target_language=pair.target,
            created=datetime.now(UTC),
            creator=author,
            moment=0,
            aligned=None,
            engine="",
            warning="",
            gold=None,
            measured={},
            document_id=None,
        )
        session.add(alignment)
        session.flush()
        for side, text in ((SOURCE, source), (TARGET, target)):
            add_text(session, alignment.id, side, text)
        return _info(session, alignment.id)


def made_since(
    database: Database, source: Document, target: Document, since: datetime
) -> AlignmentInfo | None:
    """Return the first alignment of two files that was made at a time or later, or None."""
    query = select(AlignmentPair.id).where(AlignmentPair.created >= since)
    for side, text in ((SOURCE, source), (TARGET, target)):
        query = query.where(
            AlignmentPair.id.in_(
                select(AlignmentText.alignment_id).where(
                    AlignmentText.side == side,
                    AlignmentText.name == text.name,
                    AlignmentText.sha256 == text.sha256,
                )
            )
        )
    with database.read() as session:
        found = session.scalar(query.order_by(AlignmentPair.id).limit(1))
        return None if found is None else _info(session, found)


def listing(database: Database) -> list[AlignmentInfo]:
    """Return the alignments, newest first."""
    with database.read() as session:
        return [
            _info_from(session, row)
            for row in session.execute(_infos().order_by(AlignmentPair.id.desc()))
        ]


def get(database: Database, alignment_id: int) -> AlignmentInfo:
    """Return one alignment.

    Raises:
        NotFoundError: There is no such alignment.
    """
    with database.read() as session:
        return _info(session, alignment_id)


def head(database: Database, alignment_id: int) -> AlignmentHead:
    """Return an alignment without the counts of its rows.

    Raises:
        NotFoundError: There is no such alignment.
    """
    with database.read() as session:
        pair = session.get(AlignmentPair, alignment_id)
        if pair is None:
            raise _unknown(alignment_id)
        languages = LanguagePair(pair.source_language, pair.target_language)
        return AlignmentHead(languages, pair.moment, pair.engine)


def delete_alignment(database: Database, alignment_id: int) -> None:
    """Delete an alignment with its history; the units of its accepted rows stay in the corpus.

    Raises:
        NotFoundError: There is no such alignment.
    """
    with database.write() as session:
        _info(session, alignment_id)
        session.execute(delete(AlignmentPair).where(AlignmentPair.id == alignment_id))


def set_gold(database: Database, alignment_id: int, *, gold: bool) -> AlignmentInfo:
    """Declare an alignment gold, or no longer.

    Raises:
        NotFoundError: There is no such alignment.
        StoreError: Nobody has decided on some of its rows yet.
    """
    with database.write() as session:
        info = _info(session, alignment_id)
        if gold and (info.aligned is None or info.decided < info.rows):
            raise StoreError(
                f"{info.rows - info.decided} of {counted(info.rows, 'row')} not decided yet",
                where=info.name,
                fix="Gold is what people looked at row by row",
            )
        session.execute(
            update(AlignmentPair)
            .where(AlignmentPair.id == alignment_id)
            .values(gold=datetime.now(UTC) if gold else None, measured={})
        )
        return _info(session, alignment_id)


def note_measure(database: Database, alignment_id: int, measured: Mapping[str, Any]) -> None:
    """Keep the scores that the aligner reached on a gold alignment."""
    with database.write() as session:
        session.execute(
            update(AlignmentPair)
            .where(AlignmentPair.id == alignment_id)
            .values(measured=dict(measured))
        )


def _infos() -> Select[*tuple[Any, ...]]:
    def count(condition: Any, value: Any = 1) -> Any:
        return func.coalesce(func.sum(case((condition, value), else_=0)), 0)

    alive = AlignmentRow.alive
    return (
        select(
            AlignmentPair,
            *(
                count(alive & (AlignmentRow.status == str(status))).label(f"count_{index}")
                for index, status in enumerate(RowStatus)
            ),
            count(
                alive
                & AlignmentRow.status.in_([str(RowStatus.AUTOMATIC), str(RowStatus.NEEDS_REVIEW)])
                & AlignmentRow.probability.is_not(None),
                1 - AlignmentRow.probability,
            ).label("errors"),
        )
        .outerjoin(AlignmentRow, AlignmentRow.alignment_id == AlignmentPair.id)
        .group_by(AlignmentPair.id)
    )


def _info(session: Session, alignment_id: int) -> AlignmentInfo:
    row = session.execute(_infos().where(AlignmentPair.id == alignment_id)).one_or_none()
    if row is None:
        raise _unknown(alignment_id)
    return _info_from(session, row)


def _unknown(alignment_id: int) -> NotFoundError:
    return NotFoundError(
        f"there is no alignment {alignment_id}", fix="`workbench alignments list` lists them"
    )


def _info_from(session: Session, row: Row[*tuple[Any, ...]]) -> AlignmentInfo:
    pair: AlignmentPair = row.AlignmentPair
    names = session.scalars(
        select(AlignmentText.name)
        .where(AlignmentText.alignment_id == pair.id)
        .order_by(AlignmentText.side)
    ).all()
    sizes = dict(
        session.execute(
            select(AlignmentSentence.side, func.max(AlignmentSentence.number))
            .where(AlignmentSentence.alignment_id == pair.id)
            .group_by(AlignmentSentence.side)
        ).all()
    )
    return AlignmentInfo(
        id=pair.id,
        name=pair.name,
        project=pair.project,
        pair=LanguagePair(pair.source_language, pair.target_language),
        names=(names[SOURCE], names[TARGET]),
        sizes=(sizes.get(SOURCE, 0), sizes.get(TARGET, 0)),
        created=pair.created,
        creator=pair.creator,
        moment=pair.moment,
        aligned=pair.aligned,
        engine=pair.engine,
        warning=pair.warning,
        gold=pair.gold,
        measured=pair.measured,
        counts={
            status: int(getattr(row, f"count_{index}")) for index, status in enumerate(RowStatus)
        },
        expected_errors=float(row.errors),
        document=pair.document_id,
    )
