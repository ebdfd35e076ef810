"""Word documents: paragraphs, headings, lists, tables, footnotes, headers and footers.

Footnotes are in a part of their own (``word/footnotes.xml``, ECMA-376 part 1, 17.11), which
python-docx does not read; deleted text of tracked changes is left out, inserted text is read.
"""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from workbench.domain import SegmentKind
from workbench.text.readers.archive import check_archive, third_party_parser
from workbench.text.readers.base import RawText, TextBuilder

__all__ = ["read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADINGS = ("heading", "title", "subtitle", "kop", "titel", "ondertitel", "toc heading")
_LONGEST_BOLD_HEADING = 120


def read_docx(name: str, data: bytes) -> RawText:
    """Read a Word document.

    Raises:
        InputError: It is protected with a password.
        FormatError: It is damaged.
        SecurityError: It looks hostile.
    """
    members = check_archive(name, data, needs="word/document.xml")
    import docx

    with third_party_parser(name):
        return _Reader(docx.Document(io.BytesIO(data)), members).read()


class _Reader:
    def __init__(self, document: Any, members: dict[str, bytes]) -> None:
        self._document = document
        self._out = TextBuilder()
        self._notes: list[tuple[str, Any]] = []
        self._parts = {
            kind: _notes_of(members.get(f"word/{kind}s.xml", b""), kind)
            for kind in ("footnote", "endnote")
        }
        self._counters: Counter[tuple[str, int]] = Counter()

    def read(self) -> RawText:
        for paragraph in self._headers("header"):
            self._paragraph(paragraph, SegmentKind.FURNITURE)
        for paragraph in self._document.element.body.iter(f"{_W}p"):
            # A text box's paragraphs lie inside a paragraph; they come as their own turn.
            self._paragraph(paragraph)
        for paragraph in self._headers("footer"):
            self._paragraph(paragraph, SegmentKind.FURNITURE)
        for number, note in self._notes:
            start = self._out.position
            for index, paragraph in enumerate(note.iter(f"{_W}p")):
                if index:
                    self._out.write("\n")
                self._text(paragraph)
            self._out.close(start, SegmentKind.FOOTNOTE, note=number)
        return self._out.build("docx")

    def _headers(self, which: str) -> Iterator[Any]:
        seen: set[str] = set()
        for section in self._document.sections:
            part = getattr(section, which)
            text = "\n".join(paragraph.text for paragraph in part.paragraphs)
            if not part.is_linked_to_previous and text not in seen:
                seen.add(text)
                yield from (paragraph._p for paragraph in part.paragraphs)

    def _paragraph(self, element: Any, kind: SegmentKind | None = None) -> None:
        if any(parent.tag == _FALLBACK for parent in element.iterancestors()):
            return
        start = self._out.position
        self._text(element)
        mark = ""
        if kind is None:
            kind, mark = self._kind(element)
        self._out.close(start, kind, mark=mark)

    def _text(self, element: Any) -> None:
        for node in _own_nodes(element):
            tag = node.tag
            if tag == f"{_W}t":
                self._out.write(node.text or "")
            elif tag == f"{_W}tab":
                self._out.write("\t")
            elif tag in (f"{_W}br", f"{_W}cr"):
                self._out.write("\n")
            elif tag == f"{_W}noBreakHyphen":
                self._out.write("-")
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                kind = "footnote" if tag == f"{_W}footnoteReference" else "endnote"
                note = self._parts[kind].get(node.get(f"{_W}id"))
                if note is not None:
                    number = str(len(self._notes) + 1)
                    self._notes.append((number, note))
                    self._out.reference(number)

    def _kind(self, element: Any) -> tuple[SegmentKind, str]:
        from docx.text.paragraph import Paragraph

        paragraph = Paragraph(element, self._document._body)
        style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
        if style.startswith(_HEADINGS):
            return SegmentKind.HEADING, ""
        if style.startswith(("caption", "bijschrift")):
            return SegmentKind.CAPTION, ""
        numbering = self._numbering(paragraph)
        if numbering is not None or style.startswith(("list", "lijst")):
            return SegmentKind.BULLET, self._mark(numbering, style)
        runs = [run for run in paragraph.runs if run.text.strip()]
        text = paragraph.text.strip()
        bold = bool(runs) and all(run.bold for run in runs)
        if bold and len(text) <= _LONGEST_BOLD_HEADING and text[-1:] not in ".,;:":
            return SegmentKind.HEADING, ""
        return SegmentKind.SENTENCE, ""

    def _numbering(self, paragraph: Any) -> tuple[str, int] | None:
        """Return numbering id and level, from the paragraph or its style."""
        for holder in (paragraph._p, getattr(paragraph.style, "element", None)):
            properties = holder.pPr if holder is not None else None
            number = properties.numPr if properties is not None else None
            if number is not None and number.numId is not None:
                level = number.ilvl.val if number.ilvl is not None else 0
                return str(number.numId.val), int(level)
        return None

    def _mark(self, numbering: tuple[str, int] | None, style: str) -> str:
        ordered = "number" in style or "nummer" in style
        key = numbering or (style, 0)
        if numbering is not None:
            ordered = self._is_ordered(*numbering)
        if not ordered:
            return "•"
        self._counters[key] += 1
        for other in list(self._counters):
            if other[0] == key[0] and other[1] > key[1]:
                del self._counters[other]
        return f"{self._counters[key]}."

    def _is_ordered(self, number: str, level: int) -> bool:
        try:
            root = self._document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return False
        abstract = root.xpath(f"./w:num[@w:numId='{int(number)}']/w:abstractNumId/@w:val")
        if not abstract:
            return False
        formats = root.xpath(
            f"./w:abstractNum[@w:abstractNumId='{int(abstract[0])}']"
            f"/w:lvl[@w:ilvl='{int(level)}']/w:numFmt/@w:val"
        )
        return bool(formats) and formats[0] not in ("bullet", "none")


def _own_nodes(paragraph: Any) -> Iterator[Any]:
    """Yield the nodes of a paragraph but not those of paragraphs inside it (text boxes)."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        yield node
        if node.tag not in (f"{_W}p", f"{_W}del", f"{_W}txbxContent", f"{_W}pPr", _FALLBACK):
            stack.extend(reversed(node))


def _notes_of(data: bytes, kind: str) -> dict[str, Any]:
    if not data:
        return {}
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    return {
        str(note.get(f"{_W}id")): note
        for note in root.iter(f"{_W}{kind}")
        if note.get(f"{_W}type") in (None, "normal")
    }
