"""Putting right the names and numbers that a translation broke.

A small model writes *Solensburg* for *Stoltenberg*. Which word was meant is known from its
looks and from the attention, which tells what source words the model looked at when it wrote it.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from workbench.domain import Hypothesis
from workbench.engine.anchors import (
    Anchor,
    english_number,
    lost_anchors,
    new_numbers,
    unknown_numbers,
)
from workbench.engine.pieces import token_spans

__all__ = [
    "complete_names",
    "forced_prefix",
    "names_in_a_row",
    "repair_names",
    "repair_numbers",
    "wanted",
]

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_RANGE = re.compile(r"(?<![\d.,–-])(\d+)[-–](\d+)(?![.,]?\d|[-–])")
_BEFORE = 25
"""Characters in front of a name among which its neighbour is looked for."""

_SIMILAR = 0.6
"""How alike (0 to 1) a number from nowhere must be to the lost one whose place it takes."""

_ASTRAY = 0.35
"""Largest difference of the places in source and target, as shares of their lengths."""


def repair_names(
    source: str, source_tokens: Sequence[str], hypothesis: Hypothesis, anchors: Sequence[Anchor]
) -> str:
    """Replace misspelt names by the right ones.

    A word of the target is taken for a misspelt name if it looks like it; with less likeness if
    the model attended to the name when it wrote the word.

    Args:
        source: Source text.
        source_tokens: Its pieces, to which the hypothesis' alignment points.
        hypothesis: Its translation.
        anchors: The anchors of the source.

    Returns:
        The mended text, or the text as it was.
    """
    text = hypothesis.text
    kept = {form.casefold() for anchor in anchors for form in anchor.accepted}
    words = [match for match in _WORD.finditer(text) if match.group().casefold() not in kept]
    replaced: dict[int, str] = {}
    for anchor in lost_anchors(anchors, text):
        # Of two letters, one is half of what many words have.
        if anchor.kind != "name" or len(anchor.text) < 3:
            continue
        linked = _linked(source, source_tokens, hypothesis, anchor)
        likely = [
            (likeness, match.start())
            for match in words
            if match.start() not in replaced
            and (likeness := _likeness(match.group(), anchor))
            >= _least_likeness(match, linked, copied=anchor.copied)
        ]
        if likely:
            replaced[max(likely)[1]] = anchor.accepted[0]
    for match in reversed(words):
        if match.start() in replaced:
            text = text[: match.start()] + replaced[match.start()] + text[match.end() :]
    return text


def complete_names(source: str, target: str, anchors: Sequence[Anchor]) -> str:
    """Write a lost name beside the name next to it: *Roberto* becomes *Roberto Jefferson*.

    The neighbour, with a space or a comma between, must be there once in both texts. A word
    with a capital that belongs to nothing in the source is taken for the name and replaced.

    Returns:
        The mended text, or the text as it was.
    """
    names = [anchor for anchor in anchors if anchor.kind == "name" and anchor.copied]
    lost = set(lost_anchors(names, target))
    for before, name in pairwise(names):
        between = source[before.end : name.start]
        if between in (" ", ", ") and name in lost and before not in lost:
            target = _beside(source, target, anchors, name, before, between)
            lost = set(lost_anchors(names, target))
    for name, after in reversed(list(pairwise(names))):
        if source[name.end : after.start] == " " and name in lost and after not in lost:
            target = _beside(source, target, anchors, name, after, "")
            lost = set(lost_anchors(names, target))
    return target


def _beside(
    source: str,
    target: str,
    anchors: Sequence[Anchor],
    name: Anchor,
    neighbour: Anchor,
    between: str,
) -> str:
    """Write `name` behind its neighbour, or before it if nothing is `between`."""
    word = re.compile(rf"(?<![\w-]){re.escape(neighbour.text)}(?![\w-])")
    places = list(word.finditer(target))
    if len(places) != 1 or len(word.findall(source)) != 1:
        return target
    start, end = places[0].span()
    kept = {form.casefold() for anchor in anchors for form in anchor.accepted}
    if between:
        other = re.match(r" ([^\W\d_][\w-]*)", target[end:]) if between == " " else None
        cut = end + other.end() if other and _foreign(other[1], source, kept) else end
        return target[:end] + between + name.text + target[cut:]
    other = re.search(r"[\w,] ([^\W\d_][\w-]*) $", target[:start])
    cut = other.start(1) if other and _foreign(other[1], source, kept) else start
    return f"{target[:cut]}{name.text} {target[start:]}"


def _foreign(word: str, source: str, kept: set[str]) -> bool:
    """Tell whether a word of the target has a capital and no ground for it in the source."""
    return word[0].isupper() and word.casefold() not in kept and word not in source


def repair_numbers(source: str, target: str, anchors: Sequence[Anchor]) -> str:
    """Write Dutch numbers in English, and a lost number over one that came from nowhere.

    The latter is done if they look alike, or if it is one and one. A range of which one end is
    left (1995 of 1995-1996) is made whole.

    Returns:
        The mended text, or the text as it was.
    """
    for anchor in lost_anchors(anchors, target):
        if anchor.kind == "number":
            target = _replaced(target, anchor.text, english_number(anchor.text))
    for anchor in lost_anchors(anchors, target):
        if anchor.kind != "number":
            continue
        likeness = {
            number: _alike(number, anchor.text) for number in unknown_numbers(source, target)
        }
        best = max(likeness, key=likeness.__getitem__, default="")
        if best and likeness[best] >= _SIMILAR:
            target = _replaced(target, best, english_number(anchor.text))
    target = _complete_ranges(source, target, anchors)
    lost = [each for each in lost_anchors(anchors, target) if each.kind == "number"]
    new = new_numbers(source, target)
    if len(lost) == len(new) == 1:
        target = _replaced(target, new[0], english_number(lost[0].text))
    return target


def _complete_ranges(source: str, target: str, anchors: Sequence[Anchor]) -> str:
    lost = {each.text for each in lost_anchors(anchors, target) if each.kind == "number"}
    for match in _RANGE.finditer(source):
        first, last = match.groups()
        if (first in lost) == (last in lost):
            continue
        kept = re.compile(rf"(?<![\d.,–-]){last if first in lost else first}(?![.,]?\d|[-–]\d)")
        if len(kept.findall(target)) == 1:
            target = kept.sub(match.group(), target)
    return target


def _alike(left: str, right: str) -> float:
    first, second = (re.sub(r"\D", "", number) for number in (left, right))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _replaced(text: str, number: str, by: str) -> str:
    return re.sub(rf"(?<![\d.,]){re.escape(number)}(?![\d])", by, text, count=1)


def wanted(source: str, anchor: Anchor) -> str:
    """Return what the target is to have for an anchor: a number as English writes it.

    A year comes with its preposition, which the model would not write any more behind it.
    """
    if anchor.kind != "number":
        return anchor.accepted[0]
    number = english_number(anchor.text)
    year = re.fullmatch(r"1\d{3}|20\d\d", number) and source[: anchor.start].endswith(" in ")
    return f"in {number}" if year else number


def names_in_a_row(source: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Join names that stay as they are and have only a space between them.

    Args:
        source: The text that has them.
        anchors: In their order; the others are given back as they are.
    """
    joined: list[Anchor] = []
    for anchor in anchors:
        last = joined[-1] if joined else None
        if (
            last
            and last.kind == anchor.kind == "name"
            and last.copied
            and anchor.copied
            and source[last.end : anchor.start] == " "
        ):
            text = source[last.start : anchor.end]
            joined[-1] = Anchor(text, last.start, anchor.end, "name", (text,))
        else:
            joined.append(anchor)
    return joined


