"""Reading XLIFF 1.x and 2.x of any tool, streaming; the version is found in the file.

A segment is a unit: of 2.x each ``segment``, of 1.x each ``trans-unit``. Inline codes are dropped
or kept as text. Alternatives (``alt-trans``, matches) are no translations and are left out, and
a file in the opposite direction is read the other way round.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.counts import counted
from workbench.domain import Origin, SegmentStatus, TranslationUnit
from workbench.errors import FormatError
from workbench.exchange.base import OTHER_LANGUAGES, UNTRANSLATED, Options, opened
from workbench.exchange.columns import unit_of
from workbench.exchange.tmx_units import choose, language
from workbench.exchange.xliff import FROM_2, FROM_12, PREFIX
from workbench.exchange.xmlstream import BrokenXml, broken, events, forget, refuse_entities
from workbench.language import LanguagePair

__all__ = ["READER", "XliffReader"]

_TAGS = ("{*}xliff", "{*}file", "{*}unit", "{*}trans-unit")
_NATIVE = frozenset({"bpt", "ept", "ph", "it"})
"""Elements of 1.2 whose content is native code, but for a ``sub`` inside."""

_ALTERNATIVES = frozenset({"alt-trans", "matches", "glossary", "bin-unit", "skeleton"})
_ORIGINS = {
    "leveraged-mt": Origin.MACHINE,
    "mt-suggestion": Origin.MACHINE,
    "leveraged-tm": Origin.MEMORY,
    "tm-suggestion": Origin.MEMORY,
    "exact-match": Origin.MEMORY,
    "fuzzy-match": Origin.MEMORY,
}


@dataclass(slots=True)
class _File:
    """What is known from the elements around a unit."""

    version: str = ""
    source: str = ""
    target: str = ""
    document: str = ""
    units: int = 0
    found: int = 0
    languages: set[str] = field(default_factory=set)


class XliffReader:
    """Reads XLIFF; see :class:`workbench.exchange.base.Reader`."""

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the units with both sides, in file order.

        Raises:
            FormatError: Broken XML, with the number of the unit; no XLIFF at all; or a file in
                other languages.
            SecurityError: The file declares entities.
            InputError: The file can't be opened.
        """
        about = _File()
        with opened(path) as file:
            try:
                for event, element in events(file, _TAGS):
                    name = _name(element)
                    if event == "start":
                        _begin(about, name, element, path)
                    elif name in ("unit", "trans-unit"):
                        if about.version:
                            yield from _units(element, about, options)
                        forget(element)
            except BrokenXml as error:
                if not about.version:
                    raise _no_xliff(path) from error
                raise broken(error, where=str(path), behind=f"unit {about.units}") from error
        if not about.version:
            raise _no_xliff(path)
        if about.units and not about.found and about.languages:
            raise FormatError(
                f"no unit is {options.pair} ({counted(about.units, 'unit')} in the file)",
                where=str(path),
                fix=f"Languages in the file: {', '.join(sorted(about.languages))}",
            )


def _no_xliff(path: Path) -> FormatError:
    return FormatError("this is no XLIFF file", where=str(path))


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _begin(about: _File, name: str, element: Any, path: Path) -> None:
    if name == "xliff":
        refuse_entities(element, str(path))
        about.version = element.get("version") or "1.2"
        if not about.version.startswith(("1.", "2.")):
            raise FormatError(f"XLIFF {about.version[:20]} is not known", where=str(path))
        about.source = language(element.get("srcLang") or "")
        about.target = language(element.get("trgLang") or "")
    elif name == "file":
        about.document = element.get("original") or ""
        if about.version.startswith("1."):
            about.source = language(element.get("source-language") or "")
            about.target = language(element.get("target-language") or "")


def _units(element: Any, about: _File, options: Options) -> Iterator[TranslationUnit]:
    if any(_name(above) in _ALTERNATIVES for above in element.iterancestors()):
        return
    if about.version.startswith("1."):
        parts = [(element, _told_12(element))]
    else:
        segments = [child for child in element.iterchildren() if _name(child) == "segment"]
        parts = [(child, _told_2(element, child, len(segments) > 1)) for child in segments]
    for part, told in parts:
        about.units += 1
        sides = {_name(child): child for child in part.iterchildren()}
        if "source" not in sides or "target" not in sides:
            options.pass_over(UNTRANSLATED)
            continue
        keep = options.inline == "keep"
        texts = _text(sides["source"], keep=keep), _text(sides["target"], keep=keep)
        source = language(sides["source"].get(_XML_LANG) or about.source)
        target = language(sides["target"].get(_XML_LANG) or about.target)
        about.languages.update(code for code in (source, target) if code)
        pair = _pair(source, target, options.pair)
        if pair is None:
            options.pass_over(OTHER_LANGUAGES)
            continue
        codes, turned = pair
        about.found += 1
        values = {
            **told,
            "document": about.document,
            "source": texts[1] if turned else texts[0],
            "target": texts[0] if turned else texts[1],
        }
        unit = _unit(values, codes, about.units)
        if unit is not None:
            yield unit
        else:
            options.pass_over(UNTRANSLATED)


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _pair(source: str, target: str, wanted: LanguagePair) -> tuple[LanguagePair, bool] | None:
    """Return the codes in the wanted order, and whether the file has them the other way round."""
    # A file that doesn't say its languages is taken at its word by whoever reads it.
    codes = [source or wanted.source, target or wanted.target]
    first, second = choose(codes, wanted.source), choose(codes, wanted.target)
    if first is None or second is None or first == second:
        return None
    return LanguagePair(codes[first], codes[second]), first == 1


