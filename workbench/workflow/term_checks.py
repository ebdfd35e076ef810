"""Terms of a segment while a person writes it: what is found, missing or forbidden, and where.

Values that go over JSON, the same for the editor, the checks and the command line. Building a
matcher takes a tenth of a second for a thousand concepts, so those of the last glossaries are
kept by the glossary's version, and a folder is read again only when one of its files changed.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from workbench.corpus import documents, rows
from workbench.corpus.database import Database
from workbench.corpus.rows import SegmentRow
from workbench.glossary.checks import Severity, TermChecker, TermIssue
from workbench.glossary.concepts import (
    Concept,
    ConceptStatus,
    Enforcement,
    Glossary,
)
from workbench.glossary.files import glossary_paths, load_glossary
from workbench.glossary.matcher import Matcher, TermMatch
from workbench.glossary.targets import find_targets
from workbench.language import NL_EN

__all__ = [
    "DocumentTerms",
    "current_glossary",
    "document_terms",
    "segment_terms",
    "term_findings",
]

Json = dict[str, Any]
Span = tuple[int, int]

FOUND, MISSING, FORBIDDEN, NO_TARGET = "found", "missing", "forbidden", "no-target"

_KEPT = 4
_PAGE = 500


@dataclass(frozen=True, slots=True)
class _Tools:
    checker: TermChecker
    matcher: Matcher


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """What the terminology-only pass leaves of a document.

    Attributes:
        document: Number of the document.
        wrong: Positions of the segments with a term to look at, ascending; a mere note (an
            admitted term, a missing one that is only checked) leaves a segment right.
        right: Translated segments with terms, all of them right: set aside.
        without: Segments in which no term occurs.
        issues: Issues of each segment in ``wrong``, by position.
    """

    document: int
    wrong: tuple[int, ...]
    right: int
    without: int
    issues: dict[int, tuple[TermIssue, ...]]


_LOCK = threading.Lock()
_TOOLS: dict[str, _Tools] = {}
_READ: dict[Path, tuple[tuple[tuple[str, int, int], ...], Glossary]] = {}


def current_glossary(folder: Path) -> Glossary:
    """Return the glossary of a folder as its files are now; they are read only when changed.

    Raises:
        GlossaryError: A row can't be used.
    """
    seen = tuple(
        (path.name, stat.st_mtime_ns, stat.st_size)
        for path in (glossary_paths(folder) if folder.exists() else [])
        for stat in [path.stat()]
    )
    with _LOCK:
        known = _READ.get(folder)
    if known and known[0] == seen:
        return known[1]
    glossary = load_glossary(folder) if seen else Glossary.of([])
    with _LOCK:
        _READ[folder] = (seen, glossary)
    return glossary


def term_findings(source: str, target: str, glossary: Glossary) -> Json:
    """Return the terms of a segment pair with their places on both sides.

    Args:
        source: Dutch text.
        target: English text as it stands in the editor; empty when not translated yet.
        glossary: Of :func:`current_glossary`, or any other.

    Returns:
        ``glossary``: its version. ``terms``: one object a concept, in the order of the source:
        ``concept``, ``text`` (the words found), ``nl``, ``en`` (the preferred term, may be
        empty), ``admitted`` (others that are allowed), ``use`` (enforcement), ``note``,
        ``state``, ``source`` and ``target`` (lists of ``[start, end]``, Python string indices).
        ``issues``: what a reviewer should look at (``check``, ``severity``, ``concept``,
        ``message``, ``source``, ``target``), among them those without a term in the source.
        ``right``: whether there is no error or warning.

        A state is ``found``, ``missing`` (no allowed form in the target), ``forbidden`` (a
        rendering that must not be used; its places are in ``target``) or ``no-target`` (the
        glossary has no English term yet, or the segment has no translation).
    """
    tools = _tools(glossary)
    matches = tools.matcher.find(source)
    issues = tools.checker.check(source, target)
    groups: dict[str, list[TermMatch]] = defaultdict(list)
    for match in matches:
        groups[match.concept.id].append(match)
    there = find_targets([match.concept for match in matches], target)
    bad = _bad_spans(issues)
    terms = []
    for identity, group in groups.items():
        concept = group[0].concept
        if not target.strip() or not _has_target(concept):
            state, spans = NO_TARGET, []
        elif identity in bad:
            state, spans = FORBIDDEN, [*bad[identity]]
        elif there[identity]:
            state, spans = FOUND, there[identity]
        else:
            state, spans = MISSING, []
        terms.append(
            {
                "concept": identity,
                "text": group[0].text,
                "nl": concept.source,
                "en": concept.source if concept.untouched else concept.target,
                "admitted": [term.text for term in concept.of("en")[1:] if _allowed(term.status)],
                "use": str(concept.enforcement),
                "note": concept.note,
                "state": state,
                "source": [list(part) for match in group for part in match.parts],
                "target": [list(span) for span in spans],
            }
        )
    return {
        "glossary": glossary.version,
        "terms": terms,
        "issues": [asdict(issue) for issue in issues],
        "right": not any(issue.severity is not Severity.NOTE for issue in issues),
    }


def segment_terms(
    database: Database, segment_id: int, *, text: str, glossary: Glossary | None
) -> list[Json]:
    """Return the ``terms`` of :func:`term_findings` for a stored segment, while it is written.

    Args:
        database: The store.
        segment_id: The segment.
        text: The target as it stands in the editor.
        glossary: Of :func:`current_glossary`; without one there are no terms.

    Raises:
        NotFoundError: There is no such segment.
    """
    (row,) = rows.find(database, [segment_id])
    if glossary is None or not row.translatable or row.pair != NL_EN:
        return []
    terms: list[Json] = term_findings(row.source, text, glossary)["terms"]
    return terms


def document_terms(
    database: Database,
    document_id: int,
    glossary: Glossary,
    *,
    progress: Callable[[int], None] | None = None,
) -> DocumentTerms:
    """Look only at the terms of a document: what is right is set aside, the rest is listed.

    Args:
        database: The store.
        document_id: The document.
        glossary: Of :func:`current_glossary`, or any other.
        progress: Told how many segments were looked at.

    Raises:
        NotFoundError: There is no such document.
    """
    tools = _tools(glossary)
    segments = list(_translated(database, document_id, progress))
    issues = tools.checker.check_document((row.source, row.target) for row in segments)
    wrong: dict[int, tuple[TermIssue, ...]] = {}
    right = without = 0
    for number, row in enumerate(segments):
        found = [one for one in issues.get(number, ()) if one.severity is not Severity.NOTE]
        if found:
            wrong[row.position] = tuple(found)
        elif tools.matcher.find(row.source):
            right += 1
        else:
            without += 1
    return DocumentTerms(document_id, tuple(wrong), right, without, wrong)


def _translated(
    database: Database, document_id: int, progress: Callable[[int], None] | None
) -> Iterable[SegmentRow]:
    info = documents.get(database, document_id)
    for start in range(0, info.segments, _PAGE):
        for row in rows.rows(database, document_id, start=start, limit=_PAGE):
            if row.translatable and row.target and row.pair == NL_EN:
                yield row
        if progress is not None:
            progress(min(start + _PAGE, info.segments))


def _tools(glossary: Glossary) -> _Tools:
    with _LOCK:
        known = _TOOLS.get(glossary.version)
    if known is None:
        known = _Tools(TermChecker(Matcher(glossary)), Matcher(_with_proposals(glossary)))
        with _LOCK:
            _TOOLS[glossary.version] = known
            for old in list(_TOOLS)[:-_KEPT]:
                del _TOOLS[old]
    return known


def _with_proposals(glossary: Glossary) -> Glossary:
    """Add the proposed concepts behind all others: they are shown, and nothing is done with them.

    A proposed concept may have no English term yet; that is what ``no-target`` tells.
    """
    shown = (
        replace(concept, status=ConceptStatus.ACTIVE, enforcement=Enforcement.SHOW)
        for concept in glossary
        if concept.status is ConceptStatus.PROPOSED
    )
    return Glossary.of((*glossary.active, *shown))


def _bad_spans(issues: Sequence[TermIssue]) -> dict[str, tuple[Span, ...]]:
    return {issue.concept: issue.target for issue in issues if issue.check == "forbidden"}


def _has_target(concept: Concept) -> bool:
    return concept.untouched or any(_allowed(term.status) for term in concept.of("en"))


def _allowed(status: str) -> bool:
    return status in ("preferred", "admitted")
