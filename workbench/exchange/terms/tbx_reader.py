"""Reading TBX of any tool, streaming: versions 2 and 3, data categories as attributes or as tags.

Tolerant in form, strict in safety: ``martif`` and ``tbx``, ``tig`` and ``ntig``, both namespaces of
version 3, regions in language codes. A document type that declares entities is refused, and no DTD
is ever fetched.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from workbench.counts import counted
from workbench.errors import FormatError
from workbench.exchange.base import opened
from workbench.exchange.terms.base import Entry
from workbench.exchange.xmlstream import BrokenXml, broken, events, forget, refuse_entities
from workbench.glossary.concepts import PartOfSpeech, TermStatus
from workbench.glossary.rows import COLUMNS

__all__ = ["MARK", "PARTS", "read_tbx"]

MARK = "workbench:"
"""How a note begins that carries a column of the workbench."""

PARTS = {
    "noun": PartOfSpeech.NOUN,
    "verb": PartOfSpeech.VERB,
    "adjective": PartOfSpeech.ADJECTIVE,
    "other": PartOfSpeech.PHRASE,
    "propernoun": PartOfSpeech.NAME,
}
"""TBX word class, without spaces and in lower case, to ours."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_HOLDERS = ("descrip", "admin", "termNote", "transac", "transacNote", "adminNote", "descripNote")
_STATUSES = {
    "preferred": TermStatus.PREFERRED,
    "admitted": TermStatus.ADMITTED,
    "deprecated": TermStatus.FORBIDDEN,
    "superseded": TermStatus.FORBIDDEN,
    "forbidden": TermStatus.FORBIDDEN,
    "notrecommended": TermStatus.FORBIDDEN,
    "obsolete": TermStatus.FORBIDDEN,
}
_Facts = dict[str, list[str]]
_Term = tuple[str, TermStatus | None, _Facts]


def read_tbx(path: Path) -> Iterator[Entry]:
    """Yield the entries of a TBX file as glossary cells, in file order.

    Deprecated and superseded English terms become forbidden ones; Dutch ones are still found in
    texts, so they count as other Dutch terms. A definition joins the note.

    Raises:
        FormatError: Broken XML, with the number of the entry; no TBX at all; or none of the
            entries is Dutch.
        SecurityError: The file declares entities.
        InputError: The file can't be opened.
    """
    with opened(path) as file:
        yield from _entries(file, path)


def _entries(file: IO[bytes], path: Path) -> Iterator[Entry]:
    number = dutch = 0
    languages: set[str] = set()
    started = False
    try:
        for event, element in events(file):
            name = _local(element)
            if event == "start":
                if not started:
                    if name not in ("tbx", "martif", "TBX"):
                        raise FormatError("this is no TBX file", where=path.name)
                    started = True
                    refuse_entities(element, path.name)
                continue
            if name not in _ENTRIES:
                continue
            number += 1
            cells = _cells(element, languages)
            dutch += bool(cells.get("nl"))
            forget(element)
            yield Entry(number, cells)
    except BrokenXml as error:
        if not started:
            raise FormatError("this is no TBX file", where=path.name) from error
        raise broken(error, where=path.name, behind=f"entry {number}") from error
    if not started:
        raise FormatError("this is no TBX file", where=path.name)
    if number and not dutch:
        raise FormatError(
            f"no entry has a Dutch term ({counted(number, 'entry', 'entries')} in the file)",
            where=path.name,
            fix=f"Languages in the file: {', '.join(sorted(languages)) or 'none'}",
        )


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _cells(entry: Any, languages: set[str]) -> dict[str, str]:
    concept = _facts(entry, stop=_LANGUAGES)
    terms: dict[str, list[_Term]] = defaultdict(list)
    notes = list(concept.pop("note", ()))
    for section in entry:
        if _local(section) not in _LANGUAGES:
            continue
        language = (section.get(_LANG) or section.get("lang") or "").casefold().split("-")[0]
        language = language.split("_")[0]
        languages.add(language)
        here = _facts(section, stop=_TERMS)
        for name in ("definition", "subjectField"):
            concept.setdefault(name, []).extend(here.get(name, []))
        if language in ("nl", "en"):
            terms[language] += (term for term in map(_term, section) if term)
    cells = {
        "concept": (entry.get("id") or "").removeprefix("c-"),
        "domain": "; ".join(dict.fromkeys(concept.get("subjectField", ()))),
        **_sides(terms),
    }
    own = dict(
        note.removeprefix(MARK).split("=", 1)
        for note in notes
        if note.startswith(MARK) and "=" in note
    )
    free = [note for note in notes if not note.startswith(MARK)]
    cells["note"] = "; ".join(dict.fromkeys([*concept.get("definition", ()), *free]))
    cells["author"] = next(iter(concept.get("responsibility", ())[-1:]), "")
    cells["changed"] = next(iter(concept.get("date", ())[-1:]), "")
    cells = {name: value for name, value in cells.items() if value}
    cells |= {name: value for name, value in own.items() if name in COLUMNS and name != "concept"}
    if cells.get("dnt") and cells.get("en") == cells.get("nl"):
        del cells["en"]
    if not own:
        _as_usual(cells)
    return cells


