"""Plain TMX at speed: whole units by pattern, and whatever is not plain left to the parser.

An XML parser makes some fifty calls for each unit of a translation memory, though nearly all units
of nearly all files have one shape. Here each unit is matched as a whole: first in exactly the form
our own writer gives it, then in any plain form; a unit with inline tags is parsed by itself. What
can't be read so without doubt (another encoding, a document type with declarations, comments,
broken XML) ends the reading here, and :mod:`workbench.exchange.tmx_reader` goes on with the
parser. So nothing is accepted here that the parser would refuse.
"""

import codecs
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from lxml import etree

from workbench.domain import Provenance, SegmentStatus, TranslationUnit
from workbench.exchange.base import OTHER_LANGUAGES, Options
from workbench.exchange.quick_units import quick_unit
from workbench.exchange.tmx_plain import (
    OWN,
    PLAIN,
    TELLING,
    NotPlain,
    attributes_of,
    unescape,
)
from workbench.exchange.tmx_units import (
    STATUSES,
    choose,
    date,
    element_unit,
    language,
    number_in,
    provenance,
)

__all__ = ["Tally", "quick_units"]

_BLOCK_BYTES = 1 << 16
_LONGEST_HEAD = 1 << 16
_LONGEST_UNIT = 8 << 20
_REMEMBERED = 10_000

_TAIL = re.compile(r"\s*</body\s*>\s*</tmx\s*>\s*\Z")
_DECLARATION = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_NO_CONTROLS = bytes(range(0x20, 0x100)) + b"\t\n\r"


@dataclass(slots=True)
class Tally:
    """What was read so far.

    Attributes:
        units: Units seen, in whatever languages.
        found: Units given.
        languages: Languages seen.
    """

    units: int = 0
    found: int = 0
    languages: set[str] = field(default_factory=set)


def quick_units(
    file: IO[bytes], options: Options, tally: Tally
) -> Generator[TranslationUnit, None, bool]:
    """Yield units from the beginning of a file on, as long as they are plain.

    Args:
        file: The file, at its beginning.
        options: Languages wanted, and what becomes of inline tags.
        tally: Counts what is read.

    Returns:
        Whether that was the whole file. If not, the parser has to go on behind ``tally.units``.
    """
    reading = _Reading(options, tally)
    try:
        rest = ""
        inside = False
        for text in _texts(file):
            rest += text
            if not inside:
                rest, inside = _behind_head(rest), True
            end = rest.rfind("</tu>") + len("</tu>")
            if end >= len("</tu>"):
                yield from reading.units(rest[:end])
                rest = rest[end:]
            if len(rest) > _LONGEST_UNIT:
                return False
    except (NotPlain, UnicodeDecodeError):
        return False
    return inside and _TAIL.match(rest) is not None


def _texts(file: IO[bytes]) -> Iterator[str]:
    """Yield the file's text with line ends as XML wants them, checked for what XML can't hold."""
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    held = ""
    while block := file.read(_BLOCK_BYTES):
        if block.translate(None, _NO_CONTROLS):
            raise NotPlain
        text = held + decode(block)
        held = ""
        if "\ufffe" in text or "\uffff" in text:
            raise NotPlain
        if "\r" in text:
            if text.endswith("\r"):
                text, held = text[:-1], "\r"
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        yield text
    decode(b"", True)


