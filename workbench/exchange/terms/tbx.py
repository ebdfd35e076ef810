"""TermBase eXchange: TBX-Basic 3 (ISO 30042:2019, DCA style) and 2 (ISO 30042:2008, MARTIF) out.

What TBX-Basic has no data category for (how a term is recognised and enforced, its forms) goes
into notes that begin with ``workbench:``, which every other tool shows as notes and keeps.
Reading is in ``tbx_reader``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workbench.exchange.terms.base import Entry
from workbench.exchange.terms.tbx_reader import MARK, read_tbx
from workbench.exchange.xmltext import attribute, content, legal
from workbench.glossary.concepts import Concept
from workbench.glossary.rows import concept_cells

__all__ = ["TBX2", "TBX3", "Tbx"]

_OWN = ("nl_forms", "en_forms", "case", "compound", "exceptions", "enforcement", "status", "dnt")
_POS = {"noun": "noun", "verb": "verb", "adjective": "adjective", "name": "noun", "phrase": "other"}
"""Word class to the picklist of TBX-Basic."""

_UNTOLD = ("name", "phrase")
"""Word classes that the picklist does not tell apart; they go along as a note too."""


@dataclass(frozen=True, slots=True)
class Tbx:
    """A version of TBX: what its elements are called.

    Attributes:
        root: Start tag of the document.
        header: Name of the header element.
        entry: Name of a concept.
        language: Name of a language section.
        term: Name of a term section.
    """

    root: str
    header: str
    entry: str
    language: str
    term: str

    def read(self, path: Path, mapping: Mapping[str, str]) -> Iterator[Entry]:
        """Yield the entries; any version and style of TBX is understood.

        Raises:
            FormatError, SecurityError, InputError: As :func:`~.tbx_reader.read_tbx`.
        """
        return read_tbx(path)

    def columns(self, path: Path) -> Sequence[str]:
        """Return nothing: a TBX file has no columns."""
        return ()

    def write(self, concepts: Iterable[Concept], file: IO[bytes]) -> int:
        """Write all concepts and return their number."""
        name = self.root.split()[0]
        file.write(
            (
                '<?xml version="1.0" encoding="UTF-8"?>\n'
                f"<{self.root}>\n<{self.header}><fileDesc><sourceDesc>"
                "<p>Dutch-English glossary, nl-en-workbench</p>"
                f"</sourceDesc></fileDesc></{self.header}>\n<text><body>\n"
            ).encode()
        )
        written = 0
        for concept in concepts:
            file.write("".join(self._entry(concept)).encode())
            written += 1
        file.write(f"</body></text>\n</{name}>\n".encode())
        return written

    def _entry(self, concept: Concept) -> Iterator[str]:
        cells = concept_cells(concept)
        yield f'<{self.entry} id="c-{attribute(cells["concept"])}">\n'
        yield from _transaction(cells)
        if cells["domain"]:
            yield f'<descrip type="subjectField">{content(cells["domain"])}</descrip>\n'
        if cells["note"] and not cells["note"].startswith(MARK):
            yield f"<note>{content(cells['note'])}</note>\n"
        yield from self._own(cells)
        yield from self._terms("nl", cells["pos"], [cells["nl"]], _listed(cells["nl_also"]), [])
        english = cells["en"] or (cells["nl"] if cells["dnt"] else "")
        admitted, forbidden = _listed(cells["admitted"]), _listed(cells["forbidden"])
        preferred = [english] if english else []
        yield from self._terms("en", cells["pos"], preferred, admitted, forbidden)
        yield f"</{self.entry}>\n"

    def _own(self, cells: Mapping[str, str]) -> Iterator[str]:
        names = [name for name in _OWN if cells[name]]
        if cells["note"].startswith(MARK):
            names.append("note")
        if cells["pos"] in _UNTOLD:
            names.append("pos")
        if not _told(cells["changed"]) and cells["changed"]:
            names.append("changed")
        for name in names:
            yield f"<note>{MARK}{name}={content(cells[name])}</note>\n"

    def _terms(
        self,
        language: str,
        pos: str,
        preferred: Sequence[str],
        admitted: Sequence[str],
        forbidden: Sequence[str],
    ) -> Iterator[str]:
        terms = [(text, "preferredTerm-admn-sts") for text in preferred]
        terms += [(text, "admittedTerm-admn-sts") for text in admitted]
        terms += [(text, "deprecatedTerm-admn-sts") for text in forbidden]
        if not any(legal(text) for text, _ in terms):
            return
        yield f'<{self.language} xml:lang="{language}">\n'
        for text, status in terms:
            yield (
                f"<{self.term}><term>{content(text)}</term>"
                f'<termNote type="partOfSpeech">{_POS[pos]}</termNote>'
                f'<termNote type="administrativeStatus">{status}</termNote></{self.term}>\n'
            )
        yield f"</{self.language}>\n"


def _transaction(cells: Mapping[str, str]) -> Iterator[str]:
    author, date = cells["author"], _told(cells["changed"])
    if not author and not date:
        return
    yield '<transacGrp><transac type="transactionType">modification</transac>'
    if author:
        yield f'<transacNote type="responsibility">{content(author)}</transacNote>'
    if date:
        yield f"<date>{date}</date>"
    yield "</transacGrp>\n"


def _told(changed: str) -> str:
    """Return the date if the cell is nothing but a date."""
    return changed if len(changed) == 10 else ""


def _listed(cell: str) -> list[str]:
    return [part for part in cell.split(" ; ") if part]


TBX3 = Tbx(
    'tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"',
    "tbxHeader",
    "conceptEntry",
    "langSec",
    "termSec",
)
TBX2 = Tbx('martif type="TBX-Basic" xml:lang="en"', "martifHeader", "termEntry", "langSet", "tig")
