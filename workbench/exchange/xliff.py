"""Writing XLIFF 2.1 and 1.2, for other translation tools and agencies (OASIS standards).

Statuses become the states of each version and come back from them; what no state says (a
rejection, the origin) is written beside it where the standard allows it: in ``subState`` and the
metadata module of 2.1, in ``state-qualifier`` and ``context`` of 1.2. ``xliff_reader`` reads.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import IO

from workbench import __version__
from workbench.domain import Origin, SegmentStatus, TranslationUnit
from workbench.exchange.base import Options, Properties
from workbench.exchange.columns import COLUMNS, row_of
from workbench.exchange.xmltext import attribute, content, legal

__all__ = [
    "FROM_2",
    "FROM_12",
    "META",
    "PREFIX",
    "TO_2",
    "TO_12",
    "WRITER",
    "WRITER_12",
    "Xliff",
    "Xliff12",
]

NAMESPACE_2 = "urn:oasis:names:tc:xliff:document:2.0"
NAMESPACE_12 = "urn:oasis:names:tc:xliff:document:1.2"
META = "urn:oasis:names:tc:xliff:metadata:2.0"
PREFIX = "workbench"
"""Prefix of our own sub-states (2.1) and category of our metadata."""

TO_2 = {
    SegmentStatus.UNTRANSLATED: "initial",
    SegmentStatus.DRAFT: "translated",
    SegmentStatus.REVIEWED: "reviewed",
    SegmentStatus.APPROVED: "final",
    SegmentStatus.REJECTED: "initial",
}
"""States of XLIFF 2.1 (4.3.1.26 state); a rejected text has to be translated again."""

FROM_2 = {
    "initial": SegmentStatus.DRAFT,
    "translated": SegmentStatus.DRAFT,
    "reviewed": SegmentStatus.REVIEWED,
    "final": SegmentStatus.APPROVED,
}

TO_12 = {
    SegmentStatus.UNTRANSLATED: "needs-translation",
    SegmentStatus.DRAFT: "needs-review-translation",
    SegmentStatus.REVIEWED: "signed-off",
    SegmentStatus.APPROVED: "final",
    SegmentStatus.REJECTED: "needs-translation",
}
"""States of XLIFF 1.2 (2.3, state)."""

FROM_12 = {
    "new": SegmentStatus.DRAFT,
    "needs-translation": SegmentStatus.DRAFT,
    "needs-adaptation": SegmentStatus.DRAFT,
    "needs-l10n": SegmentStatus.DRAFT,
    "needs-review-translation": SegmentStatus.DRAFT,
    "needs-review-adaptation": SegmentStatus.DRAFT,
    "needs-review-l10n": SegmentStatus.DRAFT,
    "translated": SegmentStatus.DRAFT,
    "signed-off": SegmentStatus.REVIEWED,
    "final": SegmentStatus.APPROVED,
}

_QUALIFIERS = {Origin.MACHINE: "leveraged-mt", Origin.MEMORY: "leveraged-tm"}
_REJECTED = "rejected-inaccurate"
_TOLD = tuple(name for name in COLUMNS if name not in ("note", "document"))


class Xliff:
    """Writes XLIFF 2.1; see :class:`workbench.exchange.base.Writer`."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        source, target = options.pair.source, options.pair.target
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<xliff xmlns="{NAMESPACE_2}" xmlns:mda="{META}" version="2.1"'
            f' srcLang="{source}" trgLang="{target}" xml:space="preserve">\n'.encode()
        )
        written = 0
        for number, (document, group) in enumerate(_documents(units, str), 1):
            file.write(f'<file id="f{number}" original="{attribute(document)}">\n'.encode())
            for unit in group:
                written += 1
                file.write(_unit_2(unit, written, options).encode())
            file.write(b"</file>\n")
        if not written:
            # A document without a file element is not valid.
            file.write(b'<file id="f1"><group id="g1"/></file>\n')
        file.write(b"</xliff>\n")
        return written


