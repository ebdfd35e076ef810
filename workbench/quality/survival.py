"""How many names, acronyms and numbers of the source are still there in the translation.

Only what the reference copies too is counted: *Oekraïne* is to become *Ukraine*, *NATO* stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Survival", "survival"]

_KEPT = re.compile(r"[A-Z]{2,}[\w-]*|\d[\d.,]*\d|\d+|(?<=[a-z,] )[A-Z][\w-]+")
"""Acronyms, numbers, and words with a capital inside a sentence."""


@dataclass(frozen=True, slots=True)
class Survival:
    """Tokens with capitals or digits that source and reference share.

    Attributes:
        total: How many there are, each once a segment.
        kept: How many of them stand in the output.
    """

    total: int
    kept: int

    @property
    def share(self) -> float:
        """What share is kept, 0 to 1; 1 where there is nothing to keep."""
        return self.kept / self.total if self.total else 1.0


def survival(sources: Sequence[str], references: Sequence[str], outputs: Sequence[str]) -> Survival:
    """Count the tokens that source and reference share, and those the output has.

    Args:
        sources: Source segments.
        references: Their reference translations.
        outputs: The translations to judge, as many.
    """
    total = kept = 0
    for source, reference, output in zip(sources, references, outputs, strict=True):
        shared = set(_KEPT.findall(source)) & set(_KEPT.findall(reference))
        total += len(shared)
        kept += sum(token in output for token in shared)
    return Survival(total, kept)
