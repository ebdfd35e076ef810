"""Lines that hold no words: what a scanner or a page layout left between the sentences.

A line of dashes or a lone letter has nothing to be compared by, and glued to a neighbour it spoils
a row that would be right. It is left unaligned before the aligner looks, so that what stands on
both sides of it can be one group; unless the other text has the same line.
"""

import re
from collections.abc import Iterator, Sequence

from workbench.domain import Bead

__all__ = ["is_scrap", "scraps"]

_PROBABILITY = 0.9
"""That a scrap has no partner: 12 of 13 in the gold of text+berg."""

_LONGEST = 200
"""Characters; a longer line is never a scrap."""

_NUMBERING = re.compile(r"\(?\w[.):]\)?|\(\w\)")
_LATIN_ENDS = 0x2E80
"""From this code point on (CJK) one letter can be a sentence."""


def is_scrap(text: str) -> bool:
    """Whether a line has no word in it: no letter, one that numbers nothing, or mostly signs."""
    bare = "".join(text.split()) if len(text) <= _LONGEST else ""
    if not bare or _NUMBERING.fullmatch(bare):
        return False
    signs = [char for char in bare if char.isalnum()]
    if len(signs) == 1:
        return signs[0].isalpha() and ord(signs[0]) < _LATIN_ENDS
    return 3 * len(signs) < len(bare)


def scraps(
    source: Sequence[str], target: Sequence[str], pins: Sequence[Bead] = ()
) -> Iterator[Bead]:
    """Yield the scraps of both texts that nobody pinned, each alone."""
    names = [{_name(text) for text in side if is_scrap(text)} for side in (source, target)]
    taken = {i for pin in pins for i in pin.source}, {j for pin in pins for j in pin.target}
    for i, text in enumerate(source):
        if i not in taken[0] and is_scrap(text) and _name(text) not in names[1]:
            yield Bead((i,), (), _PROBABILITY)
    for j, text in enumerate(target):
        if j not in taken[1] and is_scrap(text) and _name(text) not in names[0]:
            yield Bead((), (j,), _PROBABILITY)


def _name(text: str) -> str:
    """A text without its spaces, and without its signs where it has a letter."""
    bare = "".join(text.split()).casefold()
    return "".join(char for char in bare if char.isalnum()) or bare
