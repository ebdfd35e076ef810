"""Translation units of a selection, streamed from the store in constant memory."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from workbench.corpus import unit_past
from workbench.corpus.database import Database
from workbench.corpus.states import TargetState
from workbench.corpus.tables import Comment, Document, Project, Segment, Translation
from workbench.corpus.unit_past import Past
from workbench.domain import Place, SegmentKind, SegmentStatus, TranslationUnit, Variant
from workbench.errors import SettingsError
from workbench.language import LanguagePair, primary
from workbench.quality.edits import edit_rate

__all__ = ["by_document", "count", "elsewhere", "stream", "unit_from"]

_BATCH = 1000
_DECIDED = (str(SegmentStatus.REVIEWED), str(SegmentStatus.APPROVED))


def stream(
    database: Database,
    *,
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
    pair: LanguagePair | None = None,
    whole: bool = False,
    hter: bool = False,
) -> Iterator[TranslationUnit]:
    """Yield the units with one of these statuses, by document and position.

    Segments without a target and those that are only passed through are left out. Units of
    aligned texts have their bead. All are of the moment of the first one, whatever people do
    before the last one is taken.

    Args:
        database: The store.
        statuses: Statuses wanted.
        documents: Only these documents; None takes all.
        project: Only this project; None takes all.
        pair: Languages in the order wanted: units of the opposite direction are turned round, and
            those in other languages passed over (:func:`elsewhere` counts them). None leaves
            every unit as it was translated.
        whole: Whether to add the history of each unit, its remarks and its place.
        hter: Whether to add what people changed in the machine's draft, which takes time: of
            decided units that are not turned round.

    Raises:
        SettingsError: All units are in other languages than the wanted ones.
    """
    for _, _, unit in _told(database, statuses, documents, project, pair, whole, hter):
        yield unit


def by_document(
    database: Database,
    *,
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
    pair: LanguagePair | None = None,
    whole: bool = False,
    hter: bool = False,
) -> Iterator[tuple[int, str, Iterator[TranslationUnit]]]:
    """Yield each document that has such units: its number, its name, and its units.

    All units of all documents are of one moment, as those of :func:`stream`, which explains the
    arguments. The units of a document are to be taken before the next document.
    """
    told = _told(database, statuses, documents, project, pair, whole, hter)
    for (number, name), units in groupby(told, key=itemgetter(0, 1)):
        yield number, name, (unit for _, _, unit in units)


def _told(
    database: Database,
    statuses: Collection[SegmentStatus],
    documents: Collection[int] | None,
    project: str | None,
    pair: LanguagePair | None,
    whole: bool,
    hter: bool,
) -> Iterator[tuple[int, str, TranslationUnit]]:
    """Yield units, each behind the number and the name of its document."""
    # Batches by key, so that every driver keeps only one in memory; all in one transaction, since
    # a split meanwhile moves the positions: units would come twice, or not at all.
    with database.read() as session:
        after = (0, -1)
        query = _units(statuses, documents, project, pair)
        while batch := _batch(session, query, after):
            past = unit_past.of(session, batch, whole=whole)
            turned = {row.segment_id for row in batch if _is_turned(row, pair)}
            decided = [row.segment_id for row in batch if hter and row.status in _DECIDED]
            decided = [number for number in decided if number not in turned]
            drafts = unit_past.drafts(session, decided)
            for row in batch:
                unit = unit_from(
                    row,
                    note=row.note or "",
                    past=past.get(row.segment_id, Past()),
                    place=_place(row) if whole else None,
                )
                if (draft := drafts.get(row.segment_id)) is not None:
                    unit = replace(unit, hter=edit_rate(draft, unit.target.text))
                if row.segment_id in turned:
                    unit = unit.turned()
                yield row.document_id, row.name, unit
            after = (batch[-1].document_id, batch[-1].position)
        if after == (0, -1) and pair is not None:
            others = _elsewhere(session, _units(statuses, documents, project), pair)
            if others:
                raise _none_in(pair, others)


def _batch(
    session: Session, query: Select[*tuple[Any, ...]], after: tuple[int, int]
) -> Sequence[Any]:
    behind = (Segment.document_id > after[0]) | (
        (Segment.document_id == after[0]) & (Segment.position > after[1])
    )
    ordered = query.where(behind).order_by(Segment.document_id, Segment.position)
    return session.execute(ordered.limit(_BATCH)).all()


def unit_from(
    row: Any,
    *,
    note: str = "",
    past: Past | None = None,
    place: Place | None = None,
) -> TranslationUnit:
    """Make a unit of a row of translations joined with segment, document and project."""
    past = past or Past()
    return TranslationUnit(
        uid=f"{row.sha256[:12]}-{row.segment_id}",
        source=Variant(row.source_language, row.source),
        target=Variant(row.target_language, row.text),
        status=SegmentStatus(row.status),
        provenance=TargetState.of(row).provenance(),
        document=row.name,
        segment=row.position + 1,
        created=row.created,
        changed=row.changed,
        creator=row.creator,
        changer=row.changer,
        note=note,
        bead=past.bead,
        history=past.history,
        remarks=past.remarks,
        place=place,
    )


def _is_turned(row: Any, pair: LanguagePair | None) -> bool:
    return pair is not None and primary(row.source_language) != primary(pair.source)


def _none_in(pair: LanguagePair, others: Counter[LanguagePair]) -> SettingsError:
    codes = [str(other) for other, _ in others.most_common(3)]
    return SettingsError(
        f"there are units in {', '.join(codes)}, which are not {pair}",
        where="languages",
        fix=f"Choose codes of these languages with --languages {codes[0]}, or other "
        "units with --project or --document",
    )


def _place(row: Any) -> Place:
    return Place(
        sha256=row.sha256,
        media_type=row.media_type,
        kind=SegmentKind(row.kind),
        paragraph=row.paragraph,
        start=row.start,
        end=row.end,
        flags=row.source_flags,
    )


def count(
    database: Database,
    *,
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
    pair: LanguagePair | None = None,
) -> int:
    """Return how many units :func:`stream` would yield."""
    units = _units(statuses, documents, project, pair).subquery()
    with database.read() as session:
        return int(session.scalar(select(func.count()).select_from(units)) or 0)


def elsewhere(
    database: Database,
    *,
    statuses: Collection[SegmentStatus] = (SegmentStatus.APPROVED,),
    documents: Collection[int] | None = None,
    project: str | None = None,
    pair: LanguagePair | None,
) -> int:
    """Return how many units :func:`stream` would pass over, since they are in other languages."""
    if pair is None:
        return 0
    with database.read() as session:
        return _elsewhere(session, _units(statuses, documents, project), pair).total()


def _elsewhere(
    session: Session, query: Select[*tuple[Any, ...]], pair: LanguagePair
) -> Counter[LanguagePair]:
    """Count the units of other languages than these, by their own."""
    languages = Project.source_language, Project.target_language
    told = query.where(~_in_languages(pair)).with_only_columns(
        *(*languages, func.count()), maintain_column_froms=True
    )
    found: Counter[LanguagePair] = Counter()
    for source, target, number in session.execute(told.group_by(*languages).order_by(*languages)):
        found[LanguagePair(source, target)] += number
    return found


def _in_languages(pair: LanguagePair) -> ColumnElement[bool]:
    """Return whether a project has these languages, in one order or the other."""

    def has(column: InstrumentedAttribute[str], code: str) -> ColumnElement[bool]:
        return or_(column == primary(code), column.startswith(f"{primary(code)}-"))

    def are(source: str, target: str) -> ColumnElement[bool]:
        return has(Project.source_language, source) & has(Project.target_language, target)

    return or_(are(pair.source, pair.target), are(pair.target, pair.source))


def _units(
    statuses: Collection[SegmentStatus],
    documents: Collection[int] | None,
    project: str | None,
    pair: LanguagePair | None = None,
) -> Select[*tuple[Any, ...]]:
    note = (
        select(Comment.text)
        .where(Comment.segment_id == Segment.id, Comment.withdrawn.is_(False))
        .order_by(Comment.id.desc())
        .limit(1)
        .correlate(Segment)
        .scalar_subquery()
    )
    query = (
        select(
            Translation.__table__,
            Segment.document_id,
            Segment.position,
            Segment.text.label("source"),
            Segment.kind,
            Segment.paragraph,
            Segment.start,
            Segment.end,
            Segment.flags.label("source_flags"),
            Document.name,
            Document.sha256,
            Document.media_type,
            Project.source_language,
            Project.target_language,
            note.label("note"),
        )
        .join(Segment, Segment.id == Translation.segment_id)
        .join(Document, Document.id == Segment.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(
            Translation.status.in_([str(status) for status in statuses]),
            Translation.text != "",
            Segment.translatable,
            Project.arriving.is_(None),
        )
    )
    if documents is not None:
        query = query.where(Segment.document_id.in_(list(documents)))
    if project is not None:
        query = query.where(Project.name == project)
    if pair is not None:
        query = query.where(_in_languages(pair))
    return query
