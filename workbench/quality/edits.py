"""What a person changed in a machine's text: how much (HTER, chrF), and of which kind.

HTER is TER (Snover et al. 2006) of the machine's text against the text that a person made of it:
the edits a word that the machine's text needed. Kinds of edits come from a word alignment by
edit distance: words replaced, moved, added, taken out, and changes of case or punctuation only.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from workbench.quality.metrics import MetricScore, chrf, ter

__all__ = ["EditKind", "EditReport", "edit_kinds", "edit_rate", "edit_report"]

_TOKEN = re.compile(r"\w+(?:[-'’.,]\w+)*|[^\w\s]")


class EditKind(StrEnum):
    """What an edit did."""

    LEXICAL = "word replaced"
    ORDER = "word moved"
    INSERTION = "word added"
    DELETION = "word taken out"
    FORM = "case or punctuation"


@dataclass(frozen=True, slots=True)
class EditReport:
    """What was changed in a set of segments.

    Attributes:
        segments: How many.
        unchanged: Share of them that nobody changed, 0 to 1.
        hter: TER against the final texts, in edits a hundred words; lower is better.
        chrf: chrF2 against the final texts, 0 to 100.
        kinds: How many edits of each kind.
    """

    segments: int
    unchanged: float
    hter: MetricScore
    chrf: MetricScore
    kinds: Mapping[EditKind, int]


def edit_report(machine: Sequence[str], final: Sequence[str], *, samples: int = 0) -> EditReport:
    """Measure what was changed.

    Args:
        machine: Texts as the machine wrote them.
        final: What they became, in the same order.
        samples: Bootstrap samples for confidence intervals; 0 for none, 1000 is usual.

    Raises:
        InputError: The lists differ in length or are empty.
    """
    samples = samples if len(machine) > 1 else 0
    hter = ter(machine, final, samples=samples)
    kinds: Counter[EditKind] = Counter()
    for before, after in zip(machine, final, strict=True):
        kinds.update(edit_kinds(before, after))
    same = sum(before == after for before, after in zip(machine, final, strict=True))
    return EditReport(
        segments=len(machine),
        unchanged=same / len(machine),
        hter=hter,
        chrf=chrf(machine, final, samples=samples),
        kinds={kind: kinds[kind] for kind in EditKind},
    )


@lru_cache(maxsize=50_000)
def edit_rate(machine: str, final: str) -> float:
    """Return the edits that one text needed, a word of the final text; 0 and up.

    Insertions, deletions and replacements by edit distance; unlike TER, a move counts twice.
    """
    from rapidfuzz.distance import Levenshtein

    before, after = _TOKEN.findall(machine), _TOKEN.findall(final)
    return Levenshtein.distance(before, after) / max(1, len(after))


def edit_kinds(machine: str, final: str) -> Counter[EditKind]:
    """Count the edits between two texts by kind."""
    before, after = _TOKEN.findall(machine), _TOKEN.findall(final)
    found: Counter[EditKind] = Counter()
    gone: list[str] = []
    new: list[str] = []
    replaced: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left, right = before[a:b], after[c:d]
        shared = min(len(left), len(right))
        replaced += zip(left, right, strict=False)
        gone += left[shared:]
        new += right[shared:]
    for old, other in list(replaced):
        if old.casefold() == other.casefold() or not (_is_word(old) or _is_word(other)):
            found[EditKind.FORM] += 1
            replaced.remove((old, other))
    moved = Counter(map(str.casefold, [*gone, *(old for old, _ in replaced)])) & Counter(
        map(str.casefold, [*new, *(other for _, other in replaced)])
    )
    words = Counter({token: count for token, count in moved.items() if _is_word(token)})
    found[EditKind.ORDER] += words.total()
    left_words, right_words = words.copy(), words.copy()
    for old, other in replaced:
        out = _take(left_words, old)
        came = _take(right_words, other)
        if not out and not came:
            found[EditKind.LEXICAL] += 1
        elif not out:
            found[_kind(old, EditKind.DELETION)] += 1
        elif not came:
            found[_kind(other, EditKind.INSERTION)] += 1
    for token in gone:
        if not _take(left_words, token):
            found[_kind(token, EditKind.DELETION)] += 1
    for token in new:
        if not _take(right_words, token):
            found[_kind(token, EditKind.INSERTION)] += 1
    return +found


def _is_word(token: str) -> bool:
    return token[0].isalnum()


def _kind(token: str, kind: EditKind) -> EditKind:
    return kind if _is_word(token) else EditKind.FORM


def _take(words: Counter[str], token: str) -> bool:
    if words[token.casefold()] > 0:
        words[token.casefold()] -= 1
        return True
    return False
