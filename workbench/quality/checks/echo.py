"""Words that come again at once, though not in the source."""

from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule
from workbench.quality.checks.repeats import TWICE, circle
from workbench.text.echoes import echo

__all__ = ["RULE"]


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
    if again and not TWICE.search(pair.target) and not circle(pair.target):
        yield Hit(f"{quoted([again.group()])} comes again at once", target=(again.span(),))


RULE = _echo
