"""A concept as people fill it in: from the fields of a form to a concept, saved with what follows.

The Glossary page and the panel of the editor share this, so that a term means the same and does
the same wherever it was written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.corpus.database import Database
from workbench.errors import GlossaryError
from workbench.glossary.concepts import (
    Concept,
    ConceptStatus,
    Enforcement,
    PartOfSpeech,
    Term,
    TermStatus,
)
from workbench.glossary.rows import slug
from workbench.language import DUTCH, ENGLISH
from workbench.settings import Settings
from workbench.workflow import background, impact, terminology
from workbench.workflow.catalogue import catalogue
from workbench.workflow.impact import Applied, Impact

__all__ = ["Fields", "Kept", "filled", "joined", "keep", "new_concept"]


@dataclass(frozen=True, slots=True)
class Fields:
    """What a form says of a concept.

    Attributes:
        dutch: The preferred Dutch term.
        english: The preferred English term, or empty.
        admitted: Other English terms that are allowed, separated by ``;``.
        forbidden: English terms that are not allowed, separated by ``;``.
        pos: Word class.
        enforcement: What is done with it.
        status: Where it is in its life.
        domain: Subject field.
        note: For people.
    """

    dutch: str
    english: str = ""
    admitted: str = ""
    forbidden: str = ""
    pos: PartOfSpeech = PartOfSpeech.NOUN
    enforcement: Enforcement = Enforcement.FORCE
    status: ConceptStatus = ConceptStatus.ACTIVE
    domain: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What :func:`keep` did.

    Attributes:
        source: The Dutch term.
        path: Its file.
        deleted: Whether the concept was deleted.
        applied: What changed in the store.
        background: Whether the segments beyond the preview are being translated now.
    """

    source: str
    path: Path
    deleted: bool
    applied: Applied
    background: bool

    @property
    def message(self) -> str:
        """What was done, for the person who did it."""
        if self.deleted:
            told = f"{self.source} is deleted."
        else:
            told = f"{self.source} is saved in {self.path.name}."
        count = self.applied.drafts + self.applied.people
        if count:
            told += f" Changed: {count} segment{'' if count == 1 else 's'}."
        if self.applied.stale:
            told += f" {self.applied.stale} changed in the meantime and were left alone."
        return told + (" The others are being translated." if self.background else "")


def new_concept(dutch: str) -> Concept:
    """Return a concept that has only a Dutch term yet."""
    return Concept(id=slug(dutch) or "concept", terms=(Term(DUTCH, dutch),))


def joined(concept: Concept | None, status: TermStatus) -> str:
    """Return the English terms of a status as the field of a form has them."""
    if concept is None:
        return ""
    return " ; ".join(term.text for term in concept.of(ENGLISH, status))


def filled(fields: Fields, *, base: Concept | None = None) -> Concept:
    """Return the concept that a form describes.

    Args:
        fields: What the form says.
        base: The concept that is changed; what the form does not show stays as it is there.

    Raises:
        GlossaryError: There is no Dutch term.
    """
    dutch = " ".join(fields.dutch.split())
    if not dutch:
        raise GlossaryError("a concept needs a Dutch term", fix="Write it in the field Dutch")
    base = base or new_concept(dutch)
    return replace(
        base,
        terms=_terms(base, replace(fields, dutch=dutch)),
        pos=fields.pos,
        enforcement=fields.enforcement,
        status=fields.status,
        domain=fields.domain.strip(),
        note=fields.note.strip(),
    )


def _terms(base: Concept, fields: Fields) -> tuple[Term, ...]:
    """Put the terms together; forms that people wrote stay with a term that stays."""
    wanted = [(DUTCH, fields.dutch, TermStatus.PREFERRED)]
    wanted += [(DUTCH, term.text, term.status) for term in base.of(DUTCH)[1:]]
    wanted += [(ENGLISH, fields.english, TermStatus.PREFERRED)]
    wanted += [(ENGLISH, text, TermStatus.ADMITTED) for text in fields.admitted.split(";")]
    wanted += [
        (ENGLISH, term.text, term.status) for term in base.of(ENGLISH, TermStatus.DEPRECATED)
    ]
    wanted += [(ENGLISH, text, TermStatus.FORBIDDEN) for text in fields.forbidden.split(";")]
    known = {(term.language, term.text): term for term in base.terms}
    terms: list[Term] = []
    for language, text, status in wanted:
        text = " ".join(text.split())
        if text:
            known_term = known.get((language, text), Term(language, text))
            terms.append(replace(known_term, status=status))
    return tuple(terms)


def keep(
    database: Database,
    settings: Settings,
    path: Path,
    changed: Concept | None,
    *,
    seen: Concept | None,
    found: Impact,
    author: str,
    people: Sequence[int] = (),
    apply: bool,
    package: str = "",
) -> Kept:
    """Save a change that was looked at, and store the texts that it leads to.

    Args:
        database: The store.
        settings: Where the glossary files are.
        path: File of the concept.
        changed: The concept as it shall be; None to delete ``seen``.
        seen: The concept as its author saw it; None for a new one.
        found: What :meth:`workbench.workflow.impact.Translator.preview` said.
        author: Who changes it.
        people: Texts of people that shall change too.
        apply: Whether drafts change now; otherwise only the concept is saved.
        package: Translates what lies beyond the preview; empty for that of the settings.

    Raises:
        GlossaryError: The glossary changed since the preview, or the row is not valid; nothing
            is written.
        ConceptConflictError: Somebody changed the same fields since; nothing is written.
    """
    gone = seen.id if changed is None and seen is not None else ""
    files = terminology.files(settings.glossaries)
    if impact.changed_glossary(files, path, changed, delete=gone).version != found.after:
        raise GlossaryError(
            "the glossary changed again since the preview",
            fix="Look at the impact again; nothing was saved",
        )
    if changed is None:
        assert seen is not None
        terminology.delete_concept(database, path, seen.id, seen=seen, author=author)
        source = seen.source
    else:
        saved = terminology.save_concept(database, path, changed, seen=seen, author=author)
        source = saved.concept.source
    # Also where nothing is changed now: what the change does not concern stays up to date.
    wanted = found if apply else replace(found, drafts=(), same=(), people=())
    done = impact.apply(
        database,
        wanted,
        glossary=catalogue(settings.glossaries).glossary,
        author=author,
        people=people,
    )
    waits = bool(apply and found.waiting)
    if waits:
        for document in done.documents:
            background.start_translation(settings, document, package=package)
    return Kept(source, path, changed is None, done, waits)
