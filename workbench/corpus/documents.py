"""Documents of a project: add, list with their counts, read, delete."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Text, case, delete, func, select, type_coerce
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workbench import domain
from workbench.corpus.database import Database
from workbench.corpus.document_rows import insert_document
from workbench.corpus.projects import DEFAULT_PROJECT, ensure_project
from workbench.corpus.tables import Document, Project, Segment, Translation
from workbench.counts import counted
from workbench.domain import SegmentKind, SegmentStatus
from workbench.errors import NotFoundError, StoreError
from workbench.language import NL_EN, LanguagePair

__all__ = [
    "Added",
    "DocumentInfo",
    "add",
    "delete_document",
    "get",
    "listing",
    "load",
]


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A stored document with the counts that its row in a list shows.

    Attributes:
        id: Number of the document in the store.
        name: File name.
        project: Name of its project.
        pair: Languages of the project.
        media_type: Format it was read as.
        language: Its main language.
        sha256: Of the file's bytes.
        imported: When it was added (UTC).
        importer: Who added it.
        segments: All its segments.
        translatable: Segments that are to be translated.
        words: Source words of the translatable segments.
        counts: Translatable segments by status; every status is there.
        problems: Translatable segments with a detected problem.
        settings: What was noted when it was added.
    """

    id: int
    name: str
    project: str
    pair: LanguagePair
    media_type: str
    language: str
    sha256: str
    imported: datetime
    importer: str
    segments: int
    translatable: int
    words: int
    counts: Mapping[SegmentStatus, int]
    problems: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document that was to be added: ``new`` is False when it was known."""

    document: DocumentInfo
    new: bool


def add(
    database: Database,
    document: domain.Document,
    *,
    project: str = DEFAULT_PROJECT,
    author: str = "",
    pair: LanguagePair = NL_EN,
    settings: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Added:
    """Store a document with its segments, all untranslated.

    A file with the same bytes that the project has already is not stored again: the stored
    document is returned. A project that is not there yet is made, with ``pair``. ``progress`` is
    told the segments written and all of them; they are there for others with the last one.
    """
    noted = dict(settings or {})
    try:
        return _add(database, document, project, author, pair, noted, progress)
    except StoreError as error:
        # Another program added the same project or file between our look and our insert.
        if isinstance(error.__cause__, IntegrityError):
            return _add(database, document, project, author, pair, noted, progress)
        raise


def _add(
    database: Database,
    document: domain.Document,
    project: str,
    author: str,
    pair: LanguagePair,
    settings: dict[str, Any],
    progress: Callable[[int, int], None] | None,
) -> Added:
    with database.write() as session:
        project_id = ensure_project(session, project, pair)
        known = session.scalar(
            select(Document.id).where(
                Document.project_id == project_id, Document.sha256 == document.sha256
            )
        )
        if known is not None:
            return Added(_info(session, known), new=False)
        number = insert_document(
            session,
            document,
            project_id=project_id,
            author=author,
            settings=settings,
            progress=progress,
        )
        return Added(_info(session, number), new=True)


def listing(database: Database, *, project: str | None = None) -> list[DocumentInfo]:
    """Return the documents in the order they came, with their counts, in one query."""
    query = _infos().order_by(Document.id)
    if project is not None:
        query = query.where(Project.name == project)
    with database.read() as session:
        return [_info_from(row) for row in session.execute(query)]


def get(database: Database, document_id: int) -> DocumentInfo:
    """Return one document with its counts.

    Raises:
        NotFoundError: There is no such document.
    """
    with database.read() as session:
        return _info(session, document_id)


def load(database: Database, document_id: int) -> tuple[domain.Document, list[str]]:
    """Return a document as ingestion made it, and the target text of each segment ('' for none).

    Raises:
        NotFoundError: There is no such document.
    """
    with database.read() as session:
        head = session.execute(
            select(
                Document.name,
                Document.media_type,
                Document.raw,
                Document.language,
                Document.sha256,
            ).where(Document.id == document_id)
        ).one_or_none()
        if head is None:
            raise _missing(document_id)
        query = (
            select(Segment.__table__, Translation.text.label("target"))
            .join(Translation, Translation.segment_id == Segment.id)
            .where(Segment.document_id == document_id)
            .order_by(Segment.position)
        )
        segments: list[domain.Segment] = []
        targets: list[str] = []
        for row in session.execute(query):
            segments.append(
                domain.Segment(
                    text=row.text,
                    kind=SegmentKind(row.kind),
                    paragraph=row.paragraph,
                    start=row.start,
                    end=row.end,
                    language=row.language,
                    translatable=row.translatable,
                    flags=row.flags,
                )
            )
            targets.append(row.target)
    return (
        domain.Document(
            name=head.name,
            media_type=head.media_type,
            raw=head.raw,
            language=head.language,
            segments=tuple(segments),
            sha256=head.sha256,
        ),
        targets,
    )


def delete_document(database: Database, document_id: int, *, force: bool = False) -> None:
    """Delete a document with its segments, translations and history.

    Raises:
        NotFoundError: There is no such document.
        StoreError: It has reviewed or approved segments and ``force`` is not set.
    """
    with database.write() as session:
        info = _info(session, document_id)
        kept = info.counts[SegmentStatus.APPROVED] + info.counts[SegmentStatus.REVIEWED]
        if kept and not force:
            raise StoreError(
                f"{counted(kept, 'reviewed or approved segment')} would be lost",
                where=info.name,
                fix="Export them first, or delete by force",
            )
        session.execute(delete(Document).where(Document.id == document_id))


def _infos() -> Select[*tuple[Any, ...]]:
    def count(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    return (
        select(
            Document.id,
            Document.name,
            Project.name.label("project"),
            Project.source_language,
            Project.target_language,
            Document.media_type,
            Document.language,
            Document.sha256,
            Document.imported,
            Document.importer,
            Document.settings,
            func.count(Segment.id).label("segments"),
            count(Segment.translatable).label("translatable"),
            func.coalesce(func.sum(case((Segment.translatable, Segment.words), else_=0)), 0).label(
                "words"
            ),
            count(Segment.translatable & (type_coerce(Translation.flags, Text) != "")).label(
                "problems"
            ),
            *(
                count(Segment.translatable & (Translation.status == str(status))).label(
                    f"count_{status}"
                )
                for status in SegmentStatus
            ),
        )
        .join(Project, Project.id == Document.project_id)
        .outerjoin(Segment, Segment.document_id == Document.id)
        .outerjoin(Translation, Translation.segment_id == Segment.id)
        .where(Project.arriving.is_(None))
        # By both keys: PostgreSQL then knows all other columns of the two tables.
        .group_by(Document.id, Project.id)
    )


def _info(session: Session, document_id: int) -> DocumentInfo:
    row = session.execute(_infos().where(Document.id == document_id)).one_or_none()
    if row is None:
        raise _missing(document_id)
    return _info_from(row)


def _info_from(row: Row[*tuple[Any, ...]]) -> DocumentInfo:
    return DocumentInfo(
        id=row.id,
        name=row.name,
        project=row.project,
        pair=LanguagePair(row.source_language, row.target_language),
        media_type=row.media_type,
        language=row.language,
        sha256=row.sha256,
        imported=row.imported,
        importer=row.importer,
        segments=row.segments,
        translatable=int(row.translatable),
        words=int(row.words),
        counts={status: int(getattr(row, f"count_{status}")) for status in SegmentStatus},
        problems=int(row.problems),
        settings=row.settings,
    )


def _missing(document_id: int) -> NotFoundError:
    return NotFoundError(
        f"there is no document {document_id}", fix="`workbench status` lists the documents"
    )
