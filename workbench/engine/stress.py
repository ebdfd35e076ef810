"""Accents that only stress a word, which a model has hardly seen: géén, wèl, óók.

Dutch may put an acute (also a grave) accent on any vowel of a word to stress it. Small models break
such words. Accents that belong to a word (café, één, hé) stay.
"""

# ruff: noqa: SIM905 - a word list reads better as lines

import re
import unicodedata

__all__ = ["without_stress"]

_WORDS = frozenset(
    "aan al alle alleen allemaal alles als altijd ander andere anders beide bij binnen blijven "
    "boven buiten daar daarom dan dat de deze die dit doen door dus echt eerst elke en er erg "
    "geen ging gaan goed groot haar had hebben heel heeft hem het hier hij hoe hoeveel hun "
    "iedere iedereen iemand iets ik in is ja jij jou juist kan kunnen maar mag me meer meest "
    "met mij mijn minder moet moeten na naar nee niemand niet niets nieuw nooit nu of om omdat "
    "onder ons ook op over samen snel te tegen tijdens toch toen tot uit van veel verder vol "
    "voor vooral waar waarom wanneer was wat we weer weg wel welke werkelijk wie wij wil willen "
    "zal ze zeer zelf zelfs zij zijn zo zonder zou zouden zwaar".split()
)
_ACCENTED = re.compile(r"\b\w*[áéíóúàèìòù]\w*\b", re.IGNORECASE)
_MARKS = {"\N{COMBINING ACUTE ACCENT}", "\N{COMBINING GRAVE ACCENT}"}


def without_stress(text: str) -> str:
    """Return a Dutch text without the accents that only stress a common word.

    Letters are exchanged one for one, so offsets keep their meaning.
    """
    return _ACCENTED.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    word: str = match.group()
    letters = [unicodedata.normalize("NFD", letter) for letter in word]
    plain = "".join(
        each[0] if each[-1] in _MARKS else unicodedata.normalize("NFC", each) for each in letters
    )
    return plain if plain.lower() in _WORDS and len(plain) == len(word) else word
