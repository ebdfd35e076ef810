"""From lines to blocks: what belongs together on a page, and what stands between it.

Text taken from a page has its paragraphs cut by line ends, page breaks, footnotes, addresses
and figures. This module sorts the lines into blocks (paragraph, heading, bullet, footnote,
caption, figure, address, furniture) and joins a paragraph again over everything that interrupts
it: it goes on when it has no end punctuation and the next running text starts in lower case, or
was cut in full flow. Nothing is thrown away: furniture stays a block of its own.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from workbench.domain import SegmentKind
from workbench.text.footnotes import Footnotes, find_footnotes
from workbench.text.identify import SHORTEST_WORDS
from workbench.text.lines import (
    VERTICAL_LETTERS,
    Line,
    address_lines,
    ends_sentence,
    furniture_lines,
    is_address,
    is_site_furniture,
    is_wrapped,
    split_lines,
)
from workbench.text.readers.base import Block, RawText, Span

__all__ = ["Layout", "find_blocks", "refine_blocks"]

_BULLET = re.compile(r"([•▪●◦‣∙■□►▸➢✓·*o\uf0b7\u2043]|[-–—])\s+(?=\S)")
_DASHES = "-–—"
_NUMBERED = re.compile(r"(\d{1,2}[.)]|\(\d{1,2}\)|[a-z]\)|\([a-z]\))\s+(?=\S)")
_CAPTION = re.compile(
    r"(?:Figuur|Tabel|Grafiek|Afbeelding|Kaart|Foto|Kader|Diagram|Schema|Figure|Table|Chart|"
    r"Map|Box|Photo)\s+\d+(?:\.\d+)*\b(?!\s*[),;]|\.\s*$)"
)
_HALF_WORD = re.compile(r"\w[-‐‑\u00ad\ufffe]$")
_SENTENCE_INSIDE = re.compile(r"[.!?]\s+[^\W\d_a-zà-ÿ]")
_LONGEST_HEADING = 120
_LONGEST_TITLE = 220
_MOST_HEADING_LINES = 3
_FULL_FLOW_LINES = 3
_FULL_LINE = 0.75


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks in the order in which they begin, and the slices that are no text."""

    blocks: tuple[Block, ...]
    cuts: Mapping[Span, str]


@dataclass(slots=True)
class _Chunk:
    """Lines without anything between them; grows when the text goes on after a break."""

    lines: list[Line]
    kind: SegmentKind = SegmentKind.SENTENCE
    mark: str = ""
    note: str = ""
    start: int = -1
    vertical: bool = False

    @property
    def first(self) -> str:
        return self.lines[0].text

    @property
    def last(self) -> str:
        return self.lines[-1].text

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def find_blocks(raw: RawText, *, foreign: Callable[[str], bool]) -> Layout:
    """Find the blocks of a text that has lines only.

    Args:
        raw: The text with the hints of its format.
        foreign: Whether a text of five words or more is in another language than the document.
    """
    lines = split_lines(raw.text)
    addresses = address_lines(lines)
    furniture = furniture_lines(lines) - addresses
    furniture |= {index for index, line in enumerate(lines) if line.start in raw.furniture}
    notes = find_footnotes(
        raw.text,
        lines,
        skip=furniture | addresses,
        hints=raw.notes,
        known={span: label for span, label in raw.cuts.items() if label},
    )
    wrapped = raw.media_type == "pdf" or is_wrapped(lines)
    chunks = _chunks(lines, addresses, furniture, notes, wrapped, raw.headings)
    _mark_figures(chunks, foreign)
    blocks = _join(chunks, wrapped)
    return Layout(tuple(blocks), {**raw.cuts, **notes.references})


def refine_blocks(raw: RawText) -> Layout:
    """Look closer at the paragraphs of a format that knows its blocks.

    A paragraph may be an address, a caption, a link text of a web page, or a list item that
    somebody typed with a mark of his own.
    """
    return Layout(tuple(_refined(raw.text, block) for block in raw.blocks or ()), raw.cuts)


