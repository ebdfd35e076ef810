"""What a person chooses for a release, and what it has or would have.

Values only, shared by the work (``release``), the card (``release_card``) and the faces.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from workbench.errors import SettingsError
from workbench.language import NL_EN, LanguagePair
from workbench.quality.gates import CORPUS_GATES, GATES, Gate, GateKind

__all__ = [
    "KINDS",
    "GateEffect",
    "PartCount",
    "Plan",
    "ReleaseOptions",
    "SourceCount",
    "parse_split",
]

KINDS: tuple[GateKind, ...] = (*GATES, *CORPUS_GATES)
"""All gates, in the order in which they are applied."""


@dataclass(frozen=True, slots=True)
class ReleaseOptions:
    """What a person chooses for a release.

    Attributes:
        gates: Parameter by name of gate, ``off`` to leave one out; the others have their default.
        split: Percent for train, dev and test, 100 in all; None makes one file.
        pair: Language codes to write.
        licence: Licence of the corpus, such as an SPDX identifier; empty if nobody stated one.
        title: Title of the card.
        documents: Only these documents; None takes all.
        project: Only this project; None takes all.

    Raises:
        SettingsError: It has no title.
    """

    gates: Mapping[str, str] = field(default_factory=dict)
    split: tuple[int, int, int] | None = (90, 5, 5)
    pair: LanguagePair = NL_EN
    licence: str = ""
    title: str = "Dutch-English corpus"
    documents: Collection[int] | None = None
    project: str | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise SettingsError("the release has no title", where="title", fix="Give it one")


@dataclass(frozen=True, slots=True)
class GateEffect:
    """What a gate does to a corpus.

    Attributes:
        gate: The gate with its parameter.
        concerned: Pairs that it keeps out, merges or marks.
        alone: Of these the ones that no other gate keeps out: what leaving it out brings back.
    """

    gate: Gate
    concerned: int
    alone: int


@dataclass(frozen=True, slots=True)
class PartCount:
    """What is in one file of a release."""

    name: str
    documents: int
    units: int
    source_words: int
    target_words: int


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What became of a document: ``key`` is the beginning of its SHA-256, ``part`` may be empty."""

    key: str
    name: str
    part: str
    seen: int
    kept: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release has, or would have.

    Attributes:
        seen: Pairs that have a target.
        kept: Pairs that are released.
        rejected: Pairs that are not, apart from merged duplicates.
        effects: What each gate does, in the order of the gates.
        parts: What each file has.
        sources: What became of each document.
        elsewhere: Pairs of the selection in other languages, which were passed over.
    """

    seen: int
    kept: int
    rejected: int
    effects: tuple[GateEffect, ...]
    parts: tuple[PartCount, ...]
    sources: tuple[SourceCount, ...]
    elsewhere: int = 0


def parse_split(text: str) -> tuple[int, int, int] | None:
    """Read ``90,5,5``: percent for train, dev and test; ``none`` makes one file.

    Raises:
        SettingsError: These are no three whole numbers that make 100, or train gets nothing.
    """
    if text == "none":
        return None
    parts = text.split(",")
    if len(parts) == 3 and all(part.strip().isdecimal() for part in parts):
        train, dev, test = (int(part) for part in parts)
        if train > 0 and train + dev + test == 100:
            return train, dev, test
    raise SettingsError(
        f"{text!r} is no split", where="split", fix="Write train, dev and test in percent: 90,5,5"
    )