def _behind_head(text: str) -> str:
    """Return what follows ``<body>``, when what comes before is a plain head."""
    start = text.find("<body>", 0, _LONGEST_HEAD)
    head = text[:start]
    encoding = _DECLARATION.match(head)
    if (
        start < 0
        or any(odd in head for odd in ("<!--", "<![", "<!E", "[", "xmlns", "<tu>", "<tu "))
        or (encoding and encoding[1].lower() not in ("utf-8", "utf8"))
    ):
        raise NotPlain
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        root = etree.fromstring(f"{head}<body/></tmx>".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotPlain from None
    if root.tag != "tmx" or [child.tag for child in root if child.tag != "header"] != ["body"]:
        raise NotPlain
    return text[start + len("<body>") :]


class _Reading:
    """Makes units of text, and remembers what most units share."""

    def __init__(self, options: Options, tally: Tally) -> None:
        self._options = options
        self._tally = tally
        self._pairs: dict[tuple[str, str], tuple[bool, tuple[str, str]] | None] = {}
        self._dates: dict[str, datetime | None] = {"": None}
        self._provenances: dict[str, Provenance] = {}

    def units(self, text: str) -> Iterator[TranslationUnit]:
        """Yield the units in a text that ends with one; it may begin with white space."""
        if "]]>" in text:
            raise NotPlain
        tally = self._tally
        own, plain = OWN.match, PLAIN.match
        place, end = 0, len(text)
        while place < end:
            if match := own(text, place):
                place = match.end()
                unit = self._own(match, tally.units + 1)
            elif match := plain(text, place):
                place = match.end()
                unit = self._plain(match, tally.units + 1)
            else:
                stop = text.find("</tu>", place) + len("</tu>")
                unit = self._parsed(text[place:stop], tally.units + 1)
                place = stop
            tally.units += 1
            if unit is not None:
                tally.found += 1
                yield unit
            else:
                self._options.pass_over(OTHER_LANGUAGES)

    def _own(self, match: re.Match[str], number: int) -> TranslationUnit | None:
        groups = match.groups("")
        if "&" in match[0]:
            # But not in the props: those are taken apart first.
            told = groups[9]
            groups = (*map(unescape, groups[:9]), told, *map(unescape, groups[10:]))
        (uid, created, creator, changed, changer, note, document, segment, status) = groups[:9]
        told, left, source, right, target = groups[9:]
        pair = self._pair(left, right)
        if pair is None:
            return None
        if pair[0]:
            source, target = target, source
        known = self._provenances.get(told)
        if known is None:
            known = self._provenance(told)
        dates = self._dates
        return quick_unit(
            uid or str(number),
            pair[1],
            source,
            target,
            STATUSES.get(status, SegmentStatus.DRAFT),
            known,
            document,
            number_in(segment) if segment else 0,
            dates[created] if created in dates else self._date(created),
            dates[changed] if changed in dates else self._date(changed),
            creator,
            changer,
            note,
        )

    def _provenance(self, told: str) -> Provenance:
        if len(self._provenances) > _REMEMBERED:
            self._provenances.clear()
        props = {
            attributes_of(attributes).get("type", ""): unescape(content)
            for _, attributes, content in TELLING.findall(told)
        }
        return self._provenances.setdefault(told, provenance(props))

    def _plain(self, match: re.Match[str], number: int) -> TranslationUnit | None:
        here, told, left, left_told, source, right, right_told, target = match.groups()
        codes = attributes_of(left), attributes_of(right)
        pair = self._pair(*(each.get("xml:lang") or each.get("lang") or "" for each in codes))
        if pair is None:
            return None
        there, there_told = codes[1], right_told
        if pair[0]:
            source, target, there, there_told = target, source, codes[0], left_told
        unit = attributes_of(here)
        props: dict[str, str] = {}
        notes: list[str] = []
        for part in (told, there_told):
            note = None
            for kind, attributes, content in TELLING.findall(part):
                content = unescape(content)
                if kind == "prop":
                    props[attributes_of(attributes).get("type", "")] = content
                elif note is None:
                    note = content
            notes.append(note or "")
        return quick_unit(
            unit.get("tuid") or str(number),
            pair[1],
            unescape(source),
            unescape(target),
            STATUSES.get(props.get("x-status", ""), SegmentStatus.DRAFT),
            provenance(props),
            props.get("x-document", ""),
            number_in(props.get("x-segment", "")),
            self._date(unit.get("creationdate") or there.get("creationdate") or ""),
            self._date(unit.get("changedate") or there.get("changedate") or ""),
            unit.get("creationid") or there.get("creationid") or "",
            unit.get("changeid") or there.get("changeid") or "",
            notes[0] or notes[1],
        )

    def _parsed(self, text: str, number: int) -> TranslationUnit | None:
        parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            element = etree.fromstring(text.strip().encode(), parser)
        except etree.XMLSyntaxError:
            raise NotPlain from None
        if element.tag != "tu" or "<?xml" in text:
            raise NotPlain
        return element_unit(element, number, self._options, self._tally.languages)

    def _pair(self, left: str, right: str) -> tuple[bool, tuple[str, str]] | None:
        """Tell whether the sides are the other way round, and their codes; None: others."""
        key = left, right
        try:
            return self._pairs[key]
        except KeyError:
            pass
        codes = [language(left), language(right)]
        self._tally.languages.update(codes)
        pair = self._options.pair
        source, target = choose(codes, pair.source), choose(codes, pair.target)
        if len(self._pairs) > _REMEMBERED or (source == target and source is not None):
            raise NotPlain
        self._pairs[key] = (
            None
            if source is None or target is None
            else (source == 1, (codes[source], codes[target]))
        )
        return self._pairs[key]

    def _date(self, text: str) -> datetime | None:
        if text not in self._dates:
            if len(self._dates) > _REMEMBERED:
                self._dates = {"": None}
            self._dates[text] = date(text)
        return self._dates[text]
