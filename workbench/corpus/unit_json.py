"""Translation units as JSON values and back, with everything the workbench knows of them.

What :func:`value_of` gives, :func:`unit_of` reads back as an equal unit. Reading checks every
type, since the values may come from any file.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from workbench.domain import (
    Bead,
    Origin,
    Place,
    Provenance,
    Remark,
    SegmentKind,
    SegmentStatus,
    TermOutcome,
    TermStrategy,
    TranslationUnit,
    UnitVersion,
    Variant,
)

__all__ = ["details_of", "unit_from_details", "unit_of", "value_of"]

Json = dict[str, Any]

_NAMES = frozenset(
    (
        *("uid", "source", "target", "status", "provenance", "document", "segment", "created"),
        *("changed", "creator", "changer", "note", "bead", "history", "remarks", "place"),
    )
)
_LARGEST = 2**53
"""Numbers beyond this are not the same in every reader of JSON (RFC 8259, 6)."""


def value_of(unit: TranslationUnit) -> Json:
    """Return a unit as a JSON object."""
    return {
        "uid": unit.uid,
        "source": {"language": unit.source.language, "text": unit.source.text},
        "target": {"language": unit.target.language, "text": unit.target.text},
        "status": str(unit.status),
        "provenance": _provenance_value(unit.provenance),
        "document": unit.document,
        "segment": unit.segment,
        "created": _moment_value(unit.created),
        "changed": _moment_value(unit.changed),
        "creator": unit.creator,
        "changer": unit.changer,
        "note": unit.note,
        "bead": unit.bead
        and {
            "source": list(unit.bead.source),
            "target": list(unit.bead.target),
            "probability": unit.bead.probability,
        },
        "history": [_version_value(version) for version in unit.history],
        **_whole_value(unit),
    }


def unit_of(value: object) -> TranslationUnit:
    """Read a unit; fields that may be empty may also be missing.

    Raises:
        ValueError: The value is no unit.
    """
    values = _object(value)
    if unknown := values.keys() - _NAMES:
        raise ValueError(f"{min(unknown)!r} is no field of a unit")
    return TranslationUnit(
        uid=_text(values["uid"] if "uid" in values else _missing("uid")),
        source=_variant(values, "source"),
        target=_variant(values, "target"),
        status=SegmentStatus(values.get("status") or _missing("status")),
        provenance=_provenance(_object(values.get("provenance") or _missing("provenance"))),
        document=_text(values.get("document", "")),
        segment=_number(values.get("segment", 0)),
        created=_moment(values.get("created")),
        changed=_moment(values.get("changed")),
        creator=_text(values.get("creator", "")),
        changer=_text(values.get("changer", "")),
        note=_text(values.get("note", "")),
        bead=_bead(values.get("bead")),
        history=tuple(_version(_object(each)) for each in _list(values.get("history", []))),
        remarks=tuple(_remark(_object(each)) for each in _list(values.get("remarks", []))),
        place=None if values.get("place") is None else _place(_object(values["place"])),
    )


def details_of(unit: TranslationUnit, source: str, target: str) -> Json:
    """Return what is not empty of a unit, without its texts and status.

    Args:
        unit: The unit.
        source: Language that its source side usually has; another one is noted.
        target: Language of the target side likewise.
    """
    kept: Json = {"uid": unit.uid, "provenance": _told(unit.provenance)}
    for name in ("document", "segment", "creator", "changer", "note"):
        if value := getattr(unit, name):
            kept[name] = value
    for name in ("created", "changed"):
        if moment := getattr(unit, name):
            kept[name] = moment.isoformat()
    if unit.bead or unit.history:
        whole = value_of(unit)
        kept |= {name: whole[name] for name in ("bead", "history") if whole[name]}
    kept |= _whole_value(unit)
    if (unit.source.language, unit.target.language) != (source, target):
        kept["languages"] = [unit.source.language, unit.target.language]
    return kept


def unit_from_details(
    details: Mapping[str, Any], sides: tuple[Variant, Variant], status: str
) -> TranslationUnit:
    """Take :func:`details_of` back."""
    values = dict(details)
    languages = values.pop("languages", [side.language for side in sides])
    return unit_of(
        {
            "uid": "",
            **values,
            "source": {"language": languages[0], "text": sides[0].text},
            "target": {"language": languages[1], "text": sides[1].text},
            "status": status,
        }
    )


def _whole_value(unit: TranslationUnit) -> Json:
    """Return remarks and place, where a unit has them."""
    whole: Json = {}
    if unit.remarks:
        whole["remarks"] = [
            {
                "text": remark.text,
                "author": remark.author,
                "at": _moment_value(remark.at),
                "kind": remark.kind,
                "settled": _moment_value(remark.settled),
                "settler": remark.settler,
            }
            for remark in unit.remarks
        ]
    if place := unit.place:
        whole["place"] = {
            "sha256": place.sha256,
            "media_type": place.media_type,
            "kind": str(place.kind),
            "paragraph": place.paragraph,
            "start": place.start,
            "end": place.end,
            "flags": list(place.flags),
        }
    return whole


def _version_value(version: UnitVersion) -> Json:
    value: Json = {
        "text": version.text,
        "status": str(version.status),
        "author": version.author,
        "at": _moment_value(version.at),
        "action": version.action,
        "origin": version.origin and str(version.origin),
    }
    if version.provenance is not None:
        value["provenance"] = _told(version.provenance)
    if version.restores is not None:
        value["restores"] = version.restores
    return value


def _told(provenance: Provenance) -> Json:
    """Return what is not empty of a provenance."""
    told: Json = {"origin": str(provenance.origin)}
    for name in ("engine", "glossary", "author", "raw", "confidence"):
        if (value := getattr(provenance, name)) not in ("", None):
            told[name] = value
    if provenance.flags or provenance.terms:
        whole = _provenance_value(provenance)
        told |= {name: whole[name] for name in ("flags", "terms") if whole[name]}
    return told


def _provenance_value(provenance: Provenance) -> Json:
    return {
        "origin": str(provenance.origin),
        "engine": provenance.engine,
        "glossary": provenance.glossary,
        "author": provenance.author,
        "raw": provenance.raw,
        "confidence": provenance.confidence,
        "flags": list(provenance.flags),
        "terms": [
            {
                "concept": term.concept,
                "source": term.source,
                "start": term.start,
                "end": term.end,
                "target": term.target,
                "strategy": str(term.strategy),
                "score_drop": term.score_drop,
                "suggestion": term.suggestion,
            }
            for term in provenance.terms
        ],
    }


def _provenance(values: Json) -> Provenance:
    return Provenance(
        origin=Origin(values.get("origin") or _missing("origin")),
        engine=_text(values.get("engine", "")),
        glossary=_text(values.get("glossary", "")),
        author=_text(values.get("author", "")),
        raw=_text(values.get("raw", "")),
        confidence=_fraction(values.get("confidence")),
        flags=tuple(_text(flag) for flag in _list(values.get("flags", []))),
        terms=tuple(_term(_object(term)) for term in _list(values.get("terms", []))),
    )


def _term(values: Json) -> TermOutcome:
    return TermOutcome(
        concept=_text(values.get("concept")),
        source=_text(values.get("source")),
        start=_number(values.get("start")),
        end=_number(values.get("end")),
        target=_text(values.get("target")),
        strategy=TermStrategy(values.get("strategy") or _missing("strategy")),
        score_drop=_fraction(values.get("score_drop")) or 0.0,
        suggestion=_text(values.get("suggestion", "")),
    )


def _version(values: Json) -> UnitVersion:
    origin, told, restores = (values.get(name) for name in ("origin", "provenance", "restores"))
    return UnitVersion(
        text=_text(values.get("text")),
        status=SegmentStatus(values.get("status") or _missing("status")),
        author=_text(values.get("author", "")),
        at=_moment(values.get("at")),
        action=_text(values.get("action", "")),
        origin=None if origin is None else Origin(origin),
        provenance=None if told is None else _provenance(_object(told)),
        restores=None if restores is None else _number(restores),
    )


def _remark(values: Json) -> Remark:
    return Remark(
        text=_text(values.get("text")),
        author=_text(values.get("author", "")),
        at=_moment(values.get("at")),
        kind=_text(values.get("kind", "remark")),
        settled=_moment(values.get("settled")),
        settler=_text(values.get("settler", "")),
    )


def _place(values: Json) -> Place:
    return Place(
        sha256=_text(values.get("sha256")),
        media_type=_text(values.get("media_type")),
        kind=SegmentKind(values.get("kind", "sentence")),
        paragraph=_number(values.get("paragraph", 0)),
        start=_number(values.get("start", 0)),
        end=_number(values.get("end", 0)),
        flags=tuple(_text(flag) for flag in _list(values.get("flags", []))),
    )


def _bead(value: object) -> Bead | None:
    if value is None:
        return None
    values = _object(value)
    return Bead(
        tuple(_number(each) for each in _list(values.get("source"))),
        tuple(_number(each) for each in _list(values.get("target"))),
        _fraction(values.get("probability", 1.0)) or 0.0,
    )


def _variant(values: Json, name: str) -> Variant:
    side = _object(values.get(name) or _missing(name))
    return Variant(_text(side.get("language")), _text(side.get("text")))


def _moment_value(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(_text(value))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is missing or of another type")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise ValueError("a number is missing, negative or of another type")
    return value


def _fraction(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError("a number is of another type")
    return float(value)


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise ValueError("an object is missing or of another type")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list is missing or of another type")
    return value


def _missing(name: str) -> Any:
    raise ValueError(f"{name} is missing")