class Xliff12:
    """Writes XLIFF 1.2; see :class:`workbench.exchange.base.Writer`."""

    def write(self, units: Iterable[TranslationUnit], file: IO[bytes], options: Options) -> int:
        """Write the units that have both sides and return their number."""
        source, target = options.pair.source, options.pair.target
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<xliff xmlns="{NAMESPACE_12}" version="1.2">\n'.encode()
        )
        written = 0
        for document, group in _documents(units, legal):
            file.write(
                f'<file original="{attribute(document) or "corpus"}" datatype="plaintext"'
                f' source-language="{source}" target-language="{target}"'
                f' tool-id="{PREFIX}">\n<header><tool tool-id="{PREFIX}"'
                f' tool-name="nl-en-workbench" tool-version="{attribute(__version__)}"/>'
                "</header>\n<body>\n".encode()
            )
            for unit in group:
                written += 1
                file.write(_unit_12(unit, written, options).encode())
            file.write(b"</body>\n</file>\n")
        if not written:
            file.write(
                f'<file original="corpus" datatype="plaintext" source-language="{source}"'
                f' target-language="{target}"><body/></file>\n'.encode()
            )
        file.write(b"</xliff>\n")
        return written


def _documents(
    units: Iterable[TranslationUnit], held: Callable[[str], str]
) -> Iterator[tuple[str, Iterator[TranslationUnit]]]:
    whole = (
        unit for unit in units if held(unit.source.text).strip() and held(unit.target.text).strip()
    )
    return groupby(whole, key=lambda unit: unit.document)


def _unit_2(unit: TranslationUnit, number: int, options: Options) -> str:
    level = options.level
    state = f' state="{TO_2[unit.status]}"' if level != Properties.NONE else ""
    if level != Properties.NONE and unit.status == SegmentStatus.REJECTED:
        state += f' subState="{PREFIX}:{unit.status}"'
    parts = [f'<unit id="u{number}" name="{attribute(unit.uid)}">\n']
    if level not in (Properties.NONE, Properties.BASIC):
        entries = "".join(
            f'<mda:meta type="{name}">{content(value)}</mda:meta>' for name, value in _told(unit)
        )
        parts.append(
            f'<mda:metadata><mda:metaGroup category="{PREFIX}">{entries}'
            "</mda:metaGroup></mda:metadata>\n"
        )
    if level != Properties.NONE and unit.note:
        parts.append(f"<notes><note>{content(unit.note)}</note></notes>\n")
    parts.append(
        f"<segment{state}><source>{_content_2(unit.source.text)}</source>"
        f"<target>{_content_2(unit.target.text)}</target></segment>\n</unit>\n"
    )
    return "".join(parts)


def _content_2(text: str) -> str:
    """Return element content in which ``cp`` stands for what XML can't hold (4.2.3.1 cp)."""
    if legal(text) == text:
        return content(text)
    return "".join(
        content(char) if legal(char) else f'<cp hex="{ord(char):04X}"/>' for char in text
    )


def _unit_12(unit: TranslationUnit, number: int, options: Options) -> str:
    level = options.level
    state, approved = "", ""
    if level != Properties.NONE:
        approved = ' approved="yes"' if unit.status == SegmentStatus.APPROVED else ""
        state = f' state="{TO_12[unit.status]}"'
        qualifier = _QUALIFIERS.get(unit.provenance.origin)
        if unit.status == SegmentStatus.REJECTED:
            qualifier = _REJECTED
        state += f' state-qualifier="{qualifier}"' if qualifier else ""
    parts = [
        f'<trans-unit id="{number}" resname="{attribute(unit.uid)}"{approved}'
        f' xml:space="preserve"><source>{content(unit.source.text)}</source>'
        f"<target{state}>{content(unit.target.text)}</target>"
    ]
    if level not in (Properties.NONE, Properties.BASIC):
        entries = "".join(
            f'<context context-type="x-{name}">{content(value)}</context>'
            for name, value in _told(unit)
        )
        parts.append(
            f'<context-group name="{PREFIX}" purpose="information">{entries}</context-group>'
        )
    if level != Properties.NONE and unit.note:
        parts.append(f"<note>{content(unit.note)}</note>")
    parts.append("</trans-unit>\n")
    return "".join(parts)


def _told(unit: TranslationUnit) -> Iterator[tuple[str, str]]:
    values = dict(zip(("source", "target", *COLUMNS), row_of(unit, Options()), strict=True))
    for name in _TOLD:
        if values[name] and name != "uid":
            yield name, values[name]


WRITER = Xliff()
WRITER_12 = Xliff12()
