"""What a unit from anywhere must keep to, so that every database can hold all of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from workbench.corpus.comments import HAND_BACK, LONGEST, REMARK
from workbench.corpus.unit_json import value_of
from workbench.domain import Provenance, SegmentStatus, TranslationUnit

__all__ = ["problem_of"]

_LONGEST_TEXT = 1_000_000
_LARGEST = 2**31 - 1
_HEXADECIMAL = frozenset("0123456789abcdef")


def problem_of(unit: TranslationUnit) -> str:
    """Return why a unit can't be put into a store, or an empty text."""
    for side, text in (("source", unit.source.text), ("target", unit.target.text)):
        if not text.strip():
            return f"the {side} is empty"
        if len(text) > _LONGEST_TEXT:
            return f"the {side} is longer than {_LONGEST_TEXT} characters"
    if unit.status == SegmentStatus.UNTRANSLATED:
        return "it has a translation, but its status says that it has none"
    for what, value, most in _bounded(unit):
        if len(value) > most:
            return f"the {what} is longer than {most} characters"
    if not _storable(unit):
        return "it holds characters that no database can store"
    if not all(map(_representable, _moments(unit))):
        return "one of its dates is out of range"
    return _wrong_numbers(unit) or _wrong_parts(unit)


def _wrong_numbers(unit: TranslationUnit) -> str:
    fractions = [told.confidence for told in _provenances(unit) if told.confidence is not None]
    if unit.bead is not None:
        fractions.append(unit.bead.probability)
    # Also false for what is no number at all.
    if not all(0 <= fraction <= 1 for fraction in fractions):
        return "a probability is not between 0 and 1"
    place = unit.place
    numbers = [unit.segment] + ([place.paragraph, place.start, place.end] if place else [])
    return "" if max(numbers) <= _LARGEST else f"a number is larger than {_LARGEST}"


def _wrong_parts(unit: TranslationUnit) -> str:
    for remark in unit.remarks:
        if not remark.text.strip() or remark.kind not in (REMARK, HAND_BACK):
            return "a remark is empty or of an unknown kind"
    if unit.place and not (len(unit.place.sha256) == 64 and {*unit.place.sha256} <= _HEXADECIMAL):
        return "the checksum of its document is none"
    return ""


def _bounded(unit: TranslationUnit) -> Iterator[tuple[str, str, int]]:
    yield from (("name of its author", name, 200) for name in (unit.creator, unit.changer))
    for told in _provenances(unit):
        yield "name of its author", told.author, 200
        yield "version of the glossary", told.glossary, 100
    for version in unit.history:
        yield "name of an author", version.author, 200
        yield "kind of a change", version.action, 20
    for remark in unit.remarks:
        yield "name of who remarked", remark.author, 200
        yield "name of who settled a remark", remark.settler, 200
        yield "remark", remark.text, LONGEST
    yield "note", unit.note, LONGEST
    yield "language code", max(unit.source.language, unit.target.language, key=len), 20
    if unit.place:
        yield "format of its document", unit.place.media_type, 100


def _provenances(unit: TranslationUnit) -> Iterator[Provenance]:
    yield unit.provenance
    yield from (version.provenance for version in unit.history if version.provenance)


def _moments(unit: TranslationUnit) -> Iterator[datetime]:
    found = [unit.created, unit.changed, *(version.at for version in unit.history)]
    for remark in unit.remarks:
        found += (remark.at, remark.settled)
    yield from (moment for moment in found if moment is not None)


def _representable(moment: datetime) -> bool:
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return False
    return True


def _storable(unit: TranslationUnit) -> bool:
    """Whether no text in a unit holds a NUL or half a character."""
    line = json.dumps(value_of(unit), ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    # Escaped it looks like a NUL of JSON; a text may say so too, with a backslash before it.
    return "\\u0000" not in line or not any("\0" in text for text in _texts(value_of(unit)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
