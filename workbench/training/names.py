"""Names for augmentation: what the model should learn to copy rather than to translate."""

from __future__ import annotations

import random
from importlib.resources import files

__all__ = ["made_up_name", "random_acronym", "random_code", "random_name"]


def _listed(section: str) -> list[str]:
    text = files("workbench.training").joinpath("names.txt").read_text(encoding="utf-8")
    return text.split(f"[{section}]")[1].split("[")[0].split()


_LISTED, _ACRONYMS = _listed("names"), _listed("acronyms")
_START = tuple("b br d dr f g gr h j k kl kr l m n p r s sch st t tr v w z zh ch kh sh tsj".split())
_VOWEL = tuple("a e i o u aa ee oo ie oe a e i o u a e i o".split())
_MIDDLE = tuple("l r n m k t d s st nd rt lk v z b g nn ll rs nk".split())
_END = tuple("n s k v r t a o sky enko ov in berg man sen stra y ic is ow ski ian er el us".split())


def made_up_name(rng: random.Random) -> str:
    """Return a pronounceable invented name."""
    name = rng.choice(_START) + rng.choice(_VOWEL)
    for _ in range(rng.choice((0, 1, 1, 2))):
        name += rng.choice(_MIDDLE) + rng.choice(_VOWEL)
    return (name + rng.choice(_END)).capitalize()


def random_name(rng: random.Random) -> str:
    """Return a listed or an invented name."""
    return rng.choice(_LISTED) if rng.random() < 0.5 else made_up_name(rng)


def random_acronym(rng: random.Random) -> str:
    """Return a listed or an invented acronym."""
    if rng.random() < 0.4:
        return rng.choice(_ACRONYMS)
    letters = "ABCDEFGHIJKLMNOPRSTUVWXZ"
    return "".join(rng.choice(letters) for _ in range(rng.choice((2, 3, 3, 4, 5))))


def random_code(rng: random.Random) -> str:
    """Return something like a type designation: letters, a hyphen perhaps, digits."""
    letters = "".join(rng.choice("ABCDEFGHKLMPRSTX") for _ in range(rng.choice((1, 1, 2, 3))))
    return f"{letters}{rng.choice(('-', '-', ''))}{rng.randint(1, rng.choice((99, 999, 4000)))}"
