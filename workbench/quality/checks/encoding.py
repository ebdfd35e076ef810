"""Characters that were read in the wrong encoding."""

import re
import unicodedata
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule

__all__ = ["RULE"]

# UTF-8 read as Windows-1252: Ã© for é, â€™ for ’.
_MOJIBAKE = re.compile(
    r"[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â(?:€[\u0080-\u00bf™œ\u009d¦“”˜¢\"]|‚¬|„¢)|ðŸ"
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


RULE = _encoding
