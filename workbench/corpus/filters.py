"""Which segments of a document to show: conditions that all have to hold.

What the database can tell goes into the query; patterns and terms are looked for in what is left,
in Python, so that they mean the same on every database and end in bounded time.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, Text, exists, or_, select, type_coerce
from sqlalchemy.orm import aliased

from workbench.corpus.patterns import Pattern
from workbench.corpus.tables import Comment, Segment, Translation
from workbench.domain import Origin, SegmentKind, SegmentStatus
from workbench.errors import SettingsError

__all__ = ["Filters", "narrow", "reads_texts", "text_test"]

WITHIN = ("both", "source", "target")
COMMENTS = ("", "open", "any")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which segments of a document to show; all that are set must hold.

    Attributes:
        statuses: Any of these statuses.
        kinds: Any of these kinds.
        origins: Any of these origins.
        flags: Any of these codes, noted on the source or detected in the target.
        text: Found in source or target, upper and lower case alike.
        pattern: Regular expression found in source or target.
        author: Last changed by this person.
        translatable: True leaves only what is to be translated, False only the rest.
        below: Confidence known and below this, 0 to 1.
        problems: True leaves only targets in which a problem was detected, False only the others.
        above: Confidence known and this or more, 0 to 1.
        within: Where ``text`` and ``pattern`` are looked for: ``both``, ``source``, ``target``.
        case: Upper and lower case matter for ``text`` and ``pattern``.
        words: ``text`` only as whole words.
        term: A glossary term of the segment has this in its Dutch or English.
        assignee: Assigned to this person; ``-`` stands for nobody.
        comments: ``open`` with remarks that are not settled, ``any`` with any remark.
        repeats: The source occurs more than once in the document.
        segments: Only these, or None for all.
    """

    statuses: tuple[SegmentStatus, ...] = ()
    kinds: tuple[SegmentKind, ...] = ()
    origins: tuple[Origin, ...] = ()
    flags: tuple[str, ...] = ()
    text: str = ""
    pattern: str = ""
    author: str = ""
    translatable: bool | None = None
    below: float | None = None
    problems: bool | None = None
    above: float | None = None
    within: str = "both"
    case: bool = False
    words: bool = False
    term: str = ""
    assignee: str = ""
    comments: str = ""
    repeats: bool = False
    segments: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        for name, known in (("within", WITHIN), ("comments", COMMENTS)):
            if getattr(self, name) not in known:
                raise SettingsError(f"there is no filter {name} {getattr(self, name)!r}")

    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return all(getattr(self, each.name) == each.default for each in fields(self))


def reads_texts(filters: Filters) -> bool:
    """Whether :func:`text_test` has something to test after :func:`narrow`."""
    plain = not (filters.case or filters.words)
    return bool(filters.pattern or filters.term or (filters.text and not plain))


def text_test(filters: Filters) -> Callable[[str, str, list[dict[str, Any]]], bool]:
    """Return the test of source, target and term outcomes that the database can't make.

    Raises:
        SettingsError: The pattern is no regular expression; the test raises it when the pattern
            takes too long.
    """
    patterns = []
    if filters.pattern:
        patterns.append(Pattern.of(filters.pattern, regex=True, case=filters.case))
    if filters.text and (filters.case or filters.words):
        patterns.append(Pattern.of(filters.text, case=filters.case, words=filters.words))
    wanted = filters.term.lower()

    def test(source: str, target: str, terms: list[dict[str, Any]]) -> bool:
        sides = {"both": (source, target), "source": (source,), "target": (target,)}
        texts = sides[filters.within]
        if wanted and not any(
            wanted in term["source"].lower() or wanted in term["target"].lower() for term in terms
        ):
            return False
        return all(any(pattern.found(text) for text in texts) for pattern in patterns)

    return test


def narrow(query: Select[*tuple[Any, ...]], filters: Filters) -> Select[*tuple[Any, ...]]:
    """Add the conditions that the database can tell to a query of segments and translations."""
    for column, wanted in (
        (Translation.status, filters.statuses),
        (Segment.kind, filters.kinds),
        (Translation.origin, filters.origins),
    ):
        if wanted:
            query = query.where(column.in_([str(value) for value in wanted]))
    if filters.segments is not None:
        query = query.where(Segment.id.in_(filters.segments))
    if filters.flags:
        query = query.where(
            or_(
                *(
                    type_coerce(column, Text).contains(f" {flag} ", autoescape=True)
                    for flag in filters.flags
                    for column in (Segment.flags, Translation.flags)
                )
            )
        )
    if filters.text:
        columns = {"source": (Segment.text,), "target": (Translation.text,)}.get(
            filters.within, (Segment.text, Translation.text)
        )
        query = query.where(
            or_(*(column.icontains(filters.text, autoescape=True) for column in columns))
        )
    if filters.author:
        query = query.where(Translation.changer == filters.author)
    if filters.assignee:
        query = query.where(Segment.assignee == filters.assignee.removeprefix("-"))
    if filters.translatable is not None:
        query = query.where(Segment.translatable.is_(filters.translatable))
    if filters.problems is not None:
        query = query.where((Translation.flags != ()).is_(filters.problems))
    if filters.below is not None:
        query = query.where(Translation.confidence < filters.below)
    if filters.above is not None:
        query = query.where(Translation.confidence >= filters.above)
    if filters.comments:
        remark = exists().where(Comment.segment_id == Segment.id, Comment.withdrawn.is_(False))
        if filters.comments == "open":
            remark = remark.where(Comment.settled.is_(None))
        query = query.where(remark)
    if filters.repeats:
        other = aliased(Segment)
        again = (
            select(other.id)
            .where(
                other.document_id == Segment.document_id,
                other.source_hash == Segment.source_hash,
                other.id != Segment.id,
            )
            .correlate(Segment)
            .exists()
        )
        query = query.where(again)
    return query
