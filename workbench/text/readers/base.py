"""What every reader hands to the clean-up: the raw text and what the format knows about it.

A format with structure (docx, odt, html, md) knows its paragraphs, headings and footnotes and
says so with *blocks*. A format with layout only (txt, pdf) gives lines; a pdf adds *hints* from
its fonts and positions. Offsets are Python string indices into ``RawText.text``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from workbench.domain import SegmentKind

__all__ = ["Block", "RawText", "Span", "TextBuilder"]

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, footnote or other piece of a document.

    Attributes:
        kind: What its segments are; ``SENTENCE`` for a running paragraph.
        spans: Slices of the raw text, in order; a line break lies between two of them.
        mark: The list mark in front of it (``•``, ``1.``), which is not in ``spans``.
        note: The number of the footnote that this is, else empty.
    """

    kind: SegmentKind
    spans: tuple[Span, ...]
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RawText:
    """A document as its format gives it.

    Attributes:
        text: All text, undamaged; line feeds end lines, form feeds end pages.
        media_type: ``txt``, ``md``, ``docx``, ``odt``, ``html`` or ``pdf``.
        blocks: The structure, or None when it has to be worked out from the lines.
        cuts: Slices that are no text (footnote references, mark-up) and the number of the
            footnote that they refer to, or an empty string.
        furniture: Offsets of the first character of lines known as headers and footers.
        notes: Offsets of the first character of lines known to be in footnotes.
        headings: Offsets of the first character of lines known to be headings.
    """

    text: str
    media_type: str
    blocks: tuple[Block, ...] | None = None
    cuts: Mapping[Span, str] = field(default_factory=dict)
    furniture: frozenset[int] = frozenset()
    notes: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()


class TextBuilder:
    """Writes the raw text of a structured format and keeps the offsets of its blocks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last_ink = -1
        self._blocks: list[Block] = []
        self._cuts: dict[Span, str] = {}

    def write(self, text: str) -> Span:
        """Append text and return where it lies."""
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if text.strip():
            self._last_ink = start
        return start, self._length

    def reference(self, number: str) -> None:
        """Append the mark of a footnote reference, which is cut from the clean text."""
        self._cuts[self.write(f"[{number}]")] = number

    def close(self, start: int, kind: SegmentKind, *, mark: str = "", note: str = "") -> bool:
        """End the block that began at offset `start`; return whether there was any text in it."""
        if self._length == start:
            return False
        inked = self._last_ink >= start
        if inked:
            self._blocks.append(Block(kind, ((start, self._length),), mark=mark, note=note))
        self.write("\n\n")
        return inked

    @property
    def position(self) -> int:
        """Offset at which the next text will lie."""
        return self._length

    def build(self, media_type: str) -> RawText:
        """Return what was written."""
        return RawText(
            "".join(self._parts), media_type, blocks=tuple(self._blocks), cuts=self._cuts
        )