def _refined(raw: str, block: Block) -> Block:
    if block.kind is not SegmentKind.SENTENCE or len(block.spans) != 1:
        return block
    start, end = block.spans[0]
    text = raw[start:end].strip()
    if is_address(text):
        return replace(block, kind=SegmentKind.URL)
    if is_site_furniture(text):
        return replace(block, kind=SegmentKind.FURNITURE)
    if _CAPTION.match(text):
        return replace(block, kind=SegmentKind.CAPTION)
    bullet = _BULLET.match(text)
    if bullet is not None and bullet.group(1) not in ("o", *_DASHES):
        lead = raw[start:end].index(text[0]) + bullet.end()
        return Block(SegmentKind.BULLET, ((start + lead, end),), mark=bullet.group(1))
    return block


def _chunks(
    lines: Sequence[Line],
    addresses: set[int],
    furniture: set[int],
    notes: Footnotes,
    wrapped: bool,
    headings: frozenset[int],
) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    last_number = 0
    for index, line in enumerate(lines):
        previous = chunks[-1] if chunks else None
        if index in furniture:
            vertical = len(line.text) <= VERTICAL_LETTERS and line.text.isalpha()
            if vertical and previous and previous.vertical:
                previous.lines.append(line)
            else:
                chunks.append(_Chunk([line], SegmentKind.FURNITURE, vertical=vertical))
        elif index in addresses:
            chunks.append(_Chunk([line], SegmentKind.URL))
        elif index in notes.numbers:
            chunks.append(
                _Chunk(
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
                chunks.append(_Chunk([line], SegmentKind.FOOTNOTE))
        elif item := _list_mark(line, _last_running(chunks), previous, last_number):
            mark, length = item
            if mark[0].isdigit():
                last_number = int(mark.rstrip(".)"))
            chunks.append(_Chunk([line], SegmentKind.BULLET, mark=mark, start=line.start + length))
        elif line.start in headings:
            if previous and previous.kind is SegmentKind.HEADING and not line.gap:
                previous.lines.append(line)
            else:
                chunks.append(_Chunk([line], SegmentKind.HEADING))
        elif _CAPTION.match(line.text) and (line.gap or not wrapped):
            chunks.append(_Chunk([line], SegmentKind.CAPTION))
        elif (
            previous is None
            or line.gap
            or not wrapped
            or previous.kind
            in (
                SegmentKind.URL,
                SegmentKind.FURNITURE,
                SegmentKind.FOOTNOTE,
                SegmentKind.HEADING,
            )
        ):
            chunks.append(_Chunk([line]))
        else:
            previous.lines.append(line)
    return [piece for chunk in chunks for piece in _split_heading(chunk, wrapped)]


def _last_running(chunks: Sequence[_Chunk]) -> _Chunk | None:
    kinds = (SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING)
    return next((chunk for chunk in reversed(chunks) if chunk.kind in kinds), None)


def _list_mark(
    line: Line, running: _Chunk | None, previous: _Chunk | None, last_number: int
) -> tuple[str, int] | None:
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


def _split_heading(chunk: _Chunk, wrapped: bool) -> list[_Chunk]:
    """Part a heading from the paragraph right under it.

    The first line is a heading when it has no end punctuation, the next line starts in upper
    case, and the first word of that line would have fitted behind it.
    """
    if not wrapped or chunk.kind is not SegmentKind.SENTENCE or len(chunk.lines) < 3:
        return [chunk]
    first, second = chunk.lines[0].text, chunk.lines[1].text
    width = max(len(line.text) for line in chunk.lines[1:])
    fits = len(first) + 1 + len(second.split()[0]) <= 0.8 * width
    if fits and second[0].isupper() and first[0].isupper() and not re.search(r"[.,;:]$", first):
        return [_Chunk(chunk.lines[:1], SegmentKind.HEADING), _Chunk(chunk.lines[1:])]
    return [chunk]


def _mark_figures(chunks: list[_Chunk], foreign: Callable[[str], bool]) -> None:
    """Mark the text of a figure next to its caption: short blocks in another language."""
    for index, chunk in enumerate(chunks):
        if chunk.kind is not SegmentKind.CAPTION:
            continue
        _spread(chunks, range(index + 1, len(chunks)), foreign)
        _spread(chunks, range(index - 1, -1, -1), foreign)


def _spread(chunks: list[_Chunk], indices: Iterable[int], foreign: Callable[[str], bool]) -> None:
    """Mark the chunks next to a caption up to the last one that is surely foreign.

    A sentence of a figure is broken up too; its parts are judged together.
    """
    kinds = (SegmentKind.SENTENCE, SegmentKind.HEADING)
    near = list(takewhile(lambda index: chunks[index].kind in kinds, indices))
    sentences: list[list[_Chunk]] = []
    for index in sorted(near):
        if sentences and _goes_on(sentences[-1][-1], chunks[index]):
            sentences[-1].append(chunks[index])
        else:
            sentences.append([chunks[index]])
    if near and near[0] > near[-1]:
        sentences.reverse()
    pending: list[_Chunk] = []
    for sentence in sentences:
        pending.extend(sentence)
        text = " ".join(chunk.text for chunk in sentence)
        if len(text.split()) < SHORTEST_WORDS:
            continue
        if not foreign(text):
            return
        for chunk in pending:
            chunk.kind = SegmentKind.FIGURE
        pending = []


def _join(chunks: Sequence[_Chunk], wrapped: bool) -> list[Block]:
    """Join the chunks of a paragraph, decide headings, and write blocks."""
    blocks: list[_Chunk] = []
    running: _Chunk | None = None
    figure: _Chunk | None = None
    for index, chunk in enumerate(chunks):
        if chunk.kind is SegmentKind.FIGURE:
            if figure is not None and _goes_on(figure, chunk):
                figure.lines.extend(chunk.lines)
            else:
                figure = chunk
                blocks.append(chunk)
            continue
        figure = None
        if chunk.kind is SegmentKind.SENTENCE:
            if running is not None and _goes_on(running, chunk):
                running.lines.extend(chunk.lines)
                continue
            if _is_heading(chunks, index, wrapped):
                chunk.kind = SegmentKind.HEADING
        if chunk.kind in (SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING):
            running = None if chunk.kind is SegmentKind.HEADING else chunk
        blocks.append(chunk)
    return [_block(chunk) for chunk in blocks]


def _goes_on(open_: _Chunk, chunk: _Chunk) -> bool:
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
    return lower or last.endswith(",") or _cut_in_full_flow(open_, chunk)


def _cut_in_full_flow(open_: _Chunk, chunk: _Chunk) -> bool:
    """Whether a paragraph stops on a full line, and what follows looks like no heading."""
    if len(open_.lines) < _FULL_FLOW_LINES:
        return False
    full = len(open_.last) >= _FULL_LINE * max(len(line.text) for line in open_.lines)
    return full and (len(chunk.lines) > 1 or ends_sentence(chunk.last))


def _is_heading(chunks: Sequence[_Chunk], index: int, wrapped: bool) -> bool:
    """Whether a chunk that starts a new paragraph is a heading.

    It has no full stop, holds no whole sentence, is short, and something follows it; a question
    is a heading when it stays clearly under the width of the text below.
    """
    chunk = chunks[index]
    text = chunk.text
    kinds = (SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING)
    running = next(
        (other for other in islice(chunks, index + 1, None) if other.kind in kinds), None
    )
    if running is not None and running.kind is SegmentKind.SENTENCE and _goes_on(chunk, running):
        return False
    longest = _LONGEST_TITLE if index == 0 or (not wrapped and index < 2) else _LONGEST_HEADING
    if len(chunk.lines) > _MOST_HEADING_LINES or len(text) > longest:
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
    return max(len(line.text) for line in chunk.lines) <= 0.85 * width


def _block(chunk: _Chunk) -> Block:
    spans = [(line.start, line.end) for line in chunk.lines]
    if chunk.start > spans[0][0]:
        spans[0] = (min(chunk.start, spans[0][1]), spans[0][1])
    return Block(chunk.kind, tuple(spans), mark=chunk.mark, note=chunk.note)
