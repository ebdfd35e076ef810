"""Numbers: the same ones on both sides, each written as its language writes it.

Dutch has its comma and full stops the other way round (*1.000,5* is *1,000.5*), ordinals end in
*e* or *de* (*19e* is *19th*) and times take a full stop and *uur* (*14.30 uur* is *14:30* or
*2.30 p.m.*).
"""

import re
from collections.abc import Iterator

from workbench.language import primary
from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, edited, quoted, rule
from workbench.quality.figures import number_differences
from workbench.text.placeables import Placeable, PlaceableKind, find_placeables

__all__ = ["RULES", "english_number", "ordinal"]

_DUTCH_FORMAT = re.compile(
    r"(?<![\w.,:/-])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)(?![\w:/]|[.,]\d)"
)
_ORDINAL = re.compile(r"(?<![\w.,-])(\d{1,4})(e|de|ste|ème|st|nd|rd|th)(?![\w-])")
_UUR = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])[.:]([0-5]\d)\s*(?:uur|u)\b\.?")
_CLOCK = re.compile(
    r"(?<![\d.,:$€£-])([01]?\d|2[0-4])\.([0-5]\d)(?!\d|[.,]\d|\s*(?:%|per|[ap]\.?m))"
)
_PHONE = re.compile(
    r"(?<![\w.,-])(?:\+\d{1,3}|00\d{2}|\(?0\d{1,3}\)?)(?:[\s./-]?\(?\d\)?){6,11}(?![\w-]|[.,]\d)"
)
_SPECIAL = {"1": "st", "2": "nd", "3": "rd"}


def english_number(number: str) -> str:
    """Write a Dutch number in English: ``1.000,5`` gives ``1,000.5``."""
    return number.translate(str.maketrans(".,", ",."))


def ordinal(number: str) -> str:
    """Write an English ordinal: ``21`` gives ``21st``, ``12`` gives ``12th``."""
    teen = number[-2:] in ("11", "12", "13")
    return number + ("th" if teen else _SPECIAL.get(number[-1], "th"))


@rule(
    "numbers",
    "Numbers",
    Severity.ERROR,
    "A number of the source is missing or another one is there. 1.000,5 counts as 1,000.5, "
    "1,5 miljoen as 1.5 million, 15.30 uur as 3:30 p.m., 20e as twentieth, and words as figures.",
    Example(
        "Er vielen 1.250 doden op 14 mei.",
        "1,520 people died on 14 May.",
        "1,250 people died on 14 May.",
    ),
)
def _numbers(pair: Pair) -> Iterator[Hit]:
    if not any(map(str.isdigit, pair.source + pair.target)):
        return
    languages = (primary(pair.source_language), primary(pair.target_language))
    # What is only written as in Dutch is a matter of the check of formats.
    target = edited(pair.target, _dutch_formats(pair)) if pair.dutch_english else pair.target
    lost, new = number_differences(
        pair.source, target, source_language=languages[0], target_language=languages[1]
    )
    if not lost and not new:
        return
    left = _places(pair.source, lost, languages[0])
    right = _places(pair.target, new, languages[1])
    if lost and new:
        message = f"{quoted(lost)} in the source, {quoted(new)} in the translation"
    elif lost:
        message = f"the number {quoted(lost)} is missing in the translation"
    else:
        message = f"the number {quoted(new)} is not in the source"
    edits: tuple[tuple[int, int, str], ...] = ()
    if pair.dutch_english and len(left) == len(right) == len(lost) == len(new) == 1:
        number = pair.source[slice(*left[0])].lstrip("-−")
        # 02.30 is a time, and nobody can tell how the translation writes times.
        if not re.fullmatch(r"\d{1,2}\.\d\d", number):
            edits = ((*right[0], english_number(number)),)
    yield Hit(message, left, right, edits, "Take the number of the source")


def _places(text: str, numbers: tuple[str, ...], language: str) -> tuple[Span, ...]:
    """Return where numbers stand, as far as they stand there in figures just so."""
    wanted = set(numbers)
    return tuple(
        (found.start, found.end)
        for found in _figures(text, language)
        if found.normal.lstrip("-") in wanted
    )


