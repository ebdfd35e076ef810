"""What is in the workbench, in one value: for ``workbench status`` and the front page."""

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.corpus import documents, jobs
from workbench.corpus.database import Database
from workbench.corpus.documents import DocumentInfo
from workbench.corpus.jobs import JobInfo
from workbench.domain import SegmentStatus

__all__ = ["Status", "status"]


@dataclass(frozen=True, slots=True)
class Status:
    """The store at one moment.

    Attributes:
        database: URL of the store, without its password.
        documents: All documents with their counts.
        counts: Translatable segments of all documents by status.
        words: Source words of the translatable segments.
        jobs: Jobs that are alive.
    """

    database: str
    documents: tuple[DocumentInfo, ...]
    counts: Mapping[SegmentStatus, int]
    words: int
    jobs: tuple[JobInfo, ...]


def status(database: Database, *, project: str | None = None) -> Status:
    """Return the state of the store, or of one project in it."""
    found = documents.listing(database, project=project)
    return Status(
        database=database.name,
        documents=tuple(found),
        counts={
            status: sum(document.counts[status] for document in found) for status in SegmentStatus
        },
        words=sum(document.words for document in found),
        jobs=tuple(jobs.running(database)),
    )
