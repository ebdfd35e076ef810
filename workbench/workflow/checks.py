"""The checks of stored segments, as values that go over JSON, and what they mean for approving.

Three kinds of checks come together here: those of ``quality.checks``, the terms of the glossary,
and the names that an engine must carry over. Errors that nobody dismissed keep a segment from
being approved, never from being saved. Whole documents are in ``document_checks``.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from workbench.corpus import findings as stored
from workbench.corpus import rows as reading
from workbench.corpus.database import Database
from workbench.corpus.findings import Dismissed
from workbench.corpus.rows import SegmentRow
from workbench.errors import FindingsError, InputError, NotFoundError
from workbench.glossary.concepts import Glossary
from workbench.quality.checks.base import Described, Finding, Pair, Severity
from workbench.quality.checks.registry import (
    check_document,
    check_pair,
    checks,
    document_checks,
)
from workbench.workflow.outside_checks import OUTSIDE, name_findings, term_issues

__all__ = [
    "Finding",
    "blocking",
    "catalogue",
    "check_files",
    "dismiss",
    "dismissal",
    "findings",
    "findings_of",
    "pair_of",
    "require_clean",
    "restore",
]

Json = dict[str, Any]


def catalogue() -> list[Json]:
    """Return all checks in order: ``check``, ``title``, ``severity``, ``explanation``."""
    every: list[Described] = [
        *checks().values(),
        *document_checks().values(),
        *OUTSIDE,
    ]
    return [
        {
            "check": check.name,
            "title": check.title,
            "severity": str(check.severity),
            "explanation": check.explanation,
        }
        for check in every
    ]


def check_files(
    source: Path, target: Path, *, glossary: Glossary | None = None
) -> tuple[int, dict[int, list[Finding]]]:
    """Return how many lines two files have, and the findings by number of the line, from 1.

    Args:
        source: Dutch, UTF-8, a segment a line.
        target: English, the same lines.
        glossary: Whose terms are checked; None for none.

    Raises:
        InputError: A file is not there or not UTF-8, or they differ in their number of lines.
    """
    texts = []
    for path in (source, target):
        try:
            texts.append(path.read_text(encoding="utf-8").splitlines())
        except UnicodeDecodeError as error:
            raise InputError(
                "the file is not UTF-8", where=str(path), fix="Save it as UTF-8"
            ) from error
        except OSError as error:
            raise InputError(f"it can't be read ({error.strerror})", where=str(path)) from error
    if len(texts[0]) != len(texts[1]):
        raise InputError(
            f"there are {len(texts[0])} and {len(texts[1])} lines",
            where=f"{source.name}, {target.name}",
            fix="Both files need the same lines in the same order",
        )
    pairs = [Pair(*both) for both in zip(*texts, strict=True)]
    compared = check_document(pairs)
    found = {
        number + 1: _ordered([*_check(pair, glossary), *compared.get(number, ())])
        for number, pair in enumerate(pairs)
        if pair.source.strip()
    }
    return len(pairs), {number: entries for number, entries in found.items() if entries}


def findings(
    database: Database,
    segment_id: int,
    *,
    text: str | None = None,
    glossary: Glossary | None = None,
) -> list[Json]:
    """Return what the checks find in one segment, errors first.

    Args:
        database: The store.
        segment_id: The segment.
        text: The target as it stands in the editor; None takes the stored one.
        glossary: Whose terms are checked (``term_checks.current_glossary``); None for none.

    Returns:
        Objects with ``check``, ``title``, ``severity`` (``error``, ``warning``, ``info``),
        ``message``, ``source_spans`` and ``target_spans`` (lists of ``[start, end]``, Python
        string indices), ``fix`` (``{"label", "text"}``, the whole target after it, or None),
        ``key`` (for :func:`dismiss`) and ``dismissed`` (``{"by", "at", "reason"}`` or None).
        Nothing for a segment that is passed through or not translated yet.

    Raises:
        NotFoundError: There is no such segment.
    """
    (row,) = reading.find(database, [segment_id])
    return _json_of(database, row, row.target if text is None else text, glossary)


def findings_of(
    database: Database, rows: Sequence[SegmentRow], *, glossary: Glossary | None = None
) -> dict[int, list[Json]]:
    """Return what the checks of single segments find in rows, by segment; see :func:`findings`."""
    known = stored.dismissals(database, [row.id for row in rows])
    return {
        row.id: [
            _json(finding, dismissal(known.get(row.id), finding, row.source, row.target))
            for finding in _ordered(_of_row(row, row.target, glossary))
        ]
        for row in rows
    }


def dismiss(
    database: Database,
    segment_id: int,
    key: str,
    reason: str,
    author: str,
    *,
    glossary: Glossary | None = None,
) -> list[Json]:
    """Let a finding in the stored text pass; return the segment's findings after that.

    It comes back when the text changes.

    Raises:
        NotFoundError: There is no such segment, or no such finding in it any more.
        StoreError: There is no reason.
    """
    (row,) = reading.find(database, [segment_id])
    there = _json_of(database, row, row.target, glossary)
    if key not in {finding["key"] for finding in there}:
        raise NotFoundError(
            "this finding is not there any more",
            where=f"segment {segment_id}",
            fix="The text was changed; look at the segment again",
        )
    digest = stored.text_digest(row.source, row.target)
    stored.dismiss(database, segment_id, key=key, digest=digest, reason=reason, author=author)
    return _json_of(database, row, row.target, glossary)


def restore(
    database: Database,
    segment_id: int,
    key: str,
    author: str,
    *,
    glossary: Glossary | None = None,
) -> list[Json]:
    """Take a dismissal back; return the segment's findings after that.

    Raises:
        NotFoundError: There is no such segment.
    """
    (row,) = reading.find(database, [segment_id])
    digest = stored.text_digest(row.source, row.target)
    stored.restore(database, segment_id, key=key, digest=digest, author=author)
    return _json_of(database, row, row.target, glossary)


def blocking(
    database: Database,
    segment_id: int,
    *,
    text: str | None = None,
    glossary: Glossary | None = None,
) -> list[Json]:
    """Return the errors that keep a segment from being approved: those nobody dismissed."""
    return [
        finding
        for finding in findings(database, segment_id, text=text, glossary=glossary)
        if finding["severity"] == Severity.ERROR and finding["dismissed"] is None
    ]


def require_clean(
    database: Database,
    segment_id: int,
    *,
    text: str | None = None,
    glossary: Glossary | None = None,
) -> None:
    """Refuse to go on when a segment has errors that nobody dismissed.

    Raises:
        FindingsError: It has; the error carries them.
        NotFoundError: There is no such segment.
    """
    found = blocking(database, segment_id, text=text, glossary=glossary)
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise FindingsError(f"{found[0]['message']}{more}", findings=found)


def _json_of(
    database: Database, row: SegmentRow, text: str, glossary: Glossary | None
) -> list[Json]:
    found = _of_row(row, text, glossary)
    if row.translatable and text.strip():
        others = stored.peers(database, row.id)
        pairs = [pair_of(row, text)]
        pairs += [Pair(source, target) for _, source, target in others]
        found += check_document(pairs).get(0, []) if others else []
    known = stored.dismissals(database, [row.id]).get(row.id)
    return [
        _json(finding, dismissal(known, finding, row.source, text)) for finding in _ordered(found)
    ]


def _of_row(row: SegmentRow, text: str, glossary: Glossary | None) -> list[Finding]:
    if not row.translatable or not text.strip():
        return []
    return _check(pair_of(row, text), glossary)


def pair_of(row: SegmentRow, text: str) -> Pair:
    """Return what the checks see of a segment whose target is `text`."""
    return Pair(row.source, text, row.kind, row.pair.source, row.pair.target)


def _check(pair: Pair, glossary: Glossary | None) -> list[Finding]:
    found = check_pair(pair)
    if pair.target.strip():
        found += name_findings(pair)
        if glossary is not None and len(glossary) and pair.dutch_english:
            found += term_issues(pair, glossary)
    return found


def _ordered(found: Iterable[Finding]) -> list[Finding]:
    ranks = list(Severity)
    return sorted(found, key=lambda finding: ranks.index(finding.severity))


def dismissal(
    known: dict[tuple[str, str], Dismissed] | None, finding: Finding, source: str, target: str
) -> Dismissed | None:
    """Return who let a finding pass in exactly these texts; None when it is open.

    Args:
        known: The dismissals of the segment (``corpus.findings.dismissals``).
        finding: What was found.
        source: Source text.
        target: Target text.
    """
    if not known:
        return None
    return known.get((finding.key, stored.text_digest(source, target)))


def _json(finding: Finding, dismissed: Dismissed | None) -> Json:
    return {
        "check": finding.check,
        "title": _title(finding.check),
        "severity": str(finding.severity),
        "message": finding.message,
        "source_spans": [list(span) for span in finding.source],
        "target_spans": [list(span) for span in finding.target],
        "fix": None
        if finding.fix is None
        else {"label": finding.fix.label, "text": finding.fix.text},
        "key": finding.key,
        "dismissed": None
        if dismissed is None
        else {"by": dismissed.by, "at": dismissed.at.isoformat(), "reason": dismissed.reason},
    }


@cache
def _titles() -> dict[str, str]:
    return {entry["check"]: entry["title"] for entry in catalogue()}


def _title(name: str) -> str:
    return _titles()[name]
