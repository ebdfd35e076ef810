"""What a check is: it looks at a segment with its translation and says what is wrong, and where.

A check is a :class:`Rule`: a name, what it is for, an example on both sides of the line, and a
function that yields a :class:`Hit` for each problem. Whoever uses checks sees :class:`Check` and
:class:`Finding` only. A fix is the whole target text as it should be, so that one key can put it
right, and another one can undo that.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from workbench.language import DUTCH, ENGLISH, primary

__all__ = [
    "Check",
    "Described",
    "DocumentCheck",
    "DocumentRule",
    "Example",
    "Finding",
    "Fix",
    "Hit",
    "Pair",
    "Rule",
    "Severity",
    "Span",
    "edited",
    "quoted",
    "rule",
]

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Severity(StrEnum):
    """How bad a finding is: an error keeps a segment from being approved."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair: ``label`` says what it does, ``text`` is the whole target after it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a translation that a person should look at.

    Attributes:
        check: Name of the check.
        severity: How bad it is.
        message: What is wrong, a sentence without full stop.
        source: Spans of the source text it is about, [start, end); may be empty.
        target: Spans of the target text; may be empty.
        fix: How to put it right, or None where only a person can.
        key: Names this finding in this segment; the same problem has the same key again.
    """

    check: str
    severity: Severity
    message: str
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    fix: Fix | None = None

    @property
    def key(self) -> str:
        """The check and a digest of what the finding says, stable between runs."""
        digest = hashlib.blake2b(self.message.encode("utf-8", "replace"), digest_size=8)
        return f"{self.check}:{digest.hexdigest()}"


@dataclass(frozen=True)
class Pair:
    """A segment and its translation, with what several checks need of them.

    Attributes:
        source: Source text.
        target: Target text.
        kind: What the segment is: ``sentence``, ``heading``, ``bullet`` ...
        source_language: BCP 47 code.
        target_language: BCP 47 code.
    """

    source: str
    target: str
    kind: str = "sentence"
    source_language: str = DUTCH
    target_language: str = ENGLISH

    @property
    def dutch_english(self) -> bool:
        """Whether it is Dutch to English, which most checks know best."""
        languages = (primary(self.source_language), primary(self.target_language))
        return languages == (DUTCH, ENGLISH)

    @cached_property
    def source_words(self) -> list[re.Match[str]]:
        """Words of the source in order; hyphens and apostrophes inside belong to a word."""
        return list(_WORD.finditer(self.source))

    @cached_property
    def target_words(self) -> list[re.Match[str]]:
        """Words of the target in order."""
        return list(_WORD.finditer(self.target))

    @cached_property
    def source_set(self) -> frozenset[str]:
        """Words of the source in lower case."""
        return frozenset(match.group().lower() for match in self.source_words)


@dataclass(frozen=True, slots=True)
class Hit:
    """What the function of a rule yields.

    Attributes:
        message: What is wrong, a sentence without full stop.
        source: Spans in the source.
        target: Spans in the target; empty takes the spans of the edits.
        edits: Replacements (start, end, new text) in the target that put it right.
        label: What the edits do; a usual word if empty.
        severity: Another one than the rule's.
    """

    message: str
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    edits: tuple[tuple[int, int, str], ...] = ()
    label: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A pair in which a check finds something, and one that is right.

    Attributes:
        source: Dutch.
        wrong: A translation with the problem.
        right: One without.
    """

    source: str
    wrong: str
    right: str


class Described(Protocol):
    """What every check says of itself."""

    @property
    def name(self) -> str:
        """Short name, as in filters."""
        ...

    @property
    def title(self) -> str:
        """Name for people."""
        ...

    @property
    def severity(self) -> Severity:
        """How bad its findings are, at worst."""
        ...

    @property
    def explanation(self) -> str:
        """What it finds and why that matters."""
        ...


class Check(Described, Protocol):
    """A check of one segment."""

    @property
    def example(self) -> Example:
        """What it finds, and what it leaves alone."""
        ...

    @property
    def dutch_english(self) -> bool:
        """Whether it knows Dutch to English only."""
        ...

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield what is wrong in a pair."""
        ...


class DocumentCheck(Described, Protocol):
    """A check that compares the segments of a document."""

    def find(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Finding]]:
        """Yield what is wrong, each with the index of its pair."""
        ...


Judge = Callable[[Pair], Iterable[Hit]]
DocumentJudge = Callable[[Sequence[Pair]], Iterable[tuple[int, Hit]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A :class:`Check` made of a function."""

    name: str
    title: str
    severity: Severity
    explanation: str
    example: Example
    judge: Judge
    dutch_english: bool = False

    def find(self, pair: Pair) -> Iterator[Finding]:
        """Yield what is wrong in a pair."""
        for hit in self.judge(pair):
            yield _finding(self.name, self.severity, hit, pair.target)


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A :class:`DocumentCheck` made of a function."""

    name: str
    title: str
    severity: Severity
    explanation: str
    judge: DocumentJudge

    def find(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Finding]]:
        """Yield what is wrong, each with the index of its pair."""
        for index, hit in self.judge(pairs):
            yield index, _finding(self.name, self.severity, hit, pairs[index].target)


def rule(
    name: str,
    title: str,
    severity: Severity,
    explanation: str,
    example: Example,
    *,
    dutch_english: bool = False,
) -> Callable[[Judge], Rule]:
    """Make a rule of the function below."""

    def made(judge: Judge) -> Rule:
        return Rule(name, title, severity, explanation, example, judge, dutch_english)

    return made


def _finding(name: str, severity: Severity, hit: Hit, text: str) -> Finding:
    fix = None
    if hit.edits:
        changed = edited(text, hit.edits)
        if changed != text:
            fix = Fix(hit.label or "Put right", changed)
    spans = hit.target or tuple((start, end) for start, end, _ in hit.edits)
    return Finding(name, hit.severity or severity, hit.message, hit.source, spans, fix)


def edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with replacements, which must not overlap."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def quoted(items: Iterable[str], *, most: int = 3) -> str:
    """Return texts in quotation marks for a message, the first few of many."""
    listed = [f"‘{item if len(item) <= 40 else item[:39] + '…'}’" for item in items]
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
