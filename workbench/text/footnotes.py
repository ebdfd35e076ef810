"""Footnotes between the lines of the running text, and the numbers that refer to them.

In a text made from a pdf a footnote is a block that starts with its number, somewhere in the
middle of a sentence of the text above; its reference is a number glued to a word
(``Oekraïne.1``, ``creep7``). A block counts as a footnote only when it is next in the sequence
and its reference stands in the running text, so that *5 niet te honoreren* stays text.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from workbench.text.lines import Line
from workbench.text.readers.base import Span

__all__ = ["Footnotes", "find_footnotes"]

_START = re.compile(
    r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)]?|([¹²³⁰⁴-⁹]{1,3}))\s*"
    r"(?<=[\s\])¹²³⁰⁴-⁹])(?=[^\W\d_a-zà-ÿ]|[‘“\"'«(]|https?:|www\.|[a-z]\S*\.)"
)
_TITLE = re.compile(r"(?:(?:eind|voet)?noten|(?:end|foot)?notes)\s*:?", re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TO_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LATE_REFERENCE = 8000


@dataclass(slots=True)
class Footnotes:
    """The footnotes of a text.

    Attributes:
        numbers: For the index of each first line of a footnote its number.
        bodies: For the same index the offset where the text behind the number starts.
        members: Indices of all lines that belong to footnotes.
        references: Slices of the raw text that refer to a footnote, with its number.
    """

    numbers: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, int] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    references: dict[Span, str] = field(default_factory=dict)


def find_footnotes(
    raw: str,
    lines: Sequence[Line],
    *,
    skip: Collection[int],
    hints: Collection[int] = (),
    known: dict[Span, str] | None = None,
) -> Footnotes:
    """Find footnotes and their references.

    Args:
        raw: The raw text.
        lines: Its lines.
        skip: Indices of lines that are furniture or addresses.
        hints: Offsets of lines that are set as footnotes (smaller, at the page bottom).
        known: References that the format itself marks (superscript).
    """
    notes = Footnotes(references=dict(known or {}))
    last, searched = 0, 0
    for index, line in enumerate(lines):
        if index in notes.members or index in skip:
            continue
        hinted = line.start in hints
        match = _START.match(line.text)
        if match is None or not (hinted or _may_start(lines, index, notes, skip)):
            if hinted:
                notes.members.add(index)
            continue
        number = int(next(filter(None, match.groups())).translate(_SUPERSCRIPT))
        restarted = number == 1 and last > 0
        if number != last + 1 and not restarted and not hinted:
            continue
        place = _known(notes.references, str(number), line.start) or _reference(
            raw, lines, notes, skip, number, searched, line.start
        )
        if place is None and not hinted:
            continue
        if place is not None:
            notes.references[place] = str(number)
            searched = max(searched, place[1])
        last = number
        notes.numbers[index] = str(number)
        notes.bodies[index] = line.start + match.end()
        notes.members.add(index)
        follower = index + 1
        while follower < len(lines) and not _ends_note(lines, follower, skip, hints, hinted, last):
            notes.members.add(follower)
            follower += 1
    return notes


def _may_start(lines: Sequence[Line], index: int, notes: Footnotes, skip: Collection[int]) -> bool:
    """Whether a footnote may start on a line: after a gap, another footnote, or a title."""
    before = index - 1
    return (
        lines[index].gap
        or before in notes.members
        or before in skip
        or _TITLE.fullmatch(lines[before].text) is not None
    )


def _ends_note(
    lines: Sequence[Line],
    index: int,
    skip: Collection[int],
    hints: Collection[int],
    hinted: bool,
    number: int,
) -> bool:
    line = lines[index]
    if index in skip or (line.gap and not (hinted and line.start in hints)):
        return True
    if hinted and line.start not in hints:
        return True
    match = _START.match(line.text)
    if match is None:
        return False
    found = next(filter(None, match.groups())).translate(_SUPERSCRIPT)
    return found == str(number + 1) and len(lines[index - 1].text) > 0


def _known(references: dict[Span, str], number: str, before: int) -> Span | None:
    places = [span for span, label in references.items() if label == number and span[0] < before]
    return max(places, default=None)


def _reference(
    raw: str,
    lines: Sequence[Line],
    notes: Footnotes,
    skip: Collection[int],
    number: int,
    start: int,
    end: int,
) -> Span | None:
    """Find the number glued to a word: behind the reference before it, above its footnote.

    In a text of two columns the footnotes of the right column can lie under the left one, above
    their references; so a little below the footnote is searched last.
    """
    raised = str(number).translate(_TO_SUPERSCRIPT)
    glued = rf"{number}(?![\w%]|[.,:\-–/]\d)"
    patterns = (
        rf"{raised}|(?<=\S)\[{number}\]|(?<=[^\d\s][.,;:!?”’]){number}\)",
        rf"(?<=[a-zà-ÿ]){glued}|(?<=[^\d\s][.,;:!?)\]’”'\"»]){glued}|(?<=\w[)’”'\"»][.,;]){glued}",
        rf"(?<=[^\W\d_]){glued}",
    )
    for region_start, region_end in ((start, end), (end, end + _LATE_REFERENCE)):
        for pattern in patterns:
            for match in re.compile(pattern).finditer(raw, region_start, region_end):
                index = bisect_right(lines, match.start(), key=lambda line: line.start) - 1
                if index not in notes.members and index not in skip:
                    return match.span()
    return None