def _unit(values: Mapping[str, str], pair: LanguagePair, number: int) -> TranslationUnit | None:
    names = {name: place for place, name in enumerate(values)}
    return unit_of(list(values.values()), names, number, pair)


def _told_12(element: Any) -> dict[str, str]:
    target = next((child for child in element.iterchildren() if _name(child) == "target"), None)
    told: dict[str, str] = {}
    state = target.get("state") if target is not None else None
    qualifier = (target.get("state-qualifier") if target is not None else None) or ""
    status = FROM_12.get(state or "", SegmentStatus.DRAFT)
    if element.get("approved") == "yes":
        status = SegmentStatus.APPROVED
    if qualifier.startswith("rejected"):
        status = SegmentStatus.REJECTED
    told["origin"] = str(_ORIGINS.get(qualifier, Origin.MEMORY))
    notes = []
    for child in element.iterchildren():
        if _name(child) == "note" and child.text:
            notes.append(child.text)
        elif _name(child) == "context-group" and child.get("name") == PREFIX:
            told |= {
                str(context.get("context-type", "")).removeprefix("x-"): context.text or ""
                for context in child.iterchildren()
                if _name(context) == "context"
            }
    told["uid"] = element.get("resname") or element.get("id") or ""
    told["note"] = "\n".join(notes)
    # Another tool may have changed the state and left our own note of it alone.
    if _state_says(told.get("status"), state, status, "1"):
        told["status"] = str(status)
    return told


def _told_2(unit: Any, segment: Any, several: bool) -> dict[str, str]:
    told: dict[str, str] = {"origin": str(Origin.MEMORY)}
    notes = []
    for child in unit.iterchildren():
        if _name(child) == "notes":
            notes += [note.text for note in child.iterchildren() if note.text]
        elif _name(child) == "metadata":
            told |= {
                str(meta.get("type", "")): meta.text or ""
                for group in child.iterchildren()
                if group.get("category") == PREFIX
                for meta in group.iterchildren()
                if _name(meta) == "meta"
            }
    state = segment.get("state")
    status = FROM_2.get(state or "", SegmentStatus.DRAFT)
    if segment.get("subState") == f"{PREFIX}:{SegmentStatus.REJECTED}":
        status = SegmentStatus.REJECTED
    uid = unit.get("name") or unit.get("id") or ""
    told["uid"] = f"{uid}-{segment.get('id') or ''}".rstrip("-") if several else uid
    told["note"] = "\n".join(notes)
    if _state_says(told.get("status"), state, status, "2"):
        told["status"] = str(status)
    return told


def _state_says(noted: str | None, state: str | None, status: SegmentStatus, version: str) -> bool:
    """Tell whether the state counts, and not the status that our own writer noted beside it."""
    from workbench.exchange.xliff import TO_2, TO_12

    if noted not in list(SegmentStatus):
        return True
    table = TO_12 if version == "1" else TO_2
    return state is not None and table[SegmentStatus(noted)] != state and noted != status


def _text(element: Any, *, keep: bool) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(_inline(child, keep=keep))
        parts.append(child.tail or "")
    return "".join(parts)


def _inline(child: Any, *, keep: bool) -> str:
    name = _name(child)
    if name == "cp":
        return _character(child.get("hex") or "")
    inner = _text(child, keep=keep)
    if keep:
        attributes = "".join(f' {key}="{value}"' for key, value in child.attrib.items())
        return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"
    if name in _NATIVE:
        subs = (part for part in child.iterchildren() if _name(part) == "sub")
        return "".join(_text(part, keep=False) for part in subs)
    # The marks around a segment or term are no codes: their text counts.
    return inner


def _character(hexadecimal: str) -> str:
    try:
        return chr(int(hexadecimal, 16)) if len(hexadecimal) <= 8 else ""
    except (ValueError, OverflowError):
        return ""


READER = XliffReader()
