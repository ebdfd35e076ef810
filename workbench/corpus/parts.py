"""Parts of segments, and wholes of several: texts, places in the raw text, and target states."""

from dataclasses import replace

from workbench.corpus.segments import clean_target
from workbench.corpus.states import TargetState
from workbench.corpus.stored_text import source_hash
from workbench.corpus.tables import Segment
from workbench.domain import Origin, SegmentStatus

__all__ = ["part_state", "piece", "raw_offset", "whole_state"]

_HEAD_FLAGS = ("mark:", "footnote:")
"""Beginnings of flags that only the first part of a split segment keeps."""


def raw_offset(raw: str, text: str, at: int) -> int:
    """Return where the character ``text[at]`` stands in the raw text it was cleaned from.

    Cleaning only takes away or changes characters between words (line ends, hyphens), so the
    letters are followed one by one; what was taken away is skipped.
    """
    place = 0
    for char in text[:at]:
        if char.isspace():
            continue
        found = raw.find(char, place)
        # A letter that is nowhere near was rewritten: the raw text is not followed there.
        if 0 <= found <= place + 80:
            place = found + 1
    return min(place, len(raw))


def piece(segment: Segment, text: str, *, start: int, end: int, tail: bool = False) -> Segment:
    """Return a new segment that takes after another; ``tail``: it begins inside of it."""
    flags = segment.flags
    if tail:
        flags = tuple(flag for flag in flags if not flag.startswith(_HEAD_FLAGS))
    return Segment(
        document_id=segment.document_id,
        position=segment.position,
        kind=segment.kind,
        paragraph=segment.paragraph,
        start=start,
        end=end,
        language=segment.language,
        translatable=True,
        flags=flags,
        text=text,
        words=len(text.split()),
        source_hash=source_hash(text),
        assignee=segment.assignee,
        alone=segment.alone,
    )


def part_state(state: TargetState, text: str, start: int, end: int) -> TargetState:
    """Return the state of a part: a draft; ``start`` and ``end`` are its place in the source."""
    if not text:
        return TargetState()
    terms = tuple(
        {**term, "start": term["start"] - start, "end": term["end"] - start}
        for term in state.terms
        if start <= term["start"] and term["end"] <= end
    )
    return replace(
        state,
        text=text,
        status=SegmentStatus.DRAFT,
        raw="",
        confidence=None,
        flags=(),
        terms=terms,
    )


def whole_state(segments: list[Segment], states: list[TargetState], author: str) -> TargetState:
    """Return the state of segments that become one: a draft with all their texts and terms.

    It stays a machine's text if it is one's altogether; else it is the author's.
    """
    text = clean_target(" ".join(state.text for state in states if state.text))
    if not text:
        return TargetState()
    terms: list[dict[str, object]] = []
    offset = 0
    for segment, state in zip(segments, states, strict=True):
        terms += [
            {**term, "start": term["start"] + offset, "end": term["end"] + offset}
            for term in state.terms
        ]
        offset += len(segment.text) + 1
    made = {(state.origin, state.engine, state.glossary) for state in states}
    alike = len(made) == 1
    origin, engine, glossary = next(iter(made)) if alike else (Origin.HUMAN, "", "")
    return TargetState(
        text=text,
        status=SegmentStatus.DRAFT,
        origin=origin,
        engine=engine,
        glossary=glossary,
        raw=" ".join(state.raw for state in states) if all(s.raw for s in states) else "",
        terms=tuple(terms),
        author=states[0].author if alike else author,
    )
