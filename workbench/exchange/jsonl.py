"""JSON Lines: the workbench's own form, one unit a line, with everything it knows of it.

Reading what was written gives equal units, whatever characters they hold: status, provenance
with the machine's own text and the terms, flags, history, remarks, place, bead and probability
(RFC 8259; lines end with a line feed only, as https://jsonlines.org asks). Where less is wanted,
``basic`` leaves out what made the target and when, and ``none`` also the place and the note.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from workbench.corpus.unit_json import unit_of, value_of
from workbench.domain import Provenance, TranslationUnit, Variant
from workbench.errors import FormatError
from workbench.exchange.base import Options, Properties, opened
from workbench.language import LanguagePair, primary

__all__ = ["READER", "WRITER", "JsonlReader", "JsonlWriter"]

_MAX_LINE_BYTES = 64 * 1024 * 1024
_LONGEST_REASON = 120
_FIX = "Export it again with `workbench export`, of this version or an earlier one"


class JsonlWriter:
    """Writes JSON Lines; see :class:`workbench.exchange.base.Writer`."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        written = 0
        for unit in units:
            if unit.source.text.strip() and unit.target.text.strip():
                file.write(_line(_kept(_in(options.pair, unit), options.level)))
                written += 1
        return written


class JsonlReader:
    """Reads JSON Lines; see :class:`workbench.exchange.base.Reader`."""

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the units.

        Raises:
            FormatError: A line is no unit; its number is said.
            InputError: The file can't be opened.
        """
        with opened(path) as file:
            number = 0
            while line := file.readline(_MAX_LINE_BYTES + 1):
                number += 1
                where = f"{path}, line {number}"
                if len(line) > _MAX_LINE_BYTES:
                    raise FormatError("the line is longer than 64 MB", where=where)
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if line.strip():
                    yield _unit(line, where)


def _in(pair: LanguagePair, unit: TranslationUnit) -> TranslationUnit:
    """Give a unit the codes of a pair, if they are of its own languages."""
    if primary(unit.source.language) != primary(pair.source):
        return unit
    return replace(
        unit,
        source=Variant(pair.source, unit.source.text),
        target=Variant(pair.target, unit.target.text),
    )


def _kept(unit: TranslationUnit, level: Properties) -> TranslationUnit:
    if level in (Properties.USUAL, Properties.ALL):
        return unit
    basic = level == Properties.BASIC
    return TranslationUnit(
        uid=unit.uid,
        source=unit.source,
        target=unit.target,
        status=unit.status,
        provenance=Provenance(unit.provenance.origin),
        document=unit.document if basic else "",
        segment=unit.segment if basic else 0,
        note=unit.note if basic else "",
    )


def _line(unit: TranslationUnit) -> bytes:
    values = value_of(unit)
    try:
        return (json.dumps(values, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8; JSON can write it as an escape.
        return (json.dumps(values) + "\n").encode()


def _unit(line: bytes, where: str) -> TranslationUnit:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        what = "the line is no translation unit (it is no JSON)"
        raise FormatError(what, where=where, fix=_FIX) from error
    try:
        return unit_of(values)
    except (ValueError, RecursionError, OverflowError) as error:
        reason = str(error)[:_LONGEST_REASON]
        raise FormatError(
            f"the line is no translation unit ({reason})", where=where, fix=_FIX
        ) from error


READER = JsonlReader()
WRITER = JsonlWriter()
