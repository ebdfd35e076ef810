"""Reading TMX of any tool, streaming.

Tolerant in form, strict in safety: any encoding XML allows, byte order marks, levels 1 and 2,
TMX 1.1's ``lang`` attribute, more than two languages, missing attributes. A document type that
declares entities is refused, and no DTD is ever fetched.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from lxml import etree

from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit, Variant
from workbench.errors import FormatError, SecurityError, SettingsError
from workbench.exchange.base import Options, opened
from workbench.language import canonical, primary

__all__ = ["READER", "TmxReader", "read_tmx"]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_CODE = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements that hold native codes; ``hi`` only marks running text (TMX 1.4b, content markup)."""

_BLOCK_BYTES = 1 << 16

_STATUSES = {str(status): status for status in SegmentStatus}
_ORIGINS = {str(origin): origin for origin in Origin}


class TmxReader:
    """Reads TMX; see :class:`workbench.exchange.base.Reader`."""

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the units that have both languages, in file order.

        Raises:
            FormatError: Broken XML, with the number of the unit; no TMX at all; or a file
                without any unit in the two languages.
            SecurityError: The file declares entities.
            InputError: The file can't be opened.
        """
        with opened(path) as file:
            yield from _units(file, path, options)


def read_tmx(path: Path, *, options: Options | None = None) -> Iterator[TranslationUnit]:
    """Read a TMX file; see :meth:`TmxReader.read`."""
    return READER.read(path, options or Options())


def _units(file: IO[bytes], path: Path, options: Options) -> Iterator[TranslationUnit]:
    number = found = 0
    languages: set[str] = set()
    started = False
    try:
        for event, element in _elements(file):
            if event == "start":
                if element.tag == "tmx":
                    started = True
                    _refuse_entities(element, path)
                continue
            if element.tag != "tu" or not started:
                continue
            number += 1
            unit = _unit(element, number, options, languages)
            _forget(element)
            if unit is not None:
                found += 1
                yield unit
    except etree.XMLSyntaxError as error:
        if not started:
            raise FormatError("this is no TMX file", where=str(path)) from error
        raise FormatError(
            f"broken XML ({_reason(error)})",
            where=f"{path}, behind unit {number}, line {error.lineno}",
            fix="Mend or export it again",
        ) from error
    if not started:
        raise FormatError("this is no TMX file", where=str(path))
    if number and not found:
        raise FormatError(
            f"none of the {number} units is {options.pair}",
            where=str(path),
            fix=f"Languages in the file: {', '.join(sorted(languages)) or 'none'}",
        )


def _elements(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    # Not etree.iterparse: that forgets what it has read of a block when the block is broken
    # further on, and then nobody knows behind which unit.
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=("tmx", "tu"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        while block := file.read(_BLOCK_BYTES):
            parser.feed(block)
            yield from parser.read_events()
        parser.close()
    except etree.XMLSyntaxError:
        yield from parser.read_events()
        raise
    yield from parser.read_events()


def _reason(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or "").split(", line")[0]


def _refuse_entities(root: Any, path: Path) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise SecurityError(
            "the file declares XML entities", where=str(path), fix="Export it without a DTD"
        )


def _forget(element: Any) -> None:
    # Keeps memory constant: what was read is dropped, also from its parent's list of children.
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _unit(
    element: Any, number: int, options: Options, languages: set[str]
) -> TranslationUnit | None:
    keep = options.inline == "keep"
    variants: list[tuple[str, str, Any]] = []
    for tuv in element.iterchildren("tuv"):
        language = _canonical(tuv.get(_XML_LANG) or tuv.get("lang") or "")
        languages.add(language)
        seg = tuv.find("seg")
        if seg is not None:
            variants.append((language, _text(seg, keep=keep), tuv))
    source = _choose(variants, options.pair.source)
    target = _choose(variants, options.pair.target)
    if source is None or target is None:
        return None
    tuv = target[2]
    props = {
        prop.get("type", ""): prop.text or ""
        for holder in (element, tuv)
        for prop in holder.iterchildren("prop")
    }
    here, there = element.attrib, tuv.attrib
    return TranslationUnit(
        uid=here.get("tuid") or str(number),
        source=Variant(source[0], source[1]),
        target=Variant(target[0], target[1]),
        status=_STATUSES.get(props.get("x-status", ""), SegmentStatus.DRAFT),
        provenance=_provenance(props),
        document=props.get("x-document", ""),
        segment=_number(props.get("x-segment", "")),
        created=_date(here.get("creationdate") or there.get("creationdate")),
        changed=_date(here.get("changedate") or there.get("changedate")),
        creator=here.get("creationid") or there.get("creationid") or "",
        changer=here.get("changeid") or there.get("changeid") or "",
        note=element.findtext("note") or tuv.findtext("note") or "",
    )


def _provenance(props: dict[str, str]) -> Provenance:
    probability = props.get("x-probability") or props.get("x-confidence") or ""
    try:
        confidence = float(probability) if probability else None
    except ValueError:
        confidence = None
    return Provenance(
        origin=_ORIGINS.get(props.get("x-origin", ""), Origin.MEMORY),
        engine=props.get("x-engine", ""),
        glossary=props.get("x-glossary", ""),
        author=props.get("x-author", ""),
        confidence=confidence,
        flags=tuple(props.get("x-flags", "").split()),
    )


@lru_cache(maxsize=1000)
def _canonical(tag: str) -> str:
    try:
        return canonical(tag)
    except SettingsError:
        return tag


def _choose(variants: list[tuple[str, str, Any]], wanted: str) -> tuple[str, str, Any] | None:
    for variant in variants:
        if variant[0] == wanted:
            return variant
    if "-" not in wanted:
        for variant in variants:
            if variant[0].split("-")[0].lower() == primary(wanted):
                return variant
    return None


def _text(element: Any, *, keep: bool) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(_tagged(child) if keep else _stripped(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _stripped(child: Any) -> str:
    return "" if child.tag in _CODE else _text(child, keep=False)


def _tagged(child: Any) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in child.attrib.items())
    inner = _text(child, keep=True)
    if not inner:
        return f"<{child.tag}{attributes}/>"
    return f"<{child.tag}{attributes}>{inner}</{child.tag}>"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _date(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


READER = TmxReader()
