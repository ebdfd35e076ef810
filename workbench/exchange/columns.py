"""The columns that units have in every table format, and how cells are read and guarded.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula, also one
from a text file. So the text formats put an apostrophe in front of such a cell (OWASP, "CSV
Injection") and take it away when reading; the rule is reversible for every text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.domain import Origin, Provenance, SegmentStatus, TranslationUnit, Variant
from workbench.errors import FormatError
from workbench.exchange.base import UNTRANSLATED, Options, Properties
from workbench.exchange.tmx_units import date, fraction, meant, number_in
from workbench.language import LanguagePair, primary

__all__ = [
    "COLUMNS",
    "columns_of",
    "guard",
    "has_sides",
    "header",
    "row_of",
    "unguard",
    "unit_of",
    "units_in",
]

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

_BASIC = 5
"""How many of them tell status and place."""

_CALLED = {
    "source": ("source", "src", "dutch", "nederlands"),
    "target": ("target", "tgt", "trg", "english", "engels"),
}

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """Take :func:`guard` back."""
    return text[1:] if _GUARDED.match(text) else text


def header(options: Options) -> list[str]:
    """Return the first row: both language codes, then as many of :data:`COLUMNS` as are wanted."""
    level = options.level
    told = 0 if level == Properties.NONE else _BASIC if level == Properties.BASIC else len(COLUMNS)
    return [options.pair.source, options.pair.target, *COLUMNS[:told]]


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
    return cells[: 2 + _BASIC] if options.level == Properties.BASIC else cells


def columns_of(first: Sequence[str], pair: LanguagePair, where: str) -> dict[str, int]:
    """Return the place of each column that a table's first row names.

    The two sides may be called by their language code or ``source`` and ``target``.

    Raises:
        FormatError: One of the two sides is missing, or several columns may be it.
    """
    names = [name.strip().lower() for name in first]
    places = {name: names.index(name) for name in COLUMNS if name in names}
    for side, code in (("source", pair.source), ("target", pair.target)):
        found = _places_of(names, side, code)
        if not found:
            raise FormatError(
                f"no column is called {code} or {side}",
                where=where,
                fix=f"Name the columns in the first row; found: {', '.join(first) or 'nothing'}",
            )
        if len(found) > 1:
            raise FormatError(
                f"several columns may be the {side}: {', '.join(first[each] for each in found)}",
                where=where,
                fix=f"Choose the languages with their regions, or call one column {side}",
            )
        places[side] = found[0]
    return places


def has_sides(first: Sequence[str], pair: LanguagePair) -> bool:
    """Tell whether a first row names a column for each side, or several."""
    names = [name.strip().lower() for name in first]
    sides = (("source", pair.source), ("target", pair.target))
    return all(_places_of(names, side, code) for side, code in sides)


def _places_of(names: Sequence[str], side: str, code: str) -> list[int]:
    """Return the places of the columns that may be a side, by their names in lower case."""
    for name in (code.lower(), primary(code), *_CALLED[side]):
        if name in names:
            return [names.index(name)]
    # A column called nl-NL, where nl was asked for.
    return meant(names, code)


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
            confidence=fraction(cell("confidence")),
            flags=tuple(cell("flags").split()),
        ),
        document=cell("document"),
        segment=number_in(cell("segment")),
        created=date(cell("created")),
        changed=date(cell("changed")),
        creator=cell("creator"),
        changer=cell("changer"),
        note=cell("note"),
    )


def units_in(
    rows: Iterator[Sequence[Any]], path: str, options: Options
) -> Iterator[TranslationUnit]:
    """Yield the units of a table whose first row names its columns.

    Raises:
        FormatError: The table is empty or one of the two sides has no column.
    """
    first = next(rows, None)
    if first is None:
        raise FormatError("the table is empty", where=path)
    places = columns_of(["" if cell is None else str(cell) for cell in first], options.pair, path)
    for number, row in enumerate(rows, 1):
        cells = ["" if cell is None else str(cell) for cell in row]
        unit = unit_of(cells, places, number, options.pair)
        if unit is not None:
            yield unit
        else:
            options.pass_over(UNTRANSLATED)
