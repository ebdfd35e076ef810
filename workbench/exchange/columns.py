"""The columns that units have in every table format, and how cells are read and guarded.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula, also one
from a text file. So the text formats put an apostrophe in front of such a cell (OWASP, "CSV
Injection") and take it away when reading; the rule is reversible for every text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit, Variant
from workbench.errors import FormatError
from workbench.exchange.base import Options, Properties
from workbench.language import LanguagePair, primary

__all__ = ["COLUMNS", "columns_of", "guard", "header", "row_of", "unguard", "unit_of", "units_in"]

COLUMNS = (
    "status",
    "note",
    "document",
    "segment",
    "uid",
    "origin",
    "author",
    "engine",
    "glossary",
    "confidence",
    "flags",
    "created",
    "creator",
    "changed",
    "changer",
)
"""Columns behind the two languages."""

_SOURCES = ("source", "src", "dutch", "nederlands")
_TARGETS = ("target", "tgt", "trg", "english", "engels")

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """Take :func:`guard` back."""
    return text[1:] if _GUARDED.match(text) else text


def header(options: Options) -> list[str]:
    """Return the first row: both language codes, then :data:`COLUMNS` if they are wanted."""
    return [
        options.pair.source,
        options.pair.target,
        *(COLUMNS if options.level != Properties.NONE else ()),
    ]


def row_of(unit: TranslationUnit, options: Options) -> list[str]:
    """Return a unit as cells under :func:`header`."""
    cells = [unit.source.text, unit.target.text]
    if options.level != Properties.NONE:
        provenance = unit.provenance
        confidence = provenance.confidence
        cells += [
            str(unit.status),
            unit.note,
            unit.document,
            str(unit.segment or ""),
            unit.uid,
            str(provenance.origin),
            provenance.author,
            provenance.engine,
            provenance.glossary,
            "" if confidence is None else repr(confidence),
            " ".join(provenance.flags),
            unit.created.isoformat() if unit.created else "",
            unit.creator,
            unit.changed.isoformat() if unit.changed else "",
            unit.changer,
        ]
    return cells


def columns_of(first: Sequence[str], pair: LanguagePair, where: str) -> dict[str, int]:
    """Return the place of each column that a table's first row names.

    The two sides may be called by their language code or ``source`` and ``target``.

    Raises:
        FormatError: One of the two sides is missing.
    """
    names = [name.strip().lower() for name in first]
    places = {name: names.index(name) for name in COLUMNS if name in names}
    for side, code, others in (
        ("source", pair.source, _SOURCES),
        ("target", pair.target, _TARGETS),
    ):
        wanted = (code.lower(), primary(code), *others)
        found = next((names.index(name) for name in wanted if name in names), None)
        if found is None:
            raise FormatError(
                f"no column is called {code} or {side}",
                where=where,
                fix=f"Name the columns in the first row; found: {', '.join(first) or 'nothing'}",
            )
        places[side] = found
    return places


def unit_of(
    cells: Sequence[str], places: Mapping[str, int], number: int, pair: LanguagePair
) -> TranslationUnit | None:
    """Return the unit in a row, or None when one of its sides is empty."""

    def cell(name: str) -> str:
        place = places.get(name, len(cells))
        return cells[place] if place < len(cells) else ""

    if not cell("source").strip() or not cell("target").strip():
        return None
    status, origin = cell("status"), cell("origin")
    return TranslationUnit(
        uid=cell("uid") or str(number),
        source=Variant(pair.source, cell("source")),
        target=Variant(pair.target, cell("target")),
        status=SegmentStatus(status) if status in list(SegmentStatus) else SegmentStatus.DRAFT,
        provenance=Provenance(
            origin=Origin(origin) if origin in list(Origin) else Origin.MEMORY,
            engine=cell("engine"),
            glossary=cell("glossary"),
            author=cell("author"),
            confidence=_fraction(cell("confidence")),
            flags=tuple(cell("flags").split()),
        ),
        document=cell("document"),
        segment=int(cell("segment")) if cell("segment").isdecimal() else 0,
        created=_moment(cell("created")),
        changed=_moment(cell("changed")),
        creator=cell("creator"),
        changer=cell("changer"),
        note=cell("note"),
    )


def units_in(
    rows: Iterator[Sequence[Any]], path: str, pair: LanguagePair
) -> Iterator[TranslationUnit]:
    """Yield the units of a table whose first row names its columns.

    Raises:
        FormatError: The table is empty or one of the two sides has no column.
    """
    first = next(rows, None)
    if first is None:
        raise FormatError("the table is empty", where=path)
    places = columns_of(["" if cell is None else str(cell) for cell in first], pair, path)
    for number, row in enumerate(rows, 1):
        unit = unit_of(["" if cell is None else str(cell) for cell in row], places, number, pair)
        if unit is not None:
            yield unit


def _fraction(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
