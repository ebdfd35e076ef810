"""What a TMX unit says: its two languages, its texts with or without tags, dates and props."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit, Variant
from workbench.errors import SettingsError
from workbench.exchange.base import Options
from workbench.language import canonical, primary

__all__ = [
    "PROPS",
    "STATUSES",
    "choose",
    "date",
    "element_unit",
    "fraction",
    "language",
    "meant",
    "number_in",
    "provenance",
]

PROPS = (
    "x-document",
    "x-segment",
    "x-status",
    "x-origin",
    "x-author",
    "x-engine",
    "x-glossary",
    "x-confidence",
    "x-probability",
    "x-hter",
    "x-flags",
    "x-bead",
    "x-raw",
)
"""The props that the workbench writes, in their order."""

STATUSES = {str(status): status for status in SegmentStatus}

_ORIGINS = {str(origin): origin for origin in Origin}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODE = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Elements that hold native codes, and text only in a ``sub``; ``hi`` just marks running text.

TMX 1.4b, content markup.
"""


def element_unit(
    element: Any, number: int, options: Options, languages: set[str]
) -> TranslationUnit | None:
    """Return the unit of a parsed ``tu``, or None when it lacks one of the languages.

    Args:
        element: The element.
        number: Its number in the file, which names it when nothing else does.
        options: Languages wanted, and what becomes of inline tags.
        languages: Gets the languages of the unit.
    """
    keep = options.inline == "keep"
    variants: list[tuple[str, str, Any]] = []
    for tuv in element.iterchildren("tuv"):
        code = language(tuv.get(_XML_LANG) or tuv.get("lang") or "")
        languages.add(code)
        seg = tuv.find("seg")
        if seg is not None:
            variants.append((code, _text(seg, keep=keep), tuv))
    codes = [variant[0] for variant in variants]
    first, second = choose(codes, options.pair.source), choose(codes, options.pair.target)
    if first is None or second is None:
        return None
    source, target = variants[first], variants[second]
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
        status=STATUSES.get(props.get("x-status", ""), SegmentStatus.DRAFT),
        provenance=provenance(props),
        document=props.get("x-document", ""),
        segment=number_in(props.get("x-segment", "")),
        created=date(here.get("creationdate") or there.get("creationdate")),
        changed=date(here.get("changedate") or there.get("changedate")),
        creator=here.get("creationid") or there.get("creationid") or "",
        changer=here.get("changeid") or there.get("changeid") or "",
        note=element.findtext("note") or tuv.findtext("note") or "",
    )


@lru_cache(maxsize=1000)
def language(tag: str) -> str:
    """Return a language code in canonical case, or as it is when it is none."""
    try:
        return canonical(tag)
    except SettingsError:
        return tag


def choose(codes: list[str], wanted: str) -> int | None:
    """Return which of the languages is the wanted one, or one of its regions if it has none."""
    for place, code in enumerate(codes):
        if code == wanted:
            return place
    if "-" not in wanted:
        for place, code in enumerate(codes):
            if code.split("-")[0].lower() == primary(wanted):
                return place
    return None


def meant(names: Iterable[str], wanted: str) -> list[int]:
    """Return the places of the names that are the wanted code, or of its regions if it has none.

    For headings and file endings, which need not be languages: ``nl-comment`` is no Dutch.
    """
    codes = [_code(name) for name in names]
    exact = [place for place, code in enumerate(codes) if code == wanted]
    if exact or "-" in wanted:
        return exact
    return [place for place, code in enumerate(codes) if code.split("-")[0] == wanted]


def _code(name: str) -> str:
    """Return a name as a language code, empty when it is none."""
    try:
        return canonical(name)
    except SettingsError:
        return ""


def provenance(props: dict[str, str]) -> Provenance:
    """Return what the props say of where a target came from."""
    probability = props.get("x-probability") or props.get("x-confidence") or ""
    return Provenance(
        origin=_ORIGINS.get(props.get("x-origin", ""), Origin.MEMORY),
        engine=props.get("x-engine", ""),
        glossary=props.get("x-glossary", ""),
        author=props.get("x-author", ""),
        raw=props.get("x-raw", ""),
        confidence=fraction(probability),
        flags=tuple(props.get("x-flags", "").split()),
    )


def number_in(text: str) -> int:
    """Return a whole number, 0 when it is none."""
    return int(text) if len(text) < 16 and text.isascii() and text.isdigit() else 0


def fraction(text: str) -> float | None:
    """Return a number from 0 to 1, None when it is none; spreadsheets may have written 0,93."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def date(text: str | None) -> datetime | None:
    """Return a date as TMX or ISO 8601 write it, None when it is none; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text) if text else None
        if moment is None or moment.tzinfo is None:
            return moment and moment.replace(tzinfo=UTC)
        # The first and last day there is have no time in other zones.
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def _text(element: Any, *, keep: bool) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(_tagged(child) if keep else _stripped(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _stripped(child: Any) -> str:
    if child.tag in _CODE:
        return "".join(_text(part, keep=False) for part in child.iterchildren("sub"))
    return _text(child, keep=False)


def _tagged(child: Any) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in child.attrib.items())
    inner = _text(child, keep=True)
    if not inner:
        return f"<{child.tag}{attributes}/>"
    return f"<{child.tag}{attributes}>{inner}</{child.tag}>"
