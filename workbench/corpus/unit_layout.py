"""A document made of units alone: its segments, and a raw text that their offsets point into."""

from collections.abc import Sequence
from hashlib import sha256

from workbench.corpus.segments import clean_target
from workbench.domain import Document, Place, Segment, SegmentKind, TranslationUnit

__all__ = ["document_key", "laid_out"]

_SPREAD = 200
"""How many times longer than its units a raw text may be: what was no unit lay between them."""

_PLAIN = "jsonl"
"""Media type of a document of which the file says none."""

_NAMELESS = "units"


def document_key(unit: TranslationUnit) -> str:
    """Return the SHA-256 that stands for a unit's document in this and other stores."""
    if unit.place is not None:
        return unit.place.sha256
    return sha256(f"units of {unit.document}".encode()).hexdigest()


def laid_out(units: Sequence[TranslationUnit]) -> Document:
    """Return the document that units come from, as far as they tell.

    The raw text has each source where it stood, and line ends for all that stood between; if the
    units say nothing of their places, or nothing that can be, they stand below one another.

    Args:
        units: One or more of one document, in their order.
    """
    texts = [clean_target(unit.source.text) for unit in units]
    places = [unit.place for unit in units]
    spans = _spans(texts, places)
    first = units[0]
    segments = tuple(
        Segment(
            text=text,
            kind=place.kind if place else SegmentKind.SENTENCE,
            paragraph=place.paragraph if place else number,
            start=start,
            end=end,
            language=unit.source.language,
            flags=place.flags if place else (),
        )
        for number, (unit, text, place, (start, end)) in enumerate(
            zip(units, texts, places, spans, strict=True)
        )
    )
    return Document(
        name=first.document or _NAMELESS,
        media_type=first.place.media_type if first.place else _PLAIN,
        raw=_raw(segments),
        language=first.source.language,
        segments=segments,
        sha256=document_key(first),
    )


def _spans(texts: Sequence[str], places: Sequence[Place | None]) -> list[tuple[int, int]]:
    limit = _SPREAD * sum(map(len, texts)) + 100_000
    if all(place and place.start <= place.end <= limit for place in places):
        return [(place.start, place.end) for place in places if place]
    spans = []
    at = 0
    for text in texts:
        spans.append((at, at + len(text)))
        at += len(text) + 1
    return spans


def _raw(segments: Sequence[Segment]) -> str:
    parts: list[str] = []
    at = 0
    for segment in sorted(segments, key=lambda segment: segment.start):
        # A footnote may stand within the span of the sentence around it.
        if segment.start >= at:
            text = segment.text[: segment.end - segment.start]
            parts += ("\n" * (segment.start - at), text)
            at = segment.start + len(text)
    end = max((segment.end for segment in segments), default=0)
    return "".join([*parts, "\n" * (end - at)])
