"""Characters with no place in a text: invisible, broken, or read in the wrong encoding."""

import re
import unicodedata
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULES"]

_SUSPECT = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\uffff\\ue000-\\uf8ff]"
)
_BROKEN = frozenset("\ufffd\ufffe\uffff")
# UTF-8 read as Windows-1252: Ã© for é, â€™ for ’.
_MOJIBAKE = re.compile(
    r"[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â(?:€[\u0080-\u00bf™œ\u009d¦“”˜¢\"]|‚¬|„¢)|ðŸ"
)
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


@rule(
    "encoding",
    "Wrongly decoded text",
    Severity.ERROR,
    "Letters that come from reading a file in the wrong encoding: Ã© for é, â€™ for ’.",
    Example("Het café.", "The cafÃ©.", "The café."),
)
def _encoding(pair: Pair) -> Iterator[Hit]:
    found = list(_MOJIBAKE.finditer(pair.target))
    if not found or _MOJIBAKE.search(pair.source):
        return
    try:
        mended = pair.target.encode("cp1252").decode("utf-8")
    except UnicodeError:
        mended = ""
    edits = ((0, len(pair.target), unicodedata.normalize("NFC", mended)),) if mended else ()
    yield Hit(
        "some letters were read in the wrong encoding",
        target=tuple(match.span() for match in found),
        edits=edits if not _MOJIBAKE.search(mended) else (),
        label="Read them as UTF-8",
    )


RULES = (_control, _encoding)
"""The checks of this family."""
