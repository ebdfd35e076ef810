"""Web pages: headings, paragraphs, lists and footnotes; navigation becomes furniture.

White space is collapsed as a browser does it, scripts and styles are left out. A reference
``<sup><a href="#fn1">1</a></sup>`` and the element it points to become a footnote.
"""

import codecs
import re
from typing import Any

from workbench.domain import SegmentKind
from workbench.errors import FormatError
from workbench.text.readers.base import RawText, TextBuilder
from workbench.text.readers.plain import decode

__all__ = ["read_html"]

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title", "legend"])
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body button caption center dd details dialog div dl dt "
        "fieldset figcaption figure footer form header hr html li main nav ol option p pre section "
        "select summary table tbody td textarea tfoot th thead tr ul",
    )
)
_DROPPED = frozenset(["script", "style", "noscript", "template", "svg", "math", "head", "iframe"])
_FURNITURE = frozenset(["nav", "footer", "aside", "form", "button", "select"])
_NO_CHARSETS = frozenset(
    ["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"]
)
"""Codecs of Python that no browser knows as an encoding; some take hours for a crafted page."""
_DIGITS = 9
"""Digits of a list's first number that are believed; browsers end at 2 147 483 647."""
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_LONGEST_TEXT = 9_000_000
"""Bytes without a tag."""
_BACK_LINK = re.compile(r"[\s↩↑^⏎\ufe0e]*")
_ROLES = frozenset(["navigation", "banner", "search", "contentinfo"])


def read_html(name: str, data: bytes) -> RawText:
    """Read a web page.

    Raises:
        InputError: It is no text.
        FormatError: There is no page in it.
    """
    from lxml import etree, html

    page = _utf8(name, data)
    if max(map(len, page.split(b"<"))) > _LONGEST_TEXT:
        # The parser would leave it out without a word.
        raise FormatError("this page holds a text of more than 9 MB without any tag", where=name)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise FormatError("there is no web page in this file", where=name) from error
    return _Reader(root).read()


def _utf8(name: str, data: bytes) -> bytes:
    declared = _CHARSET.search(data[:4096])
    if declared is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = declared.group(1).decode("ascii", "replace").lower()
        if encoding in ("iso-8859-1", "latin1", "latin-1", "us-ascii"):
            # Browsers read these as Windows-1252 (WHATWG Encoding Standard).
            encoding = "cp1252"
        try:
            if codecs.lookup(encoding).name.replace("_", "-") not in _NO_CHARSETS:
                return data.decode(encoding).encode("utf-8")
        except (LookupError, UnicodeError):
            pass
    return decode(data, name=name).encode("utf-8")


class _Reader:
    def __init__(self, root: Any) -> None:
        self._root = root
        self._out = TextBuilder()
        self._start = 0
        self._space = True
        self._notes = _note_targets(root)
        self._context: list[tuple[SegmentKind, str]] = [(SegmentKind.SENTENCE, "")]
        self._mark = ""
        self._numbers: list[int] = []
        """Number of the next item, of each numbered list that is open."""

    def read(self) -> RawText:
        from lxml import etree

        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _DROPPED or self._is_back_link(element, tag):
                    walk.skip_subtree()
                    continue
                number = _reference(element, tag, self._notes)
                if number:
                    self._out.reference(number)
                    walk.skip_subtree()
                    continue
                self._open(element, tag)
                self._write(element.text)
            else:
                skipped = tag in _DROPPED or bool(_reference(element, tag, self._notes))
                if not skipped and not self._is_back_link(element, tag):
                    self._shut(element, tag)
                if element is not self._root:
                    self._write(element.tail)
        self._close()
        return self._out.build("html")

    def _open(self, element: Any, tag: str) -> None:
        if tag == "br":
            self._out.write("\n")
            self._space = True
        if not _is_block(tag):
            return
        self._close()
        kind, note = self._context[-1]
        if element.get("id") in self._notes:
            kind, note = SegmentKind.FOOTNOTE, self._notes[element.get("id")]
        elif tag in _FURNITURE or element.get("role") in _ROLES:
            kind = SegmentKind.FURNITURE
        elif kind is SegmentKind.SENTENCE or tag in _HEADINGS:
            if tag in _HEADINGS and kind is not SegmentKind.FURNITURE:
                kind = SegmentKind.HEADING
            elif tag in ("figcaption", "caption"):
                kind = SegmentKind.CAPTION
            elif tag == "li":
                kind = SegmentKind.BULLET
        if tag == "ol":
            self._numbers.append(_first_number(element))
        elif tag == "li":
            mark = self._list_mark(element)
            if kind is SegmentKind.BULLET:
                self._mark = mark
        self._context.append((kind, note))

    def _shut(self, element: Any, tag: str) -> None:
        if _is_block(tag):
            self._close()
            self._context.pop()
        if tag == "ol":
            self._numbers.pop()

    def _list_mark(self, element: Any) -> str:
        """Return the sign before an item; a numbered one is counted."""
        parent = element.getparent()
        if parent is None or parent.tag != "ol":
            return "•"
        self._numbers[-1] += 1
        return f"{self._numbers[-1] - 1}."

    def _close(self) -> None:
        kind, note = self._context[-1]
        if self._out.close(self._start, kind, mark=self._mark, note=note):
            self._mark = ""
        self._start = self._out.position
        self._space = True

    def _write(self, text: str | None) -> None:
        """Write text with its white space collapsed, also across elements."""
        if not text:
            return
        clean = re.sub(r"[ \t\r\n\f]+", " ", text)
        if self._space:
            clean = clean.lstrip(" ")
        if clean:
            self._out.write(clean)
            self._space = clean.endswith(" ")

    def _is_back_link(self, element: Any, tag: str) -> bool:
        return (
            tag == "a"
            and self._context[-1][0] is SegmentKind.FOOTNOTE
            and bool(_BACK_LINK.fullmatch("".join(element.itertext())))
        )


def _is_block(tag: str) -> bool:
    return tag in _BLOCKS or tag in _HEADINGS


def _first_number(numbered: Any) -> int:
    start = numbered.get("start", "1")
    return int(start) if start.isdecimal() and len(start) <= _DIGITS else 1


def _note_targets(root: Any) -> dict[str, str]:
    """Return the ids that superscript numbers link to, with their numbers."""
    targets: dict[str, str] = {}
    for link in root.iter("a"):
        number = "".join(link.itertext()).strip(" []()")
        href = link.get("href") or ""
        parent = link.getparent()
        raised = (parent is not None and parent.tag == "sup") or link.find("sup") is not None
        if raised and number.isdecimal() and href.startswith("#"):
            targets.setdefault(href[1:], number)
    return targets


def _reference(element: Any, tag: str, notes: dict[str, str]) -> str:
    """Return the footnote number that an element refers to, or an empty string."""
    if tag not in ("sup", "a") or not notes:
        return ""
    link = element if tag == "a" else element.find("a")
    if link is None:
        return ""
    number = "".join(element.itertext()).strip(" []()")
    target = (link.get("href") or "")[1:]
    return number if notes.get(target) == number else ""