def _as_usual(cells: dict[str, str]) -> None:
    """Fit an entry of another tool: the first English term is preferred; without one, proposed."""
    if not cells.get("en") and cells.get("admitted"):
        cells["en"], _, rest = cells["admitted"].partition(" ; ")
        cells["admitted"] = rest
    if not cells.get("en"):
        cells["status"] = "proposed"


def _sides(terms: dict[str, list[_Term]]) -> dict[str, str]:
    dutch, english = terms["nl"], terms["en"]
    dutch = sorted(dutch, key=_rank)
    good = [term for term in english if term[1] is not TermStatus.FORBIDDEN]
    good = sorted(good, key=_rank)
    bad = [term[0] for term in english if term[1] is TermStatus.FORBIDDEN]
    first = good[0] if good and good[0][1] is not TermStatus.ADMITTED else None
    others = [text for text, _, _ in (good[1:] if first else good)]
    allowed = {text.casefold() for text, _, _ in good}
    parts = [part for term in dutch + english for part in term[2].get("partOfSpeech", ())]
    return {
        "nl": dutch[0][0] if dutch else "",
        "nl_also": _join([text for text, _, _ in dutch[1:]]),
        "en": first[0] if first else "",
        "admitted": _join(others),
        "forbidden": _join([text for text in bad if text.casefold() not in allowed]),
        "pos": _part(parts, dutch[0][0] if dutch else ""),
    }


def _rank(term: _Term) -> int:
    """Preferred terms first; where no status is given, the first term counts as preferred."""
    order = (TermStatus.PREFERRED, None, TermStatus.ADMITTED, TermStatus.FORBIDDEN)
    return order.index(term[1])


def _join(texts: list[str]) -> str:
    return " ; ".join(dict.fromkeys(text.replace(";", ",") for text in texts))


def _part(parts: list[str], term: str) -> str:
    if not parts:
        return ""
    part = PARTS.get(parts[0].replace(" ", "").casefold())
    if part is PartOfSpeech.PHRASE and " " not in term:
        return ""
    return part.value if part else ""


def _term(section: Any) -> _Term | None:
    if _local(section) not in _TERMS:
        return None
    text = next((_text(node) for node in section.iter() if _local(node) == "term"), "")
    if not text:
        return None
    facts = _facts(section, stop=("term",))
    told = [*facts.get("administrativeStatus", ()), *facts.get("normativeAuthorization", ())]
    word = told[0].casefold().removesuffix("-admn-sts").removesuffix("term") if told else ""
    return text, _STATUSES.get(word.replace("-", "").replace(" ", "")), facts


def _facts(element: Any, *, stop: tuple[str, ...]) -> _Facts:
    """Return what an element says about itself, by data category; groups are looked into."""
    found: _Facts = defaultdict(list)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = _local(child)
        if name in stop:
            continue
        if name.endswith("Grp"):
            for inner, texts in _facts(child, stop=stop).items():
                found[inner] += texts
        elif name in _HOLDERS:
            found[child.get("type") or name].append(_text(child))
        elif text := _text(child):
            found[name].append(text)
    return found


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
