"""Text that was not translated into the language wanted, but is in another one."""

from collections.abc import Iterator

from workbench.language import ENGLISH, primary
from workbench.quality.checks.base import Example, Hit, Pair, Severity, rule
from workbench.quality.checks.comparable_texts import bare
from workbench.quality.checks.language_signs import DUTCH_FUNCTION_WORDS, ENGLISH_FUNCTION_WORDS
from workbench.text.identify import text_language

__all__ = ["RULE"]

_NAMES = {"nl": "Dutch", "en": "English", "de": "German", "fr": "French"}


@rule(
    "wrong-language",
    "Wrong language",
    Severity.ERROR,
    "The translation, of five words or more, is not in English.",
    Example(
        "De minister sprak gisteren met de Kamer.",
        "De minister heeft gisteren met de Kamer gesproken.",
        "The minister spoke with the House yesterday.",
    ),
)
def _wrong_language(pair: Pair) -> Iterator[Hit]:
    if len(pair.target_words) < 5 or bare(pair.source) == bare(pair.target):
        return
    wanted = primary(pair.target_language)
    if wanted == ENGLISH and _reads_english(pair):
        return
    found = text_language(pair.target, wanted)
    if found != wanted:
        told = f"{_NAMES.get(found, found)}, not {_NAMES.get(wanted, wanted)}"
        yield Hit(f"the translation seems to be {told}", target=((0, len(pair.target)),))


def _reads_english(pair: Pair) -> bool:
    """Whether a text plainly is English by its small words, so that nobody need ask further."""
    words = [match.group().lower() for match in pair.target_words]
    english = sum(word in ENGLISH_FUNCTION_WORDS for word in words)
    return english >= 2 and english > 2 * sum(word in DUTCH_FUNCTION_WORDS for word in words)


RULE = _wrong_language
