"""Writing TMX 1.4b, the format of translation memories (LISA OSCAR, 26 April 2005).

The writer makes files that are valid against ``tmx14.dtd``: the DTD knows no namespaces and
wants notes and props before the first ``tuv``; white space in ``seg`` is significant, so nothing
is ever indented inside one. ``tmx_reader`` reads.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO

from workbench import __version__
from workbench.domain import Origin, Provenance, TranslationUnit
from workbench.exchange.base import Options, Properties, atomic
from workbench.exchange.xmltext import attribute, content

__all__ = ["WRITER", "TmxWriter", "write_tmx"]

_VARIANT_END = "</seg></tuv>\n"
_UNIT_END = "</seg></tuv>\n</tu>\n"
_AT_ONCE = 200
"""Units that are written to the file at once."""

_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'


class TmxWriter:
    """Writes TMX 1.4b; see :class:`workbench.exchange.base.Writer`."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        file.write(_head(options).encode())
        level = options.level
        left, right = (
            f'<tuv xml:lang="{attribute(code)}"><seg>'
            for code in (options.pair.source, options.pair.target)
        )
        written = 0
        lines: list[str] = []
        for unit in units:
            source, target = content(unit.source.text), content(unit.target.text)
            if _empty(source) or _empty(target):
                continue
            lines.append(
                f"{_about(unit, level)}{left}{source}{_VARIANT_END}{right}{target}{_UNIT_END}"
            )
            written += 1
            if len(lines) > _AT_ONCE:
                file.write("".join(lines).encode())
                lines.clear()
        file.write("".join(lines).encode())
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


def _empty(escaped: str) -> bool:
    # A carriage return is white space too, though it is written as a reference.
    return not escaped.strip() or ("&#13;" in escaped and not escaped.replace("&#13;", "").strip())


def _about(unit: TranslationUnit, level: Properties) -> str:
    """Return the beginning of a unit, up to its variants."""
    created, changed = unit.created, unit.changed
    head = (
        f'<tu tuid="{attribute(unit.uid)}" datatype="plaintext"'
        f"{_dated('creation', created, unit.creator)}{_dated('change', changed, unit.changer)}>\n"
    )
    if level == Properties.NONE:
        return head
    told = (
        f"{head}{_told(unit.note, unit.document)}"
        + (f'<prop type="x-segment">{unit.segment}</prop>\n' if unit.segment else "")
        + f'<prop type="x-status">{unit.status.value}</prop>\n'
    )
    if level == Properties.BASIC:
        return told
    told += _origin(unit.provenance)
    if unit.hter is not None:
        told += f'<prop type="x-hter">{unit.hter:.4f}</prop>\n'
    if unit.bead is not None:
        bead = f"{len(unit.bead.source)}-{len(unit.bead.target)}"
        told += f'<prop type="x-bead">{bead}</prop>\n'
    if level == Properties.ALL and unit.provenance.raw:
        told += f'<prop type="x-raw">{content(unit.provenance.raw)}</prop>\n'
    return told


@lru_cache(maxsize=4096)
def _dated(what: str, moment: datetime | None, who: str) -> str:
    date = f' {what}date="{_date(moment)}"' if moment else ""
    return f'{date} {what}id="{attribute(who)}"' if who else date


@lru_cache(maxsize=1024)
def _told(note: str, document: str) -> str:
    told = f"<note>{content(note)}</note>\n" if note else ""
    return f'{told}<prop type="x-document">{content(document)}</prop>\n' if document else told


@lru_cache(maxsize=1024)
def _origin(provenance: Provenance) -> str:
    name = "x-probability" if provenance.origin == Origin.ALIGNED else "x-confidence"
    confidence = provenance.confidence
    return "".join(
        f'<prop type="{kind}">{content(value)}</prop>\n'
        for kind, value in (
            ("x-origin", provenance.origin.value),
            ("x-author", provenance.author),
            ("x-engine", provenance.engine),
            ("x-glossary", provenance.glossary),
            (name, "" if confidence is None else f"{confidence:.4f}"),
            ("x-flags", " ".join(provenance.flags)),
        )
        if value
    )


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


WRITER = TmxWriter()
