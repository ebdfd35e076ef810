"""Which segments a reviewer wants to see, in which order: one wish with all its conditions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.corpus import rows as reading
from workbench.corpus.database import Database
from workbench.corpus.effort import ORDERS, ordered
from workbench.corpus.filters import Filters
from workbench.domain import Origin, SegmentStatus
from workbench.errors import SettingsError
from workbench.glossary.concepts import Glossary
from workbench.quality.calibration import Calibration
from workbench.workflow import document_checks
from workbench.workflow.confidence import calibration_of

__all__ = ["NEEDS_WORK", "filters_of", "positions"]

NEEDS_WORK = (SegmentStatus.UNTRANSLATED, SegmentStatus.DRAFT, SegmentStatus.REJECTED)
"""Statuses that wait for a reviewer."""

_TEXTS = ("text", "pattern", "author", "term", "assignee", "comments", "within")
_SWITCHES = ("case", "words", "repeats")
_KNOWN = {
    *_TEXTS,
    *_SWITCHES,
    *("show", "statuses", "origins", "below", "above", "check", "severity", "order"),
}


def filters_of(wish: Mapping[str, Any]) -> Filters:
    """Return the filters of a wish as it comes over JSON; see :func:`positions`.

    Raises:
        SettingsError: A name or value is not known.
    """
    unknown = sorted(set(wish) - _KNOWN)
    if unknown:
        raise SettingsError(f"there is no filter {unknown[0]!r}", fix=f"Known: {sorted(_KNOWN)}")
    values: dict[str, Any] = {}
    for name in _TEXTS:
        value = wish.get(name, "")
        if not isinstance(value, str):
            raise SettingsError(f"filter {name} must be a text")
        if value:
            values[name] = value
    for name in _SWITCHES:
        if wish.get(name):
            values[name] = True
    for name in ("below", "above"):
        value = wish.get(name)
        if value is not None:
            if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
                raise SettingsError(f"filter {name} must be a number from 0 to 1")
            values[name] = float(value)
    statuses = [_member(SegmentStatus, value) for value in _list(wish, "statuses")]
    origins = [_member(Origin, value) for value in _list(wish, "origins")]
    show = wish.get("show", "")
    if show == "work":
        statuses, values["translatable"] = list(NEEDS_WORK), True
    elif show == "flagged":
        values["problems"] = True
    elif show in list(SegmentStatus):
        statuses, values["translatable"] = [SegmentStatus(show)], True
    elif show:
        raise SettingsError(f"there is no filter {show!r}")
    if statuses:
        values["translatable"] = True
    return Filters(statuses=tuple(statuses), origins=tuple(origins), **values)


def positions(
    database: Database,
    document_id: int,
    wish: Mapping[str, Any],
    *,
    glossary: Glossary | None = None,
) -> list[int]:
    """Return the positions of the segments that a wish leaves, in its order.

    Args:
        database: The store.
        document_id: The document.
        wish: ``show`` (a status, ``work`` or ``flagged``), ``statuses``, ``origins``, ``text``,
            ``pattern``, ``within`` (``both``, ``source``, ``target``), ``case``, ``words``,
            ``author``, ``assignee`` (``-`` for nobody), ``term``, ``comments`` (``open``,
            ``any``), ``repeats``, ``below`` and ``above`` (confidence as it is shown: calibrated
            where enough is known), ``check`` (name of a check), ``severity`` (``error``,
            ``warning``), ``order`` (``position``, ``effort``, ``confidence``, ``changed``). All
            that are given must hold.
        glossary: For the checks of terms.

    Raises:
        SettingsError: A name or value is not known, or a pattern takes too long.
        NotFoundError: There is no such document.
    """
    order = wish.get("order") or "position"
    if order not in ORDERS:
        raise SettingsError(f"there is no order {order!r}", fix=f"Known: {', '.join(ORDERS)}")
    filters = filters_of(wish)
    learned = Calibration()
    if order == "effort" or filters.below is not None or filters.above is not None:
        learned = calibration_of(database, document_id)
    found = reading.positions(database, document_id, filters=_as_shown(filters, learned))
    check, severity = str(wish.get("check", "")), str(wish.get("severity", ""))
    if check or severity:
        named = check if check != "any" else ""
        marked = set(
            document_checks.positions_with(
                database, document_id, named, severity=severity, glossary=glossary
            )
        )
        found = [position for position in found if position in marked]
    return ordered(database, document_id, found, order, learned=learned)


def _as_shown(filters: Filters, learned: Calibration) -> Filters:
    """Return filters whose bounds of confidence, given as it is shown, fit what is stored."""
    below, above = filters.below, filters.above
    return replace(
        filters,
        below=None if below is None else learned.confidence_of(below),
        above=None if above is None else learned.confidence_of(above),
    )


def _list(wish: Mapping[str, Any], name: str) -> list[Any]:
    value = wish.get(name) or []
    if not isinstance(value, list):
        raise SettingsError(f"filter {name} must be a list")
    return value


def _member(kind: Any, value: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise SettingsError(f"there is no filter {value!r}", fix=f"Known: {list(kind)}") from None
