"""Concordance: where a word or phrase occurs in the documents of the store, in either language.

Everything is searched: sources, translations of any status, and documents that are only read
(English ones beside the Dutch). Texts are compared without regard to upper and lower case.
"""

from dataclasses import dataclass

from sqlalchemy import case, or_, select

from workbench.corpus.database import Database
from workbench.corpus.tables import Document, Segment, Translation
from workbench.domain import SegmentStatus
from workbench.errors import SettingsError

__all__ = ["ConcordanceLine", "concordance"]

SHORTEST = 2
"""Characters a search needs; one alone would find everything."""


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A segment in which the phrase occurs.

    Attributes:
        segment: Number of the segment in the store.
        document: Name of its document.
        position: Its place in the document, from 0.
        language: Language of the source.
        source: Source text.
        target: Target text, empty for documents that are only read.
        status: Review status.
    """

    segment: int
    document: str
    position: int
    language: str
    source: str
    target: str
    status: SegmentStatus


def concordance(database: Database, phrase: str, *, limit: int = 50) -> list[ConcordanceLine]:
    """Return the segments with a phrase in source or target, approved ones first.

    Args:
        database: The store.
        phrase: What to look for, at least two characters.
        limit: Most lines to return.

    Raises:
        SettingsError: The phrase is too short.
    """
    phrase = " ".join(phrase.split())
    if len(phrase) < SHORTEST:
        raise SettingsError("a concordance needs a word of at least two letters")
    rank = case(
        (Translation.status == str(SegmentStatus.APPROVED), 0),
        (Translation.status == str(SegmentStatus.REVIEWED), 1),
        # Documents that are only read are people's own text; drafts are a machine's.
        (Segment.translatable.is_(False), 2),
        else_=3,
    )
    query = (
        select(
            Segment.id,
            Document.name,
            Segment.position,
            Segment.language,
            Segment.text.label("source"),
            Translation.text.label("target"),
            Translation.status,
        )
        .join(Translation, Translation.segment_id == Segment.id)
        .join(Document, Document.id == Segment.document_id)
        .where(
            or_(
                Segment.text.icontains(phrase, autoescape=True),
                Translation.text.icontains(phrase, autoescape=True),
            )
        )
        .order_by(rank, Segment.id)
        .limit(limit)
    )
    with database.read() as session:
        return [
            ConcordanceLine(
                row.id,
                row.name,
                row.position,
                row.language,
                row.source,
                row.target,
                SegmentStatus(row.status),
            )
            for row in session.execute(query)
        ]
