"""Dutch words that a translation left standing in its English.

One word is enough to show that the model passed it on unread: *the prime minister, dus the
leader*. A word counts when the source has it too, no English word list knows it, and it is no
name and no quotation. Dutch function words that English has too (*van*, *de*) count from two on.
"""

import re
from collections.abc import Iterator

from workbench.text.spelling import is_english
from workbench.text.words import dutch_words

__all__ = ["DUTCH_FUNCTION_WORDS", "left_dutch"]

DUTCH_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "de het een van en niet dat zijn voor met aan ook wordt werd naar bij uit om te tot "
        "deze dit maar heeft hebben worden kunnen zal zullen moet moeten geen meer nog alleen "
        "tussen omdat hij zij wij jij mijn hun haar ons onze dan als hoe wat wie waar waarom "
        "welke zich zelf veel weinig altijd nooit weer nu daar hier toen terwijl zodat echter "
        "dus toch al zonder tegen volgens sinds tijdens tijdelijk zowel kon konden mag mogen "
        "wil willen zou zouden ging gaat komt komen kwam doet doen deed maakt maken zegt zeggen "
        "zei ziet zien werden geworden nieuwe nieuw grote andere eerste laatste jaar jaren "
        "mensen",
    )
)
"""Frequent Dutch words."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SPELLING = re.compile(r"ij|aa|uu|[^s]chts|eeuw|ieuw|oei|aai|lijk|heid|cht$|isch|sch[er]|tie$")
_ABBREVIATIONS = re.compile(
    r"(?<![\w.])(?:o\.a|d\.w\.z|m\.b\.t|m\.n|t\.o\.v|i\.p\.v|o\.l\.v|m\.u\.v|t\.b\.v|i\.v\.m|n\.a\.v|"
    r"a\.h\.v|bijv|bv|enz|zgn|resp|nl|jl|blz|dhr|mevr)\."
)
_OPENERS = "\"“'‘«„"
_SHORTEST = 3


def left_dutch(source: str, target: str) -> Iterator[re.Match[str]]:
    """Yield the Dutch words of an English text that stand in its source too.

    Function words that English has as well are given only when there are two of them.

    Args:
        source: Dutch source text.
        target: Its English translation.
    """
    # A capital that only the target has makes an English word of it: november, November.
    copied = {match.group() for match in _WORD.finditer(source)}
    copied |= {word.lower() for word in copied}
    abbreviations = {match.group() for match in _ABBREVIATIONS.finditer(source)}
    for match in _ABBREVIATIONS.finditer(target):
        if match.group() in abbreviations:
            yield match
    doubtful = []
    for match in _WORD.finditer(target):
        word = match.group()
        lower = word.lower()
        if word not in copied or _is_quoted(target, match):
            continue
        function = lower in DUTCH_FUNCTION_WORDS
        if function and _is_in_name(target, match):
            continue
        if function and is_english(lower):
            doubtful.append(match)
        elif len(word) >= _SHORTEST and _is_dutch(word) and not _is_name(word, source):
            yield match
    if len(doubtful) > 1:
        yield from doubtful


def _is_dutch(word: str) -> bool:
    lower = word.lower()
    if any(not part.isalpha() or is_english(part) for part in re.split(r"['’-]", lower)):
        return False
    if lower in DUTCH_FUNCTION_WORDS or lower in dutch_words():
        return True
    return word.islower() and _SPELLING.search(word) is not None


def _is_name(word: str, source: str) -> bool:
    """Whether a capital is the word's own: the source has it inside a sentence."""
    return not word.islower() and (
        not word[1:].islower()
        or re.search(rf"(?:[^\W\d]|,) {re.escape(word)}\b", source) is not None
    )


def _is_quoted(target: str, match: re.Match[str]) -> bool:
    beside = target[max(0, match.start() - 2) : match.start()].strip()[-1:]
    return bool(beside) and beside in _OPENERS


def _is_in_name(target: str, match: re.Match[str]) -> bool:
    """Whether a word is a part of a name: Van der Leyen, Raad van State."""
    after = target[match.end() : match.end() + 2].strip()[:1]
    before = re.search(r"(\w)\w*\W*$", target[: match.start()])
    return after.isupper() or (before is not None and before.group(1).isupper())
