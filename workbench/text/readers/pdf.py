"""PDF: characters, boxes and sizes become lines with hints.

A PDF knows no paragraphs, only characters in places. This reader keeps the order of the page's
content, ends a paragraph where the gap is wider than the line spacing, and says which lines are
headers and footers (the same text, digits aside, in the same place on several pages), which are
footnotes (smaller type at the bottom, from a number on) and which are headings (larger type).
Raised small numbers are footnote references. A line-end hyphen, which PDFium marks with U+FFFE,
is written as a hyphen again and decided by the clean-up.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from workbench.errors import FormatError, InputError
from workbench.text.lines import ends_sentence
from workbench.text.readers.base import RawText, Span

__all__ = ["extract_pdf"]

_HYPHEN_MARKS = "\ufffe\x02"
_NUMBER_START = re.compile(r"\[?\(?\d{1,3}[\])]?[.)]?\s*\S|[¹²³⁰⁴-⁹]")
_PAGE_NUMBER = re.compile(r"\D{0,12}\d{1,4}(?:\s*(?:/|van|of)\s*\d{1,4})?\W*")
_EDGE = 0.12
"""Share of the page height at top and bottom in which headers and footers lie."""

_LOWER_PART = 0.6
_SMALL = 0.93
_LARGE = 1.12
_RAISED_SIZE = 0.8
_WIDE_GAP = 1.45
_PASSWORD_ERROR = 4


@dataclass(slots=True)
class _Line:
    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    page_height: float
    raised: list[Span] = field(default_factory=list)
    furniture: bool = False
    note: bool = False

    @property
    def height(self) -> float:
        """Distance of the baseline from the page's bottom edge, 0 to 1."""
        return self.baseline / self.page_height


_MOST_CHARS = 500_000
"""Characters of a page; a full page of a newspaper has some 30 000."""


