"""What happened to segments and the way back: history, revert, undo and redo, for JSON."""

from typing import Any

from workbench.corpus import assignments
from workbench.corpus import history as revisions
from workbench.corpus.database import Database
from workbench.corpus.history import Undone
from workbench.corpus.structure import shape
from workbench.domain import SegmentStatus
from workbench.errors import NotFoundError
from workbench.glossary.concepts import Glossary
from workbench.workflow import checks
from workbench.workflow.review import shown

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


def undo(database: Database, document_id: int, *, author: str) -> Json:
    """Take back the author's last action in a document.

    Returns:
        ``rows`` as they are now, a ``message``, and ``shape`` (see
        :func:`workbench.workflow.review.outline`).
    """
    undone = revisions.undo(database, document_id, author=author)
    return {**_travelled(database, undone, "undone", "undo"), "shape": shape(database, document_id)}


def redo(database: Database, document_id: int, *, author: str) -> Json:
    """Do again what was undone last; returns what :func:`undo` does."""
    again = revisions.redo(database, document_id, author=author)
    travelled = _travelled(database, again, "done again", "redo")
    return {**travelled, "shape": shape(database, document_id)}


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
    return {
        "rows": shown(database, [row]),
        "message": f"Segment {row.position + 1} is as it was at version {to_version}.",
        "shape": shape(database, row.document),
    }


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


def _travelled(database: Database, result: Undone, word: str, wish: str) -> Json:
    if not result.kind:
        return {"rows": [], "message": f"There is nothing to {wish}."}
    what, be = ("assignment", "is") if result.kind == assignments.KIND else ("changes", "are")
    message = f"The {what} of {len(result.rows)} segments {be} {word}."
    if len(result.rows) == 1:
        what = what.removesuffix("s")
        message = f"The {what} of segment {result.rows[0].position + 1} is {word}."
    if result.kept:
        kept = f"{len(result.kept)} changed by somebody else since: left alone."
        message = f"{message} {kept}" if result.rows else kept
    # Of segments that changed hands nothing else changed, and there may be thousands.
    wanted = result.rows[:1] if result.kind == assignments.KIND else result.rows
    return {"rows": shown(database, wanted), "message": message}
