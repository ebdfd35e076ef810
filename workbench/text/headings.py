"""Headings of a text without structure: short, without a full stop, over something.

A page shows a heading by its type, which plain text has lost; what is left is that it is short,
starts in upper case, has no end punctuation, and that its lines end before they are full.
"""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from workbench.domain import SegmentKind
from workbench.text.chunks import Chunk, goes_on
from workbench.text.lines import ends_sentence

__all__ = ["is_heading", "is_numbered_heading", "split_headings", "usual_width"]

_HEADING_START = re.compile(r"(?:\d+(?:\.\d+)*\.?\s+)?[^\W\d_a-zà-ÿ]")
_SENTENCE_INSIDE = re.compile(r"[.!?]\s+[^\W\d_a-zà-ÿ]")
_LONGEST_HEADING = 120
_LONGEST_TITLE = 220
_MOST_HEADING_LINES = 3
_FITS = 0.8
_QUESTION_WIDTH = 0.85


def split_headings(chunk: Chunk, width: int) -> Iterator[Chunk]:
    """Part headings from each other and from the paragraph right under them.

    A line is a heading when it has no end punctuation, the next line starts in upper case, and
    the first word of that line would have fitted behind it.

    Args:
        chunk: Lines that follow each other.
        width: Usual length of a line in the document's paragraphs.
    """
    numbered = chunk.kind is SegmentKind.BULLET and chunk.mark[:1].isdigit()
    while len(chunk.lines) > 1 and (chunk.kind is SegmentKind.SENTENCE or numbered):
        first, second = chunk.lines[0].text, chunk.lines[1].text
        local = max(len(line.text) for line in chunk.lines[1:]) if len(chunk.lines) > 2 else width
        fits = len(first) + 1 + len(second.split()[0]) <= _FITS * local
        if not (fits and _HEADING_START.match(first) and second[0].isupper()):
            break
        if re.search(r"[.,;:!?]$", first) or (numbered and len(chunk.lines) < 3):
            break
        yield Chunk(chunk.lines[:1], SegmentKind.HEADING)
        chunk = Chunk(chunk.lines[1:])
        numbered = False
    yield chunk


def usual_width(chunks: Sequence[Chunk]) -> int:
    """Return the usual length of the longest line of a paragraph."""
    widths = [
        max(len(line.text) for line in chunk.lines) for chunk in chunks if len(chunk.lines) >= 3
    ]
    return int(median(widths)) if widths else 0


def is_heading(chunks: Sequence[Chunk], index: int, wrapped: bool) -> bool:
    """Whether a chunk that starts a new paragraph is a heading.

    It has no full stop, holds no whole sentence, is short, and something follows it; a question
    is a heading when it stays clearly under the width of the text below.
    """
    chunk = chunks[index]
    text = chunk.text
    longest = _LONGEST_TITLE if index == 0 or (not wrapped and index < 2) else _LONGEST_HEADING
    if len(chunk.lines) > _MOST_HEADING_LINES or len(text) > longest:
        return False
    kinds = (SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING)
    later = (chunks[position] for position in range(index + 1, len(chunks)))
    running = next((other for other in later if other.kind in kinds), None)
    if running is not None and running.kind is SegmentKind.SENTENCE and goes_on(chunk, running):
        return False
    if re.search(r"[.,;:][)\]’”'\"»]*$", text) or _SENTENCE_INSIDE.search(text):
        return False
    if not re.match(r"[^\w\s]*[^\W_a-zà-ÿ]", text):
        return False
    if not ends_sentence(text):
        return True
    if not text.endswith("?") or not wrapped:
        return False
    following = [other for other in chunks[index + 1 : index + 4] if len(other.lines) >= 3]
    if not following:
        return False
    width = max(len(line.text) for line in following[0].lines)
    return max(len(line.text) for line in chunk.lines) <= _QUESTION_WIDTH * width


def is_numbered_heading(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a numbered line without end punctuation stands over a paragraph: 1. Inleiding."""
    chunk = chunks[index]
    if chunk.kind is not SegmentKind.BULLET or not chunk.mark[:1].isdigit():
        return False
    if len(chunk.lines) > 1 or re.search(r"[.,;:]$", chunk.text) or index + 1 == len(chunks):
        return False
    below = chunks[index + 1]
    long = len(below.lines) > 1 or len(below.text) > _LONGEST_HEADING
    return below.kind is SegmentKind.SENTENCE and long and not goes_on(chunk, below)
