"""From lines to blocks: what belongs together on a page, and what stands between it.

Text taken from a page has its paragraphs cut by line ends, page breaks, footnotes, addresses
and figures. This module sorts the lines into blocks (paragraph, heading, bullet, footnote,
caption, figure, address, furniture) and joins a paragraph again over everything that interrupts
it: it goes on when it has no end punctuation and the next running text starts in lower case, or
was cut in full flow. Nothing is thrown away: furniture stays a block of its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from workbench.domain import SegmentKind
from workbench.text.chunks import Chunk, find_chunks, goes_on, is_caption, typed_bullet
from workbench.text.footnotes import find_footnotes
from workbench.text.headings import is_heading, is_numbered_heading, split_headings, usual_width
from workbench.text.identify import SHORTEST_WORDS
from workbench.text.lines import (
    address_lines,
    furniture_lines,
    is_address,
    is_site_furniture,
    is_wrapped,
    split_lines,
)
from workbench.text.readers.base import Block, RawText, Span

__all__ = ["Layout", "find_blocks", "refine_blocks"]

_FIGURE_REACH = 60
"""So many chunks before and after its caption may belong to a figure."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks in the order in which they begin, and the slices that are no text."""

    blocks: tuple[Block, ...]
    cuts: Mapping[Span, str]


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
    chunks = find_chunks(
        lines,
        addresses=addresses,
        furniture=furniture,
        notes=notes,
        headings=raw.headings,
        wrapped=wrapped,
    )
    if wrapped:
        width = usual_width(chunks)
        chunks = [piece for chunk in chunks for piece in split_headings(chunk, width)]
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
    if is_caption(text):
        return replace(block, kind=SegmentKind.CAPTION)
    bullet = typed_bullet(text)
    if bullet is not None:
        lead = raw[start:end].index(text[0]) + bullet.end()
        return Block(SegmentKind.BULLET, ((start + lead, end),), mark=bullet.group(1))
    return block


def _mark_figures(chunks: list[Chunk], foreign: Callable[[str], bool]) -> None:
    """Mark the text of a figure next to its caption: short blocks in another language."""
    for index, chunk in enumerate(chunks):
        if chunk.kind is not SegmentKind.CAPTION:
            continue
        _spread(chunks, range(index + 1, len(chunks)), foreign)
        _spread(chunks, range(index - 1, -1, -1), foreign)


def _spread(chunks: list[Chunk], indices: Iterable[int], foreign: Callable[[str], bool]) -> None:
    """Mark the chunks next to a caption up to the last one that is surely foreign.

    A sentence of a figure is broken up too; its parts are judged together.
    """
    kinds = (SegmentKind.SENTENCE, SegmentKind.HEADING)
    reach = islice(indices, _FIGURE_REACH)
    near = list(takewhile(lambda index: chunks[index].kind in kinds, reach))
    sentences: list[list[Chunk]] = []
    for index in sorted(near):
        if sentences and goes_on(sentences[-1][-1], chunks[index]):
            sentences[-1].append(chunks[index])
        else:
            sentences.append([chunks[index]])
    if near and near[0] > near[-1]:
        sentences.reverse()
    pending: list[Chunk] = []
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


def _join(chunks: Sequence[Chunk], wrapped: bool) -> list[Block]:
    """Join the chunks of a paragraph, decide headings, and write blocks."""
    blocks: list[Chunk] = []
    running: Chunk | None = None
    figure: Chunk | None = None
    for index, chunk in enumerate(chunks):
        if chunk.kind is SegmentKind.FIGURE:
            if figure is not None and goes_on(figure, chunk):
                figure.lines.extend(chunk.lines)
            else:
                figure = chunk
                blocks.append(chunk)
            continue
        figure = None
        if chunk.kind is SegmentKind.SENTENCE:
            if running is not None and goes_on(running, chunk):
                running.lines.extend(chunk.lines)
                continue
            if is_heading(chunks, index, wrapped):
                chunk.kind = SegmentKind.HEADING
        if is_numbered_heading(chunks, index):
            chunk.kind, chunk.mark, chunk.start = SegmentKind.HEADING, "", -1
        if chunk.kind in (SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING):
            running = None if chunk.kind is SegmentKind.HEADING else chunk
        blocks.append(chunk)
    return [_block(chunk) for chunk in blocks]


def _block(chunk: Chunk) -> Block:
    spans = [(line.start, line.end) for line in chunk.lines]
    if chunk.start > spans[0][0]:
        spans[0] = (min(chunk.start, spans[0][1]), spans[0][1])
    return Block(chunk.kind, tuple(spans), mark=chunk.mark, note=chunk.note)
