"""Lines of a text without structure: where they lie, and which are no running text at all.

A pdf saved as text has headers, page numbers, vertical labels and bare addresses between its
lines. This module finds the lines and puts a label on those; joining the others to paragraphs
is the business of :mod:`workbench.text.cleanup`.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "VERTICAL_LETTERS",
    "Line",
    "address_lines",
    "ends_sentence",
    "furniture_lines",
    "is_address",
    "is_site_furniture",
    "is_wrapped",
    "split_lines",
]

_LINE = re.compile(r"[^\n\f\r\v\x85\u2028\u2029]+|\r\n|[\n\f\r\v\x85\u2028\u2029]")
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)\S+", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"[-–|\[ ]*(?:(?:pagina|page|blz\.?|p\.|pag\.)\s*)?\d{1,4}"
    r"(?:\s*(?:/|van|of|-)\s*\d{1,4})?[-–|\] ]*",
    re.IGNORECASE,
)
_PAGE_OF = re.compile(
    r"\W*(?:pagina|page|blz\.?|pag\.)\s*\d{1,4}\s*(?:/|van|of)\s*\d{1,4}\W*", re.IGNORECASE
)
_SITE_FURNITURE = re.compile(
    r"(?:meer|lees (?:meer|ook|verder|meer nieuws|het hele artikel)|read more|see also|more|"
    r"(?:share|deel)(?: (?:this|dit)(?: \w+)?)?|advertentie|advertisement|reageer|"
    r"terug naar boven|back to top|print(?: dit artikel)?|abonneer(?: nu| je)?|subscribe|"
    r"cookies?(?: accepteren)?|volgende|vorige|next|previous|inloggen|log ?in|menu|zoeken)"
    r"\s*(?:\.{1,3}|…|:|»|>|→)*",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…][\d¹²³⁰⁴-⁹]{0,3}[)\]’”'\"»]*[\d¹²³⁰⁴-⁹]{0,3}\s*$")
_VERTICAL_RUN = 3
VERTICAL_LETTERS = 3
"""Vertical text comes as lines of at most so many letters."""
_REPEATS = 3
_EDGE_LINES = 3
_LONGEST_WRAPPED = 130


@dataclass(frozen=True, slots=True)
class Line:
    """A line with ink on it.

    Attributes:
        text: Its text without the white space around it.
        start: Offset of its first visible character.
        end: Offset behind its last visible character.
        page: Number of its page, from 0; form feeds end pages.
        gap: Whether an empty line or a page break lies before it.
    """

    text: str
    start: int
    end: int
    page: int
    gap: bool


def split_lines(text: str) -> list[Line]:
    """Return the lines that are not blank, in order."""
    lines: list[Line] = []
    page, gap, ended = 0, True, True
    for match in _LINE.finditer(text):
        piece = match.group()
        if piece == "\f":
            page, gap, ended = page + 1, True, True
            continue
        if piece[0] in "\n\r\v\x85\u2028\u2029":
            gap, ended = gap or ended, True
            continue
        clean = piece.strip()
        if not clean:
            continue
        start = match.start() + piece.index(clean[0])
        lines.append(Line(clean, start, start + len(clean), page, gap))
        gap = ended = False
    return lines


def ends_sentence(text: str) -> bool:
    """Whether a line ends a sentence, a closing quote or footnote number behind it allowed."""
    return bool(_END.search(text))


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether lines are broken at a page width, so that paragraphs have to be joined again.

    They are when they stay under 130 characters and many go on in lower case on the next line.
    """
    texts = [line.text for line in lines if not _ADDRESS.match(line.text)]
    pairs = [
        (first.text, second.text) for first, second in itertools.pairwise(lines) if not second.gap
    ]
    if not pairs or not texts:
        return False
    lengths = sorted(map(len, texts))
    if lengths[int(len(lengths) * 0.95)] > _LONGEST_WRAPPED:
        return False
    going_on = sum(1 for first, second in pairs if second[0].islower() and not ends_sentence(first))
    return going_on * 4 >= len(pairs)


def is_address(text: str) -> bool:
    """Whether a text is one web address and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def is_site_furniture(text: str) -> bool:
    """Whether a text is a link text that web pages put under articles (*Lees meer...*)."""
    return _SITE_FURNITURE.fullmatch(text) is not None


def address_lines(lines: Sequence[Line]) -> set[int]:
    """Return the indices of lines that hold one web address and nothing else."""
    return {index for index, line in enumerate(lines) if is_address(line.text)}


def furniture_lines(lines: Sequence[Line]) -> set[int]:
    """Return the indices of lines that belong to the page or site, not to the text.

    These are vertical text (a run of lines of at most three letters), page numbers that stand
    alone or say *page 3 of 12*, lines that repeat at the edges of pages (digits taken as
    equal), and the link texts of web pages (*Lees meer...*).
    """
    found = _vertical(lines) | _repeated(lines)
    found.update(
        index
        for index, line in enumerate(lines)
        if _PAGE_OF.fullmatch(line.text)
        or (is_site_furniture(line.text) and _alone(lines, index, found))
    )
    return found


def _vertical(lines: Sequence[Line]) -> set[int]:
    found: set[int] = set()
    run: list[int] = []
    for index, line in enumerate((*lines, None)):
        if line is not None and len(line.text) <= VERTICAL_LETTERS and line.text.isalpha():
            run.append(index)
            continue
        if len(run) >= _VERTICAL_RUN:
            found.update(run)
        run = []
    return found


def _repeated(lines: Sequence[Line]) -> set[int]:
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        pages.setdefault(line.page, []).append(index)
    if len(pages) < 2:
        return _lone_numbers(lines)
    edges = [
        index
        for members in pages.values()
        for index in {*members[:_EDGE_LINES], *members[-_EDGE_LINES:]}
    ]
    shapes = Counter(re.sub(r"\d+", "#", lines[index].text.lower()) for index in edges)
    needed = min(_REPEATS, len(pages))
    return {
        index
        for index in edges
        if _PAGE_NUMBER.fullmatch(lines[index].text)
        or shapes[re.sub(r"\d+", "#", lines[index].text.lower())] >= needed
    }


def _lone_numbers(lines: Sequence[Line]) -> set[int]:
    """Page numbers of a text whose pages are not marked: alone, ascending, two at least."""
    alone = [
        index
        for index, line in enumerate(lines)
        if line.gap
        and (index + 1 == len(lines) or lines[index + 1].gap)
        and _PAGE_NUMBER.fullmatch(line.text)
    ]
    numbers = [int(re.findall(r"\d+", lines[index].text)[0]) for index in alone]
    rising = all(first < second for first, second in itertools.pairwise(numbers))
    return set(alone) if len(alone) > 1 and rising else set()


def _alone(lines: Sequence[Line], index: int, furniture: set[int]) -> bool:
    """Whether a line has no running text on the line directly above or below."""
    above = lines[index].gap or index - 1 in furniture or is_site_furniture(lines[index - 1].text)
    below = (
        index + 1 == len(lines) or lines[index + 1].gap or is_site_furniture(lines[index + 1].text)
    )
    return above and below
