"""Names that a translation wrote in small letters: the Star alliance, the nato.

The name is there, so nothing is lost, but its capital is. It is put back where the word stands
beside the same neighbour as in the source, or where the word in small letters is no English.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from workbench.engine.anchors import Anchor
from workbench.text.spelling import english_words

__all__ = ["restore_capitals"]


def restore_capitals(source: str, target: str, anchors: Sequence[Anchor]) -> str:
    """Give names back their capitals.

    Args:
        source: Dutch source text.
        target: Its translation.
        anchors: The anchors of the source, in their order.

    Returns:
        The mended text, or the text as it was.
    """
    names = [anchor for anchor in anchors if anchor.kind == "name"]
    near: dict[int, list[str]] = {}
    for before, after in pairwise(names):
        if source[before.end : after.start] == " " and before.copied and after.copied:
            near.setdefault(before.start, []).append(f"{before.text} {after.text}")
            near.setdefault(after.start, []).append(f"{before.text} {after.text}")
    for anchor in names:
        form = anchor.accepted[0]
        if re.search(rf"(?<!\w){re.escape(form)}", target):
            continue
        # A form that is written as a part of a longer word is none of this name.
        places = list(re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", target, re.IGNORECASE))
        if len(places) != 1 or not places[0].group().islower():
            continue
        beside = any(pair.casefold() in target.casefold() for pair in near.get(anchor.start, ()))
        if beside or form.lower() not in english_words():
            target = target[: places[0].start()] + form + target[places[0].end() :]
    return target
