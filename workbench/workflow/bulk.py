"""Many segments at once: a status for all, find and replace, each with a preview and one undo.

A preview names each segment with its version; applying it changes exactly these, all or none. So
nothing is ever changed that was not shown, also when others work in the document meanwhile.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from workbench.corpus import rows as reading
from workbench.corpus import segments
from workbench.corpus.database import Database
from workbench.corpus.documents import get
from workbench.corpus.patterns import Pattern
from workbench.corpus.rows import SegmentRow
from workbench.corpus.segments import SECOND_REVIEWER, Edit
from workbench.domain import SegmentStatus
from workbench.errors import FindingsError, SettingsError
from workbench.glossary.concepts import Glossary
from workbench.workflow import checks, document_checks
from workbench.workflow.review import row_json

__all__ = ["preview_replace", "preview_status", "replace", "set_status"]

Json = dict[str, Any]
Target = tuple[int, int]
"""A segment and the version of it that was shown."""


def preview_status(
    database: Database,
    document_id: int,
    positions: Iterable[int],
    *,
    status: str,
    author: str,
    glossary: Glossary | None = None,
) -> Json:
    """Say which segments would get a status, and which not and why.

    Returns:
        ``targets`` (``[segment, version]``, for :func:`set_status`) and ``skipped`` (objects with
        ``position`` and ``reason``).

    Raises:
        NotFoundError: There is no such document.
        SettingsError: There is no such status.
    """
    wanted = _status(status)
    second = bool(get(database, document_id).settings.get(SECOND_REVIEWER))
    rows = _rows(database, document_id, positions)
    errors = _errors(database, rows, glossary) if wanted == SegmentStatus.APPROVED else {}
    targets: list[list[int]] = []
    skipped: list[Json] = []
    for row in rows:
        reason = _obstacle(row, wanted, author, second=second) or errors.get(row.id, "")
        if reason:
            skipped.append({"position": row.position, "reason": reason})
        else:
            targets.append([row.id, row.version])
    return {"targets": targets, "skipped": skipped}


def set_status(
    database: Database,
    targets: Sequence[Target],
    *,
    status: str,
    author: str,
    glossary: Glossary | None = None,
) -> list[Json]:
    """Give segments a status as one action; return them as they are now.

    Raises:
        StaleEditError: One was changed since the preview; nothing is changed.
        StoreError: One can't have the status.
        FindingsError: One has errors and was to be approved.
        SettingsError: There is no such status.
    """
    wanted = _status(status)
    if wanted == SegmentStatus.APPROVED:
        rows = reading.find(database, [segment_id for segment_id, _ in targets])
        errors = _errors(database, rows, glossary)
        for row in rows:
            if row.id in errors:
                raise FindingsError(
                    errors[row.id], findings=(), where=f"segment {row.position + 1}"
                )
    changed = segments.set_status(database, targets, status=wanted, author=author)
    return [row_json(row) for row in changed]


def preview_replace(
    database: Database,
    document_id: int,
    positions: Iterable[int] | None,
    *,
    find: str,
    replacement: str,
    regex: bool = False,
    case: bool = False,
    words: bool = False,
) -> list[Json]:
    """Show what find and replace would make of the targets of a document.

    Args:
        database: The store.
        document_id: The document.
        positions: Only in these segments; None for all.
        find: What to look for.
        replacement: What to write there; with ``regex``, ``\\1`` stands for the first group.
        regex: ``find`` is a regular expression.
        case: Upper and lower case matter.
        words: Only whole words.

    Returns:
        Objects with ``id``, ``version``, ``position``, ``status``, ``before``, ``after`` and
        ``spans`` (places in ``before``), by position; segments without a change are left out.

    Raises:
        NotFoundError: There is no such document.
        SettingsError: The pattern can't be used, or takes too long.
    """
    get(database, document_id)
    pattern = Pattern.of(find, regex=regex, case=case, words=words)
    found = []
    for row in _rows(database, document_id, positions):
        if not row.translatable or not row.target:
            continue
        after = _replaced(pattern, row, replacement, regex=regex)
        if after != row.target:
            found.append(
                {
                    "id": row.id,
                    "version": row.version,
                    "position": row.position,
                    "status": str(row.status),
                    "before": row.target,
                    "after": after,
                    "spans": [list(span) for span in pattern.spans(row.target)],
                }
            )
    return found


def replace(
    database: Database,
    targets: Sequence[Target],
    *,
    find: str,
    replacement: str,
    author: str,
    regex: bool = False,
    case: bool = False,
    words: bool = False,
    keep_status: bool = False,
    glossary: Glossary | None = None,
) -> list[Json]:
    """Replace in the targets of segments as one action; return them as they are now.

    Without ``keep_status``, what was reviewed or approved is a draft again; with it, only what
    was approved and has errors in its new text that nobody dismissed. The terms of ``glossary``
    are checked too.

    Raises:
        StaleEditError: One was changed since the preview; nothing is changed.
        StoreError: Replacing leaves an approved target empty.
        SettingsError: The pattern can't be used, or takes too long.
    """
    pattern = Pattern.of(find, regex=regex, case=case, words=words)
    versions = dict(targets)
    edits = []
    for row in reading.find(database, list(versions)):
        text = _replaced(pattern, row, replacement, regex=regex)
        status = _kept_status(database, row, text, glossary) if keep_status else None
        edits.append(Edit(row.id, versions[row.id], text, status))
    changed = segments.save_many(database, edits, author=author, kind="replace")
    return [row_json(row) for row in changed]


def _kept_status(
    database: Database, row: SegmentRow, text: str, glossary: Glossary | None
) -> SegmentStatus:
    """Return the status that a text keeps: nothing is approved with errors."""
    if row.status == SegmentStatus.APPROVED and checks.blocking(
        database, row.id, text=text, glossary=glossary
    ):
        return SegmentStatus.DRAFT
    return row.status


def _replaced(pattern: Pattern, row: SegmentRow, replacement: str, *, regex: bool) -> str:
    return segments.clean_target(pattern.replaced(row.target, replacement, groups=regex))


def _rows(
    database: Database, document_id: int, positions: Iterable[int] | None
) -> list[SegmentRow]:
    rows = reading.rows(database, document_id, limit=10**9)
    if positions is None:
        return rows
    wanted = set(positions)
    return [row for row in rows if row.position in wanted]


def _status(status: str) -> SegmentStatus:
    if status not in list(SegmentStatus):
        raise SettingsError(f"there is no status {status!r}", fix=f"Known: {list(SegmentStatus)}")
    return SegmentStatus(status)


def _obstacle(row: SegmentRow, status: SegmentStatus, author: str, *, second: bool) -> str:
    if not row.translatable:
        return "passed through as it is"
    if row.status == status:
        return f"is {status} already"
    if status == SegmentStatus.UNTRANSLATED:
        return "has a translation" if row.target else ""
    if not row.target and status != SegmentStatus.REJECTED:
        return "has no translation yet"
    if second and status == SegmentStatus.APPROVED:
        if row.status != SegmentStatus.REVIEWED:
            return "was not reviewed by a first person"
        if row.changer == author:
            return "was reviewed by you; somebody else approves it"
    return ""


def _errors(
    database: Database, rows: Sequence[SegmentRow], glossary: Glossary | None
) -> dict[int, str]:
    """Return the first error of each segment that has one nobody dismissed."""
    if not rows:
        return {}
    # What was found before is kept for each version: only what changed since is checked.
    marked = set(
        document_checks.positions_with(
            database, rows[0].document, severity="error", glossary=glossary
        )
    )
    suspects = [row for row in rows if row.position in marked]
    found: dict[int, str] = {}
    for segment_id, entries in checks.findings_of(database, suspects, glossary=glossary).items():
        for entry in entries:
            if entry["severity"] == "error" and entry["dismissed"] is None:
                found.setdefault(segment_id, entry["message"])
    return found
