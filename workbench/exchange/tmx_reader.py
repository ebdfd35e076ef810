"""Reading TMX of any tool, streaming.

Tolerant in form, strict in safety: any encoding XML allows, byte order marks, levels 1 and 2,
TMX 1.1's ``lang`` attribute, more than two languages, missing attributes. A document type that
declares entities is refused, and no DTD is ever fetched. Plain units are read by
:mod:`workbench.exchange.tmx_quick`; this is the parser that has the last word.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from lxml import etree

from workbench.domain import TranslationUnit
from workbench.errors import FormatError, SecurityError
from workbench.exchange.base import Options, opened
from workbench.exchange.tmx_quick import Tally, quick_units
from workbench.exchange.tmx_units import element_unit

__all__ = ["READER", "TmxReader", "read_tmx"]

_BLOCK_BYTES = 1 << 16


class TmxReader:
    """Reads TMX; see :class:`workbench.exchange.base.Reader`."""

    def read(self, path: Path, options: Options) -> Iterator[TranslationUnit]:
        """Yield the units that have both languages, in file order.

        Raises:
            FormatError: Broken XML, with the number of the unit; no TMX at all; or a file
                without any unit in the two languages.
            SecurityError: The file declares entities.
            InputError: The file can't be opened.
        """
        with opened(path) as file:
            tally = Tally()
            whole = yield from quick_units(file, options, tally)
            if not whole:
                file.seek(0)
                yield from _units(file, path, options, tally)
            elif tally.units and not tally.found:
                raise _other_languages(path, options, tally)


def read_tmx(path: Path, *, options: Options | None = None) -> Iterator[TranslationUnit]:
    """Read a TMX file; see :meth:`TmxReader.read`."""
    return READER.read(path, options or Options())


def _units(
    file: IO[bytes], path: Path, options: Options, tally: Tally
) -> Iterator[TranslationUnit]:
    """Yield the units behind those that are counted already."""
    number = 0
    started = False
    try:
        for event, element in _elements(file):
            if event == "start":
                if element.tag == "tmx":
                    started = True
                    _refuse_entities(element, path)
                continue
            if element.tag != "tu" or not started:
                continue
            number += 1
            if number > tally.units:
                tally.units = number
                unit = element_unit(element, number, options, tally.languages)
                if unit is not None:
                    tally.found += 1
                    yield unit
            _forget(element)
    except etree.XMLSyntaxError as error:
        if not started:
            raise FormatError("this is no TMX file", where=str(path)) from error
        raise FormatError(
            f"broken XML ({_reason(error)})",
            where=f"{path}, behind unit {number}, line {error.lineno}",
            fix="Mend or export it again",
        ) from error
    if not started:
        raise FormatError("this is no TMX file", where=str(path))
    if tally.units and not tally.found:
        raise _other_languages(path, options, tally)


def _other_languages(path: Path, options: Options, tally: Tally) -> FormatError:
    return FormatError(
        f"none of the {tally.units} units is {options.pair}",
        where=str(path),
        fix=f"Languages in the file: {', '.join(sorted(tally.languages)) or 'none'}",
    )


def _elements(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    # Not etree.iterparse: that forgets what it has read of a block when the block is broken
    # further on, and then nobody knows behind which unit.
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=("tmx", "tu"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        while block := file.read(_BLOCK_BYTES):
            parser.feed(block)
            yield from parser.read_events()
        parser.close()
    except etree.XMLSyntaxError:
        yield from parser.read_events()
        raise
    yield from parser.read_events()


def _reason(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or "").split(", line")[0]


def _refuse_entities(root: Any, path: Path) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise SecurityError(
            "the file declares XML entities", where=str(path), fix="Export it without a DTD"
        )


def _forget(element: Any) -> None:
    # Keeps memory constant: what was read is dropped, also from its parent's list of children.
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


READER = TmxReader()
