"""Variants of training pairs made on the fly; word links are kept in step.

Every function takes a pair and returns it or a changed copy. Names and numbers are exchanged on
both sides so that the model learns to copy them; quotes, capitals and missing full stops imitate
real input; terms are the business of `terminology`.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from dataclasses import dataclass

from workbench.training import names
from workbench.training.alignments import bare, exchanged
from workbench.training.prepare import Aligned
from workbench.training.terminology import Annotator, TermSwapper

__all__ = ["Rates", "augment", "join"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Shares (0 to 1) of pairs that get each change."""

    names: float = 0.3
    numbers: float = 0.35
    no_stop: float = 0.06
    capitals: float = 0.03
    quotes: float = 0.15
    join: float = 0.08
    accents: float = 0.03
    hyphens: float = 0.0
    lexicon: float = 0.0
    terms: float = 0.1


def _shared_tokens(pair: Aligned) -> list[tuple[int, int]]:
    """Return (source, target) indices of tokens that occur once and equal on both sides."""
    counts_s = Counter(map(bare, pair.source))
    counts_t = Counter(map(bare, pair.target))
    where_t = {bare(t): j for j, t in enumerate(pair.target)}
    return [
        (i, where_t[core])
        for i, core in enumerate(map(bare, pair.source))
        if counts_s[core] == 1 and counts_t.get(core) == 1
    ]


def _replace(pair: Aligned, i: int, j: int, core: str) -> Aligned:
    source, target = list(pair.source), list(pair.target)
    source[i] = exchanged(source[i], core)
    target[j] = exchanged(target[j], core)
    links = pair.guide
    if links:
        # The exchanged words certainly belong together, whatever the aligner said.
        links = (*(link for link in links if link[1] != j), (i, j))
    return Aligned(tuple(source), tuple(target), links, pair.sure)


def swap_names(pair: Aligned, rng: random.Random) -> Aligned:
    """Exchange capitalised words that stand unchanged, inside the sentence, on both sides."""
    for i, j in _shared_tokens(pair):
        core = bare(pair.source[i])
        if i == 0 or j == 0 or not core[0].isupper() or len(core) < 2 or rng.random() < 0.3:
            continue
        if any(c.isdigit() for c in core):
            pair = _replace(pair, i, j, names.random_code(rng))
        elif core.isupper():
            pair = _replace(pair, i, j, names.random_acronym(rng))
        else:
            pair = _replace(pair, i, j, names.random_name(rng))
    return pair


def swap_numbers(pair: Aligned, rng: random.Random) -> Aligned:
    """Exchange digit strings of two and more digits that both sides have."""
    for i, j in _shared_tokens(pair):
        core = bare(pair.source[i])
        if len(core) < 2 or not core.isdecimal():
            continue
        if len(core) == 4 and core[:2] in ("18", "19", "20"):
            number = str(rng.randint(1850, 2039))
        else:
            number = rng.choice("123456789") + "".join(
                rng.choice("0123456789") for _ in range(len(core) - 1)
            )
        pair = _replace(pair, i, j, number)
    return pair


def drop_stop(pair: Aligned) -> Aligned:
    """Take the full stop off both sides, as in a heading."""
    last_s, last_t = len(pair.source) - 1, len(pair.target) - 1
    if last_s < 2 or last_t < 2 or pair.source[-1] != "." or pair.target[-1] != ".":
        return pair
    guide = tuple(x for x in pair.guide if x[0] < last_s and x[1] < last_t)
    sure = tuple(x for x in pair.sure if x[0] < last_s and x[1] < last_t)
    return Aligned(pair.source[:-1], pair.target[:-1], guide, sure)


def capitals(pair: Aligned) -> Aligned:
    """Set both sides in capitals."""
    return Aligned(
        tuple(t.upper() for t in pair.source),
        tuple(t.upper() for t in pair.target),
        pair.guide,
        pair.sure,
    )


def vary_quotes(pair: Aligned, rng: random.Random) -> Aligned:
    """Change the style of quotation marks and apostrophes in the source only."""
    if not any(c in t for t in pair.source for c in "\"'“”„‘’"):
        return pair
    opening, closing = rng.choice((('"', '"'), ("“", "”"), ("„", "”"), ("'", "'"), ("‘", "’")))
    apostrophe = rng.choice("'’")
    inside = False
    source = []
    for token in pair.source:
        core = bare(token)
        if core in ('"', "“", "”", "„"):
            token = exchanged(token, closing if inside else opening)
            inside = not inside
        else:
            token = token.replace("'", apostrophe).replace("’", apostrophe)
        source.append(token)
    return Aligned(tuple(source), pair.target, pair.guide, pair.sure)


def strip_accents(pair: Aligned) -> Aligned:
    """Remove diacritics from the source."""
    source = tuple(
        "".join(c for c in unicodedata.normalize("NFD", t) if not unicodedata.combining(c))
        for t in pair.source
    )
    return Aligned(source, pair.target, pair.guide, pair.sure)


def split_word(pair: Aligned, rng: random.Random) -> Aligned:
    """Leave the hyphen of a line's end, bare or with a space, in one long word of the source."""
    long = [i for i, t in enumerate(pair.source) if len(bare(t)) > 8 and bare(t).isalpha()]
    if not long:
        return pair
    i = rng.choice(long)
    core = bare(pair.source[i])
    cut = rng.randint(3, len(core) - 3)
    source = list(pair.source)
    source[i] = exchanged(source[i], core[:cut] + rng.choice(("-", "- ")) + core[cut:])
    return Aligned(tuple(source), pair.target, pair.guide, pair.sure)


def join(first: Aligned, second: Aligned) -> Aligned:
    """Put two pairs in one line, the second's links shifted."""
    ds, dt = len(first.source), len(first.target)
    both_guided = bool(first.guide) and bool(second.guide)
    shift = tuple((i + ds, j + dt) for i, j in second.guide)
    return Aligned(
        (*first.source, " " + second.source[0].lstrip(), *second.source[1:]),
        (*first.target, " " + second.target[0].lstrip(), *second.target[1:]),
        first.guide + shift if both_guided else (),
        first.sure + tuple((i + ds, j + dt) for i, j in second.sure),
    )


def augment(
    pair: Aligned,
    rng: random.Random,
    *,
    rates: Rates,
    annotator: Annotator | None,
    swapper: TermSwapper | None = None,
) -> Aligned:
    """Apply the changes at random, each at its rate."""
    if swapper is not None and rng.random() < rates.lexicon:
        pair = swapper.swap(pair, rng)
    if rng.random() < rates.names:
        pair = swap_names(pair, rng)
    if rng.random() < rates.numbers:
        pair = swap_numbers(pair, rng)
    if rng.random() < rates.quotes:
        pair = vary_quotes(pair, rng)
    if rng.random() < rates.no_stop:
        pair = drop_stop(pair)
    if rng.random() < rates.accents:
        pair = strip_accents(pair)
    if rng.random() < rates.hyphens:
        pair = split_word(pair, rng)
    if rng.random() < rates.capitals:
        return capitals(pair)
    if annotator is not None and rng.random() < rates.terms:
        pair = annotator.annotate(pair, rng)
    return pair
