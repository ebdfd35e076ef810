"""Small English that is easily wrong: a or an."""

import re
from collections.abc import Iterator

from workbench.quality.checks.base import Example, Hit, Pair, Severity, quoted, rule

__all__ = ["RULE"]

_ARTICLE = re.compile(
    r"(?<![\w.'’-])(an?)([ \u00a0]+[\"“‘'(]?)([^\W_]+)(?=[\s,.;:!?)\"”’'-]|$)", re.IGNORECASE
)
_CONSONANT_SOUND = re.compile(
    r"(?:uni(?!n[aeiouv]|mp|mag|dent)|us(?:e|a|u|ing)|u[bkt][aeiou]|ura|uro|uri|ufo|eu|ew|one|once|ouija|"
    r"u[ckrst]$)",
    re.IGNORECASE,
)
_VOWEL_SOUND = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_LETTERS_WITH_VOWEL = "AEFHILMNORSX"


@rule(
    "article",
    "A or an",
    Severity.WARNING,
    "‘a’ before a vowel that is heard, or ‘an’ before a consonant.",
    Example("Een uur en een aanval.", "A hour and an attack.", "An hour and an attack."),
    dutch_english=True,
)
def _article(pair: Pair) -> Iterator[Hit]:
    edits = []
    told = []
    for match in _ARTICLE.finditer(pair.target):
        article, word = match[1], match[3]
        # A is also a letter and a grade: vitamin A, Group A.
        if (
            article == "A"
            and match.start()
            and not re.search(r"[.!?:;\"“”‘’(–—•-]\s*$", pair.target[: match.start()])
        ):
            continue
        wanted = _wanted(word)
        if wanted and article.lower() != wanted:
            right = wanted.capitalize() if article[0].isupper() else wanted
            if article.isupper() and len(article) == 2:
                right = wanted.upper()
            edits.append((match.start(1), match.end(1), right))
            told.append(f"{right} {word}")
    if edits:
        yield Hit(f"English has {quoted(told)}", edits=tuple(edits), label="Put the article right")


def _wanted(word: str) -> str:
    """Return the article of a word, or nothing where it can't be told."""
    if word.isdigit():
        return "an" if word[0] == "8" or re.fullmatch(r"1[18](?:\d{3})?", word) else "a"
    if any(map(str.isdigit, word)):
        return ""
    if len(word) == 1:
        # F-16, X-ray; a lower-case letter may be anything.
        return ("an" if word in _LETTERS_WITH_VOWEL else "a") if word.isupper() else ""
    if sum(map(str.isupper, word)) > 1:
        # Spoken letter by letter (an MP) or as a word (a NATO): nobody can tell.
        return ""
    if _VOWEL_SOUND.match(word):
        return "an"
    # Foreign names, and h that some do not speak: historic.
    if word[0].isupper() and word[0] in "AEIOUH":
        return ""
    if word[0] in "hH" or word[0] not in "aeioubcdfgjklmnpqrstvwxyzBCDFGJKLMNPQRSTVWXYZ":
        return "a" if word[0] == "h" and not word.startswith(("histor", "habit", "hotel")) else ""
    if word[0] in "aeio" or word[0] == "u":
        return "a" if _CONSONANT_SOUND.match(word) else "an"
    # Names such as Xi and words such as yttrium.
    return "" if word[0] in "xX" or word[:2].lower() == "yt" else "a"


RULE = _article
