"""Dates: the same day on both sides, whichever way each writes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, quoted, rule
from workbench.quality.checks.month_names import DUTCH_MONTHS, ENGLISH_MONTHS

__all__ = ["RULE"]

_SHORT = {name[:3].lower(): number for number, name in enumerate(ENGLISH_MONTHS, 1)}
_DUTCH_SHORT = {name[:3]: number for number, name in enumerate(DUTCH_MONTHS, 1)} | {"mrt": 3}
_DAY = r"(?<![\d.,-])(0?[1-9]|[12]\d|3[01])"
_DUTCH_NAME = "|".join(
    (*DUTCH_MONTHS, "jan", "feb", "mrt", "apr", "aug", "sept?", "okt", "nov", "dec")
)
_ENGLISH_NAME = "|".join(ENGLISH_MONTHS) + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_YEAR = r"(?:,?\s+(\d{4})\b)?"
_DUTCH_DATE = re.compile(rf"{_DAY}(?:e|de|ste)?\s+({_DUTCH_NAME})\b\.?{_YEAR}", re.IGNORECASE)
_ENGLISH_DATE = re.compile(
    rf"{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?({_ENGLISH_NAME})\b\.?{_YEAR}", re.IGNORECASE
)
_AMERICAN_DATE = re.compile(
    rf"\b({_ENGLISH_NAME})\b\.?\s+(?:the\s+)?{_DAY}(?:st|nd|rd|th)?\b(?!:\d|\.\d)"
    r"(?:(?:,\s*|\s+)(\d{4})\b)?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)")
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")


@dataclass(frozen=True, slots=True)
class _Date:
    day: int
    month: int
    year: int
    span: Span
    other: tuple[int, int] | None = None
    """Day and month when read the other way round."""

    @property
    def text(self) -> str:
        year = f" {self.year}" if self.year else ""
        return f"{self.day} {ENGLISH_MONTHS[self.month - 1]}{year}"

    def is_same(self, other: "_Date") -> bool:
        """Whether both can be the same day; a year counts where both have one."""
        years = {self.year % 100 if self.year < 100 else self.year, other.year} - {0}
        if len(years) == 2 and len({year % 100 for year in years}) == 2:
            return False
        return (self.day, self.month) in ((other.day, other.month), other.other)


def _valid(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _dutch_dates(text: str) -> Iterator[_Date]:
    for match in _DUTCH_DATE.finditer(text):
        month = _DUTCH_SHORT[match[2].lower()[:3]]
        yield _Date(int(match[1]), month, int(match[3] or 0), match.span())
    for match in _FIGURES.finditer(text):
        day, month, year = int(match[1]), int(match[3]), match[4]
        # 1.2.98 is as often a number of a section.
        if _valid(day, month) and (len(year) == 4 or match[2] != "."):
            yield _Date(day, month, int(year), match.span())
    yield from _iso_dates(text)


def _english_dates(text: str) -> Iterator[_Date]:
    for match in _ENGLISH_DATE.finditer(text):
        yield _Date(int(match[1]), _SHORT[match[2].lower()[:3]], int(match[3] or 0), match.span())
    for match in _AMERICAN_DATE.finditer(text):
        yield _Date(int(match[2]), _SHORT[match[1].lower()[:3]], int(match[3] or 0), match.span())
    for match in _FIGURES.finditer(text):
        first, second = int(match[1]), int(match[3])
        if _valid(first, second):
            other = (second, first) if _valid(second, first) else None
            yield _Date(first, second, int(match[4]), match.span(), other)
        elif _valid(second, first):
            yield _Date(second, first, int(match[4]), match.span())
    yield from _iso_dates(text)


def _iso_dates(text: str) -> Iterator[_Date]:
    for match in _ISO.finditer(text):
        if _valid(int(match[3]), int(match[2])):
            yield _Date(int(match[3]), int(match[2]), int(match[1]), match.span())


@rule(
    "dates",
    "Dates",
    Severity.ERROR,
    "A date of the source became another day: 3-5-2024 is 3 May 2024, not 5 March. A date in "
    "figures that both 3-5 and 5-3 could mean passes.",
    Example(
        "Het akkoord is van 3-5-2024.",
        "The agreement dates from March 5, 2024.",
        "The agreement dates from 3 May 2024.",
    ),
    dutch_english=True,
)
def _dates(pair: Pair) -> Iterator[Hit]:
    if not any(map(str.isdigit, pair.source)):
        return
    there = list(_english_dates(pair.target))
    if not there:
        return
    known = list(_dutch_dates(pair.source))
    lost = [date for date in known if not any(date.is_same(other) for other in there)]
    new = [date for date in there if not any(other.is_same(date) for other in known)]
    if lost and new:
        message = (
            f"the source has {quoted([date.text for date in lost])}, "
            f"the translation {quoted([date.text for date in new])}"
        )
        edits: tuple[tuple[int, int, str], ...] = ()
        if len(lost) == len(new) == 1:
            edits = ((*new[0].span, lost[0].text),)
        spans = tuple(date.span for date in new)
        yield Hit(message, tuple(date.span for date in lost), spans, edits, "Take its date")


RULE = _dates
