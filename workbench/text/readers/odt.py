"""OpenDocument texts: paragraphs, headings, lists, tables, notes (ODF 1.3, part 3)."""

import io
from typing import Any

from workbench.domain import SegmentKind
from workbench.errors import FormatError, InputError
from workbench.text.readers.archive import check_archive, third_party_parser
from workbench.text.readers.base import RawText, TextBuilder

__all__ = ["read_odt"]

_BREAKS = {"tab": "\t", "line-break": "\n", "s": " "}
_SKIPPED = frozenset(
    ["tracked-changes", "annotation", "sequence-decls", "table-of-content", "forms", "bibliography"]
)
_DEEPEST = 100


def read_odt(name: str, data: bytes) -> RawText:
    """Read an OpenDocument text.

    Raises:
        InputError: It is protected with a password.
        FormatError: It is damaged.
        SecurityError: It looks hostile.
    """
    members = check_archive(name, data, needs="content.xml")
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise InputError(
            "this file is protected with a password", where=name, fix="Remove the password"
        )
    from odf.opendocument import load

    with third_party_parser(name):
        return _Reader(name).read(load(io.BytesIO(data)))


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._out = TextBuilder()
        self._notes: list[tuple[str, Any]] = []
        self._ordered: set[str] = set()

    def read(self, document: Any) -> RawText:
        self._ordered = _ordered_styles(document)
        for page in _named(document.masterstyles, "header"):
            self._blocks(page, SegmentKind.FURNITURE)
        self._blocks(document.text)
        for page in _named(document.masterstyles, "footer"):
            self._blocks(page, SegmentKind.FURNITURE)
        for number, body in self._notes:
            start = self._out.position
            for paragraph in _named(body, "p"):
                if self._out.position > start:
                    self._out.write("\n")
                self._text(paragraph)
            self._out.close(start, SegmentKind.FOOTNOTE, note=number)
        return self._out.build("odt")

    def _blocks(
        self,
        element: Any,
        kind: SegmentKind = SegmentKind.SENTENCE,
        mark: str = "",
        ordered: bool = False,
        depth: int = 0,
    ) -> None:
        if depth > _DEEPEST:
            raise FormatError("this file is nested too deeply", where=self._name)
        item = 0
        for child in element.childNodes:
            name = _name(child)
            if name in _SKIPPED:
                continue
            if name == "h":
                self._block(child, SegmentKind.HEADING)
            elif name == "p":
                self._block(child, kind, mark)
                mark = ""
            elif name == "list":
                style = _attribute(child, "style-name")
                self._blocks(child, kind, ordered=style in self._ordered, depth=depth + 1)
            elif name in ("list-item", "list-header"):
                item += 1
                sign = f"{item}." if ordered else "•"
                self._blocks(child, SegmentKind.BULLET, sign, depth=depth + 1)
            elif child.childNodes:
                self._blocks(child, kind, depth=depth + 1)

    def _block(self, element: Any, kind: SegmentKind, mark: str = "") -> None:
        style = _attribute(element, "style-name").lower()
        if kind is SegmentKind.SENTENCE and style in ("title", "subtitle", "titel"):
            kind = SegmentKind.HEADING
        start = self._out.position
        self._text(element)
        self._out.close(start, kind, mark=mark)

    def _text(self, element: Any, depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise FormatError("this file is nested too deeply", where=self._name)
        for child in element.childNodes:
            name = _name(child)
            if child.nodeType in (child.TEXT_NODE, child.CDATA_SECTION_NODE):
                self._out.write(str(child))
            elif name in _BREAKS:
                self._out.write(_BREAKS[name])
            elif name == "note":
                number = str(len(self._notes) + 1)
                self._notes.extend((number, body) for body in _named(child, "note-body"))
                self._out.reference(number)
            elif name not in _SKIPPED:
                self._text(child, depth + 1)


def _name(element: Any) -> str:
    qname = getattr(element, "qname", None)
    return str(qname[1]) if qname else ""


def _attribute(element: Any, name: str) -> str:
    attributes = getattr(element, "attributes", None) or {}
    return next((str(value) for key, value in attributes.items() if key[1] == name), "")


def _named(element: Any, name: str) -> list[Any]:
    """Return all elements of a name below an element, in order."""
    found: list[Any] = []
    stack = list(reversed(element.childNodes))
    while stack:
        node = stack.pop()
        if _name(node) == name:
            found.append(node)
        else:
            stack.extend(reversed(node.childNodes))
    return found


def _ordered_styles(document: Any) -> set[str]:
    """Return the names of list styles whose first level is numbered."""
    names: set[str] = set()
    for holder in (document.automaticstyles, document.styles):
        for style in _named(holder, "list-style"):
            first = next(iter(style.childNodes), None)
            if _name(first) == "list-level-style-number":
                names.add(_attribute(style, "name"))
    return names
