"""A row of a glossary file and the concept it stands for, in both directions.

Columns a terminologist can read; a cell with several values separates them with `` ; ``.
Missing columns take their defaults, unknown ones are kept as they are.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from workbench.glossary.concepts import (
    CaseRule,
    CompoundRule,
    Concept,
    ConceptStatus,
    Enforcement,
    PartOfSpeech,
    Term,
    TermStatus,
)
from workbench.language import DUTCH, ENGLISH

__all__ = ["ALIASES", "COLUMNS", "RowError", "concept_cells", "concept_of", "slug"]

COLUMNS = (
    "concept",
    "domain",
    "nl",
    "nl_also",
    "nl_forms",
    "en",
    "en_forms",
    "admitted",
    "forbidden",
    "pos",
    "case",
    "compound",
    "exceptions",
    "enforcement",
    "status",
    "dnt",
    "note",
    "author",
    "changed",
)
"""Columns of a full glossary file, in their order."""

ALIASES = {
    "id": "concept",
    "dutch": "nl",
    "nederlands": "nl",
    "source": "nl",
    "bron": "nl",
    "nl-nl": "nl",
    "english": "en",
    "engels": "en",
    "target": "en",
    "doel": "en",
    "en-gb": "en",
    "en-us": "en",
    "nl_other": "nl_also",
    "en_admitted": "admitted",
    "en_forbidden": "forbidden",
    "part_of_speech": "pos",
    "comment": "note",
}
"""Other names under which a column is understood."""

MAX_TERM = 300
"""Characters of a term, at most; longer cells are sentences in the wrong file."""

_ALSO = "&"
_YES = frozenset(("yes", "ja", "true", "1", "x"))
_NO = frozenset(("", "no", "nee", "false", "0"))
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SPACE = re.compile(r"\s+")
_Choice = TypeVar("_Choice", bound=StrEnum)


class RowError(Exception):
    """What is wrong in a row: column and message."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(f"{column}: {message}")
        self.column = column
        self.message = message


