"""Days, months, languages and nationalities with the capital that English gives them."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE"]

_LOWER = re.compile(
    r"(?<![\w@/.-])(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|april|june|july"
    r"|september|october|november|december|dutch|english|german|french|belgian|european|american"
    r"|russian|ukrainian|italian|spanish|chinese|japanese|british|swedish|norwegian|danish|afghan"
    r"|african|asian|christian|islamic|muslims?|jews?|jewish|catholic|protestant)(?![\w@/]|-\w|\.\w)"
)


@rule(
    "proper-capitals",
    "Capitals of days, months and nationalities",
    Severity.WARNING,
    "English writes days, months, languages and nationalities with a capital.",
    Example(
        "Op maandag sprak de Duitse minister.",
        "On monday the German minister spoke.",
        "On Monday the German minister spoke.",
    ),
    dutch_english=True,
)
def _proper(pair: Pair) -> Iterator[Hit]:
    edits = tuple(
        (match.start(), match.start() + 1, match.group()[0].upper())
        for match in _LOWER.finditer(pair.target)
    )
    if edits:
        words = [match.group().capitalize() for match in _LOWER.finditer(pair.target)]
        yield Hit(f"English writes {quoted(words)} with a capital", edits=edits, label="Capital")


RULE = _proper
