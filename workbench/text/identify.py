"""Which language a document and each of its segments is in.

Lingua tells Dutch, English, German and French apart on a sentence, but below five words it
tosses a coin (*Article 5* becomes French): short text takes the language of its context. Most
sentences are settled by their function words alone, a thousand times as fast; lingua is asked
where these leave doubt. Its models are loaded once, when first needed, in low-memory form.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from workbench.language import DUTCH, ENGLISH

if TYPE_CHECKING:
    from lingua import LanguageDetector

__all__ = [
    "SHORTEST_WORDS",
    "document_language",
    "foreign_quotes",
    "is_foreign",
    "is_short",
    "text_language",
]

SHORTEST_WORDS = 5
"""Below so many words a text takes the language of its context."""

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 6000
_TIMES_SURER = 4.0
QUOTED = re.compile(r"“[^“”]+”|‘(?:[^‘’]|’(?=\w)|‘[^‘’]*’)+(?:’|”)|\"[^\"]+\"|„[^„”“]+[”“]")
"""A passage in quotation marks; an apostrophe inside a word does not close it."""
_FUNCTION_WORDS = {
    DUTCH: (
        "de het een van en dat die niet met op te zijn voor aan er om ook als bij door naar "
        "maar dan nog uit over worden werd wordt heeft hebben deze dit zich geen meer kan wel "
        "of zou tot ze hij zij wij we ik je hun haar hem onder tegen tussen zoals omdat naar "
        "moet kunnen zal zullen veel al na waar wat hoe wie welke zie volgens ons onze"
    ),
    ENGLISH: (
        "the of and to a that it with as for was on are by be this have from at or not had but "
        "which they his her she he you their an were been has will would there what if can all "
        "its who when than then some could our into may should about between because such"
    ),
    "de": (
        "der die das und ist nicht mit sich auf den dem ein eine von zu für auch als bei nach "
        "wird werden sind oder aber wie über einen einer hat haben dass zum zur durch noch"
    ),
    "fr": (
        "le la les des et est une un que qui dans pour pas sur avec plus par sont au aux ce "
        "cette ont mais ou du il elle nous vous leur ses être été comme à"
    ),
}
_FUNCTION_SETS = {
    language: frozenset(listed.split()) for language, listed in _FUNCTION_WORDS.items()
}
_OTHERS_ONLY = {
    language: frozenset().union(*_FUNCTION_SETS.values()) - own
    for language, own in _FUNCTION_SETS.items()
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _listed in _FUNCTION_SETS.items():
    for _item in _listed:
        _LANGUAGES_OF[_item] = (*_LANGUAGES_OF.get(_item, ()), _language)


def document_language(text: str) -> str:
    """Return the BCP 47 code of the main language: ``nl``, ``en``, ``de`` or ``fr``.

    Text without any words is taken as Dutch, the language this workbench reads.
    """
    if len(text) > 3 * _SAMPLE_CHARS:
        middle = len(text) // 2
        text = "\n".join(
            [
                text[:_SAMPLE_CHARS],
                text[middle : middle + _SAMPLE_CHARS],
                text[-_SAMPLE_CHARS:],
            ]
        )
    if not _WORD.search(text):
        return DUTCH
    ranked = _votes(text).most_common(2)
    if ranked and ranked[0][1] >= 5 and (len(ranked) < 2 or ranked[0][1] >= 2 * ranked[1][1]):
        return ranked[0][0]
    values = _by_lingua(text)
    return max(values, key=values.__getitem__, default=DUTCH)


def text_language(text: str, context: str) -> str:
    """Return the language of a segment, or `context` where it is short or in doubt.

    What stands outside quotation marks decides first, so that a Dutch footnote with an English
    title in it stays Dutch; German and French need two of their function words.

    Args:
        text: The segment.
        context: Language of its document or neighbours.
    """
    if _plainly(text, context) or is_short(text):
        return context
    frame = _votes(QUOTED.sub(" ", text))
    if frame[context] and frame[context] >= max(frame.values()):
        return context
    votes = _votes(text)
    if votes[context] > sum(votes.values()) - votes[context]:
        return context
    values = _by_lingua(text)
    allowed = {
        language: confidence
        for language, confidence in values.items()
        if language in (context, DUTCH, ENGLISH) or votes[language] >= 2
    }
    best = max(allowed, key=allowed.__getitem__, default=context)
    sure = allowed.get(best, 0.0) >= _TIMES_SURER * allowed.get(context, 0.0)
    return best if sure else context


def _plainly(text: str, language: str) -> bool:
    """Whether a text has small words of a language and none of another's: most sentences."""
    tokens = set(text.lower().split())
    if len(tokens & _FUNCTION_SETS.get(language, frozenset())) < 2:
        return False
    return tokens.isdisjoint(_OTHERS_ONLY[language])


def is_short(text: str) -> bool:
    """Whether a text has too few words to tell its language."""
    return len(_WORD.findall(text)) < SHORTEST_WORDS


def is_foreign(text: str, context: str) -> bool:
    """Whether a text is surely in another language than its context."""
    return text_language(text, context) != context


def foreign_quotes(text: str, context: str) -> bool:
    """Whether a text quotes something of five words or more in another language."""
    return any(is_foreign(match.group(), context) for match in QUOTED.finditer(text))


def _votes(text: str) -> Counter[str]:
    """Count the small words of each language; some count for two."""
    counts: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        for language in _LANGUAGES_OF.get(word, ()):
            counts[language] += 1
    return counts


@lru_cache(maxsize=256)
def _by_lingua(text: str) -> Mapping[str, float]:
    """Return lingua's confidence in each language, 0 to 1.

    A block of one sentence is asked about twice, and a list of names again and again.
    """
    values = _detector().compute_language_confidence_values(text)
    return {value.language.iso_code_639_1.name.lower(): float(value.value) for value in values}


@cache
def _detector() -> "LanguageDetector":
    from lingua import Language, LanguageDetectorBuilder

    languages = (Language.DUTCH, Language.ENGLISH, Language.GERMAN, Language.FRENCH)
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
