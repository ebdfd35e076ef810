"""Inflected forms of Dutch and English terms, generated from the glossary's side.

Generating forms from a few thousand terms finds more in running text, and less that is false,
than stemming the text: of 34 hand-made cases 26 against 13. Where spelling leaves a choice
(*oorlogen* or *oorloggen*) both are generated: a form that is no word is never met.

Spelling rules: Taalunie, *Technische Handleiding* (2015); strong verbs: E-ANS 2.3.2.
"""

# ruff: noqa: SIM905 - word lists read better as lines

import re
from collections.abc import Iterator
from functools import lru_cache

from workbench.glossary.concepts import PartOfSpeech, Term
from workbench.glossary.verbs import separable, verb_forms

__all__ = [
    "adjective_forms",
    "all_forms",
    "dutch_forms",
    "english_forms",
    "noun_forms",
    "split_forms",
]

_VOWELS = "aeiouyàáâäèéêëìíîïòóôöùúûü"
_PREPOSITIONS = frozenset(
    "aan bij binnen boven buiten door in inzake met na naar om onder op over per te tegen ten ter "
    "tijdens tot tussen uit van voor zonder der des".split()
)
_UNINFLECTED = frozenset("de het een en of niet zeer".split())
_CHANGED_STEMS = (
    ("heid", ("heden",)),
    ("schip", ("schepen",)),
    ("stad", ("steden",)),
    ("lid", ("leden",)),
    ("gebod", ("geboden",)),
    ("verbod", ("verboden",)),
    ("slag", ("slagen",)),
    ("verdrag", ("verdragen",)),
    ("gebrek", ("gebreken",)),
    ("spel", ("spelen",)),
    ("weg", ("wegen",)),
    ("dag", ("dagen",)),
    ("lot", ("loten",)),
    ("god", ("goden",)),
    ("gat", ("gaten",)),
    ("vat", ("vaten",)),
    ("glas", ("glazen",)),
    ("smid", ("smeden",)),
    ("kind", ("kinderen",)),
    ("volk", ("volken", "volkeren")),
    ("goed", ("goederen",)),
    ("lied", ("liederen",)),
    ("blad", ("bladen", "bladeren")),
    ("gelid", ("gelederen",)),
    ("gemoed", ("gemoederen",)),
    ("staf", ("staven", "stafs")),
    ("hof", ("hoven",)),
    ("man", ("mannen", "lieden", "lui")),
    ("koopman", ("kooplieden",)),
    ("um", ("a", "ums")),
    ("us", ("i", "ussen")),
    ("icus", ("ici",)),
    ("bij", ("bijen",)),
    ("koe", ("koeien",)),
)
"""Endings of nouns with a plural of their own, and what replaces the ending."""


def stem_before_vowel(word: str) -> tuple[str, ...]:
    """Return how `word` is spelt before an ending with a vowel: staat → stat, brief → briev.

    Two spellings when the stress decides and can't be seen (*oorlog*, *bataljon*).
    """
    lower = word.lower()
    if len(word) < 2 or lower[-1] in _VOWELS or lower[-1] in "jwx":
        return (word,)
    last, before = lower[-1], lower[-2]
    voiced = {"f": "v", "s": "z"}.get(last)
    third = lower[-3] if len(lower) > 2 else ""
    if before in "aeou" and third == before:  # a long vowel becomes a single letter
        shorter = word[:-2]
        return (shorter + (voiced or word[-1]), *((shorter + word[-1],) if voiced else ()))
    if before in _VOWELS and third not in _VOWELS:  # a short vowel, or one without stress
        return word + word[-1], word
    if voiced and (before in _VOWELS or before in "lrnm"):
        return word[:-1] + voiced, word
    return (word,)