def forced_prefix(
    source: str, source_tokens: Sequence[str], hypothesis: Hypothesis, anchor: Anchor
) -> str:
    """Return the target up to a lost name or number, and that: the model can go on from there.

    The place is the first word that the model wrote looking at the name, else behind the word
    it wrote looking at what stands before the name.

    Returns:
        The prefix, or an empty text if no likely place was found.
    """
    text = hypothesis.text
    # The thirties are no number by themselves: jaren '30.
    if source[: anchor.start].endswith(("'", "’")):
        return ""
    linked = _linked(source, source_tokens, hypothesis, anchor)
    if linked:
        cut = text.rfind(" ", 0, min(start for start, _ in linked)) + 1
    else:
        places = token_spans(source_tokens, source)
        ends = [
            span[1]
            for span, attended in zip(
                token_spans(hypothesis.tokens, text), hypothesis.alignment, strict=False
            )
            if attended < len(places)
            and anchor.start - _BEFORE <= places[attended][0] < anchor.start
        ]
        cut = max(ends, default=0)
        while cut < len(text) and text[cut].isalnum():
            cut += 1
    # Both languages say things in about the same order; elsewhere the attention was astray.
    if abs(cut / max(len(text), 1) - anchor.start / len(source)) > _ASTRAY:
        return ""
    before, form = text[:cut].rstrip(), wanted(source, anchor)
    if before.lower().endswith(" in"):
        form = form.removeprefix("in ")
    return f"{before} {form}".strip()


def _linked(
    source: str, source_tokens: Sequence[str], hypothesis: Hypothesis, anchor: Anchor
) -> list[tuple[int, int]]:
    """Return the spans of the target tokens that attend to the anchor."""
    pieces = {
        index
        for index, (start, end) in enumerate(token_spans(source_tokens, source))
        if start < anchor.end and end > anchor.start
    }
    spans = token_spans(hypothesis.tokens, hypothesis.text)
    return [
        span
        for span, attended in zip(spans, hypothesis.alignment, strict=False)
        if attended in pieces and span[1] > span[0]
    ]


def _least_likeness(
    word: re.Match[str], linked: Sequence[tuple[int, int]], *, copied: bool
) -> float:
    """Return how alike a word must be to a name to be taken for it, above 1 for never."""
    attended = any(start < word.end() and end > word.start() for start, end in linked)
    capital = word.group()[0].isupper()
    if not copied:
        return 0.75 if capital else 2.0
    if capital:
        return 0.4 if attended else 0.65
    return 0.6 if attended else 0.8


def _likeness(word: str, anchor: Anchor) -> float:
    """Return how alike a word and a name look, 0 to 1 (Ratcliff & Metzener 1988).

    The Dutch form counts as well if it is an acronym: OVSE was to be OSCE.
    """
    forms = {anchor.accepted[0], anchor.text} if anchor.text.isupper() else {anchor.accepted[0]}
    return max(
        SequenceMatcher(None, word.casefold(), form.casefold(), autojunk=False).ratio()
        for form in forms
    )
