"""Sentence boundaries for Dutch and English, with abbreviations that anybody can edit.

The usual splitters break Dutch after *o.a.*, *ca.* and *Prof. dr.*. This one looks at each full
stop, question and exclamation mark and asks what stands before and behind it: no boundary
before a lower-case letter, after a listed abbreviation or an initial, inside brackets, or
inside a quotation that its sentence goes on after.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

__all__ = ["split_sentences"]

# Old newspaper text sets off its quotation marks: ,, Nee. '' and " Ja. ".
_CANDIDATE = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++)"
    r"(?P<close>[)\]’”'\"»›]*(?: (?:''|[\"”»])(?=\s|$))?)(?P<gap>\s+)(?=\S)"
)
_TOKEN = re.compile(r"\S+$")
_CLOSERS = ")]’”'\"»› "
_OPENERS = "‘“„'\"«‹([–—-•*,"
_INITIAL = re.compile(
    r"(?:[^\W\d_a-zà-ÿ]|IJ|Th|Ch|Ph|Chr|Fr|St)\.(?:-?(?:[^\W\d_a-zà-ÿ]|Th|IJ)\.)*"
)
_STARTER = re.compile(
    r"(?:The|It|In|He|She|They|We|But|And|This|That|These|There|A|An|If|When|As|On|At|For|"
    r"De|Het|Een|Dit|Dat|Die|Deze|Er|Hij|Zij|Ze|Wij|We|Ik|Maar|En|Ook|Op|Van|Voor|Met|Als|Na|"
    r"Om|Bij|Toen|Daar|Daarom|Hierbij|Volgens|Uit|Door|Tijdens)\b"
)
_ROMAN = re.compile(r"[IVXLC]+\.")
_ORDINAL = re.compile(r"\d{1,2}\.")
_MONTH = re.compile(
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"january|february|march|may|june|july|august|october)\b",
    re.IGNORECASE,
)
_LONGEST_BRACKET = 400
_LONGEST_QUOTE = 600
# Bounded, since an apostrophe may look like an opening mark that nothing closes ('s avonds): each
# would have the rest of the text searched.
_QUOTED = re.compile(
    r"“[^“”]{0,600}”|„[^„”“]{0,600}[”“]|«[^«»]{0,600}»|\"[^\"]*\"|"
    r"(?<!\w)[‘'](?:[^‘’']|[’'](?=\w)|‘[^‘’]{0,600}’){0,600}+[’'](?!\w)"
)
_PAIRS = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    never_final: frozenset[str]
    may_be_final: frozenset[str]
    rarely_final: frozenset[str]


@cache
def _abbreviations(language: str) -> _Abbreviations:
    known = language if language in ("nl", "en") else "en"
    text = files("workbench.text").joinpath("abbreviations", f"{known}.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    return _Abbreviations(
        frozenset(line for line in lines if line[0] not in "?~"),
        frozenset(line[1:].strip() for line in lines if line[0] == "?"),
        frozenset(line[1:].strip() for line in lines if line[0] == "~"),
    )


def split_sentences(text: str, language: str = "nl") -> list[tuple[int, int]]:
    """Return start and end of each sentence in a text of one paragraph.

    The slices hold every character that is not white space, in order.

    Args:
        text: A paragraph on one line.
        language: ``nl`` or ``en``: which abbreviations hold.
    """
    abbreviations = _abbreviations(language)
    closed = _Closed(text)
    sentences: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    # A paragraph may have megabytes: nothing below looks at all the text for each sentence.
    last_word = len(text.rstrip(_CLOSERS))
    straight = counted = 0
    for match in _CANDIDATE.finditer(text):
        if match.start() < start or not _is_boundary(text, match, start, abbreviations):
            continue
        end, following = match.start("gap"), match.end()
        if following >= last_word:
            break
        if match.group("close").endswith(' "'):
            straight, counted = straight + text.count('"', counted, end), end
            if straight % 2:
                # An odd number of straight quotes: the last one opens the next sentence.
                following = end - 1
                end -= 2
        if closed.around(match.start(), following):
            continue
        sentences.append((start, end))
        start = following
    end = len(text.rstrip())
    if end > start:
        sentences.append((start, end))
    return sentences


def _is_boundary(
    text: str, match: re.Match[str], start: int, abbreviations: _Abbreviations
) -> bool:
    following = text[match.end() : match.end() + 40]
    bare = following.lstrip(_OPENERS + " ")
    # 's Avonds and 't Hooft start a sentence in lower case.
    if bare[:1].islower() and not re.match(r"[’'][a-z]\s[A-Z]", following):
        return False
    if following[:1] in ",;:)]" and not following.startswith(",,"):
        return False
    if match.group("mark") != "." or match.group("close"):
        return True
    found = _TOKEN.search(text, max(start, match.start() - 40), match.start() + 1)
    token = found.group().lstrip("(‘“„'\"«[") if found else ""
    # Prof. is an abbreviation as prof. is; VS. is no vs., it ends sentences.
    low = token.lower() if "." in token[:-1] else token[:1].lower() + token[1:]
    if low in abbreviations.never_final:
        return False
    if low in abbreviations.may_be_final:
        return bare[:1].isupper()
    if low in abbreviations.rarely_final:
        return bool(_STARTER.match(bare))
    if _INITIAL.fullmatch(token):
        return False
    if _ROMAN.fullmatch(token) and len(token) > 2:
        return bare[:1].isupper()
    if _ORDINAL.fullmatch(token):
        if match.start() - start == len(token) - 1 and text.startswith(token[:-1], start):
            return False
        return not _MONTH.match(bare)
    return True


class _Closed:
    """The stretches in which no sentence ends: brackets, and quotations that go on."""

    def __init__(self, text: str) -> None:
        ranges = sorted(_closed_ranges(text))
        self._lows = [low for low, _ in ranges]
        # The furthest end of all that began so far.
        self._highs = list(accumulate((high for _, high in ranges), max))

    def around(self, start: int, end: int) -> bool:
        """Whether one stretch begins before `start` and ends at `end` or behind it."""
        before = bisect_left(self._lows, start)
        return before > 0 and self._highs[before - 1] >= end


def _closed_ranges(text: str) -> Iterator[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    for match in re.finditer(r"[()\[\]]", text):
        char, position = match.group(), match.start()
        if char in _PAIRS:
            stack.append((_PAIRS[char], position))
        elif stack and stack[-1][0] == char:
            _, opened = stack.pop()
            if not stack and position - opened <= _LONGEST_BRACKET:
                yield opened, position
    for match in _QUOTED.finditer(text):
        after = text[match.end() : match.end() + 12].lstrip()
        goes_on = after[:1] in ",;:" or after[:1].islower()
        if goes_on and after and match.end() - match.start() <= _LONGEST_QUOTE:
            yield match.span()
