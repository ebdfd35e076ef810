"""Target terms written into the source text, for packages trained to obey them.

The scheme is that of Dinu et al. 2019 ("Training neural machine translation to apply
terminology constraints"), in its annotation form: source words, separator, target term.
"""

import re
from collections.abc import Sequence

from workbench.engine.base import Terminology
from workbench.errors import PackageError

__all__ = ["annotate", "blank", "is_annotated"]


def annotate(
    source: str, spans: Sequence[tuple[int, int, str]], terminology: Terminology | None
) -> str:
    """Write target terms into a source text.

    Args:
        source: The plain source text.
        spans: (start, end, target term) with offsets into `source`, not overlapping.
        terminology: How the package wants it.

    Returns:
        For instance ``Een <term> vredesmacht <trans> peace force </term> is nodig.``

    Raises:
        PackageError: The package takes no terms.
        ValueError: Spans overlap or lie outside of the text.
    """
    if terminology is None:
        raise PackageError(
            "this package takes no terms in its source",
            fix="Terms are forced in the target instead",
        )
    parts: list[str] = []
    position = 0
    for start, end, target in sorted(spans):
        if not position <= start < end <= len(source):
            raise ValueError(f"span {start}-{end} overlaps another or leaves the text")
        marked = (terminology.open, source[start:end], terminology.separator, target)
        parts += [source[position:start], " ".join(marked), f" {terminology.close}"]
        position = end
    parts.append(source[position:])
    return "".join(parts)


def is_annotated(source: str, terminology: Terminology | None) -> bool:
    """Whether a text carries annotations."""
    return terminology is not None and terminology.open in source


def blank(source: str, terminology: Terminology | None) -> str:
    """Replace all that an annotation added by spaces; offsets of the source words stay."""
    if terminology is None or not is_annotated(source, terminology):
        return source
    opening, separator, closing = map(re.escape, terminology.markers)
    added = re.compile(f"{opening}|{separator}.*?{closing}", re.DOTALL)
    return added.sub(lambda match: " " * len(match.group()), source)