def extract_pdf(name: str, data: bytes, *, reached: Callable[[int], None] | None = None) -> RawText:
    """Read a PDF in this process, with no other bound than on the characters of a page.

    Args:
        name: File name, for messages.
        data: The file.
        reached: Told the number of each page, from 1, before it is read.

    Raises:
        InputError: It is protected with a password or holds pictures of text only.
        FormatError: It is damaged.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "assword" in str(error):
            raise InputError(
                "this PDF is protected with a password", where=name, fix="Remove the password"
            ) from error
        raise FormatError(
            "this file is damaged: it is no readable PDF", where=name, fix="Save it again"
        ) from error
    lines: list[_Line] = []
    try:
        for number in range(len(document)):
            if reached is not None:
                reached(number + 1)
            page = document[number]
            lines.extend(_page_lines(page, number, name))
            page.close()
    except pypdfium2.PdfiumError as error:
        raise FormatError(f"page {number + 1} of this PDF is damaged", where=name) from error
    finally:
        document.close()
    if not lines:
        raise InputError(
            "this PDF holds no text, only pictures",
            where=name,
            fix="Have its text recognised (OCR) first",
        )
    body = _body_size(lines)
    _mark_furniture(lines)
    _mark_notes(lines, body)
    return _write(lines, body)


@dataclass(slots=True)
class _Char:
    text: str
    left: float
    right: float
    baseline: float
    size: float


def _page_lines(page: Any, number: int, name: str) -> Iterator[_Line]:
    """Yield the lines of a page, put together from where the characters stand.

    PDFium's own line ends are not used: it ends a line at a raised number and none at a hyphen.
    """
    height = page.get_height() or 1.0
    textpage = page.get_textpage()
    if textpage.count_chars() > _MOST_CHARS:
        raise FormatError(f"page {number + 1} holds more than {_MOST_CHARS} characters", where=name)
    current: list[_Char] = []
    last: _Char | None = None
    try:
        for char in _chars(textpage):
            if char.text.isspace():
                if current and char.text not in "\r\n":
                    current.append(char)
                continue
            if last is not None and not _same_line(last, char):
                yield _line(current, number, height)
                current = []
            current.append(char)
            last = char
        if current:
            yield _line(current, number, height)
    finally:
        textpage.close()


def _same_line(last: _Char, char: _Char) -> bool:
    """Whether a character stands behind the last one, at most raised or lowered a little."""
    size = max(last.size, char.size)
    step = char.left - last.right
    near = -0.5 * size < step < 1.5 * size
    return near and abs(char.baseline - last.baseline) < 0.6 * size


def _chars(textpage: Any) -> Iterator[_Char]:
    import pypdfium2.raw as pdfium

    box = [ctypes.c_double() for _ in range(4)]
    left, right, _, _ = box
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = pdfium.FS_MATRIX()
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code == 0 or 0xD800 <= code <= 0xDFFF:
            continue
        pdfium.FPDFText_GetCharBox(textpage, index, *map(ctypes.byref, box))
        pdfium.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(y))
        size = pdfium.FPDFText_GetFontSize(textpage, index)
        if pdfium.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix)):
            # Many producers set size 1 and scale by the text matrix (ISO 32000-1, 9.4.4).
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        text = "-" if chr(code) in _HYPHEN_MARKS else chr(code)
        yield _Char(text, left.value, right.value, y.value, size)


def _line(chars: Sequence[_Char], page: int, page_height: float) -> _Line:
    """Make a line of its characters, and find the raised small numbers in it."""
    text = "".join(char.text for char in chars)
    inked = [char for char in chars if not char.text.isspace()]
    # Sizes are rounded: scaling by matrices leaves 9.96 for 10.
    size = Counter(round(char.size * 2) / 2 for char in inked).most_common(1)[0][0] or 1.0
    baseline = median(char.baseline for char in inked if round(char.size * 2) / 2 == size)
    raised: list[Span] = []
    for match in re.finditer(r"\d{1,3}", text):
        digits = chars[match.start() : match.end()]
        if all(
            char.size <= _RAISED_SIZE * size and char.baseline > baseline + 0.1 * size
            for char in digits
        ):
            raised.append(match.span())
    return _Line(
        text,
        page,
        min(char.left for char in inked),
        max(char.right for char in inked),
        baseline,
        size,
        page_height,
        raised,
    )


def _body_size(lines: Sequence[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _mark_furniture(lines: Sequence[_Line]) -> None:
    """Mark lines at the page edges that come back in the same place on other pages."""

    def shape(line: _Line) -> tuple[str, int]:
        return re.sub(r"\d+", "#", line.text.strip().lower()), round(line.height * 50)

    edge = [line for line in lines if not _EDGE < line.height < 1 - _EDGE]
    pages: dict[tuple[str, int], set[int]] = {}
    for line in edge:
        pages.setdefault(shape(line), set()).add(line.page)
    for line in edge:
        alone = _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
        line.furniture = len(pages[shape(line)]) > 1 or alone


def _mark_notes(lines: Sequence[_Line], body: float) -> None:
    """Mark small lines at the bottom of a page or column, from the first number on."""
    for page in {line.page for line in lines}:
        members = [line for line in lines if line.page == page and not line.furniture]
        large = [line for line in members if line.size >= _SMALL * body]
        started = False
        for line in members:
            below = any(_is_under(other, line) for other in large)
            if line.size >= _SMALL * body or line.height > _LOWER_PART or below:
                started = False
                continue
            started = started or _NUMBER_START.match(line.text.strip()) is not None
            line.note = started


def _is_under(lower: _Line, upper: _Line) -> bool:
    """Whether a line stands under another, in the same column."""
    return lower.baseline < upper.baseline and lower.left < upper.right and lower.right > upper.left


def _write(lines: Sequence[_Line], body: float) -> RawText:
    """Write the raw text with empty lines between paragraphs and form feeds between pages."""
    parts: list[str] = []
    length = 0
    cuts: dict[Span, str] = {}
    furniture: set[int] = set()
    notes: set[int] = set()
    headings: set[int] = set()
    spacing = _spacing(lines)
    previous: _Line | None = None
    for line in lines:
        if previous is not None:
            gap = _separator(previous, line, spacing)
            parts.append(gap)
            length += len(gap)
        lead = len(line.text) - len(line.text.lstrip())
        start = length + lead
        if line.furniture:
            furniture.add(start)
        elif line.note:
            notes.add(start)
        elif line.size >= _LARGE * body:
            headings.add(start)
        for low, high in line.raised:
            if low > lead and not line.furniture:
                cuts[(length + low, length + high)] = line.text[low:high]
        parts.append(line.text)
        length += len(line.text)
        previous = line
    return RawText(
        "".join(parts),
        "pdf",
        cuts=cuts,
        furniture=frozenset(furniture),
        notes=frozenset(notes),
        headings=frozenset(headings),
    )


def _spacing(lines: Sequence[_Line]) -> float:
    """Return the usual distance of two lines as a multiple of the type size."""
    steps = [
        (first.baseline - second.baseline) / second.size
        for first, second in pairwise(lines)
        if first.page == second.page and first.size == second.size
    ]
    steps = [step for step in steps if step > 0]
    return median(steps) if steps else 1.2


def _separator(previous: _Line, line: _Line, spacing: float) -> str:
    if line.page != previous.page:
        return "\n\f"
    step = previous.baseline - line.baseline
    usual = spacing * max(line.size, previous.size)
    apart = step > _WIDE_GAP * usual or step < -0.5 * line.size
    resized = abs(line.size - previous.size) > 0.05 * previous.size
    indented = line.left - previous.left > 0.8 * line.size and ends_sentence(previous.text)
    return "\n\n" if apart or resized or indented else "\n"