def noun_forms(word: str) -> Iterator[str]:
    """Yield plural and genitive forms of one Dutch noun, the word itself first."""
    yield word
    lower = word.lower()
    changed = [(old, new) for old, new in _CHANGED_STEMS if lower.endswith(old)]
    for old, new in changed:
        yield from (word[: -len(old)] + ending for ending in new)
    if word.isupper() or word[-1:].isdigit():
        yield from (word + "'s", word + "s", word + "'en")
        return
    if lower.endswith("heid"):
        yield word + "s"
        return
    if lower.endswith("ieel"):
        return
    if lower.endswith("ie"):
        yield from (word + "s", word + "ën", word[:-1] + "ën")
    elif lower.endswith("ee"):
        yield from (word + "ën", word + "s")
    elif lower[-1] in "aiouy" and lower[-2:-1] not in _VOWELS:
        yield word + "'s"
    elif lower.endswith("e"):
        yield from (word + "n", word + "s")
    elif lower[-1] in _VOWELS:
        yield from (word + "s", word + "en", word + "'s")
    else:
        yield from (stem + "en" for stem in stem_before_vowel(word))
        if lower.endswith(("s", "x", "z")):
            yield word + "'"
        else:
            yield word + "s"
    if lower.endswith("or"):
        yield word + "en"


def adjective_forms(word: str) -> Iterator[str]:
    """Yield the forms with and without *-e* of one Dutch adjective or participle."""
    yield word
    lower = word.lower()
    if lower.endswith(("en", "a", "o", "i")) or word.isupper() or len(word) < 4:
        return
    if lower.endswith("e"):
        bare = word[:-1]
        yield bare
        if bare[-2:-1] == bare[-1:]:
            yield bare[:-1]
        elif re.search(r"[^aeiouy][aeou][^aeiouyjwx]$", bare.lower()):
            yield bare[:-1] + bare[-2] + bare[-1]
        return
    yield from (stem + "e" for stem in stem_before_vowel(word))


def _phrase_forms(text: str, pos: PartOfSpeech) -> Iterator[str]:
    """Yield forms of a term of several words: its head inflects, adjectives before it agree."""
    words = text.split()
    head = next((at for at, word in enumerate(words) if word in _PREPOSITIONS), len(words)) - 1
    if head < 0:
        yield text
        return
    inflect = adjective_forms if pos is PartOfSpeech.ADJECTIVE else noun_forms
    befores = [""]
    for word in words[:head]:
        can = pos in (PartOfSpeech.NOUN, PartOfSpeech.NAME) and word.lower() not in _UNINFLECTED
        options = dict.fromkeys(adjective_forms(word)) if can and len(words) < 5 else {word: None}
        befores = [f"{before}{option} " for before in befores for option in options]
    behind = "".join(f" {word}" for word in words[head + 1 :])
    for form in dict.fromkeys(inflect(words[head])):
        yield from (f"{before}{form}{behind}" for before in befores)


@lru_cache(maxsize=20_000)
def dutch_forms(text: str, pos: PartOfSpeech) -> tuple[str, ...]:
    """Return the forms under which a Dutch term is met, the term itself first.

    Separable verbs give the forms written as one word; :mod:`workbench.glossary.verbs` has the
    parts of those written as two.
    """
    if pos is PartOfSpeech.PHRASE:
        return (text,)
    if pos is PartOfSpeech.VERB:
        *before, verb = text.split()
        lead = "".join(f"{word} " for word in before)
        return tuple(dict.fromkeys([text, *(lead + form for form in verb_forms(verb))]))
    if " " in text:
        return tuple(dict.fromkeys([text, *_phrase_forms(text, pos)]))
    inflect = adjective_forms if pos is PartOfSpeech.ADJECTIVE else noun_forms
    return tuple(dict.fromkeys(inflect(text)))


