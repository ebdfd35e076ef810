"""Terms in training pairs: annotated in the source, or exchanged for others of a term list."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from workbench.training.alignments import Links, bare, exchanged
from workbench.training.prepare import Aligned
from workbench.training.vocabulary import CLOSE, OPEN, SEPARATOR

__all__ = ["Annotator", "TermSwapper"]


class Annotator:
    """Adds term annotations to the source from its sure links."""

    def __init__(self, frequent: frozenset[str], foreign_terms: Sequence[str]) -> None:
        self.frequent = frequent
        self.foreign_terms = foreign_terms

    def candidates(self, pair: Aligned) -> list[tuple[int, int, int]]:
        """Return (source index, first and last target index) of annotatable words."""
        by_source: dict[int, list[int]] = {}
        by_target: Counter[int] = Counter()
        for i, j in pair.sure:
            by_source.setdefault(i, []).append(j)
            by_target[j] += 1
        found = []
        for i, js in by_source.items():
            word = bare(pair.source[i])
            contiguous = js[-1] - js[0] == len(js) - 1 <= 3
            if not contiguous or any(by_target[j] > 1 for j in js) or len(word) < 4:
                continue
            if not word[0].isalpha() or word.lower() in self.frequent:
                continue
            if all(bare(pair.target[j])[0].isalnum() for j in js):
                found.append((i, js[0], js[-1]))
        return found

    def annotate(self, pair: Aligned, rng: random.Random) -> Aligned:
        """Annotate one or two words with their translation.

        In some pairs the translation is first exchanged for a foreign term on both sides, so
        that obeying the annotation, not knowing the word, is what is learned.
        """
        found = self.candidates(pair)
        if not found:
            return pair
        chosen = sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 2)))))
        target = list(pair.target)
        source: list[str] = []
        guide = list(pair.guide)
        moved: dict[int, int] = {}
        spans = {i: (a, b) for i, a, b in chosen}
        extra: list[tuple[int, int]] = []
        for i, token in enumerate(pair.source):
            if i not in spans:
                moved[i] = len(source)
                source.append(token)
                continue
            a, b = spans[i]
            space = token[: len(token) - len(token.lstrip())]
            term = [target[j] for j in range(a, b + 1)]
            if a == b and a > 0 and self.foreign_terms and rng.random() < 0.3:
                term = [exchanged(term[0], rng.choice(self.foreign_terms))]
                target[a] = term[0]
            if rng.random() < 0.3 and b > 0:
                shown = term[-1]
                if len(shown) > 5 and shown.endswith("s") and not shown.endswith("ss"):
                    term[-1] = shown[:-1]
            if a == 0 and rng.random() < 0.7 and not bare(target[0]).isupper():
                term[0] = term[0][0].lower() + term[0][1:]
            source.append(space + OPEN)
            moved[i] = len(source)
            source += [" " + bare(token), " " + SEPARATOR]
            for offset, shown in enumerate(term):
                extra.append((len(source), a + offset))
                source.append(" " + bare(shown))
            source.append(" " + CLOSE)
        covered = {j for a, b in spans.values() for j in range(a, b + 1)}
        links = [(moved[i], j) for i, j in guide if j not in covered]
        return Aligned(tuple(source), tuple(target), tuple(links + extra) if guide else (), ())


class TermSwapper:
    """Exchanges a term of a term list for another of the list, on both sides."""

    def __init__(self, lexicon: Sequence[Aligned]) -> None:
        self._terms = [
            (bare(p.source[0]), tuple(p.target))
            for p in lexicon
            if len(p.source) == 1 and len(p.target) <= 3 and len(bare(p.source[0])) > 4
            and bare(p.source[0]).islower()
        ]  # fmt: skip
        self._known = {source for source, _ in self._terms}

    def swap(self, pair: Aligned, rng: random.Random) -> Aligned:
        """Exchange one term whose counterpart is known for certain."""
        links: dict[int, list[int]] = {}
        for i, j in pair.sure:
            links.setdefault(i, []).append(j)
        owners = Counter(j for _, j in pair.sure)
        found = [
            (i, js[0], js[-1])
            for i, js in links.items()
            if bare(pair.source[i]) in self._known and i > 0 and js[0] > 0
            and js[-1] - js[0] == len(js) - 1 and all(owners[j] == 1 for j in js)
        ]  # fmt: skip
        if not found:
            return pair
        at, first, last = rng.choice(found)
        word, english = rng.choice(self._terms)
        source = list(pair.source)
        source[at] = exchanged(source[at], word)
        space = pair.target[first][: -len(bare(pair.target[first]))]
        new = (space + bare(english[0]), *(" " + bare(t) for t in english[1:]))
        shift = len(new) - (last - first + 1)

        def moved(old: Links) -> Links:
            kept = [(i, j if j < first else j + shift) for i, j in old if not first <= j <= last]
            return tuple(sorted([*kept, *((at, first + k) for k in range(len(new)))]))

        return Aligned(
            tuple(source),
            (*pair.target[:first], *new, *pair.target[last + 1 :]),
            moved(pair.guide) if pair.guide else (),
            moved(pair.sure),
        )
