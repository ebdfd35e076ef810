"""Gold alignments by construction: parallel pairs disturbed as real document pairs are.

No gold is published for Dutch and English. Here one is made from sentence pairs that nothing was
learned from: neighbours are merged and clauses split on one side, boundaries moved, sentences
dropped, added and swapped, page furniture inserted, and a whole chapter left out.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.domain import Bead

__all__ = ["Disturbed", "Rates", "disturb"]

_CLAUSE = {
    "nl": r"[,;:] (?=(?:en|maar|want|terwijl|omdat|waarbij|waardoor|die|dat|zodat|hoewel)\b)|[;:] ",
    "en": r"[,;:] (?=(?:and|but|because|while|which|who|so|although|with|where)\b)|[;:] ",
}
_SHORTEST = 20
"""Characters that each part of a split sentence has at least."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each disturbance happens, as a share of the sentence pairs.

    Attributes:
        merge: Two or three neighbours become one sentence on one side.
        split: A sentence is cut at a clause on one side.
        shift: Of two neighbours, the first clause of the second joins the first, on one side.
        drop: A sentence is missing on one side.
        insert: A sentence from elsewhere is added on one side.
        swap: Two neighbours change places on one side.
        furniture: A page header or number stands on one side.
        chapter: Sentences of a chapter that is missing from one side; 0 for none.
    """

    merge: float = 0.06
    split: float = 0.06
    shift: float = 0.02
    drop: float = 0.03
    insert: float = 0.02
    swap: float = 0.005
    furniture: float = 0.02
    chapter: int = 15


@dataclass(frozen=True, slots=True)
class Disturbed:
    """Two texts whose alignment is known.

    Attributes:
        source: Source sentences.
        target: Target sentences.
        gold: Their true beads, in the order of the source.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: tuple[Bead, ...]


@dataclass(slots=True)
class _Group:
    """Sentences of both sides that belong together, before they are numbered."""

    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)


def _clauses(text: str, language: str) -> tuple[str, str] | None:
    pattern = _CLAUSE.get(language, r"[;:] ")
    for match in re.finditer(pattern, text):
        head, tail = text[: match.start() + 1].strip(), text[match.end() :].strip()
        if len(head) >= _SHORTEST and len(tail) >= _SHORTEST:
            return head, tail
    return None


def _furniture(number: int, language: str, chance: random.Random) -> str:
    page = {"nl": "Pagina", "en": "Page"}.get(language, "–")
    title = {"nl": "Rapport van de commissie", "en": "Report of the committee"}.get(language, "–")
    return chance.choice([str(number), f"{page} {number}", f"{title} – {number}", f"– {number} –"])


def disturb(
    pairs: Sequence[tuple[str, str]],
    *,
    seed: int,
    rates: Rates = Rates(),
    strangers: Sequence[tuple[str, str]] = (),
    languages: tuple[str, str] = ("nl", "en"),
) -> Disturbed:
    """Return a disturbed copy of parallel sentences with its gold.

    Args:
        pairs: Source and target sentences in reading order.
        seed: The same seed gives the same result.
        rates: How much is disturbed.
        strangers: Pairs from elsewhere, of which one side is inserted.
        languages: Of the two sides, for clauses and furniture.
    """
    chance = random.Random(seed)
    groups: list[_Group] = []
    k = 0
    chapter = range(0)
    if rates.chapter and len(pairs) > 4 * rates.chapter:
        first = chance.randrange(rates.chapter, len(pairs) - 2 * rates.chapter)
        chapter = range(first, first + rates.chapter)
    missing = chance.randrange(2)
    while k < len(pairs):
        if k in chapter:
            group = _Group([pairs[k][0]], []) if missing else _Group([], [pairs[k][1]])
            groups.append(group)
            k += 1
            continue
        taken, found = _next(pairs, k, chance, rates, languages)
        groups += found
        k += taken
        if strangers and chance.random() < rates.insert:
            stranger = chance.choice(strangers)
            groups.append(
                _Group([stranger[0]], []) if chance.randrange(2) else _Group([], [stranger[1]])
            )
        if chance.random() < rates.furniture:
            side = chance.randrange(2)
            text = _furniture(k // 20 + 1, languages[side], chance)
            groups.append(_Group([], [text]) if side else _Group([text], []))
    return _numbered(groups, chance, rates.swap)


def _next(
    pairs: Sequence[tuple[str, str]],
    k: int,
    chance: random.Random,
    rates: Rates,
    languages: tuple[str, str],
) -> tuple[int, list[_Group]]:
    """Disturb what begins at pair k: pairs used, groups made."""
    source, target = pairs[k]
    side = chance.randrange(2)
    draw = chance.random()
    if len(pairs) - k <= 2:
        return 1, [_Group([source], [target])]
    if draw < rates.merge:
        count = 2 if chance.random() < 0.8 else 3
        texts = [[pair[0] for pair in pairs[k : k + count]], [p[1] for p in pairs[k : k + count]]]
        texts[side] = [" ".join(texts[side])]
        return count, [_Group(*texts)]
    draw -= rates.merge
    if draw < rates.split:
        cut = _clauses(pairs[k][side], languages[side])
        if cut is not None:
            return 1, [_Group([source], list(cut)) if side else _Group(list(cut), [target])]
        return 1, [_Group([source], [target])]
    draw -= rates.split
    if draw < rates.shift:
        cut = _clauses(pairs[k + 1][side], languages[side])
        if cut is not None:
            texts = [[pair[0] for pair in pairs[k : k + 2]], [pair[1] for pair in pairs[k : k + 2]]]
            texts[side] = [f"{texts[side][0]} {cut[0]}", cut[1]]
            return 2, [_Group(*texts)]
        return 1, [_Group([source], [target])]
    draw -= rates.shift
    if draw < rates.drop:
        return 1, [_Group([source], []) if side else _Group([], [target])]
    return 1, [_Group([source], [target])]


def _numbered(groups: list[_Group], chance: random.Random, swaps: float) -> Disturbed:
    order = list(range(len(groups)))
    for place in range(len(groups) - 1):
        here, there = groups[order[place]], groups[order[place + 1]]
        single = all(len(g.left) == len(g.right) == 1 for g in (here, there))
        if single and chance.random() < swaps:
            order[place], order[place + 1] = order[place + 1], order[place]
    source: list[str] = []
    target: list[str] = []
    lefts: dict[int, list[int]] = {}
    rights: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        lefts[number] = list(range(len(source), len(source) + len(group.left)))
        source += group.left
    for number in order:
        group = groups[number]
        rights[number] = list(range(len(target), len(target) + len(group.right)))
        target += group.right
    gold = []
    for number in range(len(groups)):
        if lefts[number] and rights[number]:
            gold.append(Bead(tuple(lefts[number]), tuple(rights[number])))
        else:
            gold += [Bead((index,), ()) for index in lefts[number]]
            gold += [Bead((), (index,)) for index in rights[number]]
    return Disturbed(tuple(source), tuple(target), tuple(gold))
