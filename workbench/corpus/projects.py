"""Projects: a name with two languages, under which documents are kept."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from workbench.corpus.database import Database
from workbench.corpus.tables import Document, Project, Segment
from workbench.errors import NotFoundError
from workbench.language import LanguagePair

__all__ = ["DEFAULT_PROJECT", "ProjectInfo", "ensure_project", "in_sight", "project_of", "projects"]

DEFAULT_PROJECT = "default"


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """A project and how many documents it has."""

    name: str
    pair: LanguagePair
    documents: int


def projects(database: Database) -> list[ProjectInfo]:
    """Return the projects by name."""
    query = (
        select(
            Project.name,
            Project.source_language,
            Project.target_language,
            func.count(Document.id).label("documents"),
        )
        .outerjoin(Document, Document.project_id == Project.id)
        .where(Project.arriving.is_(None))
        .group_by(Project.id)
        .order_by(Project.name)
    )
    with database.read() as session:
        return [
            ProjectInfo(
                row.name, LanguagePair(row.source_language, row.target_language), row.documents
            )
            for row in session.execute(query)
        ]


def in_sight() -> ColumnElement[bool]:
    """Return the condition that a segment is in a document that people see.

    Those of an import that is still on its way are not, nor what was split or merged.
    """
    shown = select(Document.id).join(Project).where(Project.arriving.is_(None))
    return Segment.document_id.in_(shown)


def project_of(database: Database, document_id: int) -> str:
    """Return the name of a document's project.

    Raises:
        NotFoundError: There is no such document.
    """
    query = select(Project.name).join(Document).where(Document.id == document_id)
    with database.read() as session:
        name = session.scalar(query)
    if name is None:
        raise NotFoundError(
            f"there is no document {document_id}", fix="`workbench status` lists the documents"
        )
    return name


def ensure_project(session: Session, name: str, pair: LanguagePair) -> int:
    """Return the number of a project, which is made when it is not there."""
    known = session.scalar(select(Project.id).where(Project.name == name))
    if known is not None:
        return known
    project = Project(
        name=name,
        source_language=pair.source,
        target_language=pair.target,
        created=datetime.now(UTC),
    )
    session.add(project)
    session.flush()
    return project.id
