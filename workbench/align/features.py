"""What two sentences in different languages can have in common, as weighted features.

Words, their first four letters, character 4-grams, numbers, dates and shared concepts of a
sentence become features with inverse document frequency as weight (Spärck Jones 1972). Sentences
are vectors in one space: those of the source (or of its translation) and those of the target.
Vectors of a group of sentences are sums, so a group costs no more than its members.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

__all__ = ["Concepts", "Kind", "Vectors", "fold", "number_value", "sentence_features", "vectorise"]

Concepts = Callable[[str, str], Sequence[str]]
"""From a text and its language to the names of the concepts in it, equal in both languages."""

MAX_CHARACTERS = 20_000
"""Of a longer sentence only this many characters at its beginning become features."""

_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f']\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_ORDINAL = re.compile(r"(?<=\d)(?:e|de|ste|st|nd|rd|th|er|ère|ème)$")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_NUMERALS = {
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "en": "two three four five six seven eight nine ten eleven twelve",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
}
_ORDINALS = {
    "nl": "tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
    "en": "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "de": "zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
    "fr": "deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième "
    "onzième douzième",
}


class Kind(IntEnum):
    """Kinds of features."""

    WORD = 0
    PREFIX = 1
    GRAM = 2
    NUMBER = 3
    CONCEPT = 4


def fold(text: str) -> str:
    """Return the text in lower case without accents, ligatures and direction marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return "".join(kept).translate(_LETTERS)


def number_value(digits: str) -> str:
    """Return a number without its separators of thousands: 8.501, 8,501 and 8 501 give 8501.

    A separator is kept, as a point, where it can only be that of decimals: ``3,5`` gives 3.5.
    """
    parts = re.split(r"[.,\u00a0\u202f']", digits)
    if len(parts) == 1:
        return digits.lstrip("0") or "0"
    if all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0] != "0":
        return "".join(parts)
    if len(parts) == 2:
        return f"{parts[0].lstrip('0') or '0'}.{parts[1]}"
    return ".".join(part.lstrip("0") or "0" for part in parts)


def _named_numbers() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for language in _MONTHS:
        words: dict[str, str] = {}
        for offset, mark, text in (
            (1, "month ", _MONTHS[language]),
            (2, "", _NUMERALS[language]),
            (2, "", _ORDINALS[language]),
        ):
            words |= {fold(word): f"{mark}{k}" for k, word in enumerate(text.split(), offset)}
        tables[language] = words
    return tables


_NAMED = _named_numbers()


def sentence_features(
    text: str, language: str, concepts: Concepts | None = None
) -> Counter[tuple[Kind, str]]:
    """Return the features of a sentence with their counts.

    Args:
        text: The sentence.
        language: Its language (BCP 47); known ones have their months and numerals recognised.
        concepts: Gives names of concepts that both languages share, such as glossary ids.
    """
    found: Counter[tuple[Kind, str]] = Counter()
    named = _NAMED.get(language.split("-")[0], {})
    for match in _TOKEN.finditer(fold(text[:MAX_CHARACTERS])):
        word = match.group()
        if word[0].isdigit():
            found[Kind.NUMBER, number_value(word)] += 1
            continue
        value = named.get(word)
        if value is not None:
            found[Kind.NUMBER, value] += 1
        found[Kind.WORD, word] += 1
        if len(word) >= 4:
            found[Kind.PREFIX, word[:4]] += 1
            padded = f" {word} "
            for k in range(len(padded) - 3):
                found[Kind.GRAM, padded[k : k + 4]] += 1
    if concepts is not None:
        for name in concepts(text, language):
            found[Kind.CONCEPT, name] += 1
    return found


@dataclass(frozen=True, slots=True)
class Vectors:
    """Sparse vectors of sentences, in compressed rows.

    Attributes:
        starts: Where each row begins in ``ids`` and ``values``, and the end: rows + 1 numbers.
        ids: Feature numbers, ascending inside of a row.
        values: Weights.
    """

    starts: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """The row of each stored value."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))


def vectorise(
    sides: Sequence[Iterable[Counter[tuple[Kind, str]]]],
    weights: Sequence[float],
    *,
    relative: bool = False,
) -> list[Vectors]:
    """Return the weighted vectors of each side's sentences in one common space.

    Args:
        sides: The sentences' features, a sequence for each side.
        weights: Factor for each :class:`Kind`; kinds of weight 0 are left out.
        relative: Whether the inverse document frequency is scaled to at most 1 and counts do not
            matter.

    A feature's weight is its count times its kind's factor times its inverse document frequency
    over all sides.
    """
    numbers: dict[tuple[Kind, str], int] = {}
    raw = []
    for side in sides:
        starts: list[int] = [0]
        ids: list[int] = []
        counts: list[int] = []
        for features in side:
            for key, count in features.items():
                if weights[key[0]]:
                    ids.append(numbers.setdefault(key, len(numbers)))
                    counts.append(count)
            starts.append(len(ids))
        raw.append((starts, np.array(ids, np.int32), np.array(counts, np.float32)))
    size = len(numbers)
    frequency = np.zeros(size)
    sentences = 0
    for begins, places, _ in raw:
        frequency += np.bincount(places, minlength=size)
        sentences += len(begins) - 1
    factors = np.array([weights[key[0]] for key in numbers], np.float64)
    rarity = np.log((sentences + 1) / np.maximum(frequency, 1))
    if relative:
        rarity /= np.log(sentences + 2)
    inverse = (factors * rarity).astype(np.float32)
    return [
        Vectors(
            np.array(begins, np.int64),
            places,
            inverse[places] if relative else times * inverse[places],
        )
        for begins, places, times in raw
    ]
