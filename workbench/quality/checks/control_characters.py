"""Characters with no place in a text: invisible or broken."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

_SUSPECT = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\uffff\\ue000-\\uf8ff]"
)
_BROKEN = frozenset("\ufffd\ufffe\uffff")
_SENSIBLE_JOINERS = frozenset("\u200c\u200d")


@rule(
    "control-characters",
    "Forbidden characters",
    Severity.ERROR,
    "Control characters, invisible characters such as a zero-width space or a soft hyphen, private "
    "characters, and the sign for a character that could not be read.",
    Example("De vloot.", "The fl\u200beet.", "The fleet."),
)
def _control(pair: Pair) -> Iterator[Hit]:
    found = [
        match
        for match in _SUSPECT.finditer(pair.target)
        if match.group() not in _SENSIBLE_JOINERS or match.group() not in pair.source
    ]
    broken = tuple(match.span() for match in found if match.group() in _BROKEN)
    if broken:
        yield Hit("there is a character that could not be read", target=broken)
    others = [match for match in found if match.group() not in _BROKEN]
    if others:
        names = sorted({f"U+{ord(match.group()):04X}" for match in others})
        yield Hit(
            f"there are invisible or forbidden characters: {', '.join(names)}",
            edits=tuple(
                (*match.span(), " " if match.group() in "\t\n\r\v\f\x85\u2028\u2029" else "")
                for match in others
            ),
            label="Remove them",
        )


RULE = _control
