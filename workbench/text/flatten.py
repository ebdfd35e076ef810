"""Clean text of a block that still knows where each character came from.

Joins the lines of a block to one line: white space collapsed, line-end hyphens decided, NFC,
control characters and soft hyphens dropped, footnote references cut out. The offsets of the
result lead back into the raw text, so every segment can be shown in its place.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.text.hyphens import Joint
from workbench.text.readers.base import Span

__all__ = ["Cuts", "FlatText", "flatten"]

# White space that is not one plain space; characters illegal in XML 1.0 (section 2.2) or
# invisible: controls, soft hyphen, zero width and byte order marks, non-characters.
_ODD = re.compile(
    r"(?P<space>[ ]{2,}|[^\S ]\s*|[ ]\s+)"
    r"|(?P<drop>[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]+)"
    r"|(?P<mark>\S[\u0300-\u036f]+)"
)
_LAST_WORD = re.compile(r"[\w’'‐‑-]*\w$")
_FIRST_WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")
_OPEN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/_=&?%.-]$", re.IGNORECASE)
_DOMAIN_END = re.compile(r"(?:nl|com|org|eu|net|be|int|gov|mil|edu|co\.uk)(?=[,;:/)\]]|\.?\s|\.?$)")
_HYPHENS = "-‐‑\ufffe"


class Cuts:
    """Slices of the raw text that are left out, found quickly by position."""

    def __init__(self, cuts: Mapping[Span, str]) -> None:
        self._cuts = sorted((start, end, label) for (start, end), label in cuts.items())

    def within(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Return the cuts that lie between two offsets, in order."""
        if not self._cuts:
            return []
        first = bisect_left(self._cuts, (start,))
        last = bisect_left(self._cuts, (end,))
        return self._cuts[first:last]


@dataclass(slots=True)
class FlatText:
    """Text of one line with its way back.

    Attributes:
        text: The clean text.
        references: Footnote numbers and the offset in ``text`` where each was cut out.
        unsure: Offsets in ``text`` of joints that are a guess.
    """

    text: str = ""
    references: list[tuple[int, str]] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)
    _clean: list[int] = field(default_factory=list)
    _raw: list[int] = field(default_factory=list)

    def raw(self, position: int) -> int:
        """Return the raw offset of the character at an offset of ``text``."""
        run = bisect_right(self._clean, position) - 1
        return self._raw[run] + position - self._clean[run]


class _Writer:
    """Collects pieces of clean text and their origins."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.flat = FlatText()

    @property
    def last(self) -> str:
        return self.parts[-1][-1] if self.parts else ""

    def add(self, text: str, origin: int) -> None:
        if text[:1] == " " and self.last in ("", " "):
            text, origin = text[1:], origin + 1
        if not text:
            return
        self.flat._clean.append(self.length)
        self.flat._raw.append(origin)
        self.parts.append(text)
        self.length += len(text)

    def drop_last(self) -> None:
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1
        if not self.parts[-1]:
            self.parts.pop()
            self.flat._clean.pop()
            self.flat._raw.pop()

    def tail(self) -> str:
        return "".join(self.parts[-4:])[-200:]


def flatten(
    raw: str,
    spans: Sequence[Span],
    *,
    cuts: Cuts,
    join: Callable[[str, str], Joint],
) -> FlatText:
    """Join slices of the raw text to one clean line.

    Args:
        raw: The raw text.
        spans: The slices, in order; between two of them is a line break.
        cuts: Slices to leave out.
        join: Decides a line-end hyphen from the word before and the word behind it.
    """
    writer = _Writer()
    for start, end in spans:
        if writer.parts:
            _break_line(writer, raw, start, end, join)
        position = start
        for cut_start, cut_end, label in cuts.within(start, end):
            if cut_start < position:
                continue
            _add_clean(writer, raw, position, cut_start)
            if label:
                writer.flat.references.append((writer.length, label))
            position = cut_end
        _add_clean(writer, raw, position, end)
    while writer.last == " ":
        writer.drop_last()
    writer.flat.text = "".join(writer.parts)
    return writer.flat


def _break_line(
    writer: _Writer, raw: str, start: int, end: int, join: Callable[[str, str], Joint]
) -> None:
    """Put what belongs between two lines: a space, nothing, or what the hyphen asks for."""
    while writer.last == " ":
        writer.drop_last()
    if not writer.parts:
        return
    tail = writer.tail()
    upcoming = raw[start:end].lstrip()
    if _OPEN_ADDRESS.search(tail.rsplit(" ", 1)[-1]) and not upcoming[:1].isupper():
        return
    if tail.endswith(".") and tail[-2:-1].isalpha() and _DOMAIN_END.match(upcoming):
        return
    if tail.endswith("/") and tail[-2:-1].isalnum():
        return
    if raw[writer.flat.raw(writer.length - 1) + 1 : start][:1] in ("\u00ad", "\ufffe"):
        hyphen = raw[writer.flat.raw(writer.length - 1) + 1]
    else:
        hyphen = tail[-1] if tail[-1] in _HYPHENS else ""
    if hyphen == "\u00ad":
        return
    if hyphen and not tail.endswith((" -", "--")):
        left = _LAST_WORD.search(tail.rstrip(_HYPHENS))
        right = _FIRST_WORD.match(upcoming)
        if left and right:
            joint = join(left.group(), right.group())
            if tail[-1] in _HYPHENS:
                writer.drop_last()
            if not joint.sure:
                writer.flat.unsure.append(writer.length)
            if joint.text:
                writer.add(joint.text, start)
            return
    writer.add(" ", start)


def _add_clean(writer: _Writer, raw: str, start: int, end: int) -> None:
    position = start
    for odd in _ODD.finditer(raw, start, end):
        writer.add(raw[position : odd.start()], position)
        if odd.lastgroup == "space":
            writer.add(" ", odd.start())
        elif odd.lastgroup == "mark":
            writer.add(unicodedata.normalize("NFC", odd.group()), odd.start())
        position = odd.end()
    writer.add(raw[position:end], position)
