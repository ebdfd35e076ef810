"""Words that come twice, and translations that turn in circles."""

import re
from collections import Counter
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.text.echoes import echo

__all__ = ["RULES"]

_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]+)((?:[ \u00a0]+\1)+)(?![\w'’-])", re.IGNORECASE)
_FINE = frozenset(
    re.findall(
        r"\w+",
        "had that very bye ha ho no so really now there blah tut hear pom can do is",
    )
)
_STUTTER = re.compile(r"([^\W\d_])\1{3}|([^\W\d_]{2,4})\2{2}", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
_LONGEST = 8


@rule(
    "repeated-word",
    "Repeated word",
    Severity.WARNING,
    "The same word stands twice in a row, and not in the source.",
    Example("De minister sprak.", "The the minister spoke.", "The minister spoke."),
)
def _repeated(pair: Pair) -> Iterator[Hit]:
    edits = []
    words = []
    for match in _TWICE.finditer(pair.target):
        word = match[1]
        twins = word.lower() in _FINE or (word[0].isupper() and match[2].strip()[0].isupper())
        if not twins:
            edits.append((match.start(2), match.end(2), ""))
            words.append(word)
    if edits and not _TWICE.search(pair.source):
        yield Hit(f"{quoted(words)} stands twice", edits=tuple(edits), label="Only once")


@rule(
    "loop",
    "Loop",
    Severity.ERROR,
    "A phrase comes again and again, as when a model is stuck, and not in the source.",
    Example(
        "Zij stuurden troepen naar Litouwen.",
        "They sent troops to Lithuania troops to Lithuania troops to Lithuania.",
        "They sent troops to Lithuania.",
    ),
)
def _loop(pair: Pair) -> Iterator[Hit]:
    found = _circle(pair.target)
    if found and not _circle(pair.source):
        yield Hit(f"the translation turns in circles at {quoted([found])}")


@rule(
    "echo",
    "Word comes again",
    Severity.INFO,
    "A word comes again within four words, and the source has no such repetition: often a model "
    "filled up what it did not understand.",
    Example(
        "Dat schept een gevaarlijk precedent en zet de stabiliteit onder druk.",
        "That creates a dangerous precedent of precedent and the stability.",
        "That creates a dangerous precedent and puts stability under pressure.",
    ),
    dutch_english=True,
)
def _echo(pair: Pair) -> Iterator[Hit]:
    again = echo(pair.source, pair.target)
    # What follows itself is a repeated word or a loop already.
    if again and not _TWICE.search(pair.target) and not _circle(pair.target):
        yield Hit(f"{quoted([again.group()])} comes again at once", target=(again.span(),))


def _circle(text: str) -> str:
    """Return a phrase of two words or more that follows itself, or that comes three times."""
    if stutter := _STUTTER.search(text):
        return stutter.group()
    tokens = [match.group().lower()[:6] for match in _TOKEN.finditer(text)]
    if len(set(tokens)) > len(tokens) - 2:
        return ""
    for size in range(1, min(_LONGEST, len(tokens) // 2) + 1):
        run = 0
        for index in range(size, len(tokens)):
            run = run + 1 if tokens[index] == tokens[index - size] else 0
            if run >= (2 if size == 1 else size):
                phrase = tokens[index - size + 1 : index + 1]
                if sum(len(token) >= 4 and token.isalpha() for token in phrase) * 2 >= size:
                    return " ".join(phrase)
    phrases = Counter(zip(*(tokens[start:] for start in range(4)), strict=False))
    for four, count in phrases.items():
        if count >= 3 and sum(map(str.isalpha, four)) >= 3:
            return " ".join(four)
    return ""


RULES = (_repeated, _loop, _echo)
"""The checks of this family."""
