"""JSON Lines: the workbench's own form, one unit a line, with everything it knows of it.

Reading what was written gives equal units, whatever characters they hold (RFC 8259; lines end
with a line feed only, as https://jsonlines.org asks).
"""

import dataclasses
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from workbench.domain import (
    Origin,
    Provenance,
    SegmentStatus,
    TermOutcome,
    TermStrategy,
    TranslationUnit,
    Variant,
)
from workbench.errors import FormatError
from workbench.exchange.base import Options, opened

__all__ = ["READER", "WRITER", "JsonlReader", "JsonlWriter"]

_MAX_LINE_BYTES = 64 * 1024 * 1024


class JsonlWriter:
    """Writes JSON Lines; see :class:`workbench.exchange.base.Writer`."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        written = 0
        for unit in units:
            if not unit.source.text.strip() or not unit.target.text.strip():
                continue
            unit = dataclasses.replace(
                unit,
                source=Variant(options.pair.source, unit.source.text),
                target=Variant(options.pair.target, unit.target.text),
            )
            file.write(_line(unit))
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
                if line.strip():
                    yield _unit(line, where)


def _line(unit: TranslationUnit) -> bytes:
    values = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in dataclasses.asdict(unit).items()
    }
    try:
        return (json.dumps(values, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8; JSON can write it as an escape.
        return (json.dumps(values) + "\n").encode()


def _unit(line: bytes, where: str) -> TranslationUnit:
    try:
        values = json.loads(line)
        provenance = values.pop("provenance")
        terms = tuple(
            TermOutcome(**{**term, "strategy": TermStrategy(term["strategy"])})
            for term in provenance.pop("terms")
        )
        unit = TranslationUnit(
            source=_variant(values.pop("source")),
            target=_variant(values.pop("target")),
            status=SegmentStatus(values.pop("status")),
            provenance=Provenance(
                origin=Origin(provenance.pop("origin")),
                flags=tuple(provenance.pop("flags")),
                terms=terms,
                **provenance,
            ),
            created=_moment(values.pop("created")),
            changed=_moment(values.pop("changed")),
            **values,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FormatError("the line is no translation unit", where=where) from error
    return unit


def _variant(values: dict[str, Any]) -> Variant:
    variant = Variant(**values)
    if not isinstance(variant.text, str) or not isinstance(variant.language, str):
        raise TypeError
    return variant


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


READER = JsonlReader()
WRITER = JsonlWriter()
