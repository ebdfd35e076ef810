"""Telephone numbers: the same digits on both sides."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE"]

_PHONE = re.compile(
    r"(?<![\w.,-])(?:\+\d{1,3}|00\d{2}|\(?0\d{1,3}\)?)(?:[\s./-]?\(?\d\)?){6,11}(?![\w-]|[.,]\d)"
)


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


RULE = _phones
