"""Numbers and addresses that the two sides of a pair do not share, whichever way each writes them.

Dutch *1.000,5* is English *1,000.5*, *15.30 uur* is *3:30 p.m.*, *20e eeuw* may become *twentieth
century*, *1-2-2024* *1 February 2024* and *de jaren '90* *the 1990s*. What is left after that is
a number that one side has and the other has not.
"""

import re
from collections.abc import Iterator
from functools import cache

from workbench.language import DUTCH
from workbench.text.placeables import PlaceableKind, find_placeables

__all__ = ["address_differences", "number_differences"]

_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<hour>\d{1,2})(?:"
    r"[.:](?P<minute>[0-5]\d)(?:\s*(?:uur|u\b|hours|hrs|(?P<half>[ap])\.?m\b\.?)|(?<=:\d\d)(?![\d:]))"
    r"|[.:]?(?P<exact>[0-5]\d)\s*(?:UTC|GMT)\b"
    r"|\s*(?P<whole>[ap])\.?m\b\.?)",
    re.IGNORECASE,
)
_CENTURY = re.compile(r"\b(\d{1,2})(?:e|de|ste|st|nd|rd|th)[ -](?:eeuw|centur)", re.IGNORECASE)
_MAYBE_ADDRESS = re.compile(r"[.@/]\w")
"""What every address has; a look at this is much faster than looking for addresses."""

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "january february march april may june july august september october november december",
}
_UNITS = {
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
    "vijftien zestien zeventien achttien negentien",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
}
_TENS = {
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_IRREGULAR = {
    "nl": {"1": ("één", "eerste"), "3": ("derde",), "0.5": ("half", "halve")},
    "en": {
        "1": ("first", "a", "an", "once"),
        "2": ("second", "twice", "both"),
        "3": ("third",),
        "5": ("fifth",),
        "8": ("eighth",),
        "9": ("ninth",),
        "12": ("twelfth", "dozen"),
        "0.5": ("half",),
    },
}
_GREAT = {
    "nl": {"100": ("honderd",), "1000": ("duizend",)},
    "en": {"100": ("hundred",), "1000": ("thousand",)},
}
_ENDINGS = {"nl": "(?:de|ste|tal|jarige?)?", "en": "(?:th|s)?"}
_SCALES = {
    "duizend": 3, "thousand": 3, "miljoen": 6, "million": 6, "mln": 6, "miljard": 9,
    "billion": 9, "mld": 9, "bn": 9, "biljoen": 12, "trillion": 12,
}  # fmt: skip
_SCALED = re.compile(r"([\d.,]*\d)[\s-]*(" + "|".join(_SCALES) + r")\b", re.IGNORECASE)


def number_differences(
    source: str, target: str, *, source_language: str = DUTCH, target_language: str = "en"
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers that only the source has, and those that only the target has.

    A number counts once however often it occurs. Spelled out numbers up to 99, months, years of
    two digits, times of twelve hours and numbers inside of codes (F-16) are recognised.

    Args:
        source: Source text.
        target: Target text.
        source_language: ``nl`` or ``en``; says how its numbers are written.
        target_language: The same for the target.

    Returns:
        Normal forms, such as ``1000.5``; times as ``3:30``; sorted.
    """
    left, right = _numbers(source, source_language), _numbers(target, target_language)
    only_left, only_right = left - right, right - left
    if not only_left and not only_right:
        return (), ()
    _settle_centuries(only_left, source, right)
    _settle_centuries(only_right, target, left)
    _settle_years(only_left, only_right)
    _settle_times(only_left, only_right)
    only_left = {
        number for number in only_left if not _spelled(number, target, target_language, right)
    }
    only_right = {
        number for number in only_right if not _spelled(number, source, source_language, left)
    }
    return tuple(sorted(only_left)), tuple(sorted(only_right))


def address_differences(source: str, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the web and e-mail addresses that only the source has, and only the target has.

    Compared without scheme, ``www.``, final slash and case.
    """
    left, right = set(_addresses(source)), set(_addresses(target))
    return tuple(sorted(left - right)), tuple(sorted(right - left))


def _addresses(text: str) -> Iterator[str]:
    if not _MAYBE_ADDRESS.search(text):
        return
    for found in find_placeables(text.casefold()):
        if found.kind in (PlaceableKind.URL, PlaceableKind.EMAIL):
            yield found.normal


def _numbers(text: str, language: str) -> set[str]:
    if not any(map(str.isdigit, text)):
        return set()
    found: set[str] = set()

    def clock(match: re.Match[str]) -> str:
        hour = int(match["hour"])
        if hour > 24:
            return match.group()
        found.add(f"{hour % 12}:{match['minute'] or match['exact'] or '00'}")
        return " " * len(match.group())

    scaled = {}
    rest = _CLOCK.sub(clock, text)
    for match in _SCALED.finditer(rest):
        scaled[match.start(1)] = _SCALES[match[2].lower()]
    for placeable in find_placeables(rest, language):
        if placeable.kind == PlaceableKind.NUMBER:
            # A minus is as often a dash, and a dash in one language a word in the other.
            number = placeable.normal.lstrip("-")
            found.add(_times_ten(number, scaled.get(placeable.start, 0)))
    return found


def _times_ten(number: str, exponent: int) -> str:
    if not exponent:
        return number
    whole, _, fraction = number.partition(".")
    digits = fraction.ljust(exponent, "0")
    left = digits[exponent:].rstrip("0")
    grown = (whole + digits[:exponent]).lstrip("0") or "0"
    return f"{grown}.{left}" if left else grown


def _settle_centuries(here: set[str], text: str, there: set[str]) -> None:
    """Take out centuries whose years the other side writes out: *19e eeuw* and *1830s*."""
    for match in _CENTURY.finditer(text):
        years = str(int(match[1]) - 1)
        if any(len(number) == len(years) + 2 and number.startswith(years) for number in there):
            here.discard(match[1])


def _settle_years(left: set[str], right: set[str]) -> None:
    """Take out years that one side writes with two digits and the other with four."""
    for here, there in ((left, right), (right, left)):
        for short in [number for number in here if len(number) == 2 and number.isdigit()]:
            for long in [number for number in there if len(number) == 4 and number.isdigit()]:
                if long.endswith(short):
                    here.discard(short)
                    there.discard(long)


def _settle_times(left: set[str], right: set[str]) -> None:
    """Take out times that one side writes as a bare number: *5 uur* and *5 am*, *11.30 tijd*."""
    for here, there in ((left, right), (right, left)):
        for time in [number for number in here if ":" in number]:
            hour, minute = time.split(":")
            fraction = f".{minute}".rstrip("0").rstrip(".")
            for bare in (f"{hour}{fraction}", f"{int(hour) + 12}{fraction}"):
                if bare in there:
                    here.discard(time)
                    there.discard(bare)


def _spelled(number: str, other: str, language: str, numbers: set[str]) -> bool:
    """Whether the other side says a number in another way."""
    folded = other.casefold()
    pattern = _patterns(language).get(number)
    if pattern is not None and pattern.search(folded):
        return True
    if ":" in number:
        # 17.00 uur may become five o'clock, and 9.00 uur 9 o'clock.
        hour, minute = number.split(":")
        return minute == "00" and (hour in numbers or _spelled(hour, other, language, numbers))
    return any(
        number in re.findall(r"\d+", found.text)
        for found in find_placeables(other)
        if found.kind == PlaceableKind.CODE
    )


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    """For each number the words that say it in a language."""
    if language not in _UNITS:
        return {}
    words: dict[str, list[str]] = {}
    units, tens = _UNITS[language].split(), _TENS[language].split()
    for value, word in enumerate(units):
        words.setdefault(str(value), []).append(word)
    for ten, name in enumerate(tens, 2):
        # twenty, and twentieth with the ending below
        words.setdefault(str(10 * ten), []).extend((name, f"{name[:-1]}ie"))
        for one, word in enumerate(units[1:10], 1):
            joint = "ën" if word.endswith("ee") else "en"
            both = f"{word}{joint}{name}" if language == DUTCH else f"{name}[- ]{word}"
            words.setdefault(str(10 * ten + one), []).append(both)
    for table in (_IRREGULAR[language], _GREAT[language]):
        for number, forms in table.items():
            words.setdefault(number, []).extend(forms)
    for value, month in enumerate(_MONTHS[language].split(), 1):
        words[str(value)].append(month)
    ending = _ENDINGS[language]
    return {
        number: re.compile(rf"(?<!\w)(?:{'|'.join(forms)}){ending}(?!\w)")
        for number, forms in words.items()
    }
