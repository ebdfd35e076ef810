"""Numbers: the same ones on both sides, each written as its language writes it."""

import re
from collections.abc import Iterator

from workbench.language import primary
from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, edited, quoted, rule
from workbench.quality.checks.dutch_numbers import dutch_formats, english_number
from workbench.quality.figures import number_differences
from workbench.text.placeables import Placeable, PlaceableKind, find_placeables

__all__ = ["RULE"]


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
    target = edited(pair.target, dutch_formats(pair)) if pair.dutch_english else pair.target
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


RULE = _numbers
