"""Chunks: the lines of a page that have nothing between them, each with its kind.

The first sorting of a text without structure. A line is furniture, an address, part of a
footnote, the start of a list item, a caption, a heading that the format marks, or running text;
running lines without a gap between them make one chunk.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.domain import SegmentKind
from workbench.text.footnotes import Footnotes
from workbench.text.lines import VERTICAL_LETTERS, Line, ends_sentence

__all__ = ["Chunk", "find_chunks", "goes_on", "is_caption", "typed_bullet"]

_BULLET = re.compile(r"([•▪●◦‣∙■□►▸➢✓·*o\uf0b7\u2043]|[-–—])\s+(?=\S)")
_DASHES = "-–—"
_NUMBERED = re.compile(r"(\d{1,2}[.)]|\(\d{1,2}\)|[a-z]\)|\([a-z]\))\s+(?=\S)")
_CAPTION = re.compile(
    r"(?:Figuur|Tabel|Grafiek|Afbeelding|Kaart|Foto|Kader|Diagram|Schema|Figure|Table|Chart|"
    r"Map|Box|Photo)\s+\d+(?:\.\d+)*\b(?!\s*[),;]|\.\s*$)"
)
_CONTENTS_ENTRY = re.compile(r"(.*?\w)\s*(?:\.\s?|…\s?){4,}\s*\d+$")
_HALF_WORD = re.compile(r"\w[-‐‑\u00ad\ufffe]$")
_FULL_FLOW_LINES = 3
_FULL_LINE = 0.75
_CLOSED_KINDS = (
    SegmentKind.URL,
    SegmentKind.FURNITURE,
    SegmentKind.FOOTNOTE,
    SegmentKind.HEADING,
)
_RUNNING_KINDS = (SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING)


@dataclass(slots=True)
class Chunk:
    """Lines without anything between them; grows when the text goes on after a break.

    Attributes:
        lines: Its lines.
        kind: What it is, as far as is known.
        mark: Mark of the list item.
        note: Number of the footnote.
        start: Offset of the text behind mark or number, -1 where there is none.
        vertical: Whether its lines are the letters of vertical text.
    """

    lines: list[Line]
    kind: SegmentKind = SegmentKind.SENTENCE
    mark: str = ""
    note: str = ""
    start: int = -1
    vertical: bool = False

    @property
    def first(self) -> str:
        """Text of its first line."""
        return self.lines[0].text

    @property
    def last(self) -> str:
        """Text of its last line."""
        return self.lines[-1].text

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(line.text for line in self.lines)


def find_chunks(
    lines: Sequence[Line],
    *,
    addresses: set[int],
    furniture: set[int],
    notes: Footnotes,
    headings: frozenset[int],
    wrapped: bool,
) -> list[Chunk]:
    """Sort lines into chunks.

    Args:
        lines: All lines of a text.
        addresses: Indices of lines that are web addresses.
        furniture: Indices of lines that belong to the page.
        notes: The footnotes.
        headings: Offsets of lines that the format marks as headings.
        wrapped: Whether paragraphs go over several lines.
    """
    chunks: list[Chunk] = []
    last_number = 0
    for index, line in enumerate(lines):
        previous = chunks[-1] if chunks else None
        if index in furniture:
            vertical = len(line.text) <= VERTICAL_LETTERS and line.text.isalpha()
            if vertical and previous and previous.vertical:
                previous.lines.append(line)
            else:
                chunks.append(Chunk([line], SegmentKind.FURNITURE, vertical=vertical))
        elif index in addresses:
            chunks.append(Chunk([line], SegmentKind.URL))
        elif index in notes.numbers:
            chunks.append(
                Chunk(
                    [line],
                    SegmentKind.FOOTNOTE,
                    note=notes.numbers[index],
                    start=notes.bodies[index],
                )
            )
        elif index in notes.members:
            if previous and previous.kind is SegmentKind.FOOTNOTE:
                previous.lines.append(line)
            else:
                chunks.append(Chunk([line], SegmentKind.FOOTNOTE))
        elif item := _list_mark(line, _last_running(chunks), last_number):
            mark, length = item
            if mark[0].isdigit():
                last_number = int(mark.rstrip(".)"))
            chunks.append(Chunk([line], SegmentKind.BULLET, mark=mark, start=line.start + length))
        elif line.start in headings:
            if previous and previous.kind is SegmentKind.HEADING and not line.gap:
                previous.lines.append(line)
            else:
                chunks.append(Chunk([line], SegmentKind.HEADING))
        elif entry := _CONTENTS_ENTRY.match(line.text):
            title = replace(line, text=entry.group(1), end=line.start + entry.end(1))
            chunks.append(Chunk([title], SegmentKind.HEADING))
        elif _CAPTION.match(line.text) and (line.gap or not wrapped):
            chunks.append(Chunk([line], SegmentKind.CAPTION))
        elif previous is None or line.gap or not wrapped or previous.kind in _CLOSED_KINDS:
            chunks.append(Chunk([line]))
        else:
            previous.lines.append(line)
    return chunks


def _last_running(chunks: Sequence[Chunk]) -> Chunk | None:
    return next((chunk for chunk in reversed(chunks) if chunk.kind in _RUNNING_KINDS), None)


def _list_mark(line: Line, running: Chunk | None, last_number: int) -> tuple[str, int] | None:
    """Return the mark of a list item and the length of mark and white space behind it."""
    complete = running is None or bool(re.search(r"[.:;!?][\d)\]’”'\"»]*$", running.last))
    if match := _BULLET.match(line.text):
        mark = match.group(1)
        if mark == "o" or mark in _DASHES:
            listed = running is not None and running.mark == mark
            if not (complete or listed) or (mark == "o" and not listed and not line.gap):
                return None
        return mark, match.end()
    if match := _NUMBERED.match(line.text):
        mark = match.group(1)
        digits = mark.strip("().")
        if digits.isdigit() and int(digits) not in (1, last_number + 1):
            return None
        if complete or (line.gap and running is not None and running.kind is SegmentKind.HEADING):
            return mark, match.end()
    return None


def goes_on(open_: Chunk, chunk: Chunk) -> bool:
    """Whether a chunk is the next part of a paragraph that was interrupted."""
    last, first = open_.last, chunk.first
    if _HALF_WORD.search(last):
        return True
    if ends_sentence(last):
        return False
    opening = first.lstrip("‘’“”'\"«(–—- ")
    lower = opening[:1].islower() or first[:1] in "–—"
    if re.search(r"[:;][\d)]*$", last):
        return lower and open_.kind is SegmentKind.SENTENCE
    if last.endswith(","):
        # A single line may be a salutation: Geachte voorzitter,
        return lower or len(open_.lines) > 1
    return lower or _cut_in_full_flow(open_, chunk)


def _cut_in_full_flow(open_: Chunk, chunk: Chunk) -> bool:
    """Whether a paragraph stops on a full line, and what follows looks like no heading."""
    if len(open_.lines) < _FULL_FLOW_LINES:
        return False
    full = len(open_.last) >= _FULL_LINE * max(len(line.text) for line in open_.lines)
    return full and (len(chunk.lines) > 1 or ends_sentence(chunk.last))


def is_caption(text: str) -> bool:
    """Whether a text starts like the caption of a figure or table."""
    return _CAPTION.match(text) is not None


def typed_bullet(text: str) -> re.Match[str] | None:
    """Return the match of a list mark that is no dash or letter, in group 1."""
    match = _BULLET.match(text)
    return match if match is not None and match.group(1) not in ("o", *_DASHES) else None