def slug(text: str) -> str:
    """Return an id made of a term: *De-escalatie* gives ``de-escalatie``."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "concept"


def concept_of(
    cells: Mapping[str, str], *, default_id: str, file: str
) -> tuple[Concept, list[RowError]]:
    """Return the concept of a row and everything that is wrong with it.

    The concept is usable only when the list is empty.
    """
    problems: list[RowError] = []

    def choice(column: str, kind: type[_Choice], default: _Choice) -> _Choice:
        text = cells.get(column, "").casefold()
        try:
            return kind(text) if text else default
        except ValueError:
            known = ", ".join(kind)
            problems.append(RowError(column, f"{text!r} is not one of {known}"))
            return default

    def words(column: str) -> tuple[str, ...]:
        parts = [clean(column, part) for part in cells.get(column, "").split(";")]
        return tuple(dict.fromkeys(part for part in parts if part))

    def clean(column: str, text: str) -> str:
        text = unicodedata.normalize("NFC", text)
        if any(unicodedata.category(mark) == "Cc" and not mark.isspace() for mark in text):
            problems.append(RowError(column, "a control character"))
            return ""
        if len(text) > MAX_TERM and column != "note":
            problems.append(RowError(column, f"longer than {MAX_TERM} characters"))
            return text[:MAX_TERM]
        return _SPACE.sub(" ", text).strip()

    def term(language: str, column: str) -> Term | None:
        text = clean(column, cells.get(column, ""))
        forms = words(f"{column}_forms")
        more = bool(forms) and forms[0].startswith(_ALSO)
        if more:
            forms = (forms[0][1:].strip(), *forms[1:])
        return Term(language, text, forms=forms, generated=more or not forms) if text else None

    pos = choice("pos", PartOfSpeech, PartOfSpeech.NOUN)
    is_name = pos is PartOfSpeech.NAME
    untouched = _truth(cells.get("dnt", ""), problems)
    source = term(DUTCH, "nl")
    if source is None:
        problems.append(RowError("nl", "the Dutch term is missing"))
        source = Term(DUTCH, "?")
    target = term(ENGLISH, "en")
    if target is None and untouched:
        target = Term(ENGLISH, source.text, generated=False)
    status = choice("status", ConceptStatus, ConceptStatus.ACTIVE)
    if target is None and status is ConceptStatus.ACTIVE:
        problems.append(RowError("en", "the English term is missing (or set status to proposed)"))
    identity = cells.get("concept", "") or default_id
    if not _ID.fullmatch(identity):
        problems.append(RowError("concept", f"{identity!r} is no id: use a-z, 0-9 and hyphens"))
    admitted, forbidden = words("admitted"), words("forbidden")
    both = {word.casefold() for word in forbidden} & {
        word.casefold() for word in (*admitted, target.text if target else "")
    }
    if both:
        problems.append(RowError("forbidden", f"{min(both)!r} is forbidden and allowed at once"))
    terms = [source, *(Term(DUTCH, text, TermStatus.ADMITTED) for text in words("nl_also"))]
    terms += [target] if target else []
    terms += [Term(ENGLISH, text, TermStatus.ADMITTED) for text in admitted]
    terms += [Term(ENGLISH, text, TermStatus.FORBIDDEN) for text in forbidden]
    changed = cells.get("changed", "")
    if changed:
        try:
            date.fromisoformat(changed[:10])
        except ValueError:
            problems.append(RowError("changed", f"{changed!r} is no date like 2025-03-31"))
    concept = Concept(
        id=identity,
        terms=tuple(terms),
        domain=cells.get("domain", ""),
        pos=pos,
        case=choice("case", CaseRule, CaseRule.PERMISSIVE if is_name else CaseRule.ANY),
        compound=choice("compound", CompoundRule, CompoundRule.BOTH),
        exceptions=words("exceptions"),
        enforcement=choice("enforcement", Enforcement, Enforcement.FORCE),
        status=status,
        untouched=untouched,
        note=clean("note", cells.get("note", "")),
        author=cells.get("author", ""),
        changed=changed,
        file=file,
    )
    return concept, problems


def _truth(text: str, problems: list[RowError]) -> bool:
    if text.casefold() not in _YES | _NO:
        problems.append(RowError("dnt", f"{text!r} is neither yes nor empty"))
    return text.casefold() in _YES


def concept_cells(concept: Concept) -> dict[str, str]:
    """Return the cells of a concept by column; the opposite of :func:`concept_of`."""
    source = concept.of(DUTCH)[0]
    preferred = concept.of(ENGLISH, TermStatus.PREFERRED)
    target = preferred[0] if preferred else None
    is_name = concept.pos is PartOfSpeech.NAME
    default_case = CaseRule.PERMISSIVE if is_name else CaseRule.ANY
    own_target = target is not None and not (concept.untouched and target.text == source.text)
    return {
        "concept": concept.id,
        "domain": concept.domain,
        "nl": source.text,
        "nl_also": _join(term.text for term in concept.of(DUTCH)[1:]),
        "nl_forms": _forms(source),
        "en": target.text if target and own_target else "",
        "en_forms": _forms(target) if target and own_target else "",
        "admitted": _join(term.text for term in concept.of(ENGLISH, TermStatus.ADMITTED)),
        "forbidden": _join(term.text for term in concept.of(ENGLISH, TermStatus.FORBIDDEN)),
        "pos": concept.pos.value,
        "case": "" if concept.case is default_case else concept.case.value,
        "compound": "" if concept.compound is CompoundRule.BOTH else concept.compound.value,
        "exceptions": _join(concept.exceptions),
        "enforcement": concept.enforcement.value,
        "status": concept.status.value,
        "dnt": "yes" if concept.untouched else "",
        "note": concept.note,
        "author": concept.author,
        "changed": concept.changed,
    }


def _forms(term: Term) -> str:
    if not term.forms:
        return ""
    return (f"{_ALSO} " if term.generated else "") + _join(term.forms)


def _join(texts: Iterable[str]) -> str:
    return " ; ".join(texts)
