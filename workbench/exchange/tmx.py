"""Writing TMX 1.4b, the format of translation memories (LISA OSCAR, 26 April 2005).

The writer makes files that are valid against ``tmx14.dtd``: the DTD knows no namespaces and
wants notes and props before the first ``tuv``; white space in ``seg`` is significant, so nothing
is ever indented inside one. ``tmx_reader`` reads.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from workbench import __version__
from workbench.domain import Origin, TranslationUnit
from workbench.exchange.base import Options, atomic
from workbench.exchange.xmltext import attribute, content, legal

__all__ = ["WRITER", "TmxWriter", "write_tmx"]

_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'


class TmxWriter:
    """Writes TMX 1.4b; see :class:`workbench.exchange.base.Writer`."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        file.write(_head(options).encode())
        written = 0
        for unit in units:
            if not legal(unit.source.text).strip() or not legal(unit.target.text).strip():
                continue
            file.write(_tu(unit, options).encode())
            written += 1
        file.write(b"</body>\n</tmx>\n")
        return written


def write_tmx(
    units: Iterable[TranslationUnit], path: Path, *, options: Options | None = None
) -> int:
    """Write a TMX file atomically and return the number of units in it.

    Raises:
        StoreError: The file can't be written.
    """
    with atomic(path) as file:
        return WRITER.write(units, file, options or Options())


def _head(options: Options) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{_DOCTYPE}\n"
        '<tmx version="1.4">\n'
        f'<header creationtool="nl-en-workbench" creationtoolversion="{attribute(__version__)}"'
        f' segtype="sentence" o-tmf="nl-en-workbench" adminlang="en"'
        f' srclang="{attribute(options.pair.source)}" datatype="plaintext"'
        f' creationdate="{_date(options.moment or datetime.now(UTC))}" o-encoding="UTF-8"/>\n'
        "<body>\n"
    )


def _tu(unit: TranslationUnit, options: Options) -> str:
    parts = [f'<tu tuid="{attribute(unit.uid)}" datatype="plaintext"']
    for name, value in (
        ("creationdate", _date(unit.created) if unit.created else ""),
        ("creationid", unit.creator),
        ("changedate", _date(unit.changed) if unit.changed else ""),
        ("changeid", unit.changer),
    ):
        if value:
            parts.append(f' {name}="{attribute(value)}"')
    parts.append(">\n")
    if options.properties:
        if unit.note:
            parts.append(f"<note>{content(unit.note)}</note>\n")
        parts.extend(
            f'<prop type="{name}">{content(value)}</prop>\n'
            for name, value in _properties(unit)
            if value
        )
    for variant, language in (
        (unit.source, options.pair.source),
        (unit.target, options.pair.target),
    ):
        parts.append(
            f'<tuv xml:lang="{attribute(language)}"><seg>{content(variant.text)}</seg></tuv>\n'
        )
    parts.append("</tu>\n")
    return "".join(parts)


def _properties(unit: TranslationUnit) -> Iterator[tuple[str, str]]:
    provenance = unit.provenance
    yield "x-document", unit.document
    yield "x-segment", str(unit.segment) if unit.segment else ""
    yield "x-status", str(unit.status)
    yield "x-origin", str(provenance.origin)
    yield "x-author", provenance.author
    yield "x-engine", provenance.engine
    yield "x-glossary", provenance.glossary
    if provenance.confidence is not None:
        name = "x-probability" if provenance.origin == Origin.ALIGNED else "x-confidence"
        yield name, f"{provenance.confidence:.4f}"
    yield "x-flags", " ".join(provenance.flags)


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


WRITER = TmxWriter()
