"""What is wrong with a TMX file that no DTD can see: dates, codes, ids, characters, empty sides.

The rules are those of TMX 1.4b that its DTD leaves to prose: dates as ``YYYYMMDDThhmmssZ``
(section "Attributes", ISO 8601), language codes of RFC 5646 that agree with ``srclang``, unique
``tuid``, own property types with ``x-``. A file without problems here that is also valid
against ``tmx14.dtd`` was read by every tool it was tried with (docs/exchange.md).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from workbench.errors import FormatError, SettingsError
from workbench.exchange.base import opened
from workbench.exchange.xmlstream import BrokenXml, broken, forget, refuse_entities
from workbench.language import canonical

__all__ = ["Problem", "check_tmx"]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BLOCK_BYTES = 1 << 16
_HEADER = (
    *("creationtool", "creationtoolversion", "segtype", "o-tmf"),
    *("adminlang", "srclang", "datatype"),
)
_DATES = ("creationdate", "changedate", "lastusagedate")
_DATE = re.compile(r"\d{8}T\d{6}Z")
# C0 and C1 controls but for tab, line feed and carriage return; noncharacters (Unicode 23.7).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a TMX file.

    Attributes:
        unit: Number of the unit, from 1; 0 for the header and the file.
        line: Line of the element in the file.
        code: ``date``, ``language``, ``id``, ``character``, ``empty``, ``header``, ``property``,
            ``variants`` or ``encoding``.
        message: What is wrong, for people.
    """

    unit: int
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        place = f"unit {self.unit}, line {self.line}" if self.unit else f"line {self.line}"
        return f"{place}: {self.message} ({self.code})"


def check_tmx(path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a TMX file, in file order and constant memory.

    Raises:
        FormatError: It is no well-formed XML or no TMX.
        SecurityError: It declares entities.
        InputError: It can't be opened.
    """
    with opened(path) as file:
        yield from _encoding(file.read(200))
        file.seek(0)
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=("tmx", "header", "tu"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        state = _State(path)
        try:
            while block := file.read(_BLOCK_BYTES):
                parser.feed(block)
                yield from state.problems(parser)
            parser.close()
        except BrokenXml as error:
            raise broken(error, where=str(path), behind=f"unit {state.number}") from error
        yield from state.problems(parser)
        if not state.started:
            raise FormatError("this is no TMX file", where=str(path))


def _encoding(head: bytes) -> Iterator[Problem]:
    if head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        yield Problem(0, 1, "encoding", "a byte order mark, which some tools take for text")
    declared = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([\w.-]+)", head)
    if declared is None or declared[1].lower() != b"utf-8":
        yield Problem(0, 1, "encoding", "no declaration of UTF-8")


class _State:
    """What has to be remembered from one element to the next."""

    def __init__(self, path: Path) -> None:
        self.number = 0
        self.started = False
        self._path = path
        self._source = "*all*"
        self._ids: set[bytes] = set()

    def problems(self, parser: Any) -> Iterator[Problem]:
        for event, element in parser.read_events():
            if event == "start":
                if element.tag == "tmx":
                    self._begin(element)
                    if element.get("version") != "1.4":
                        yield _at(element, 0, "header", "the version is not 1.4")
                continue
            if element.tag == "header":
                yield from self._header(element)
            elif element.tag == "tu":
                self.number += 1
                yield from self._unit(element)
                forget(element)

    def _begin(self, element: Any) -> None:
        self.started = True
        refuse_entities(element, str(self._path))

    def _header(self, element: Any) -> Iterator[Problem]:
        for name in _HEADER:
            if not element.get(name):
                yield _at(element, 0, "header", f"the header has no {name}")
        self._source = element.get("srclang", "*all*")
        for name in ("srclang", "adminlang"):
            code = element.get(name, "")
            if code and code != "*all*" and not _is_canonical(code):
                yield _at(
                    element, 0, "language", f"{code!r} is no language code as RFC 5646 has it"
                )
        yield from _attributes(element, 0)

    def _unit(self, element: Any) -> Iterator[Problem]:
        number = self.number
        yield from _attributes(element, number)
        name = element.get("tuid")
        if name is not None:
            digest = hashlib.blake2b(name.encode(), digest_size=12).digest()
            if digest in self._ids:
                yield _at(element, number, "id", f"the tuid {name!r} was there before")
            self._ids.add(digest)
        languages = []
        for tuv in element.iterchildren("tuv"):
            yield from _attributes(tuv, number)
            code = tuv.get(_XML_LANG) or ""
            languages.append(code)
            if not _is_canonical(code):
                what = f"{code!r} is no language code as RFC 5646 has it"
                yield _at(tuv, number, "language", what)
            seg = tuv.find("seg")
            text = "" if seg is None else "".join(seg.itertext())
            if not text.strip():
                yield _at(tuv, number, "empty", f"the side in {code or 'no language'} is empty")
            if found := _CONTROL.search(text):
                what = f"the character U+{ord(found.group()):04X} in the text"
                yield _at(tuv, number, "character", what)
        if len(languages) < 2:
            yield _at(element, number, "variants", "fewer than two sides")
        elif len(set(languages)) < len(languages):
            yield _at(element, number, "variants", "two sides in the same language")
        source = element.get("srclang", self._source)
        if source != "*all*" and languages and source not in languages:
            yield _at(element, number, "language", f"no side is in the source language {source!r}")


def _attributes(element: Any, number: int) -> Iterator[Problem]:
    for name in _DATES:
        date = element.get(name)
        if date is not None and not _is_date(date):
            yield _at(element, number, "date", f"{name} {date!r} is not like 20260131T235959Z")
    for prop in element.iterchildren("prop"):
        kind = prop.get("type", "")
        if not kind.startswith("x-"):
            yield _at(prop, number, "property", f"the property type {kind!r} has no x- in front")
        if found := _CONTROL.search(prop.text or ""):
            what = f"the character U+{ord(found.group()):04X} in the property {kind}"
            yield _at(prop, number, "character", what)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y%m%dT%H%M%SZ")
    except ValueError:
        return False
    return True


def _is_canonical(code: str) -> bool:
    try:
        return canonical(code) == code
    except SettingsError:
        return False


def _at(element: Any, unit: int, code: str, message: str) -> Problem:
    return Problem(unit, int(element.sourceline or 0), code, message)
