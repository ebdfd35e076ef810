"""What a translation has to carry over unchanged or only rewrite: numbers, addresses, codes.

A Dutch number has its comma and full stops the other way round (*1.000,5*), so each placeable
has a normal form in which the two sides of a translation can be compared: ``1000.5``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workbench.language import DUTCH

__all__ = ["Placeable", "PlaceableKind", "find_placeables"]


class PlaceableKind(StrEnum):
    """What a placeable is."""

    NUMBER = "number"
    URL = "url"
    EMAIL = "email"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Placeable:
    """A stretch of text that a translation has to carry over.

    Attributes:
        text: As it stands.
        start: Offset of its first character.
        end: Offset behind its last character.
        kind: What it is.
        normal: Form to compare: numbers with a decimal point and no thousands mark, codes in
            upper case, addresses in lower case without scheme and final slash.
    """

    text: str
    start: int
    end: int
    kind: PlaceableKind
    normal: str


_PATTERN = re.compile(
    r"(?P<url>(?:https?://|ftp://|www\.)[^\s<>\"”’]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<domain>(?<![\w.@-])(?:[A-Za-z0-9-]+\.)+(?:nl|com|org|eu|net|be|int|gov|mil|edu)"
    r"(?:/[^\s<>\"”’]*)?(?![\w-]))"
    r"|(?P<code>(?<![\w-])(?=[A-Z0-9-]*\d)(?:[A-Z]+[A-Z0-9]*(?:[-/][A-Z0-9]+)*|\d+[A-Z]+\d*)"
    r"(?:\.\d+)*s?(?![\w-]|[.,]\d))"
    r"|(?P<number>(?<![\w.,])[-−]?(?:\d{1,3}(?:[   ’']\d{3}(?!\d))+|\d+)(?:[.,]\d+)*)",
)
_TRAILING = ".,;:!?)]}'’”\""


def find_placeables(text: str, language: str = DUTCH) -> Iterator[Placeable]:
    """Yield the placeables of a text in order, without overlap.

    Args:
        text: A segment.
        language: Its language, which says what ``1.500`` is: in Dutch (and German and French)
            one thousand five hundred, in English one and a half.
    """
    for match in _PATTERN.finditer(text):
        group = str(match.lastgroup)
        start, end = match.span()
        found = match.group()
        if group in ("url", "domain"):
            found = _trim_address(found)
            yield Placeable(
                found, start, start + len(found), PlaceableKind.URL, _normal_address(found)
            )
        elif group == "email":
            yield Placeable(found, start, end, PlaceableKind.EMAIL, found.lower())
        elif group == "code":
            # F-35s is the plural of the code F-35.
            found = found.removesuffix("s")
            yield Placeable(found, start, start + len(found), PlaceableKind.CODE, found.upper())
        else:
            yield Placeable(
                found, start, end, PlaceableKind.NUMBER, _normal_number(found, language)
            )


def _trim_address(address: str) -> str:
    while address and address[-1] in _TRAILING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _normal_address(address: str) -> str:
    return re.sub(r"^(?:https?://|ftp://)?(?:www\.)?", "", address.lower()).rstrip("/")


def _normal_number(text: str, language: str) -> str:
    """Return a number with a decimal point and without thousands marks.

    Where both marks occur the last one is the decimal mark, whatever the language; one mark
    that comes twice is a thousands mark; a single one follows the language.
    """
    sign = "-" if text[0] in "-−" else ""
    digits = re.sub(r"[   ’']", "", text.lstrip("-−"))
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = "." if digits.rfind(".") > digits.rfind(",") else ","
    elif points + commas > 1:
        decimal = ""
    elif points + commas == 1:
        mark = "." if points else ","
        usual = "." if language.split("-")[0] == "en" else ","
        three = len(digits.rsplit(mark, 1)[1]) == 3
        decimal = mark if mark == usual or not three else ""
    else:
        decimal = ""
    whole, fraction = digits, ""
    if decimal:
        whole, fraction = digits.rsplit(decimal, 1)
    whole = re.sub(r"[.,]", "", whole).lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
