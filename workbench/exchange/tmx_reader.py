"""Reading TMX of any tool, streaming.

Tolerant in form, strict in safety: any encoding XML allows, byte order marks, levels 1 and 2,
TMX 1.1's ``lang`` attribute, more than two languages, missing attributes. A document type that
declares entities is refused, and no DTD is ever fetched. Plain units are read by
:mod:`workbench.exchange.tmx_quick`; this is the parser that has the last word.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from workbench.counts import counted
from workbench.domain import TranslationUnit
from workbench.errors import FormatError
from workbench.exchange.base import OTHER_LANGUAGES, Options, opened
from workbench.exchange.tmx_quick import Tally, quick_units
from workbench.exchange.tmx_units import element_unit
from workbench.exchange.xmlstream import BrokenXml, broken, events, forget, refuse_entities

__all__ = ["READER", "TmxReader", "read_tmx"]


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
        for event, element in events(file, ("tmx", "tu")):
            if event == "start":
                if element.tag == "tmx":
                    started = True
                    refuse_entities(element, str(path))
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
                else:
                    options.pass_over(OTHER_LANGUAGES)
            forget(element)
    except BrokenXml as error:
        if not started:
            raise FormatError("this is no TMX file", where=str(path)) from error
        raise broken(error, where=str(path), behind=f"unit {number}") from error
    if not started:
        raise FormatError("this is no TMX file", where=str(path))
    if tally.units and not tally.found:
        raise _other_languages(path, options, tally)


def _other_languages(path: Path, options: Options, tally: Tally) -> FormatError:
    return FormatError(
        f"no unit is {options.pair} ({counted(tally.units, 'unit')} in the file)",
        where=str(path),
        fix=f"Languages in the file: {', '.join(sorted(tally.languages)) or 'none'}",
    )


READER = TmxReader()
