"""What a translation must carry over from its source: numbers, acronyms, names, addresses.

Small models break what they have not seen: *Stoltenberg* becomes *Solensburg*, *NAVO-besluit*
loses its NAVO. An :class:`Anchor` is such an item of a Dutch source with the English forms that
count as kept. Capitalised words that English renders otherwise (*Oekraïne*, *Tweede Kamer*) are
in ``names.txt``, which was counted in parallel text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

__all__ = [
    "ADDRESS",
    "Anchor",
    "Kind",
    "english_number",
    "find_anchors",
    "lost_anchors",
    "new_numbers",
    "proper_forms",
    "unknown_numbers",
]

Kind = Literal["name", "number", "url"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """An item of the source that must be in the target.

    Attributes:
        text: As it stands in the source, without ending of possession.
        start: Offset of its first character in the source.
        end: Offset behind its last character.
        kind: ``name`` (acronyms too), ``number``, or ``url`` (e-mail addresses too).
        accepted: Forms of which one must be in the target; the first is the usual one.
    """

    text: str
    start: int
    end: int
    kind: Kind
    accepted: tuple[str, ...]

    @property
    def copied(self) -> bool:
        """Whether it stays as it is in the target."""
        return self.accepted[0] == self.text


ADDRESS = re.compile(r"(?i:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_]\w*(?:[-'’]\w+)*")
_INITIAL = re.compile(r"(?:^|[.!?:;•–—\"“”„‘’'(\[])\s*$")
_POSSESSIVE = re.compile(r"['’](?:s|er|ers|en)?$")
# Laskhar-e-Taiba, Stratford-upon-Avon: names of which no part can be written by itself.
_LINKED = re.compile(
    r"[A-Z]\w+-(?:e|i|al|ul|el|du|de|des|la|le|les|sur|sous|en|on|upon|by|am)-[A-Z]\w+"
)
_ENDING = "(?:s|es|n|an|ian|ians|ese)?"
"""What English may add to a name: the Stoltenbergs, Kosovan."""
# Endings of adjectives and inhabitants, and heads of compounds that are names of institutions,
# places and papers: such words are translated, each in its own way.
_FREE = re.compile(
    r"(?:sch|sche|(?:[^aiou]|ij)se|aans|ees|ers|anen|ezen|iërs|raad|wet|kamer|hof|bank|verdrag|akkoord|partij"
    r"|dienst|macht|leger|unie|oorlog|commissie|ministerie|minister|president|fonds|programma"
    r"|conferentie|top|groep|agentschap|organisatie|instituut|universiteit|school|straat|plein"
    r"|paleis|zee|gebied|kanaal|eiland|eilanden|gebergte|rivier|provincie|dag|feest|prijs|huis"
    r"|kerk|oever|kust|rijk|vloot|korps|brigade|heid|schap|iteit|atie|isme|leden|lid|vragen"
    r"|nota|brief|debat|zaken|kunde|loket|bureau|stichting|vereniging|verklaring|richtlijn)$"
)
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        "de het een en of maar want dat die dit deze der den des van voor met na in op aan bij "
        "uit om door tegen tot over onder tussen sinds volgens toen als hoe wat wie waar ook er "
        "is zijn was hij zij ze we wij ik u je te ter ten mr dr prof drs ir mevrouw meneer heer "
        "niet geen al zo nu dan hun haar ons onze mijn uw sommige veel alle beide zowel dus "
        "daarom tijdens",
    )
)
# Two letters with a capital that are no name, or one that English has its own for.
_SHORT = frozenset({"ds", "hr", "mw", "nr", "ik", "ja", "nu", "no", "co", "jr", "sr"})
_SPELLED = (
    ("zero", "zeroth"), ("one", "first"), ("two", "second"), ("three", "third"),
    ("four", "fourth"), ("five", "fifth"), ("six", "sixth"), ("seven", "seventh"),
    ("eight", "eighth"), ("nine", "ninth"), ("ten", "tenth"), ("eleven", "eleventh"),
    ("twelve", "twelfth"),
)  # fmt: skip
_DUTCH_NUMBER = re.compile(
    r"nul|een|één|eerste|twee|drie|derde|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien"
    r"|veertien|twintig|dertig|veertig|tachtig|honderd|duizend|miljoen|miljard|half|dozijn|eeuw",
    re.IGNORECASE,
)


def find_anchors(source: str) -> list[Anchor]:
    """Return the anchors of a Dutch source text, in their order."""
    taken = [(match.start(), match.end()) for match in ADDRESS.finditer(source)]
    anchors = []
    for start, end in taken:
        url = source[start:end].rstrip(".,;:!?)»”\"'")
        anchors.append(Anchor(url, start, start + len(url), "url", (url,)))
    for found in (*_names(source), *_numbers(source)):
        if not any(start <= found.start < end for start, end in taken):
            anchors.append(found)
            taken.append((found.start, found.end))
    return sorted(anchors, key=lambda anchor: anchor.start)


def lost_anchors(anchors: Iterable[Anchor], target: str) -> list[Anchor]:
    """Return the anchors of which the target has no accepted form."""
    folded = _fold(target)
    literal = {match.group() for match in _NUMBER.finditer(target)}
    numbers = {_digits(number) for number in literal}
    return [each for each in anchors if not _kept(each, target, folded, literal, numbers)]


def new_numbers(source: str, target: str) -> list[str]:
    """Return numbers in digits of the target that come from nowhere in the source.

    One that is part of a number of the source (*20* of *200*) is none, nor is any where the
    source has numbers in words; `unknown_numbers` gives those too.
    """
    if _DUTCH_NUMBER.search(source):
        return []
    joined = "".join(re.findall(r"\d", source))
    return [
        number
        for number in unknown_numbers(source, target)
        if _digits(number).strip("0") not in joined
    ]


def proper_forms() -> dict[str, tuple[str, ...]]:
    """Return the known Dutch names and acronyms with the forms that English has for them."""
    return {word: forms for word, forms in _equivalents().items() if forms}


def unknown_numbers(source: str, target: str) -> list[str]:
    """Return numbers in digits of the target that the source has not in the same digits."""
    known = {_digits(match.group()) for match in _NUMBER.finditer(source)}
    # 17.00 uur may become 5 pm, and 2,5 may become 2.50.
    known |= {str(int(hour) - 12) for hour in re.findall(r"\b(1[3-9]|2[0-3])[.:]\d\d\b", source)}
    return [
        match.group() for match in _NUMBER.finditer(target) if _digits(match.group()) not in known
    ]


def _names(source: str) -> Iterator[Anchor]:
    letters = [character for character in source if character.isalpha()]
    if sum(map(str.isupper, letters)) > 0.6 * len(letters) and len(letters) > 12:
        return  # a heading in capitals
    words = list(_WORD.finditer(source))
    inside = {
        match.group()
        for match in words
        if match.group()[0].isupper() and not _INITIAL.search(source[: match.start()])
    }
    for match in words:
        word = match.group()
        if not any(map(str.isupper, word)):
            continue
        own = word in inside or not _INITIAL.search(source[: match.start()])
        for part, offset in _parts(word):
            if accepted := _accepted(part, own=own):
                start = match.start() + offset
                yield Anchor(part, start, start + len(part), "name", accepted)


def _parts(word: str) -> Iterator[tuple[str, int]]:
    """Yield the word, or what is capitalised of a word with hyphens, each with its offset."""
    word = _POSSESSIVE.sub("", word)
    whole = "-" not in word or re.search(r"-\d", word) or _LINKED.fullmatch(word)
    if whole or word in _equivalents():
        yield word, 0
        return
    offset = 0
    for part in word.split("-"):
        if part:
            yield _POSSESSIVE.sub("", part), offset
        offset += len(part) + 1


def _accepted(word: str, *, own: bool) -> tuple[str, ...]:
    """Return the English forms of a capitalised word; none if it is no anchor.

    Args:
        word: Without ending of possession.
        own: Whether its capital is its own, not that of the beginning of a sentence.
    """
    table = _equivalents()
    capitals = sum(map(str.isupper, word.removeprefix("IJ")))
    acronym = capitals >= 2 or (capitals == 1 and any(map(str.isdigit, word)))
    if not (acronym or (own and word[:1].isupper())) or len(word) < 2:
        return ()
    for form in (word, word.removesuffix("s")):
        if form in table:
            # OVSE left in English is wrong, while a Frans may be a person.
            own_form = () if form.isupper() or not table[form] else (form,)
            return table[form] + own_form
    free = word.lower() in _FUNCTION or _FREE.search(word) or _DUTCH_NUMBER.fullmatch(word)
    if not acronym and (free or word.lower() in _SHORT):
        return ()
    if word.endswith("ië"):
        return tuple(word[:-2] + ending for ending in ("ia", "y", "ië", "a"))
    return (word, word.removesuffix("s")) if word.endswith("s") else (word,)


def _numbers(source: str) -> Iterator[Anchor]:
    for match in _NUMBER.finditer(source):
        text = match.group()
        digits = _digits(text)
        accepted = [text]
        value = int(digits or 0)
        if "," not in text and value <= 12:
            accepted += _SPELLED[value]
        if hour := re.fullmatch(r"(1[3-9]|2[0-3])[.:](\d\d)", text):
            accepted += [str(int(hour.group(1)) - 12)]
        yield Anchor(text, match.start(), match.end(), "number", tuple(accepted))


def _kept(anchor: Anchor, target: str, folded: str, literal: set[str], numbers: set[str]) -> bool:
    if anchor.kind == "url":
        return anchor.text in target
    if anchor.kind == "number":
        digits = _digits(anchor.text)
        if english_number(anchor.text) != anchor.text and anchor.text in literal:
            return False
        # '90 and jaren 90 may become 1990s; an hour loses its minutes: 17.00 uur, 5 pm.
        if any(number == digits or number.endswith(digits) for number in numbers):
            return True
        whole = re.fullmatch(r"(\d{1,2})[.:]00", anchor.text)
        if whole and whole.group(1).lstrip("0") in numbers:
            return True
        return any(
            form in numbers if form.isdigit() else re.search(rf"\b{form}", folded)
            for form in anchor.accepted[1:]
        )
    return any(
        re.search(rf"(?<!\w){re.escape(_fold(form))}{_ENDING}(?!\w)", folded) is not None
        for form in anchor.accepted
    )


def english_number(number: str) -> str:
    """Write a Dutch number in English: 1.250,5 gives 1,250.5; times and dates stay."""
    if re.fullmatch(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", number):
        return number.translate(str.maketrans(".,", ",."))
    return number


def _digits(number: str) -> str:
    """Return a number without separators, leading zeros and a fraction of zeros: 2.000 = 2,000."""
    return re.sub(r"\D", "", number).lstrip("0")


def _fold(text: str) -> str:
    """Return a text without case and accents, for comparison."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


@cache
def _equivalents() -> dict[str, tuple[str, ...]]:
    """Read ``names.txt``: Dutch word to English equivalents, none if it is rendered freely."""
    lines = (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").splitlines()
    table: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            word, _, equivalents = line.partition("\t")
            table[word] = tuple(filter(None, equivalents.split("|")))
    return table
