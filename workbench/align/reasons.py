"""Why two groups of sentences were put together: what a person can check at a glance."""

from dataclasses import dataclass

from workbench.align.features import Concepts, Feature, Kind, tokens
from workbench.align.known import Known, is_known
from workbench.language import LanguagePair

__all__ = ["BeadReasons", "explain"]


@dataclass(frozen=True, slots=True)
class BeadReasons:
    """Evidence for, and against, one bead.

    Attributes:
        words: Words that the translation (or the source) shares with the target, folded, longest
            first.
        numbers: Numbers on both sides.
        source_numbers: Numbers on the source's side only.
        target_numbers: Numbers on the target's side only.
        concepts: Shared concepts.
        length_ratio: Characters of the target for one of the source; 0 when a side is empty.
        known: Whether somebody approved this pair of texts before.
    """

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    source_numbers: tuple[str, ...] = ()
    target_numbers: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    length_ratio: float = 0.0
    known: bool = False


def explain(
    source: str,
    target: str,
    *,
    translation: str = "",
    concepts: Concepts | None = None,
    known: Known | None = None,
    languages: LanguagePair,
) -> BeadReasons:
    """Return what speaks for and against an aligned pair of texts.

    Args:
        source: The source sentences, joined.
        target: The target sentences, joined; either may be empty.
        translation: Of the source, when there is one.
        concepts: Names of concepts in a text of either language.
        known: Pairs of texts that were approved before.
        languages: Of source and target.
    """
    if not source or not target:
        return BeadReasons()
    left, right = set(tokens(source, languages.source)), set(tokens(target, languages.target))
    bridge = set(tokens(translation, languages.target)) if translation else left
    words = _names(bridge & right, Kind.WORD)
    numbers = _names(left, Kind.NUMBER), _names(right, Kind.NUMBER)
    # "zeshonderd" is no number here, "six" of "six hundred" is one; the translation has it too.
    told = numbers[0] | _names(bridge, Kind.NUMBER)
    shared: set[str] = set()
    if concepts is not None:
        shared = {*concepts(source, languages.source)} & {*concepts(target, languages.target)}
    return BeadReasons(
        words=tuple(sorted(words, key=lambda word: (-len(word), word))[:12]),
        numbers=tuple(sorted(told & numbers[1])),
        source_numbers=tuple(sorted(numbers[0] - numbers[1])),
        target_numbers=tuple(sorted(numbers[1] - told)),
        concepts=tuple(sorted(shared)),
        length_ratio=round(len(target) / len(source), 3),
        known=known is not None and is_known(known, source, target),
    )


def _names(found: set[Feature], kind: Kind) -> set[str]:
    return {name for own, name in found if own is kind}