def _figures(text: str, language: str) -> Iterator[Placeable]:
    for found in find_placeables(text, language):
        if found.kind is PlaceableKind.NUMBER:
            yield found


@rule(
    "number-format",
    "Number format",
    Severity.ERROR,
    "A number is written as in the Dutch source, and English reads it as another one: 1.000 is "
    "one in English, and 3,5 no number at all.",
    Example("Het kost 1.250,5 miljoen.", "It costs 1.250,5 million.", "It costs 1,250.5 million."),
    dutch_english=True,
)
def _format(pair: Pair) -> Iterator[Hit]:
    edits = _dutch_formats(pair)
    if edits:
        told = quoted([new for _, _, new in edits])
        yield Hit(f"in English this is {told}", edits=edits, label="Write it in English")


def _dutch_formats(pair: Pair) -> tuple[tuple[int, int, str], ...]:
    """Return the numbers of the target that stand there as in the source, and in English."""
    edits = []
    for match in _DUTCH_FORMAT.finditer(pair.target):
        text = match.group()
        # 1,250 may well be English; 1.250 and 3,5 come from the source only.
        dutch = "." in text or len(text.rsplit(",", 1)[1]) != 3
        if dutch and re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d]|[.,]\d)", pair.source):
            edits.append((*match.span(), english_number(text)))
    return tuple(edits)


@rule(
    "ordinals",
    "Ordinal numbers",
    Severity.ERROR,
    "A Dutch ordinal is left (1e, 19de), or an English one has the wrong ending (21th).",
    Example("De 21e eeuw.", "The 21th century.", "The 21st century."),
    dutch_english=True,
)
def _ordinals(pair: Pair) -> Iterator[Hit]:
    edits = tuple(
        (*match.span(), ordinal(match[1]))
        for match in _ORDINAL.finditer(pair.target)
        if ordinal(match[1]) != match.group()
    )
    if edits:
        told = quoted([new for _, _, new in edits])
        yield Hit(f"the ordinal number should be {told}", edits=edits, label="Write the ordinal")


@rule(
    "times",
    "Times",
    Severity.WARNING,
    "A time of the day is left as Dutch writes it: 14.30 uur, or 14.30 where the source has uur. "
    "English has 14:30 or 2.30 p.m.",
    Example("Om 14.30 uur begint het.", "It begins at 14.30.", "It begins at 14:30."),
    dutch_english=True,
)
def _times(pair: Pair) -> Iterator[Hit]:
    edits = {match.span(): f"{match[1]}:{match[2]}" for match in _UUR.finditer(pair.target)}
    said = {(match[1], match[2]) for match in _UUR.finditer(pair.source)}
    for match in _CLOCK.finditer(pair.target) if said else ():
        taken = any(start <= match.start() < end for start, end in edits)
        if (match[1], match[2]) in said and not taken:
            edits[match.span()] = f"{match[1]}:{match[2]}"
    if edits:
        told = quoted(list(edits.values()))
        changes = tuple((*span, new) for span, new in edits.items())
        yield Hit(f"in English this time is {told}", edits=changes, label="Write it with a colon")


@rule(
    "phones",
    "Telephone numbers",
    Severity.ERROR,
    "A telephone number of the source is not there digit by digit.",
    Example("Bel 070-318 81 88.", "Call 070-318 18 88.", "Call 070-318 81 88."),
)
def _phones(pair: Pair) -> Iterator[Hit]:
    found = list(_PHONE.finditer(pair.source))
    if not found:
        return
    there = re.sub(r"\D", "", pair.target)
    for match in found:
        digits = re.sub(r"\D", "", match.group())
        # The country code may be added or left out.
        if 9 <= len(digits) <= 14 and digits.removeprefix("00").lstrip("0") not in there:
            yield Hit(
                f"the telephone number {quoted([match.group()])} was changed", (match.span(),)
            )


RULES = (_numbers, _format, _ordinals, _times, _phones)
"""The checks of this family."""
