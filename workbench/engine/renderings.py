"""The words of a source text, and what speaks for each of them being there in the translation.

A word counts as rendered if the translation has one of the words it may become
(:mod:`workbench.text.lexicon`), or one that begins alike. Beside that stands what a model makes of
it that translates back, or, without one, whether a word of the translation attended to it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.engine.pieces import token_spans
from workbench.language import DUTCH, ENGLISH
from workbench.text.lexicon import (
    SHORTEST,
    Entry,
    english_key,
    english_keys,
    key_weight,
    lookup,
    meant_by,
)

__all__ = ["SourceWord", "Surprisal", "source_words"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_COGNATE = 4
"""Letters in which a word and its rendering must agree to count as the same."""

# Words that are often rendered by none; shorter ones than SHORTEST are not weighed either.
_LIGHT_DUTCH = frozenset(
    re.findall(
        r"\w+",
        "aldus alle alleen allen alles alsnog alsof altijd andere anderen anders beide beter "
        "bijna daar daaraan daarbij daardoor daarentegen daarin daarmee daarna daarnaast "
        "daarom daarop daarover daarvan daarvoor deze dezelfde doen doet door dus echter eens "
        "eerst eigen elke enige enkele erbij erg ervan gaan gaat geen geheel geweest graag "
        "haar hebben hebt heeft heel hele hem hier hierbij hierdoor hiermee hierna hierover "
        "hiervan hiervoor hoeveel hoewel hun ieder iedere iemand iets immers inderdaad "
        "inmiddels jegens juist kunnen kunt laten maar meer meest mits moet moeten mogen naar "
        "nadat namelijk nemen niet niets nogal nooit omdat ondanks onder onze ook over "
        "overigens pas raken reeds samen slechts sommige soms steeds tegen tenminste terwijl "
        "tevens thans tijdens toch toen tussen vaak vanaf vanuit vanwege veel verder "
        "vervolgens volgens voor vooral voordat vrij waar waaraan waarbij waardoor waarin "
        "waarmee waarna waarom waarop waarover waarvan waarvoor wanneer want waren weer weet "
        "wel welke werd werden wiens worden wordt zal zeer zelf zelfs zich zichzelf zien ziet "
        "zijn zoals zodat zodra zomaar zonder zou zouden zowel zulke zullen überhaupt",
    )
)
_LIGHT_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "about above across after again against ahead almost along already also although "
        "always among another anyone anything around away back because been before behind "
        "being below best better between both came come could does doing done down during "
        "each either else enough even ever every everyone everything far few first from gave "
        "getting give given goes going gone good got have having here hers himself however "
        "indeed instead into itself just keep kept knew know known last least less like made "
        "make making many might more moreover most much must namely nearly need neither never "
        "next none nothing often once only onto other others otherwise ours over perhaps "
        "quite rather really said same says seem seemed seems several shall should since some "
        "someone something sometimes soon still such take taken than that their them "
        "themselves then there thereby therefore these they thing things this those though "
        "through throughout thus together took toward towards under unless until upon used "
        "using very want wants well went were what whatever when whenever where whereas "
        "whereby wherever whether which while whole whom whose will with within without would "
        "yet your",
    )
)


@dataclass(frozen=True, slots=True)
class Surprisal:
    """What the model that translates back makes of a source text, given its translation.

    Attributes:
        tokens: Pieces of the source.
        log_probs: Log-probability of each, 0 or less.
    """

    tokens: tuple[str, ...]
    log_probs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word of the source with its evidence.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        rendered: Whether the translation has a word for it.
        known: Whether the lexicon knows it.
        weight: How often it was seen, as a logarithm to base 2.
        pieces: Its number of pieces; 1 where nobody translated back.
        surprisal: Minus the log-probability of all of them, 0 or more.
        attended: Whether a word of the translation attended to it.
    """

    start: int
    end: int
    rendered: bool
    known: bool
    weight: int
    pieces: int = 1
    surprisal: float = 0.0
    attended: bool = True


@dataclass(frozen=True, slots=True)
class _Language:
    """How the words of a source language are looked up.

    Attributes:
        light: Words that are not weighed.
        entry: What a word may become, as keys, and how often it was seen.
        said: The keys that a translation has.
    """

    light: frozenset[str]
    entry: Callable[[str], Entry]
    said: Callable[[str], frozenset[str]]


def _english(word: str) -> Entry:
    key = english_key(word)
    weight = key_weight(key)
    return Entry(weight, frozenset([key]) if weight else frozenset())


_LANGUAGES = {
    DUTCH: _Language(_LIGHT_DUTCH, lookup, english_keys),
    ENGLISH: _Language(_LIGHT_ENGLISH, _english, meant_by),
}


def source_words(
    source: str,
    target: str,
    *,
    language: str = DUTCH,
    surprisal: Surprisal | None = None,
    attended: Sequence[tuple[int, int]] = (),
) -> list[SourceWord]:
    """Return the words of the source that ought to be rendered, with the evidence for each.

    Args:
        source: Source text.
        target: Its translation.
        language: Of the source, Dutch or English.
        surprisal: What translating back says, if there is a model for it.
        attended: Spans of the source that the translation's words attended to.
    """
    known = _LANGUAGES[language]
    said = known.said(target)
    beginnings = {key[:_COGNATE] for key in english_keys(target)}
    spans = token_spans(surprisal.tokens, source) if surprisal else []
    log_probs = surprisal.log_probs if surprisal else ()
    words = []
    for match in _WORD.finditer(source):
        text = match.group()
        if len(text) < SHORTEST or text.lower() in known.light:
            continue
        entry = known.entry(text)
        parts = (text, *re.split(r"['’-]", text))
        same = any(
            len(part) >= _COGNATE and english_key(part)[:_COGNATE] in beginnings for part in parts
        )
        own = [
            -log_prob
            for (start, end), log_prob in zip(spans, log_probs, strict=False)
            if start < match.end() and end > match.start()
        ]
        words.append(
            SourceWord(
                match.start(),
                match.end(),
                rendered=same or not entry.keys.isdisjoint(said),
                known=bool(entry.keys),
                weight=entry.weight,
                pieces=max(len(own), 1),
                surprisal=sum(own),
                attended=any(
                    start < match.end() and end > match.start() for start, end in attended
                ),
            )
        )
    return words
