"""Markdown: headings, lists, quotes, tables and footnotes; the marks are cut, not lost.

Follows CommonMark for blocks (headings, paragraphs, lists, fences) as far as segments need it,
and the usual footnotes (``text[^1]``, ``[^1]: note``). Code is furniture: it is not translated.
"""

import re
from collections.abc import Iterator

from workbench.domain import SegmentKind
from workbench.text.readers.base import Block, RawText, Span
from workbench.text.readers.plain import decode

__all__ = ["read_markdown"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_ITEM = re.compile(r"\s*(?P<mark>[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_NOTE = re.compile(r" {0,3}\[\^(?P<number>[^\]\s]+)\]:[ \t]*")
_QUOTE = re.compile(r" {0,3}(?:>[ ]?)+")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_INLINE = re.compile(
    r"(?P<note>\[\^(?P<number>[^\]\s]+)\])"
    r"|(?P<image>!\[)|(?P<target>\]\([^()\s]*(?:\([^()\s]*\))?[^()\s]*(?:[ \t]+\"[^\"]*\")?\))"
    r"|(?P<label>\]\[[^\]]*\])"
    r"|(?P<tag></?[A-Za-z][^<>]{0,300}>)"
    r"|(?P<strong>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=[\w.!?,;:)])_{1,3}(?!\w)|~~|`+)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
)
_OPENING = re.compile(r"(?<!\])\[(?=[^\]\[]*\](?:\(|\[))")


def read_markdown(name: str, data: bytes) -> RawText:
    """Read a Markdown file.

    Raises:
        InputError: It is no text.
    """
    text = decode(data, name=name)
    blocks = tuple(_blocks(text))
    cuts: dict[Span, str] = {}
    for block in blocks:
        if block.kind is not SegmentKind.FURNITURE:
            for start, end in block.spans:
                cuts.update(_inline_cuts(text, start, end))
    return RawText(text, "md", blocks=blocks, cuts=cuts)


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        start = match.start()
        if start < len(text):
            yield start, start + len(match.group().rstrip("\r\n"))


def _blocks(text: str) -> Iterator[Block]:
    kind, mark, note = SegmentKind.SENTENCE, "", ""
    spans: list[Span] = []
    fence = ""
    front_matter = text.startswith("---\n") or text.startswith("---\r\n")

    def flush() -> Iterator[Block]:
        nonlocal kind, mark, note, spans
        if spans:
            yield Block(kind, tuple(spans), mark=mark, note=note)
        kind, mark, note, spans = SegmentKind.SENTENCE, "", "", []

    for number, (start, end) in enumerate(_lines(text)):
        line = text[start:end]
        if front_matter:
            if number and line.strip() in ("---", "..."):
                front_matter = False
            elif number and line.strip():
                yield Block(SegmentKind.FURNITURE, ((start, end),))
            continue
        if fence or _FENCE.match(line):
            found = _FENCE.match(line)
            if not fence and found:
                yield from flush()
                fence = found.group(1)
            elif found and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            elif line.strip():
                yield Block(SegmentKind.FURNITURE, ((start, end),))
            continue
        quote = _QUOTE.match(line)
        if quote:
            start, line = start + quote.end(), line[quote.end() :]
        if not line.strip() or (_TABLE_RULE.fullmatch(line) and "|" in line):
            yield from flush()
        elif heading := _HEADING.match(line):
            yield from flush()
            low, high = heading.span("text")
            yield Block(SegmentKind.HEADING, ((start + low, start + high),))
        elif spans and kind is SegmentKind.SENTENCE and _UNDERLINE.match(line):
            kind = SegmentKind.HEADING
            yield from flush()
        elif _RULE.match(line):
            yield from flush()
        elif found := _NOTE.match(line):
            yield from flush()
            kind, note = SegmentKind.FOOTNOTE, found.group("number")
            spans.append((start + found.end(), end))
        elif item := _ITEM.match(line):
            yield from flush()
            sign = item.group("mark")
            kind, mark = SegmentKind.BULLET, sign if sign[0].isdigit() else "•"
            spans.append((start + item.end(), end))
        elif line.lstrip().startswith("|"):
            yield from flush()
            for cell in re.finditer(r"[^|]+", line):
                if cell.group().strip():
                    yield Block(SegmentKind.SENTENCE, ((start + cell.start(), start + cell.end()),))
        else:
            spans.append((start, end))
            if line.endswith(("  ", "\\")):
                yield from flush()
    yield from flush()


def _inline_cuts(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    for match in _INLINE.finditer(text, start, end):
        yield match.span(), match.group("number") or ""
    for match in _OPENING.finditer(text, start, end):
        before = text[match.start() - 1 : match.start()]
        if before != "!":
            yield match.span(), ""