_IRREGULAR_ENGLISH = {
    "man": "men",
    "woman": "women",
    "person": "people",
    "child": "children",
    "life": "lives",
    "aircraft": "aircraft",
    "craft": "craft",
    "crisis": "crises",
    "analysis": "analyses",
    "basis": "bases",
    "headquarters": "headquarters",
    "barracks": "barracks",
    "chassis": "chassis",
}
_IRREGULAR_VERBS = {
    "be": "is are was were been being",
    "begin": "begins began begun beginning",
    "blow": "blows blew blown blowing",
    "break": "breaks broke broken breaking",
    "bring": "brings brought bringing",
    "come": "comes came coming",
    "do": "does did done doing",
    "draw": "draws drew drawn drawing",
    "fall": "falls fell fallen falling",
    "fight": "fights fought fighting",
    "fly": "flies flew flown flying",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "have": "has had having",
    "hold": "holds held holding",
    "keep": "keeps kept keeping",
    "lay": "lays laid laying",
    "lead": "leads led leading",
    "make": "makes made making",
    "pay": "pays paid paying",
    "put": "puts putting",
    "send": "sends sent sending",
    "shoot": "shoots shot shooting",
    "stand": "stands stood standing",
    "strike": "strikes struck striking",
    "take": "takes took taken taking",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "win": "wins won winning",
}
_DOUBLING = frozenset("deter commit refer permit admit regret transfer compel expel repel".split())


def _english_nouns(word: str) -> Iterator[str]:
    lower = word.lower()
    if lower.endswith("person"):
        yield word + "s"
    for singular, plural in _IRREGULAR_ENGLISH.items():
        if lower == singular or (lower.endswith(singular) and len(singular) > 2):
            yield word[: len(word) - len(singular)] + plural
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return  # a plural already
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        yield word + "es"
    elif lower.endswith("y") and lower[-2:-1] not in "aeiou":
        yield word[:-1] + "ies"
    else:
        yield word + "s"


def _english_verbs(word: str) -> Iterator[str]:
    lower = word.lower()
    if lower in _IRREGULAR_VERBS:
        yield from _IRREGULAR_VERBS[lower].split()
        return
    yield from _english_nouns(word)
    if lower.endswith("e") and not lower.endswith("ee"):
        yield from (word + "d", word[:-1] + "ing")
    elif lower.endswith("y") and lower[-2:-1] not in "aeiou":
        yield from (word[:-1] + "ied", word + "ing")
    elif lower in _DOUBLING or re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", lower):
        yield from (word + word[-1] + "ed", word + word[-1] + "ing")
    else:
        yield from (word + "ed", word + "ing")


@lru_cache(maxsize=20_000)
def english_forms(text: str, pos: PartOfSpeech) -> tuple[str, ...]:
    """Return the forms under which an English term may stand in a text, the term itself first."""
    words = text.split()
    forms = [text]
    if not words:
        return ()
    if pos is PartOfSpeech.VERB or (pos is PartOfSpeech.PHRASE and len(words) > 1):
        rest = "".join(f" {word}" for word in words[1:])
        forms += [form + rest for form in _english_verbs(words[0])]
    if pos in (PartOfSpeech.NOUN, PartOfSpeech.NAME):
        prepositions = {"of", "for", "in", "on", "to", "by", "at", "from", "and", "under", "with"}
        head = next((at for at, word in enumerate(words) if word in prepositions), len(words)) - 1
        if head >= 0:
            before, behind = words[:head], words[head + 1 :]
            forms += [" ".join([*before, form, *behind]) for form in _english_nouns(words[head])]
    return tuple(dict.fromkeys(forms))


def all_forms(term: Term, pos: PartOfSpeech) -> tuple[str, ...]:
    """Return the forms of a term: those written by a person, and the generated ones if wanted."""
    if not term.generated:
        return tuple(dict.fromkeys([term.text, *term.forms]))
    make = dutch_forms if term.language == "nl" else english_forms
    return tuple(dict.fromkeys([*make(term.text, pos), *term.forms]))


def split_forms(term: Term, pos: PartOfSpeech) -> tuple[tuple[str, str], ...]:
    """Return (finite form, particle) pairs of a Dutch separable verb, else nothing."""
    if pos is not PartOfSpeech.VERB or " " in term.text:
        return ()
    return separable(term.text)
