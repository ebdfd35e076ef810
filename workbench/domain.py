"""The words that every part of the workbench shares, as frozen values.

A :class:`Document` is what ingestion makes of a file: its raw text and the
:class:`Segment` list over it. Translating a segment gives a :class:`Translation`; an approved
pair leaves as a :class:`TranslationUnit` with two :class:`Variant` sides (the terms of TMX 1.4b).
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

__all__ = [
    "Bead",
    "Document",
    "Hypothesis",
    "Match",
    "Origin",
    "Place",
    "Provenance",
    "Remark",
    "Segment",
    "SegmentKind",
    "SegmentStatus",
    "TermOutcome",
    "TermStrategy",
    "TranslationUnit",
    "UnitVersion",
    "Variant",
]


class SegmentKind(StrEnum):
    """What a segment is in its document."""

    SENTENCE = "sentence"
    HEADING = "heading"
    BULLET = "bullet"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    FIGURE = "figure"
    URL = "url"
    FURNITURE = "furniture"


class SegmentStatus(StrEnum):
    """Where a segment is in the review workflow."""

    UNTRANSLATED = "untranslated"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    REJECTED = "rejected"


class Origin(StrEnum):
    """Where a target text came from."""

    MACHINE = "machine"
    MEMORY = "memory"
    HUMAN = "human"
    ALIGNED = "aligned"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, heading or list item of a document.

    Attributes:
        text: Clean text: one line, NFC, hyphenation repaired, no control characters.
        kind: What the segment is.
        paragraph: Index of its paragraph in the document, from 0.
        start: Offset of its first character in the raw text (Python string index).
        end: Offset behind its last character in the raw text; lines of other segments
            (a footnote, a page break) may lie between start and end.
        language: BCP 47 code of its language, or of its context when it is too short to tell.
        translatable: False for text that is passed through: URLs, numbers, English in Dutch.
        flags: What the reviewer should know, as codes (``unsure-hyphen``, ``passed-english``).
    """

    text: str
    kind: SegmentKind
    paragraph: int
    start: int
    end: int
    language: str
    translatable: bool = True
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as ingestion understands it.

    Attributes:
        name: File name without folders.
        media_type: Format it was read as: ``txt``, ``md``, ``docx``, ``odt``, ``html``, ``pdf``.
        raw: The text as read, before any cleaning; segment offsets point into it.
        language: BCP 47 code of the main language.
        segments: In reading order; footnotes follow the paragraph that refers to them.
        sha256: Of the file's bytes, in hexadecimal.
    """

    name: str
    media_type: str
    raw: str
    language: str
    segments: tuple[Segment, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation the model proposes.

    Attributes:
        text: Detokenised target text.
        tokens: Subword tokens of the target, as the model wrote them.
        score: Mean log-probability a token under the model, 0 or less.
        alignment: For each target token the index of the source token it attends to most.
        log_probs: Log-probability of each target token, or empty when not asked for.
        flags: What the engine found or mended: ``loop``, ``split``, ``name-repaired`` ...
    """

    text: str
    tokens: tuple[str, ...]
    score: float
    alignment: tuple[int, ...] = ()
    log_probs: tuple[float, ...] = ()
    flags: tuple[str, ...] = ()


class TermStrategy(StrEnum):
    """How a glossary term came into a translation."""

    NATURAL = "natural"
    ANNOTATED = "annotated"
    ALTERNATIVE = "alternative"
    FORCED = "forced"
    PATCHED = "patched"
    NOT_APPLIED = "not-applied"


