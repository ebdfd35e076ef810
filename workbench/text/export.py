"""Write a document as plain text again, in its own or another language, paragraph by paragraph."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from workbench.domain import Segment, SegmentKind

__all__ = ["plain_text"]


def plain_text(segments: Iterable[Segment], targets: Sequence[str] | Mapping[int, str] = ()) -> str:
    """Return the text of a document with its paragraphs.

    The sentences of a paragraph come on one line, paragraphs are separated by an empty line,
    the items of a list keep their marks and footnotes their numbers; headers, footers and other
    furniture are left out.

    Args:
        segments: The segments of a document, in order.
        targets: The text to write for each segment: one for every segment, or by the index of
            the segment. Where there is none, or an empty one, the source text is written.
    """
    texts = dict(targets) if isinstance(targets, Mapping) else dict(enumerate(targets))
    paragraphs: list[tuple[SegmentKind, str]] = []
    numbered = enumerate(segments)
    for _, members in groupby(numbered, key=lambda item: item[1].paragraph):
        kept = [item for item in members if item[1].kind is not SegmentKind.FURNITURE]
        if not kept:
            continue
        first = kept[0][1]
        line = " ".join(texts.get(index) or segment.text for index, segment in kept)
        paragraphs.append((first.kind, f"{_lead(first)}{line}"))
    parts: list[str] = []
    previous: SegmentKind | None = None
    for kind, line in paragraphs:
        if previous is not None:
            tight = kind is previous and kind in (SegmentKind.BULLET, SegmentKind.URL)
            parts.append("\n" if tight else "\n\n")
        parts.append(line)
        previous = kind
    return "".join(parts) + "\n" if parts else ""


def _lead(segment: Segment) -> str:
    """Return the list mark or footnote number in front of a paragraph."""
    for flag in segment.flags:
        name, _, value = flag.partition(":")
        if name == "mark":
            return f"{value} "
        if name == "footnote":
            return f"[{value}] "
    return ""
