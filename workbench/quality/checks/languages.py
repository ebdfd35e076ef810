"""Text that was not translated: copied, in another language, or with Dutch words left in it."""

import re
from collections.abc import Iterator

from workbench.language import ENGLISH, primary
from workbench.quality.checks.base import Example, Hit, Pair, Severity, Span, quoted, rule
from workbench.text.identify import text_language
from workbench.text.placeables import find_placeables
from workbench.text.words import dutch_words

__all__ = ["RULES"]

_NAMES = {"nl": "Dutch", "en": "English", "de": "German", "fr": "French"}
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        "de het een van en niet dat zijn voor met aan ook wordt werd naar bij uit deze dit maar "
        "heeft hebben worden kunnen zal zullen moet moeten geen meer nog alleen tussen omdat hij "
        "zij wij jij mijn hun haar ons onze als hoe waar waarom welke zich zelf veel weinig altijd "
        "nooit weer daar hier terwijl zodat echter dus toch zonder tegen volgens sinds tijdens "
        "zowel konden mogen wil willen zou zouden gaat komt kwam doet deden maakt zegt zei ziet "
        "werden geworden nieuwe grote andere eerste laatste jaren mensen",
    )
)
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to a that it with as for on are by be this have from at or not but which they "
        "his her she he you their an been has will would there what if can all its who when than",
    )
)
_ENGLISH_TOO = frozenset(
    re.findall(r"\w+", "van en die of was over in is we open kind had hand land me men hen")
)
_SPELLING = re.compile(r"ij|aa|uu|[^s]chts|cht$|eeuw|ieuw|oei|aai|lijk|heid$|isch|sch[er]|tie$|ngs")
_ONLY_DUTCH = re.compile(r"[^f]ijd|[^s]chts|acht$|eeuw|ieuw|lijk|heid$|[^n]isch[e]?$")
_QUOTED = re.compile(r"[“\"„‘'«*_(][^”\"’'»*_)]*[”\"’'»*_)]")
_PARTICLES = frozenset(
    re.findall(r"\w+", "van de der den het ten ter te op in aan en of and the la le von du")
)


@rule(
    "untranslated",
    "Not translated",
    Severity.ERROR,
    "The translation is the source again, though it is more than a name, a number or an address.",
    Example("Inleiding en doel", "Inleiding en doel", "Introduction and aim"),
    dutch_english=True,
)
def _untranslated(pair: Pair) -> Iterator[Hit]:
    source, target = _bare(pair.source), _bare(pair.target)
    if source and source == target and not _may_stay(pair.source):
        yield Hit("the translation is the same as the source", target=((0, len(pair.target)),))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _may_stay(text: str) -> bool:
    """Whether a text may be the same in both languages: names, numbers, codes, English words."""
    rest = list(text)
    for found in find_placeables(text):
        rest[found.start : found.end] = " " * (found.end - found.start)
    words = re.findall(r"[^\W\d_]+", "".join(rest))
    lower = [word for word in words if word.islower()]
    if any(word in _FUNCTION and word not in _PARTICLES for word in lower):
        return False
    proper = [word for word in words if word.lower() not in _PARTICLES]
    if all(word[0].isupper() for word in proper):
        known = [word for word in proper if word.lower() in dutch_words() and len(word) > 3]
        return len(known) * 2 <= len(proper) and not (known and len(proper) == 1)
    # One or two words in lower case may be English already: radar, offshore.
    return not any(word in dutch_words() and _SPELLING.search(word) for word in lower) and (
        len(words) <= 2
    )


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
    if len(pair.target_words) < 5 or _bare(pair.source) == _bare(pair.target):
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
    english = sum(word in _ENGLISH for word in words)
    return english >= 2 and english > 2 * sum(word in _FUNCTION for word in words)


@rule(
    "dutch-words",
    "Dutch words left",
    Severity.WARNING,
    "Words of the Dutch source stand in the translation that are no names and no English words.",
    Example(
        "De krijgsmacht oefent met de bondgenoten.",
        "The krijgsmacht exercises with the allies.",
        "The armed forces exercise with the allies.",
    ),
    dutch_english=True,
)
def _dutch_words(pair: Pair) -> Iterator[Hit]:
    quotations: list[Span] | None = None
    spans: list[Span] = []
    for match in pair.target_words:
        word = match.group()
        lower = word.lower()
        if lower not in pair.source_set or not word.islower() or lower in _ENGLISH_TOO:
            continue
        if not (lower in _FUNCTION or (len(word) >= 5 and _is_dutch(lower))):
            continue
        if quotations is None:
            quotations = [found.span() for found in _QUOTED.finditer(pair.target)]
        if any(start <= match.start() < end for start, end in quotations):
            continue
        if not _in_name(pair.target, match):
            spans.append(match.span())
    words = [pair.target[slice(*span)] for span in spans]
    function = [word for word in words if word in _FUNCTION]
    # A single de or het is part of a name that nobody wrote with capitals.
    if spans and (len(function) != 1 or len(words) > 1):
        yield Hit(f"the Dutch {quoted(dict.fromkeys(words))} is left", target=tuple(spans))


def _is_dutch(word: str) -> bool:
    if _ONLY_DUTCH.search(word):
        return True
    return word in dutch_words() and _SPELLING.search(word) is not None


def _in_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word stands beside a capital: Vlaams Belang, Van der Leyen, Raad van State."""
    before = re.search(r"([\w.]+)[\s-]+$", text[: match.start()])
    after = re.match(r"[\s'’-]+(\w)", text[match.end() :])
    if after and after[1].isupper():
        return True
    return before is not None and before[1][0].isupper() and before[1].lower() not in _ENGLISH


RULES = (_untranslated, _wrong_language, _dutch_words)
"""The checks of this family."""