@dataclass(frozen=True, slots=True)
class TermOutcome:
    """What became of one glossary term in one segment.

    Attributes:
        concept: Id of the concept.
        source: The matched text in the source.
        start: Offset of the match in the source text.
        end: Offset behind the match.
        target: The target term wanted (its form that is in the text, when it is there).
        strategy: How it came in, or that it was not applied.
        score_drop: Mean log-probability lost against the free translation, 0 or more.
        suggestion: The translation with the term when it was not applied, else empty.
    """

    concept: str
    source: str
    start: int
    end: int
    target: str
    strategy: TermStrategy
    score_drop: float = 0.0
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a target text came from and what made it.

    Attributes:
        origin: Kind of origin.
        engine: Engine signature (package, version, hash, options), empty for human text.
        glossary: Version of the glossary that was applied, empty for none.
        author: Who wrote it; the engine's short name for machine text.
        raw: The engine's own text before the glossary was applied.
        confidence: Mean token probability of the text under the model, 0 to 1, or None.
        flags: Problems detected: ``loop``, ``copy``, ``truncated``, ``dropped``, ``term``.
        terms: Outcome of each glossary term found in the source.
    """

    origin: Origin
    engine: str = ""
    glossary: str = ""
    author: str = ""
    raw: str = ""
    confidence: float | None = None
    flags: tuple[str, ...] = ()
    terms: tuple[TermOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One language's side of a translation unit."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """What the target of a unit was after one change.

    Attributes:
        text: Target text.
        status: Review status.
        author: Who made the change.
        at: When (UTC).
        action: What the change was, such as ``edit``.
        origin: Where the text came from, or None when there was none.
        provenance: All that is known of where the text came from; None when only the origin is.
        restores: Number of the earlier change whose state this one brought back, from 1; 0 for
            the state before all changes, None when it brought back none.
    """

    text: str
    status: SegmentStatus
    author: str = ""
    at: datetime | None = None
    action: str = ""
    origin: Origin | None = None
    provenance: Provenance | None = None
    restores: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer remarked on a unit.

    Attributes:
        text: What it says, with its line ends.
        author: Who made it.
        at: When (UTC).
        kind: ``remark`` or ``hand-back``.
        settled: When somebody settled it (UTC), or None while it is open.
        settler: Who settled it, or empty.
    """

    text: str
    author: str = ""
    at: datetime | None = None
    kind: str = "remark"
    settled: datetime | None = None
    settler: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the source of a unit stands in its document.

    Attributes:
        sha256: Of the document's file, in hexadecimal.
        media_type: Format the document was read as.
        kind: What the segment is.
        paragraph: Index of its paragraph in the document, from 0.
        start: Offset of its first character in the document's raw text.
        end: Offset behind its last character there.
        flags: What the reviewer of the source should know, as codes.
    """

    sha256: str
    media_type: str
    kind: SegmentKind = SegmentKind.SENTENCE
    paragraph: int = 0
    start: int = 0
    end: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A source text and its translation, as they go into a memory (TMX ``tu``).

    Attributes:
        uid: Stable id, unique in its corpus.
        source: Source side.
        target: Target side.
        status: Review status.
        provenance: Where the target came from.
        document: Name of the document it comes from.
        segment: Number of the segment in its document, from 1.
        created: When the target was first written (UTC).
        changed: When it was last changed (UTC).
        creator: Who wrote it first.
        changer: Who changed it last.
        note: A reviewer's comment.
        bead: Which sentences of two aligned texts it joins, or None.
        history: All changes of the target, oldest first; empty where nobody asked for them.
        remarks: All remarks on it, oldest first; empty where nobody asked for them.
        place: Where its source stands in its document; None where nobody asked for it.
        hter: What people changed in the machine's draft, in edits a word of the target; None where
            there was no draft or nobody decided. Told by the history, so it counts for nothing
            when units are compared.
    """

    uid: str
    source: Variant
    target: Variant
    status: SegmentStatus
    provenance: Provenance
    document: str = ""
    segment: int = 0
    created: datetime | None = None
    changed: datetime | None = None
    creator: str = ""
    changer: str = ""
    note: str = ""
    bead: "Bead | None" = None
    history: tuple[UnitVersion, ...] = ()
    remarks: tuple[Remark, ...] = ()
    place: Place | None = None
    hter: float | None = field(default=None, compare=False)

    def turned(self) -> "TranslationUnit":
        """Return the unit with its sides exchanged."""
        bead = self.bead and Bead(self.bead.target, self.bead.source, self.bead.probability)
        return replace(self, source=self.target, target=self.source, bead=bead, hter=None)


@dataclass(frozen=True, slots=True)
class Bead:
    """An aligned group: m source sentences with n target sentences.

    Attributes:
        source: Indices of the source sentences, ascending.
        target: Indices of the target sentences, ascending.
        probability: That the group is right, 0 to 1.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    """A translation memory match.

    Attributes:
        unit: The unit found.
        percent: 101 in context, 100 exact, 70 to 99 fuzzy.
        differences: Words to take away (``-word``) and to add (``+word``).
        memory: Name of the imported memory it comes from; empty for the project's own.
    """

    unit: TranslationUnit
    percent: int
    differences: tuple[str, ...] = field(default=())
    memory: str = ""
