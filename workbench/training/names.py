"""Names for augmentation: what the model should learn to copy rather than to translate."""

from __future__ import annotations

import random
from importlib.resources import files

__all__ = ["made_up_name", "random_acronym", "random_code", "random_name"]


def _listed(section: str) -> list[str]:
    text = files("workbench.training").joinpath("names.txt").read_text(encoding="utf-8")
    return text.split(f"[{section}]")[1].split("[")[0].split()


_LISTED, _ACRONYMS = _listed("names"), _listed("acronyms")
_START = _listed("onsets")
_VOWEL = _listed("vowels")
_MIDDLE = _listed("middles")
_END = _listed("endings")


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
