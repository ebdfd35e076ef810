"""What goes wrong in machine translations, found without a reference.

A flag is a short code that stays on the segment until a person has looked:

================= =====================================================================
``loop``          words repeat that do not repeat in the source
``copy``          the Dutch source was copied instead of translated
``truncated``     the text stops in mid-sentence or at the model's length limit
``dropped``       much shorter than the source, or a stretch of it was passed over
``omitted``       words of the source are not rendered (set by the pipeline,
                  :mod:`workbench.engine.completeness`)
``dutch``         Dutch words are left in the English
``invented``      a word that English does not have
``negation``      the source says no and the translation does not, or the other way round
``echo``          a word comes again at once, often in place of a clause
``name``          a name or acronym of the source is missing
``number``        a number is missing, or one appears from nowhere
``url``           a web or e-mail address is missing or changed
``split``         the segment was too long and was translated in parts (set by the engine)
``name-repaired`` a broken name was put right (set by the engine)
================= =====================================================================
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from workbench.domain import Hypothesis
from workbench.engine.anchors import Anchor, find_anchors, lost_anchors, new_numbers
from workbench.language import NL_EN, LanguagePair
from workbench.text.echoes import echo
from workbench.text.leftovers import DUTCH_FUNCTION_WORDS, left_dutch
from workbench.text.negation import negation_added, negation_lost
from workbench.text.spelling import unknown_words

__all__ = ["NOTES", "detect_problems", "passes_over", "severity"]

NOTES = frozenset({"split", "name-repaired", "number-repaired"})
"""Flags that only the engine can set; they tell what it did and are no faults."""

MAX_TARGET_TOKENS = 256
"""Length at which the engine stops a translation: a text this long was cut."""

MAX_GAP = 8
"""Most source pieces in a row that a translation may pass over."""

# A Dutch word that was left says more than the word a model makes up in its place.
_WEIGHTS = {
    "loop": 4,
    "copy": 4,
    "truncated": 4,
    "dropped": 3,
    "url": 3,
    "number": 2,
    "name": 2,
}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
# Within a word: Fortttts, Carararards.
_AGAIN, _AGAIN_IN_SOURCE = 5, 3
"""Words in a row that come again in a translation and, fewer, in its source: four of 93 400 pairs
that people wrote have the first without the second."""

_STUTTER = re.compile(r"([^\W\d_])\1{3}|([^\W\d_]{2,4})\2{2}", re.IGNORECASE)
_SEPARATORS = frozenset(",;:")
_ENDS = re.compile(r"[.!?…][)\]\"”'’»]*$")
_DANGLING = re.compile(
    r"(?:[,;(–-]|\b(?:the|a|an|of|to|in|on|by|for|with|and|or|that|which|from|at|is|are|was))"
    r"[\"”'’.]*$",
    re.IGNORECASE,
)


def detect_problems(
    source: str,
    hypothesis: Hypothesis,
    *,
    pair: LanguagePair = NL_EN,
    anchors: Iterable[Anchor] | None = None,
) -> tuple[str, ...]:
    """Return the flags of a translation.

    Args:
        source: The source text.
        hypothesis: Its translation; of its flags the notes (:data:`NOTES`) are kept, and
            ``dropped``, which the engine may have seen in the attention.
        pair: Direction; names and left Dutch words are looked for from Dutch to English only.
        anchors: What :func:`find_anchors` found in the source, if the caller has it.

    Returns:
        Flags in a fixed order, without repetition.
    """
    target = hypothesis.text
    source_words = [match.group().lower() for match in _WORD.finditer(source)]
    target_words = [match.group().lower() for match in _WORD.finditer(target)]
    from_dutch = pair.agrees_with(NL_EN)
    flags: list[str] = []
    again = _says_again(target_words, _AGAIN) and not _says_again(source_words, _AGAIN_IN_SOURCE)
    if (_loops(target) or again) and not _loops(source):
        flags.append("loop")
    if _is_copy(source_words, target_words):
        flags.append("copy")
    if _is_truncated(source, target, len(hypothesis.tokens)):
        flags.append("truncated")
    if _is_short(source, target) or "dropped" in hypothesis.flags:
        flags.append("dropped")
    if from_dutch and any(left_dutch(source, target)):
        flags.append("dutch")
    if from_dutch:
        flags += _misread(source, target, looping="loop" in flags)
    found = find_anchors(source) if anchors is None else anchors
    lost = {anchor.kind for anchor in lost_anchors(found, target)}
    if new_numbers(source, target):
        lost.add("number")
    kinds = ("name", "number", "url") if from_dutch else ("url",)
    flags += [kind for kind in kinds if kind in lost]
    flags += [flag for flag in hypothesis.flags if flag in NOTES]
    return tuple(flags)


def passes_over(alignment: Sequence[int], source_tokens: int) -> bool:
    """Whether a translation left out a stretch of its source.

    In good translations of the development set no more than 8 source pieces in a row are
    attended to by no target token; where the last clauses were cut off, 11 to 30 are.

    Args:
        alignment: For each target token the source token it attends to.
        source_tokens: Number of source tokens.
    """
    attended = sorted({-1, *alignment, source_tokens})
    gap = max(after - before - 1 for before, after in pairwise(attended))
    return gap > MAX_GAP and gap > 0.2 * source_tokens


def severity(flags: Iterable[str]) -> int:
    """Return how bad a set of flags is, 0 for none; to choose among hypotheses."""
    return sum(_WEIGHTS.get(flag, 0) for flag in flags)


def _misread(source: str, target: str, *, looping: bool) -> Iterator[str]:
    """Yield what shows that the model did not understand its source.

    These flags weigh nothing when hypotheses are chosen: they tell people where to look.
    """
    copied = source.lower()
    if any(match.group() not in copied for match in unknown_words(target)):
        yield "invented"
    if negation_lost(source, target) or negation_added(source, target):
        yield "negation"
    if not looping and echo(source, target):
        yield "echo"


def _loops(text: str) -> bool:
    """Whether words repeat at once (troops in troops in) or a phrase keeps coming back."""
    if _STUTTER.search(text):
        return True
    # Cut to stems of a kind: troops in Lithuania troops in Lithuanian.
    tokens = [match.group().lower()[:6] for match in _TOKEN.finditer(text)]
    for size in range(1, min(8, len(tokens) // 2) + 1):
        run = 0
        for index in range(size, len(tokens)):
            run = run + 1 if tokens[index] == tokens[index - size] else 0
            repeated = tokens[index - size + 1 : index + 1]
            # "had had" and "very very" are English, "secretary secretary" is not.
            long = any(len(token) >= (5 if size == 1 else 4) for token in repeated)
            if run >= (size if long else 2 * size) and repeated[0].isalnum():
                return True
    if _phrase_again([token for token in tokens if token not in _SEPARATORS]):
        return True
    phrases = Counter(zip(*(tokens[start:] for start in range(4)), strict=False))
    return any(
        count >= 3 and sum(map(str.isalpha, phrase)) >= 3 for phrase, count in phrases.items()
    )


def _says_again(words: Sequence[str], size: int) -> bool:
    """Whether `size` words in a row come again later, whatever is between."""
    seen: dict[tuple[str, ...], int] = {}
    for start in range(len(words) - size + 1):
        if start - seen.setdefault(tuple(words[start : start + size]), start) >= size:
            return True
    return False


def _phrase_again(tokens: Sequence[str]) -> bool:
    """Whether a phrase comes again with a mark between: the four crossings, the four crossings."""
    return any(
        tokens[start : start + size] == tokens[start + size : start + 2 * size]
        and sum(len(token) >= 4 for token in tokens[start : start + size]) >= 2
        for size in range(3, min(12, len(tokens) // 2) + 1)
        for start in range(len(tokens) - 2 * size + 1)
    )


def _is_copy(source: list[str], target: list[str]) -> bool:
    dutch = [word for word in source if word in DUTCH_FUNCTION_WORDS]
    if not target or not dutch:
        return False
    if source == target:
        return True
    left = Counter(source) & Counter(target)
    share = left.total() / len(target)
    return share >= 0.6 and sum(left[word] for word in set(dutch)) >= 2


def _is_truncated(source: str, target: str, tokens: int) -> bool:
    if tokens >= MAX_TARGET_TOKENS:
        return True
    finished = bool(_ENDS.search(source.rstrip()))
    return finished and not _ENDS.search(target) and bool(_DANGLING.search(target))


def _is_short(source: str, target: str) -> bool:
    """Whether much is missing: English takes about as many letters as Dutch (0.96 on average)."""
    expected = len(source)
    if expected < 12:
        return not target and bool(source.strip())
    return len(target) < (0.33 if expected < 40 else 0.5) * expected
