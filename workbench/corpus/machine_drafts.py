"""Machine texts on their way into the store: what waits for one, and never over a person's work."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from workbench.corpus.database import Database
from workbench.corpus.jobs import beat
from workbench.corpus.projects import in_sight
from workbench.corpus.segments import clean_target
from workbench.corpus.states import Change, Current, TargetState, lock, record
from workbench.corpus.tables import Segment, Translation
from workbench.domain import Origin, Provenance, SegmentStatus
from workbench.language import ENGLISH

__all__ = ["Draft", "Pending", "Stored", "outdated", "pending", "put_drafts"]

_OPEN = (SegmentStatus.UNTRANSLATED, SegmentStatus.DRAFT)
_MACHINE = (str(Origin.MACHINE), str(Origin.MEMORY))


@dataclass(frozen=True, slots=True)
class Draft:
    """A machine's text for a segment, and the version of the target it is meant to replace."""

    segment_id: int
    version: int
    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Stored:
    """What :func:`put_drafts` did; ``go_on`` is False when somebody asked the job to stop."""

    written: tuple[int, ...]
    go_on: bool = True


@dataclass(frozen=True, slots=True)
class Pending:
    """A segment that waits for a machine translation; ``version`` goes into its draft."""

    segment_id: int
    version: int
    source: str


def pending(
    database: Database, document_id: int, *, engine: str, glossary: str = ""
) -> list[Pending]:
    """Return the segments of a document that a machine still has to translate, in order.

    These are the translatable ones without a target, and those whose target is the untouched
    draft of another engine or of another version of the glossary. So the same question after a
    crash gives what is left to do.
    """
    query = (
        select(Segment.id, Translation.version, Segment.text)
        .join(Translation, Translation.segment_id == Segment.id)
        .where(
            Segment.document_id == document_id,
            Segment.translatable,
            Segment.text != "",
            Translation.status.in_([str(status) for status in _OPEN]),
            Translation.origin.in_(["", *_MACHINE]),
            (Translation.text == "")
            | (Translation.engine != engine)
            | (Translation.glossary != glossary),
        )
        .order_by(Segment.position)
    )
    with database.read() as session:
        return [Pending(*row) for row in session.execute(query)]


def outdated(database: Database, *, glossary: str) -> list[int]:
    """Return the documents with untouched machine drafts of another version of the glossary.

    What is translated out of English comes under no glossary and is never outdated by it.
    """
    query = (
        select(Segment.document_id)
        .join(Translation, Translation.segment_id == Segment.id)
        .where(
            in_sight(),
            Segment.translatable,
            Segment.language.not_like(f"{ENGLISH}%"),
            Translation.status == str(SegmentStatus.DRAFT),
            Translation.origin == str(Origin.MACHINE),
            Translation.glossary != glossary,
        )
        .distinct()
        .order_by(Segment.document_id)
    )
    with database.read() as session:
        return list(session.scalars(query))


def put_drafts(
    database: Database,
    document_id: int,
    drafts: Iterable[Draft],
    *,
    author: str,
    job_id: int | None = None,
    done: int = 0,
) -> Stored:
    """Store machine texts in one transaction, never on top of a person's work.

    A draft is stored only where the target is still at the draft's version and is untranslated
    or itself an unreviewed machine text. All others are left as they are, without an error:
    somebody was faster, and what a person did counts.

    Args:
        database: The store.
        document_id: The document they belong to.
        drafts: The texts.
        author: Recorded as author of the action, usually the engine's name.
        job_id: The job whose progress is noted in the same transaction.
        done: Steps that the job has done with this batch.

    Returns:
        The segments that were written, and whether the job shall go on.
    """
    go_on = True
    batch = [replace(draft, text=clean_target(draft.text)) for draft in drafts]
    with database.write() as session:
        current = lock(session, [draft.segment_id for draft in batch])
        changes = [
            Change(
                current[draft.segment_id],
                TargetState.from_provenance(draft.text, SegmentStatus.DRAFT, draft.provenance),
            )
            for draft in batch
            if draft.text and _replaceable(current.get(draft.segment_id), draft)
        ]
        record(session, changes, document_id=document_id, kind="draft", author=author)
        if job_id is not None:
            go_on = beat(session, job_id, done=done)
    return Stored(tuple(change.current.segment_id for change in changes), go_on)


def _replaceable(current: Current | None, draft: Draft) -> bool:
    if current is None or current.version != draft.version:
        return False
    untouched = current.state.origin in ("", *_MACHINE)
    return untouched and current.state.status in _OPEN
