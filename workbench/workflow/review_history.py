"""What happened to segments and the way back: history, revert, undo and redo, for JSON."""

from collections.abc import Sequence
from typing import Any

from workbench.corpus import assignments, comments
from workbench.corpus import history as revisions
from workbench.corpus.database import Database
from workbench.corpus.history import Undone
from workbench.corpus.rows import SegmentRow
from workbench.corpus.structure import shape
from workbench.domain import SegmentStatus
from workbench.errors import NotFoundError
from workbench.glossary.concepts import Glossary
from workbench.workflow import checks
from workbench.workflow.review import remarks, shown

__all__ = ["history", "redo", "revert", "undo"]

Json = dict[str, Any]

_ACTIONS = {
    "draft": "machine translation",
    "edit": "edited",
    "status": "status changed",
    "bulk-edit": "edited together with others",
    "bulk-status": "status changed together with others",
    "replace": "found and replaced",
    "repeat": "decided with its repeats",
    "hand-back": "handed back",
    "split": "split",
    "merge": "merged",
    "revert": "reverted",
    "undo": "undone",
    "redo": "done again",
}


_NOUNS = {
    assignments.KIND: "assignment of",
    comments.REMARK: "remark on",
    "settle": "settling of a remark on",
    "reopen": "reopening of a remark on",
    "dismiss": "dismissal of a finding in",
    "restore": "return of a finding in",
}
"""What undo calls an action, before its segments."""


def undo(database: Database, document_id: int, *, author: str) -> Json:
    """Take back the author's last action in a document.

    Returns:
        ``rows`` as they are now, a ``message``, and ``shape`` and ``remarks`` (see
        :func:`workbench.workflow.review.outline`).
    """
    undone = revisions.undo(database, document_id, author=author)
    return _answer(database, document_id, *_travelled(undone, "undone", "undo"))


def redo(database: Database, document_id: int, *, author: str) -> Json:
    """Do again what was undone last; returns what :func:`undo` does."""
    again = revisions.redo(database, document_id, author=author)
    return _answer(database, document_id, *_travelled(again, "done again", "redo"))


def history(database: Database, segment_id: int) -> list[Json]:
    """Return the revisions of a segment, newest first, then those of what it was made of.

    Raises:
        NotFoundError: There is no such segment.
    """
    older = list(dict.fromkeys(revisions.origins(database, segment_id)))
    return [entry for number in (segment_id, *older) for entry in _revisions(database, number)]


def revert(
    database: Database,
    segment_id: int,
    *,
    to_version: int,
    version: int,
    author: str,
    glossary: Glossary | None = None,
) -> Json:
    """Bring back a segment as it was at an earlier version: its text, status and origin.

    It is an action of its own, which undo takes back.

    Args:
        database: The store.
        segment_id: The segment.
        to_version: The version wanted, as :func:`history` names it.
        version: The version that the author saw.
        author: Who reverts.
        glossary: Whose terms are checked before an approval is brought back; None for none.

    Returns:
        What :func:`undo` does.

    Raises:
        NotFoundError: There is no such segment or version.
        StaleEditError: Somebody else saved in between.
        FindingsError: It was approved then, and the checks find errors by now.
    """
    then = [each for each in revisions.history(database, segment_id) if each.version == to_version]
    if not then:
        raise NotFoundError(
            f"there is no version {to_version}",
            where=f"segment {segment_id}",
            fix="Its history lists the versions",
        )
    if then[0].status is SegmentStatus.APPROVED:
        checks.require_clean(database, segment_id, text=then[0].text, glossary=glossary)
    row = revisions.revert(
        database, segment_id, to_version=to_version, version=version, author=author
    )
    message = f"Segment {row.position + 1} is as it was at version {to_version}."
    return _answer(database, row.document, [row], message)


def _revisions(database: Database, segment_id: int) -> list[Json]:
    return [
        {
            "segment": segment_id,
            "version": entry.version,
            "time": entry.at.isoformat(),
            "author": entry.author,
            "action": _ACTIONS.get(entry.action, entry.action),
            "text": entry.text,
            "old_text": entry.old_text,
            "origin": str(entry.origin or ""),
            "status": str(entry.status),
        }
        for entry in reversed(revisions.history(database, segment_id))
    ]


def _travelled(result: Undone, word: str, wish: str) -> tuple[Sequence[SegmentRow], str]:
    """Return which segments to show, and what to say."""
    if not result.kind:
        return [], f"There is nothing to {wish}."
    if result.refused:
        return [], "Changed by somebody else since: left alone."
    what = _NOUNS.get(result.kind, "change of")
    if len(result.rows) == 1:
        message = f"The {what} segment {result.rows[0].position + 1} is {word}."
    elif what == "change of":
        message = f"The changes of {len(result.rows)} segments are {word}."
    else:
        message = f"The {what} {len(result.rows)} segments is {word}."
    if result.kind == assignments.SECOND.name:
        message = f"The choice about a second reviewer is {word}."
    if result.kept:
        kept = f"{len(result.kept)} changed by somebody else since: left alone."
        message = f"{message} {kept}" if result.rows else kept
    # Of segments that changed hands nothing else changed, and there may be thousands.
    return result.rows[:1] if result.kind == assignments.KIND else result.rows, message


def _answer(database: Database, document_id: int, rows: Sequence[SegmentRow], message: str) -> Json:
    return {
        "rows": shown(database, rows),
        "message": message,
        "shape": shape(database, document_id),
        "remarks": remarks(database, document_id),
    }
